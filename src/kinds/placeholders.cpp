#include "kinds/placeholders.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "core/check_document.h"
#include "core/words.h"
#include "kinds/plain_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr int kApiVersion = 3;  // the form of the check object in $JSON

struct Placeholder {
  std::string_view name;
  std::string (*value)(const PlaceholderValues&);
};

constexpr std::array<Placeholder, 9> kPlaceholders{{
    {"$CODE", [](const PlaceholderValues& v) { return v.code; }},
    {"$STATUS", [](const PlaceholderValues& v) { return v.status; }},
    {"$NOW", [](const PlaceholderValues& v) { return v.now; }},
    {"$NAME_JSON", [](const PlaceholderValues& v) { return json_quoted(v.name); }},
    {"$NAME", [](const PlaceholderValues& v) { return v.name; }},
    {"$SLUG", [](const PlaceholderValues& v) { return v.slug; }},
    {"$TAGS", [](const PlaceholderValues& v) { return v.tags; }},
    {"$JSON", [](const PlaceholderValues& v) { return v.check_json; }},
    {"$EXITSTATUS", [](const PlaceholderValues& v) { return std::to_string(v.exit_status); }},
}};

constexpr std::array<Placeholder, 2> kBodyPlaceholders{{
    {"$BODY_JSON", [](const PlaceholderValues& v) { return json_quoted(v.body); }},
    {"$BODY", [](const PlaceholderValues& v) { return v.body; }},
}};

struct Found {
  std::size_t length;  // of the placeholder in the template
  std::string value;
};

// One digit decides: `$TAG1` stands before `$TAG10` in the list, so the latter is never reached.
std::optional<Found> tag_at(std::string_view rest, const std::vector<std::string>& tags) {
  constexpr std::string_view kName = "$TAG";
  if (!rest.starts_with(kName) || rest.size() == kName.size()) return std::nullopt;
  const char digit = rest[kName.size()];
  if (!core::is_digit(digit) || digit == '0') return std::nullopt;
  const auto index = static_cast<std::size_t>(digit - '1');
  if (index >= tags.size()) return std::nullopt;
  return Found{kName.size() + 1, tags[index]};
}

// `rest` begins with a `$`.
std::optional<Found> placeholder_at(std::string_view rest, const PlaceholderValues& values,
                                    TemplateOf kind) {
  const auto first_in = [&](const auto& list) -> std::optional<Found> {
    const auto found = std::ranges::find_if(
        list, [rest](const Placeholder& p) { return rest.starts_with(p.name); });
    if (found == list.end()) return std::nullopt;
    return Found{found->name.size(), found->value(values)};
  };
  if (auto found = first_in(kPlaceholders)) return found;
  if (kind == TemplateOf::body) {
    if (auto found = first_in(kBodyPlaceholders)) return found;
  }
  return tag_at(rest, values.tag_list);
}

// The code point at the front of valid UTF-8, which is taken off.
std::uint32_t take_code_point(std::string_view& valid) {
  const auto byte = [&valid](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(valid[i]));
  };
  const std::uint32_t lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (byte(i) & 0x3FU);
  valid.remove_prefix(length);
  return point;
}

// Control characters become blanks, so that no value can end the header (F69i).
std::string latin1(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  std::string out;
  out.reserve(valid.size());
  for (std::string_view rest = valid; !rest.empty();) {
    const std::uint32_t point = take_code_point(rest);
    const bool control = (point < 0x20 && point != '\t') || (point >= 0x7F && point < 0xA0);
    if (control) {
      out += ' ';
    } else if (point <= 0xFF) {
      out += static_cast<char>(point);
    } else {
      out += fmt::format("&#{};", point);
    }
  }
  return out;
}

// A body may hold one copy of the ping's output, in either form, beside the rest.
std::size_t bytes_max(const PlaceholderValues& values, TemplateOf kind) {
  if (kind != TemplateOf::body || values.body.empty()) return kRenderedBytesMax;
  return kRenderedBytesMax + std::max(values.body.size(), json_quoted(values.body).size());
}

}  // namespace

PlaceholderValues placeholder_values(const engine::Notice& notice, std::string_view site_url,
                                     const core::Ping* last_ping) {
  const core::Check& check = notice.check;
  PlaceholderValues values{
      .code = to_string(check.id),
      .status = notice.delivery.direction == core::Direction::down ? "down" : "up",
      .now = to_iso_seconds(notice.delivery.transition_at),
      .name = check.spec.name,
      .slug = check.spec.slug,
      .tags = check.spec.tags,
      .tag_list = {},
      .check_json = core::check_document(check, {to_string(notice.channel.id)},
                                         core::View::read_write(), kApiVersion, notice.now,
                                         core::DocumentUrls{.site = std::string(site_url)}),
      .exit_status = -1,
      .body = {}};
  for (const std::string_view tag : core::split_words(check.spec.tags)) {
    values.tag_list.emplace_back(tag);
  }
  if (last_ping != nullptr) {
    values.exit_status = last_ping->exit_status.value_or(-1);
    values.body = last_ping->body;
  }
  return values;
}

bool mentions_ping(std::string_view text) {
  return text.contains("$BODY") || text.contains("$EXITSTATUS");
}

Result<std::string> expand(std::string_view text, const PlaceholderValues& values,
                           TemplateOf kind) {
  const std::size_t most = bytes_max(values, kind);
  std::string out;
  while (!text.empty()) {
    const std::size_t plain = text.find('$', text.front() == '$' ? 1 : 0);
    std::string_view piece = text.substr(0, plain);
    std::optional<Found> found;
    if (piece.front() == '$') found = placeholder_at(text, values, kind);
    if (found) {
      piece = piece.substr(found->length);
      out += kind == TemplateOf::url ? percent_encoded(found->value) : found->value;
      text.remove_prefix(found->length);
    }
    out += piece;
    text.remove_prefix(piece.size());
    if (out.size() > most) {
      return fail(Code::too_large,
                  fmt::format("with its placeholders filled in it is longer than {} bytes", most));
    }
  }
  if (kind == TemplateOf::header) return latin1(out);
  if (kind == TemplateOf::line) return one_line(out, kRenderedBytesMax);
  return out;
}

}  // namespace muster::kinds
