#include "api/healthchecks/badge_url.h"
#include "api/healthchecks/check_copy.h"
#include "api/healthchecks/handlers.h"
#include "api/problem.h"
#include "core/badge.h"
#include "core/heartbeat.h"

#include <memory>
#include <utility>
#include <vector>

namespace muster::api::healthchecks {
namespace {

// What the badge of all checks of a project says. The name of the project is nobody's business.
constexpr std::string_view kAllLabel = "Muster";

struct Picture {
  core::BadgeStates states;
  BadgeFormat format;
};

net::Response draw(const Picture& picture, std::string_view label, const core::BadgeTally& tally) {
  const core::BadgeStatus status = tally.status(picture.states);
  net::Response response{.status = 200};
  switch (picture.format) {
    case BadgeFormat::svg:
      response.content_type = "image/svg+xml";
      response.body = core::badge_svg(label, status);
      break;
    case BadgeFormat::json:
      response = json_response(200, core::badge_json(tally, picture.states));
      break;
    case BadgeFormat::shields:
      response = json_response(200, core::badge_shields(label, status));
      break;
  }
  response.headers.emplace_back("Cache-Control",
                                "max-age=0, no-cache, no-store, must-revalidate, private");
  return response;
}

class TagBadgeWalk final : public Walk {
 public:
  TagBadgeWalk(std::string badge_key, std::string tag, Picture picture)
      : badge_key_(std::move(badge_key)), tag_(std::move(tag)), picture_(picture) {}

  Result<core::ProjectKey> enter(const engine::State& state) override {
    const auto project = state.project_by_badge_key.find(badge_key_);
    if (project == state.project_by_badge_key.end()) return fail(Code::not_found, "no such badge");
    return project->second;
  }

  void see(const engine::State&, const core::Check& check, Time) override {
    if (tag_ == kAllTags || core::has_tag(check.spec.tags, tag_)) {
      seen_.push_back(copy_status(check));
    }
  }

  bool digest(Time now) override {
    for (const StatusCopy& copy : seen_) {
      tally_.count(core::heartbeat::shown_status(copy.spec, copy.state, now));
    }
    seen_.clear();
    return false;
  }

  void finish(const Services&, CorsReply reply) override {
    const std::string_view label = tag_ == kAllTags ? kAllLabel : std::string_view(tag_);
    std::move(reply).send(draw(picture_, label, tally_));
  }

 private:
  const std::string badge_key_;
  const std::string tag_;
  const Picture picture_;
  std::vector<StatusCopy> seen_;
  core::BadgeTally tally_;
};

Error no_badge() { return {.code = Code::not_found, .message = "no such badge"}; }

// What the badge of one check shows.
struct CheckBadge {
  std::string label;
  StatusCopy status;
  Time now;
};

Result<CheckBadge> look(const engine::Transaction& transaction, const Uuid& badge_id) {
  const auto slot = transaction.state.checks.find_by_badge(badge_id);
  if (!slot) return std::unexpected(no_badge());
  const core::Check& check = transaction.state.checks.at(*slot).check;
  return CheckBadge{.label = std::string(core::badge_label(check.spec)),
                    .status = copy_status(check),
                    .now = transaction.now};
}

std::optional<core::BadgeStates> parse_states(std::string_view text) {
  if (text == "2") return core::BadgeStates::two;
  if (text == "3") return core::BadgeStates::three;
  return std::nullopt;
}

}  // namespace

// /badge/<key>/<signature>/<tag>.<format>, /badge/<key>/<signature>.<format>
void get_tag_badge(const Services& services, Call call) {
  const bool has_tag = call.captures.size() == 3;
  auto file = parse_badge_file(call.captures.back());
  if (!file) return std::move(call.reply).refuse(no_badge());
  std::string tag(has_tag ? file->stem : kAllTags);
  const std::string& signature = has_tag ? call.captures.at(1) : file->stem;
  std::string badge_key = std::move(call.captures.front());
  const auto states = check_signature(services.secrets, badge_key, tag, signature);
  if (!states) return std::move(call.reply).refuse(no_badge());
  walk_checks(services, std::move(call.reply),
              std::make_unique<TagBadgeWalk>(std::move(badge_key), std::move(tag),
                                             Picture{.states = *states, .format = file->format}));
}

// /b/<2 or 3>/<badge uuid>.<format>
void get_check_badge(const Services& services, Call call) {
  const auto states = parse_states(call.captures.front());
  const auto file = parse_badge_file(call.captures.back());
  const auto badge_id = file ? parse_uuid(file->stem) : std::nullopt;
  if (!states || !badge_id) return std::move(call.reply).refuse(no_badge());
  const Picture picture{.states = *states, .format = file->format};
  on_state<CheckBadge>(
      services, std::move(call.reply),
      [id = *badge_id](engine::Transaction& transaction) { return look(transaction, id); },
      [picture](CorsReply reply, const CheckBadge& badge) {
        core::BadgeTally tally;
        tally.count(
            core::heartbeat::shown_status(badge.status.spec, badge.status.state, badge.now));
        std::move(reply).send(draw(picture, badge.label, tally));
      });
}

}  // namespace muster::api::healthchecks
