#include "core/check_rules.h"

#include "core/slug.h"
#include "core/words.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::core {
namespace {

namespace json = boost::json;

constexpr std::string_view kTooLong = "is too long";
constexpr std::string_view kNotString = "is not a string";
constexpr std::string_view kHasNul = "contains a NUL character";
constexpr std::string_view kNoPattern = "does not match pattern";
constexpr std::string_view kTooLarge = "is too large";
constexpr std::string_view kTooSmall = "is too small";
constexpr std::string_view kNotNumber = "is not a number";
constexpr std::string_view kNotBoolean = "is not a boolean";
constexpr std::string_view kUnexpected = "has unexpected value";
constexpr std::string_view kNotArray = "is not an array";
constexpr std::string_view kNotSchedule = "is not a valid cron or OnCalendar expression";
constexpr std::string_view kNotZone = "is not a valid timezone";

// What is wrong with a field, or with one item of it.
struct Fault {
  std::string_view phrase;
  std::optional<std::size_t> item = std::nullopt;
};
using Checked = std::optional<Fault>;

// The default period stays behind a schedule (Healthchecks §2.6), where `unique` can find it.
seconds default_timeout() { return CheckSpec{}.schedule.every(); }

std::size_t count_chars(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Checked check_text(const json::value& value, std::size_t chars_max) {
  if (!value.is_string()) return Fault{kNotString};
  const std::string_view text = value.get_string();
  if (count_chars(text) > chars_max) return Fault{kTooLong};
  if (text.contains('\0')) return Fault{kHasNul};
  return {};
}

template <std::optional<std::string> CheckChange::* member, std::size_t chars_max>
Checked read_text(const json::value& value, CheckChange& change) {
  if (const Checked wrong = check_text(value, chars_max)) return wrong;
  change.*member = std::string(value.get_string());
  return {};
}

template <std::optional<bool> CheckChange::* member>
Checked read_bool(const json::value& value, CheckChange& change) {
  if (!value.is_bool()) return Fault{kNotBoolean};
  change.*member = value.get_bool();
  return {};
}

struct Range {
  std::int64_t min;
  std::int64_t max;
};
constexpr Range kPeriods{limits::kPeriodMin.count(), limits::kPeriodMax.count()};
constexpr Range kTolerances{1, limits::kToleranceMax};

Checked check_whole_number(const json::value& value, Range range) {
  if (value.is_uint64()) return Fault{kTooLarge};
  if (value.is_double()) {
    // Whole numbers beyond 64 bits arrive as doubles.
    constexpr double kBeyond = 9.2e18;
    if (value.get_double() > kBeyond) return Fault{kTooLarge};
    if (value.get_double() < -kBeyond) return Fault{kTooSmall};
  }
  if (!value.is_int64()) return Fault{kNotNumber};
  if (value.get_int64() < range.min) return Fault{kTooSmall};
  if (value.get_int64() > range.max) return Fault{kTooLarge};
  return {};
}

template <std::optional<seconds> CheckChange::* member>
Checked read_period(const json::value& value, CheckChange& change) {
  if (const Checked wrong = check_whole_number(value, kPeriods)) return wrong;
  change.*member = seconds(value.get_int64());
  return {};
}

template <std::optional<LimitChange> CheckChange::* member>
Checked read_limit(const json::value& value, CheckChange& change) {
  const bool is_off = value.is_null() || (value.is_int64() && value.get_int64() == 0);
  if (is_off) {
    change.*member = LimitChange{};
    return {};
  }
  if (const Checked wrong = check_whole_number(value, kPeriods)) return wrong;
  change.*member = LimitChange{seconds(value.get_int64())};
  return {};
}

template <std::optional<std::int32_t> CheckChange::* member>
Checked read_tolerance(const json::value& value, CheckChange& change) {
  if (const Checked wrong = check_whole_number(value, kTolerances)) return wrong;
  change.*member = static_cast<std::int32_t>(value.get_int64());
  return {};
}

Checked read_resume(const json::value& value, CheckChange& change) {
  if (!value.is_bool()) return Fault{kNotBoolean};
  change.resume = value.get_bool() ? Resume::by_hand : Resume::on_ping;
  return {};
}

Checked read_methods(const json::value& value, CheckChange& change) {
  if (!value.is_string()) return Fault{kUnexpected};
  const std::string_view text = value.get_string();
  if (!text.empty() && text != "POST") return Fault{kUnexpected};
  change.methods = text.empty() ? Methods::any : Methods::post_only;
  return {};
}

Checked read_schedule(const json::value& value, CheckChange& change) {
  if (const Checked wrong = check_text(value, limits::kScheduleChars)) return wrong;
  const std::string_view text = value.get_string();
  if (!Schedule::parse(text, Zone::utc())) return Fault{kNotSchedule};
  change.schedule = std::string(text);
  return {};
}

Checked read_slug(const json::value& value, CheckChange& change) {
  if (!value.is_string()) return Fault{kNotString};
  const std::string_view text = value.get_string();
  if (count_chars(text) > limits::kSlugChars) return Fault{kTooLong};
  if (!is_slug(text)) return Fault{kNoPattern};
  change.slug = std::string(text);
  return {};
}

Checked read_zone(const json::value& value, CheckChange& change) {
  if (!value.is_string()) return Fault{kNotString};
  const auto zone = Zone::find(value.get_string());
  if (!zone) return Fault{kNotZone};
  change.zone = *zone;
  return {};
}

Checked read_unique(const json::value& value, CheckChange& change) {
  static constexpr std::array<std::pair<std::string_view, UniqueField>, 5> kFields{{
      {"name", UniqueField::name},
      {"slug", UniqueField::slug},
      {"tags", UniqueField::tags},
      {"timeout", UniqueField::timeout},
      {"grace", UniqueField::grace},
  }};
  if (!value.is_array()) return Fault{kNotArray};
  const json::array& items = value.get_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_string()) return Fault{kUnexpected, i};
    const std::string_view name = items[i].get_string();
    const auto* field = std::ranges::find(kFields, name, &decltype(kFields)::value_type::first);
    if (field == kFields.end()) return Fault{kUnexpected, i};
    if (std::ranges::find(change.unique, field->second) == change.unique.end()) {
      change.unique.push_back(field->second);
    }
  }
  return {};
}

struct Field {
  std::string_view name;
  Checked (*read)(const json::value& value, CheckChange& change);
};

constexpr std::size_t kAnyLength = std::numeric_limits<std::size_t>::max();

// In the order in which Healthchecks looks at them (§2.6); what is ours alone comes last.
constexpr auto kFields = std::to_array<Field>({
    {"channels", read_text<&CheckChange::channels, kAnyLength>},
    {"desc", read_text<&CheckChange::description, limits::kDescriptionChars>},
    {"failure_kw", read_text<&CheckChange::failure_words, limits::kKeywordsChars>},
    {"filter_subject", read_bool<&CheckChange::filter_subject>},
    {"filter_body", read_bool<&CheckChange::filter_mail_body>},
    {"filter_http_body", read_bool<&CheckChange::filter_http_body>},
    {"filter_default_fail", read_bool<&CheckChange::filter_default_fail>},
    {"grace", read_period<&CheckChange::grace>},
    {"manual_resume", read_resume},
    {"methods", read_methods},
    {"name", read_text<&CheckChange::name, limits::kNameChars>},
    {"schedule", read_schedule},
    {"slug", read_slug},
    {"start_kw", read_text<&CheckChange::start_words, limits::kKeywordsChars>},
    {"subject", read_text<&CheckChange::subject, limits::kKeywordsChars>},
    {"subject_fail", read_text<&CheckChange::subject_fail, limits::kKeywordsChars>},
    {"success_kw", read_text<&CheckChange::success_words, limits::kKeywordsChars>},
    {"tags", read_text<&CheckChange::tags, limits::kTagsChars>},
    {"timeout", read_period<&CheckChange::timeout>},
    {"tz", read_zone},
    {"unique", read_unique},
    {"failures_before_down", read_tolerance<&CheckChange::failures_before_down>},
    {"run_limit", read_limit<&CheckChange::run_limit>},
    {"start_limit", read_limit<&CheckChange::start_limit>},
    {"successes_before_up", read_tolerance<&CheckChange::successes_before_up>},
});

std::unexpected<Error> fault_error(std::string_view field, const Fault& fault) {
  if (!fault.item) {
    return fail(Code::invalid, fmt::format("{} {}", field, fault.phrase),
                fmt::format("/{}", field));
  }
  return fail(Code::invalid, fmt::format("an item in '{}' {}", field, fault.phrase),
              fmt::format("/{}/{}", field, *fault.item));
}

// Takes over what the change names.
template <class T>
void assign(T& target, const std::optional<T>& wanted) {
  if (wanted) target = *wanted;
}

Result<ChannelKey> resolve_channel(std::string_view wanted,
                                   std::span<const NamedChannel> project_channels) {
  if (wanted.empty()) return fail(Code::invalid, "empty channel identifier", "/channels");
  const NamedChannel* found = nullptr;
  for (const NamedChannel& channel : project_channels) {
    if (channel.id != wanted && channel.name != wanted) continue;
    if (found != nullptr) {
      return fail(Code::invalid, fmt::format("non-unique channel identifier: {}", wanted),
                  "/channels");
    }
    found = &channel;
  }
  if (found == nullptr) {
    return fail(Code::invalid, fmt::format("invalid channel identifier: {}", wanted), "/channels");
  }
  return found->key;
}

Result<Schedule> changed_schedule(const CheckChange& change, const Schedule& present) {
  const Zone zone = change.zone.value_or(present.zone());
  if (change.schedule) return Schedule::parse(*change.schedule, zone);
  if (change.timeout) return Schedule::period(*change.timeout);
  if (present.kind() == Schedule::Kind::period || zone == present.zone()) return present;
  return Schedule::parse(present.expression(), zone);
}

std::shared_ptr<const Filters> changed_filters(const CheckChange& change,
                                               const std::shared_ptr<const Filters>& present) {
  Filters filters = present ? *present : Filters{};
  assign(filters.success_words, change.subject);
  assign(filters.failure_words, change.subject_fail);
  if (change.subject || change.subject_fail) {
    filters.subject = !filters.success_words.empty() || !filters.failure_words.empty();
  }
  assign(filters.start_words, change.start_words);
  assign(filters.success_words, change.success_words);
  assign(filters.failure_words, change.failure_words);
  assign(filters.subject, change.filter_subject);
  assign(filters.mail_body, change.filter_mail_body);
  assign(filters.http_body, change.filter_http_body);
  assign(filters.default_fail, change.filter_default_fail);
  if (filters == Filters{}) return nullptr;
  if (present && filters == *present) return present;
  return std::make_shared<const Filters>(std::move(filters));
}

bool is_named(const CheckChange& change, UniqueField field) {
  switch (field) {
    case UniqueField::name:
      return change.name.has_value();
    case UniqueField::slug:
      return change.slug.has_value();
    case UniqueField::tags:
      return change.tags.has_value();
    case UniqueField::timeout:
      return change.timeout.has_value();
    case UniqueField::grace:
      return change.grace.has_value();
  }
  return false;
}

bool agrees(const CheckChange& change, const CheckSpec& spec, UniqueField field) {
  switch (field) {
    case UniqueField::name:
      return change.name == spec.name;
    case UniqueField::slug:
      return change.slug == spec.slug;
    case UniqueField::tags:
      return change.tags == spec.tags;
    case UniqueField::timeout: {
      const bool is_period = spec.schedule.kind() == Schedule::Kind::period;
      return change.timeout == (is_period ? spec.schedule.every() : default_timeout());
    }
    case UniqueField::grace:
      return change.grace == spec.grace;
  }
  return false;
}

}  // namespace

Result<CheckChange> decode_check_change(const json::object& body) {
  CheckChange change;
  for (const Field& field : kFields) {
    const json::value* value = body.if_contains(field.name);
    if (value == nullptr) continue;
    if (const Checked wrong = field.read(*value, change)) return fault_error(field.name, *wrong);
  }
  return change;
}

Result<std::vector<ChannelKey>> resolve_channels(std::string_view text,
                                                 std::span<const NamedChannel> project_channels) {
  std::vector<ChannelKey> keys;
  if (text == "*") {
    for (const NamedChannel& channel : project_channels) keys.push_back(channel.key);
  } else if (!text.empty()) {
    for (const std::string_view wanted : split_at(text, ',')) {
      keys.push_back(TRY(resolve_channel(wanted, project_channels)));
    }
  }
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  return keys;
}

Result<CheckSpec> apply_change(const CheckChange& change, CheckSpec spec,
                               std::span<const NamedChannel> project_channels,
                               SlugFrom slug_source) {
  if (change.channels) {
    spec.channels = TRY(resolve_channels(*change.channels, project_channels));
  }
  spec.schedule = TRY(changed_schedule(change, spec.schedule));
  if (change.name && *change.name != spec.name) {
    spec.name = *change.name;
    if (slug_source == SlugFrom::name) spec.slug = slug_of(spec.name);
  }
  assign(spec.slug, change.slug);
  assign(spec.tags, change.tags);
  assign(spec.description, change.description);
  assign(spec.grace, change.grace);
  assign(spec.failures_before_down, change.failures_before_down);
  assign(spec.successes_before_up, change.successes_before_up);
  assign(spec.methods, change.methods);
  assign(spec.resume, change.resume);
  if (change.start_limit) spec.start_limit = change.start_limit->limit;
  if (change.run_limit) spec.run_limit = change.run_limit->limit;
  spec.filters = changed_filters(change, spec.filters);
  return spec;
}

bool wants_existing(const CheckChange& change) {
  return !change.unique.empty() && std::ranges::all_of(change.unique, [&](UniqueField field) {
    return is_named(change, field);
  });
}

bool matches_unique(const CheckChange& change, const CheckSpec& spec) {
  return wants_existing(change) && std::ranges::all_of(change.unique, [&](UniqueField field) {
           return agrees(change, spec, field);
         });
}

}  // namespace muster::core
