#include "api/healthchecks/badge_url.h"
#include "api/healthchecks/check_copy.h"
#include "api/healthchecks/handlers.h"
#include "api/problem.h"
#include "base/json_writer.h"
#include "core/words.h"

#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace muster::api::healthchecks {
namespace {

struct ChannelCopy {
  core::ChannelId id;
  std::string name;
  std::string kind;
};

// Clients pick channels by the names that Healthchecks has for their kinds.
std::string_view kind_on_the_wire(std::string_view kind) { return kind == "mail" ? "email" : kind; }

std::string encode_channels(const std::vector<ChannelCopy>& channels) {
  JsonWriter json;
  json.begin_object().key("channels").begin_array();
  for (const ChannelCopy& channel : channels) {
    json.begin_object();
    json.field("id", to_string(channel.id));
    json.field("name", channel.name);
    json.field("kind", kind_on_the_wire(channel.kind));
    json.end_object();
  }
  json.end_array().end_object();
  return json.finish();
}

// Collects the tags that a project's checks have.
class TagsWalk final : public Walk {
 public:
  explicit TagsWalk(Claim claim) : claim_(std::move(claim)) {}

  Result<core::ProjectKey> enter(const engine::State& state) override {
    const Visitor visitor = TRY(admit(state, claim_));
    badge_key_ = state.projects.at(visitor.project).project.badge_key;
    return visitor.project;
  }

  void see(const engine::State&, const core::Check& check, Time) override {
    if (!check.spec.tags.empty()) seen_.push_back(check.spec.tags);
  }

  bool digest(Time) override {
    for (const std::string& text : seen_) {
      for (const std::string_view tag : core::split_words(text)) tags_.emplace(tag);
    }
    seen_.clear();
    return false;
  }

  void finish(const Services& services, CorsReply reply) override {
    JsonWriter json;
    json.begin_object().key("badges").begin_object();
    for (const std::string& tag : tags_) {
      json.key(tag).begin_object();
      for (const BadgeFormat format : {BadgeFormat::svg, BadgeFormat::json, BadgeFormat::shields}) {
        const auto url = [&](core::BadgeStates states) {
          return tag_badge_url(services.site, services.secrets, badge_key_, tag, states, format);
        };
        json.field(name(format), url(core::BadgeStates::two));
        json.field(std::string(name(format)) + "3", url(core::BadgeStates::three));
      }
      json.end_object();
    }
    json.end_object().end_object();
    std::move(reply).send(json_response(200, json.finish()));
  }

 private:
  const Claim claim_;
  std::string badge_key_;
  std::vector<std::string> seen_;
  std::set<std::string, std::less<>> tags_{std::string(kAllTags)};
};

}  // namespace

void list_channels(const Services& services, Call call) {
  auto ask = read_ask(call, services.secrets);
  if (!ask) return std::move(call.reply).refuse(ask.error());
  on_state<std::vector<ChannelCopy>>(
      services, std::move(call.reply),
      [claim = std::move(ask->claim)](
          engine::Transaction& transaction) -> Result<std::vector<ChannelCopy>> {
        const engine::State& state = transaction.state;
        const Visitor visitor = TRY(admit(state, claim));
        std::vector<ChannelCopy> channels;
        for (const core::ChannelKey key : state.projects.at(visitor.project).channels) {
          const core::Channel& channel = state.channels.at(key);
          channels.push_back({.id = channel.id, .name = channel.name, .kind = channel.kind});
        }
        return channels;
      },
      [](CorsReply reply, const std::vector<ChannelCopy>& channels) {
        std::move(reply).send(json_response(200, encode_channels(channels)));
      });
}

void list_badges(const Services& services, Call call) {
  auto ask = read_ask(call, services.secrets);
  if (!ask) return std::move(call.reply).refuse(ask.error());
  walk_checks(services, std::move(call.reply), std::make_unique<TagsWalk>(std::move(ask->claim)));
}

}  // namespace muster::api::healthchecks
