#include "base/codec.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <numeric>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace muster {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 32;
constexpr std::size_t kShownBytesMax = 60;

// Builds the document from the parser's events and refuses what Boost.JSON would let pass.
class Builder {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();
  using Code = json::error_code;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_array_begin(Code&) { return open(json::array()); }
  bool on_array_end(std::size_t, Code&) { return close(); }
  bool on_object_begin(Code&) { return open(json::object()); }
  bool on_object_end(std::size_t, Code&) { return close(); }

  bool on_string_part(json::string_view part, std::size_t, Code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, Code& code) {
    text_.append(part.data(), part.size());
    if (text_.contains('\0')) return refuse("a NUL character is not allowed", code);
    return add(json::value(std::exchange(text_, {})));
  }
  bool on_key_part(json::string_view part, std::size_t n, Code& code) {
    return on_string_part(part, n, code);
  }
  bool on_key(json::string_view part, std::size_t, Code& code) {
    text_.append(part.data(), part.size());
    if (text_.contains('\0')) return refuse("a NUL character is not allowed", code);
    if (open_.back().value.as_object().contains(text_)) {
      return refuse(fmt::format("the key {} appears twice", json_quoted(text_)), code);
    }
    open_.back().key = std::exchange(text_, {});
    return true;
  }

  bool on_number_part(json::string_view part, Code&) {
    number_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t number, json::string_view, Code&) {
    number_.clear();
    return add(json::value(number));
  }
  bool on_uint64(std::uint64_t number, json::string_view, Code&) {
    number_.clear();
    return add(json::value(number));
  }
  bool on_double(double rough, json::string_view part, Code& code) {
    // The parser's own double may be off in its last digit.
    number_.append(part.data(), part.size());
    double exact = 0;
    const auto parsed = std::from_chars(number_.data(), number_.data() + number_.size(), exact);
    number_.clear();
    const bool vanishing = parsed.ec == std::errc::result_out_of_range && std::abs(rough) < 1;
    if (parsed.ec != std::errc{} && !vanishing) return refuse("a number is too large", code);
    return add(json::value(exact));
  }
  bool on_bool(bool truth, Code&) { return add(json::value(truth)); }
  bool on_null(Code&) { return add(json::value(nullptr)); }
  bool on_comment_part(json::string_view, Code&) { return true; }
  bool on_comment(json::string_view, Code&) { return true; }

  // Why the Builder itself refused; "" when it did not.
  const std::string& refusal() const { return refusal_; }
  json::value take() { return std::move(root_); }

 private:
  struct Open {
    json::value value;
    std::string key;  // of the member being read, for objects
  };

  bool open(json::value container) {
    open_.push_back({std::move(container), {}});
    return true;
  }
  bool close() {
    json::value done = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(done));
  }
  bool add(json::value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (json::value& parent = open_.back().value; parent.is_array()) {
      parent.as_array().push_back(std::move(value));
    } else {
      parent.as_object().emplace(open_.back().key, std::move(value));
    }
    return true;
  }
  bool refuse(std::string why, Code& code) {
    refusal_ = std::move(why);
    code = json::error::syntax;
    return false;
  }

  std::vector<Open> open_;
  json::value root_;
  std::string text_;
  std::string number_;
  std::string refusal_;
};

std::string_view explain(const json::error_code& code) {
  switch (static_cast<json::error>(code.value())) {
    case json::error::incomplete:
      return "the text ends too early";
    case json::error::extra_data:
      return "there is more after the end";
    case json::error::too_deep:
      return "it is nested too deep (32 levels at the most)";
    case json::error::exponent_overflow:
      return "a number is too large";
    case json::error::illegal_leading_surrogate:
    case json::error::illegal_trailing_surrogate:
    case json::error::expected_utf16_escape:
      return "a \\u escape names half a character";
    case json::error::expected_hex_digit:
      return "a \\u escape needs four hexadecimal digits";
    default:
      return "the syntax is wrong";
  }
}

std::unexpected<Error> refuse_at(std::string_view text, std::size_t position,
                                 std::string_view why) {
  const std::string_view before = text.substr(0, position);
  const auto line = 1 + std::ranges::count(before, '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return fail(Code::invalid, fmt::format("not valid JSON: {} (line {}, column {})", why, line,
                                         position - line_start + 1));
}

std::size_t first_invalid_utf8(std::string_view text) {
  // Halving finds it without a second decoder: a prefix is valid up to the first bad byte, but for
  // a sequence that the cut itself breaks.
  std::size_t good = 0;
  for (std::size_t step = std::bit_floor(text.size() | 1); step > 0; step /= 2) {
    while (good + step <= text.size() && is_valid_utf8(text.substr(good, step))) good += step;
  }
  return good;
}

// A value as it is quoted back in an error.
std::string shown(const json::value& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  JsonWriter writer;
  codec::encode_json(writer, value);
  std::string text = writer.finish();
  if (text.size() > kShownBytesMax) {
    text.resize(kShownBytesMax);
    text = to_valid_utf8(text) + "…";
  }
  return text;
}

std::unexpected<Error> expected(std::string_view what, const json::value& got,
                                const codec::Place& place) {
  return fail(Code::invalid, fmt::format("expected {}, got {}", what, shown(got)),
              codec::pointer(place));
}

// Levenshtein's: how many letters to add, drop or change.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// The name that was probably meant, or "".
std::string_view nearest(std::string_view given, std::span<const std::string_view> names) {
  constexpr std::size_t kComparedMax = 64;
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, given.size() / 3) + 1;
  if (given.size() > kComparedMax) return best;
  for (const std::string_view name : names) {
    const std::size_t distance = edit_distance(given, name);
    if (distance < best_distance && distance < name.size()) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string quoted_list(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    list += (list.empty() ? "" : ", ") + json_quoted(name);
  }
  return list;
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  if (!is_valid_utf8(text)) {
    return refuse_at(text, first_invalid_utf8(text), "a byte is not UTF-8");
  }
  json::basic_parser<Builder> parser(json::parse_options{.max_depth = kDepthMax});
  json::error_code code;
  const std::size_t taken = parser.write_some(false, text.data(), text.size(), code);
  if (!code && taken < text.size()) code = json::error::extra_data;
  if (code) {
    const std::string& refusal = parser.handler().refusal();
    return refuse_at(text, taken, refusal.empty() ? explain(code) : std::string_view(refusal));
  }
  return parser.handler().take();
}

namespace codec {

std::string pointer(const Place& place) {
  if (place.parent == nullptr) return {};
  std::string text = pointer(*place.parent) + '/';
  if (place.index) return text + std::to_string(*place.index);
  for (const char c : place.key) {  // RFC 6901 §3
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

Result<bool> read_bool(const json::value& json, const Place& place) {
  if (const bool* truth = json.if_bool()) return *truth;
  return expected("true or false", json, place);
}

Result<std::int64_t> read_signed(const json::value& json, const Place& place, std::int64_t min,
                                 std::int64_t max) {
  const std::int64_t* number = json.if_int64();
  if (number != nullptr && *number >= min && *number <= max) return *number;
  if (number == nullptr && !json.is_uint64()) return expected("a whole number", json, place);
  return expected(fmt::format("a whole number from {} to {}", min, max), json, place);
}

Result<std::uint64_t> read_unsigned(const json::value& json, const Place& place,
                                    std::uint64_t max) {
  if (const std::uint64_t* number = json.if_uint64(); number != nullptr && *number <= max) {
    return *number;
  }
  const std::int64_t* number = json.if_int64();
  if (number != nullptr && std::cmp_greater_equal(*number, 0) &&
      std::cmp_less_equal(*number, max)) {
    return static_cast<std::uint64_t>(*number);
  }
  if (!json.is_int64() && !json.is_uint64()) return expected("a whole number", json, place);
  return expected(fmt::format("a whole number from 0 to {}", max), json, place);
}

Result<double> read_double(const json::value& json, const Place& place) {
  if (const double* number = json.if_double()) return *number;
  if (const std::int64_t* number = json.if_int64()) return static_cast<double>(*number);
  if (const std::uint64_t* number = json.if_uint64()) return static_cast<double>(*number);
  return expected("a number", json, place);
}

Result<std::string> read_string(const json::value& json, const Place& place) {
  if (const json::string* text = json.if_string()) return std::string(*text);
  return expected("a text in quotes", json, place);
}

Result<Time> read_time(const json::value& json, const Place& place) {
  constexpr std::string_view kWhat = "a time such as \"2026-03-29T01:30:00Z\"";
  const json::string* text = json.if_string();
  if (text == nullptr) return expected(kWhat, json, place);
  if (const Result<Time> time = parse_iso(*text)) return *time;
  return expected(kWhat, json, place);
}

Result<Uuid> read_uuid(const json::value& json, const Place& place) {
  const json::string* text = json.if_string();
  if (text != nullptr) {
    if (const std::optional<Uuid> uuid = parse_uuid_any_case(*text)) return *uuid;
  }
  return expected("a UUID such as \"2c7b4a2e-8a0f-4d43-9b9a-0f3a5a2d1c11\"", json, place);
}

Result<std::size_t> read_name(const json::value& json, const Place& place,
                              std::span<const std::string_view> names) {
  if (const json::string* text = json.if_string()) {
    const auto found = std::ranges::find(names, std::string_view(*text));
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  }
  return expected((names.size() > 1 ? "one of " : "") + quoted_list(names), json, place);
}

Result<const json::array*> read_array(const json::value& json, const Place& place) {
  if (const json::array* array = json.if_array()) return array;
  return expected("a list", json, place);
}

Result<const json::object*> read_object(const json::value& json, const Place& place) {
  if (const json::object* object = json.if_object()) return object;
  return expected("an object", json, place);
}

Result<void> refuse_unknown(const json::object& object, const Place& place,
                            std::span<const std::string_view> names) {
  for (const auto& member : object) {
    const std::string_view key(member.key());
    if (std::ranges::find(names, key) != names.end()) continue;
    const std::string_view meant = nearest(key, names);
    const std::string hint = meant.empty() ? "the fields here are " + quoted_list(names)
                                           : "did you mean " + json_quoted(meant) + "?";
    return fail(Code::invalid, "unknown field; " + hint,
                pointer(Place{.parent = &place, .key = key}));
  }
  return {};
}

std::unexpected<Error> missing(const Place& place) {
  return fail(Code::invalid, "this field is required", pointer(place));
}

void encode_json(JsonWriter& writer, const json::value& json) {
  switch (json.kind()) {
    case json::kind::null:
      writer.null();
      return;
    case json::kind::bool_:
      writer.value(json.get_bool());
      return;
    case json::kind::int64:
      writer.value(json.get_int64());
      return;
    case json::kind::uint64:
      writer.value(json.get_uint64());
      return;
    case json::kind::double_:
      writer.value(json.get_double());
      return;
    case json::kind::string:
      writer.value(std::string_view(json.get_string()));
      return;
    case json::kind::array:
      writer.begin_array();
      for (const json::value& element : json.get_array()) encode_json(writer, element);
      writer.end_array();
      return;
    case json::kind::object:
      writer.begin_object();
      for (const auto& member : json.get_object()) {
        encode_json(writer.key(std::string_view(member.key())), member.value());
      }
      writer.end_object();
      return;
  }
}

}  // namespace codec
}  // namespace muster
