#include "api/healthchecks/schemas.h"

#include "base/limits.h"

#include <string_view>

#include <fmt/format.h>

namespace muster::api::healthchecks {
namespace {

constexpr std::string_view kText = R"({"type":"string"})";
constexpr std::string_view kFlag = R"({"type":"boolean"})";
constexpr std::string_view kNumber = R"({"type":"integer"})";
constexpr std::string_view kTime = R"({"type":"string","format":"date-time"})";
constexpr std::string_view kTimeOrNull = R"({"type":["string","null"],"format":"date-time"})";
constexpr std::string_view kUrl = R"({"type":"string","format":"uri"})";

// The members of an object, as they are written in a schema.
class Members {
 public:
  Members& add(std::string_view name, std::string_view schema) {
    if (!text_.empty()) text_ += ',';
    text_ += fmt::format(R"("{}":{})", name, schema);
    return *this;
  }
  Members& add_all(std::initializer_list<std::string_view> names, std::string_view schema) {
    for (const std::string_view name : names) add(name, schema);
    return *this;
  }
  std::string object() const {
    return fmt::format(R"({{"type":"object","properties":{{{}}}}})", text_);
  }

 private:
  std::string text_;
};

std::string text_up_to(std::size_t chars_max) {
  return fmt::format(R"({{"type":"string","maxLength":{}}})", chars_max);
}

std::string seconds_between(std::chrono::seconds min, std::chrono::seconds max) {
  return fmt::format(R"({{"type":"integer","minimum":{},"maximum":{}}})", min.count(), max.count());
}

std::string list_of(std::string_view name, std::string_view item) {
  return Members().add(name, fmt::format(R"({{"type":"array","items":{}}})", item)).object();
}

Members change_members() {
  const std::string period = seconds_between(limits::kPeriodMin, limits::kPeriodMax);
  const std::string limit =
      fmt::format(R"({{"type":["integer","null"],"maximum":{}}})", limits::kPeriodMax.count());
  const std::string tolerance =
      fmt::format(R"({{"type":"integer","minimum":1,"maximum":{}}})", limits::kToleranceMax);
  Members members;
  members.add("name", text_up_to(limits::kNameChars))
      .add("slug", fmt::format(R"({{"type":"string","maxLength":{},"pattern":"^[a-z0-9-_]*$"}})",
                               limits::kSlugChars))
      .add("tags", text_up_to(limits::kTagsChars))
      .add("desc", text_up_to(limits::kDescriptionChars))
      .add_all({"timeout", "grace"}, period)
      .add("schedule", text_up_to(limits::kScheduleChars))
      .add_all({"tz", "channels"}, kText)
      .add("methods", R"({"type":"string","enum":["","POST"]})")
      .add_all({"start_kw", "success_kw", "failure_kw", "subject", "subject_fail"},
               text_up_to(limits::kKeywordsChars))
      .add_all({"manual_resume", "filter_subject", "filter_body", "filter_http_body",
                "filter_default_fail"},
               kFlag)
      .add_all({"start_limit", "run_limit"}, limit)
      .add_all({"failures_before_down", "successes_before_up"}, tolerance);
  return members;
}

}  // namespace

std::string check_change_schema() { return change_members().object(); }

std::string new_check_schema() {
  return change_members()
      .add("unique", R"({"type":"array","items":{"type":"string","enum":)"
                     R"(["name","slug","tags","timeout","grace"]}})")
      .object();
}

std::string check_schema() {
  Members members;
  members
      .add_all({"name", "slug", "tags", "desc", "methods", "subject", "subject_fail", "start_kw",
                "success_kw", "failure_kw", "schedule", "tz", "channels", "uuid", "unique_key"},
               kText)
      .add("status", R"({"type":"string","enum":["new","up","grace","down","paused","started"]})")
      .add_all({"grace", "timeout", "n_pings", "last_duration", "start_limit", "run_limit",
                "failures_before_down", "successes_before_up"},
               kNumber)
      .add_all({"started", "manual_resume", "filter_subject", "filter_body", "filter_http_body",
                "filter_default_fail"},
               kFlag)
      .add_all({"last_ping", "next_ping"}, kTimeOrNull)
      .add_all({"badge_url", "ping_url", "update_url", "pause_url", "resume_url"}, kUrl);
  return members.object();
}

std::string check_list_schema() { return list_of("checks", check_schema()); }

std::string ping_list_schema() {
  Members members;
  members.add("type", R"({"type":"string","enum":["success","start","fail","log","ign"]})")
      .add("date", kTime)
      .add("n", kNumber)
      .add("scheme", R"({"type":"string","enum":["http","https","email"]})")
      .add_all({"remote_addr", "method", "ua"}, kText)
      .add("rid", R"({"type":["string","null"],"format":"uuid"})")
      .add("duration", R"({"type":"number"})")
      .add("body_url", R"({"type":["string","null"],"format":"uri"})");
  return list_of("pings", members.object());
}

std::string flip_list_schema() {
  return list_of(
      "flips",
      Members().add("timestamp", kTime).add("up", R"({"type":"integer","enum":[0,1]})").object());
}

std::string channel_list_schema() {
  return list_of("channels", Members().add_all({"id", "name", "kind"}, kText).object());
}

std::string badge_list_schema() {
  const std::string urls =
      Members().add_all({"svg", "svg3", "json", "json3", "shields", "shields3"}, kUrl).object();
  return Members()
      .add("badges", fmt::format(R"({{"type":"object","additionalProperties":{}}})", urls))
      .object();
}

}  // namespace muster::api::healthchecks
