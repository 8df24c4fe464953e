#include "api/healthchecks/check_copy.h"
#include "api/healthchecks/handlers.h"
#include "api/healthchecks/unique_key.h"
#include "api/problem.h"
#include "core/heartbeat.h"
#include "core/words.h"

#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace muster::api::healthchecks {
namespace {

using core::heartbeat::ShownStatus;

constexpr std::size_t kKeyLength = 32;

// The value of a label (Prometheus text format): backslash, quote and line feed are escaped.
std::string label_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\n':
        out += "\\n";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// All samples of one metric, which the format wants together.
class Family {
 public:
  Family(std::string_view name, std::string_view help)
      : name_(name), text_(fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help)) {}

  void add(std::string_view labels, auto value) {
    fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name_, labels, value);
  }
  const std::string& text() const { return text_; }

 private:
  std::string_view name_;
  std::string text_;
};

class MetricsWalk final : public Walk {
 public:
  explicit MetricsWalk(Credential credential) : credential_(std::move(credential)) {}

  // Only read-only keys: the address with its key ends up in the configuration of a scraper (§2.9).
  Result<core::ProjectKey> enter(const engine::State& state) override {
    const Claim claim{.credential = credential_, .right = Right::project_read};
    const auto visitor = admit(state, claim);
    if (!visitor || visitor->access != core::KeyAccess::read_only) {
      return fail(Code::forbidden, "not a read-only key");
    }
    return visitor->project;
  }

  void see(const engine::State&, const core::Check& check, Time) override {
    seen_.push_back(check);
  }

  bool digest(Time now) override {
    for (const core::Check& check : seen_) add(check, now);
    seen_.clear();
    return false;
  }

  void finish(const Services&, CorsReply reply) override {
    for (const auto& [tag, up] : tags_) {
      tag_up_.add(fmt::format("{{tag=\"{}\"}}", label_value(tag)), up ? 1 : 0);
    }
    total_.add("", checks_);
    down_total_.add("", down_);
    std::string text;
    for (const Family* family : {&up_, &started_, &grace_, &paused_, &last_duration_, &last_ping_,
                                 &tag_up_, &total_, &down_total_}) {
      text += family->text();
    }
    std::move(reply).send(
        {.status = 200, .body = std::move(text), .content_type = "text/plain; version=0.0.4"});
  }

 private:
  void add(const core::Check& check, Time now) {
    const ShownStatus status = core::heartbeat::shown_status(check.spec, check.state, now);
    const bool is_down = status == ShownStatus::down;
    const std::string labels =
        fmt::format(R"({{name="{}", tags="{}", unique_key="{}"}})", label_value(check.spec.name),
                    label_value(check.spec.tags), unique_key(check.id));
    up_.add(labels, is_down ? 0 : 1);
    started_.add(labels, core::heartbeat::is_started(check.state) ? 1 : 0);
    grace_.add(labels, status == ShownStatus::grace ? 1 : 0);
    paused_.add(labels, status == ShownStatus::paused ? 1 : 0);
    if (check.state.last_duration) {
      last_duration_.add(labels, static_cast<double>(check.state.last_duration->count()) / 1e6);
    }
    if (check.state.last_ping) {
      last_ping_.add(labels, static_cast<double>(to_micros(*check.state.last_ping)) / 1e6);
    }
    for (const std::string_view tag : core::split_words(check.spec.tags)) {
      const auto known = tags_.try_emplace(std::string(tag), true).first;
      known->second = known->second && !is_down;
    }
    ++checks_;
    if (is_down) ++down_;
  }

  const Credential credential_;
  std::vector<core::Check> seen_;
  Family up_{"hc_check_up", "Whether the check is currently up (1 for yes, 0 for no)."};
  Family started_{"hc_check_started",
                  "Whether the check is currently running (1 for yes, 0 for no)."};
  Family grace_{"hc_check_grace", "Whether the check is late but in its grace time (1 for yes)."};
  Family paused_{"hc_check_paused", "Whether the check is paused (1 for yes, 0 for no)."};
  Family last_duration_{"hc_check_last_duration_seconds", "How long the last run took."};
  Family last_ping_{"hc_check_last_ping_timestamp_seconds", "When the last ping came (Unix time)."};
  Family tag_up_{"hc_tag_up", "Whether all checks with this tag are up (1 for yes, 0 for no)."};
  Family total_{"hc_checks_total", "How many checks there are."};
  Family down_total_{"hc_checks_down_total", "How many checks are down."};
  std::map<std::string, bool, std::less<>> tags_;
  std::int64_t checks_ = 0;
  std::int64_t down_ = 0;
};

}  // namespace

// The project's id in the path is not compared with that of the key (§2.9).
void get_prometheus(const Services& services, Call call) {
  if (!parse_uuid(call.captures.front())) {
    return std::move(call.reply).refuse({.code = Code::not_found, .message = "no such project"});
  }
  std::string_view key;
  if (call.captures.size() > 1) {
    key = call.captures.back();
  } else if (call.request.has_header("authorization")) {
    key = bearer_token(call.request);
  } else {
    net::Response response =
        text_response(401, "send a read-only API key: Authorization: Bearer …");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return std::move(call.reply).send(std::move(response));
  }
  if (key.size() != kKeyLength) {
    return std::move(call.reply).send(text_response(400, "an API key has 32 characters"));
  }
  walk_checks(services, std::move(call.reply),
              std::make_unique<MetricsWalk>(credential_of_key(key, services.secrets)));
}

}  // namespace muster::api::healthchecks
