#include "core/badge.h"

#include "base/escape.h"
#include "base/json_writer.h"
#include "core/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace muster::core {
namespace {

// Advance widths of Verdana, ' ' to '~', in thousandths of the font size.
constexpr auto kVerdana = std::to_array<int>({
    352,  394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364,
    454,  //  !"#$%&'()*+,-./
    636,  636, 636, 636, 636, 636,  636, 636, 636, 636, 454, 454, 818, 818, 818,
    545,  // 0-9:;<=>?
    1000, 684, 686, 698, 771, 632,  575, 775, 751, 421, 455, 693, 557, 843, 748,
    787,  // @A-O
    603,  787, 695, 684, 616, 732,  684, 989, 685, 615, 685, 454, 454, 454, 818,
    636,  // P-Z[\]^_
    636,  601, 623, 521, 623, 596,  352, 623, 633, 274, 344, 592, 274, 973, 633,
    607,                                                                          // `a-o
    623,  623, 427, 521, 394, 633,  592, 818, 592, 592, 525, 635, 454, 635, 818,  // p-z{|}~
});
static_assert(kVerdana.size() == '~' - ' ' + 1);

constexpr int kWidthLatin = 650;    // other letters of two bytes: accented Latin, Greek, Cyrillic
constexpr int kWidthSquare = 1000;  // Chinese, Japanese, Korean and everything further on
constexpr double kFontSize = 11;
constexpr int kPadding = 10;

int text_width(std::string_view utf8) {
  int thousandths = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte <= '~') {
      thousandths += kVerdana[byte - std::size_t{' '}];
    } else if (byte >= 0xE0) {
      thousandths += kWidthSquare;
    } else if (byte >= 0xC0) {
      thousandths += kWidthLatin;
    }
  }
  return static_cast<int>(std::ceil(thousandths * kFontSize / 1000));
}

// Characters that XML 1.0 §2.2 does not know: control characters, U+FFFE and U+FFFF.
std::string to_xml_chars(std::string_view text) {
  std::string out = to_valid_utf8(text);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }, ' ');
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = out.find(none); at != std::string::npos; at = out.find(none, at)) {
      out.replace(at, none.size(), " ");
    }
  }
  return out;
}

std::string_view svg_color(BadgeStatus status) {
  switch (status) {
    case BadgeStatus::up:
      return "#4c1";
    case BadgeStatus::late:
      return "#fe7d37";
    case BadgeStatus::down:
      return "#e05d44";
  }
  return "#4c1";
}

std::string_view shields_color(BadgeStatus status) {
  switch (status) {
    case BadgeStatus::up:
      return "success";
    case BadgeStatus::late:
      return "important";
    case BadgeStatus::down:
      return "critical";
  }
  return "success";
}

// One word of the badge with its shadow.
std::string svg_text(int left, int width, std::string_view text) {
  const double center = left + width / 2.0;
  return fmt::format(R"(<text x="{0}" y="15" fill="#000" fill-opacity=".3">{1}</text>)"
                     R"(<text x="{0}" y="14">{1}</text>)",
                     center, markup_escaped(text));
}

}  // namespace

std::string_view name(BadgeStatus status) {
  switch (status) {
    case BadgeStatus::up:
      return "up";
    case BadgeStatus::late:
      return "late";
    case BadgeStatus::down:
      return "down";
  }
  return "up";
}

void BadgeTally::count(heartbeat::ShownStatus status) {
  ++total;
  if (status == heartbeat::ShownStatus::grace) ++grace;
  if (status == heartbeat::ShownStatus::down) ++down;
}

BadgeStatus BadgeTally::status(BadgeStates states) const {
  if (down > 0) return BadgeStatus::down;
  return grace > 0 && states == BadgeStates::three ? BadgeStatus::late : BadgeStatus::up;
}

std::string_view badge_label(const CheckSpec& spec) {
  if (!spec.name.empty()) return spec.name;
  if (!spec.slug.empty()) return spec.slug;
  return "check";
}

bool has_tag(std::string_view tags, std::string_view tag) {
  const auto words = split_words(tags);
  return std::ranges::find(words, tag) != words.end();
}

std::string badge_svg(std::string_view label, BadgeStatus status) {
  const std::string shown = to_xml_chars(label);
  const std::string_view word = name(status);
  const int label_width = text_width(shown) + kPadding;
  const int word_width = text_width(word) + kPadding;
  const int width = label_width + word_width;
  return fmt::format(
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="20" role="img" )svg"
      R"svg(aria-label="{1}: {2}"><title>{1}: {2}</title>)svg"
      R"svg(<clipPath id="edge"><rect width="{0}" height="20" rx="3"/></clipPath>)svg"
      R"svg(<g clip-path="url(#edge)"><rect width="{3}" height="20" fill="#555"/>)svg"
      R"svg(<rect x="{3}" width="{4}" height="20" fill="{5}"/></g>)svg"
      R"svg(<g fill="#fff" text-anchor="middle" font-size="11" )svg"
      R"svg(font-family="Verdana,Geneva,DejaVu Sans,sans-serif">{6}{7}</g></svg>)svg",
      width, markup_escaped(shown), word, label_width, word_width, svg_color(status),
      svg_text(0, label_width, shown), svg_text(label_width, word_width, word));
}

std::string badge_json(const BadgeTally& tally, BadgeStates states) {
  JsonWriter json;
  json.begin_object();
  json.field("status", name(tally.status(states)));
  json.field("total", tally.total);
  json.field("grace", tally.grace);
  json.field("down", tally.down);
  json.end_object();
  return json.finish();
}

std::string badge_shields(std::string_view label, BadgeStatus status) {
  JsonWriter json;
  json.begin_object();
  json.field("schemaVersion", 1);
  json.field("label", label);
  json.field("message", name(status));
  json.field("color", shields_color(status));
  json.end_object();
  return json.finish();
}

}  // namespace muster::core
