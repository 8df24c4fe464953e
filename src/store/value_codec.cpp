#include "store/value_codec.h"

#include <charconv>
#include <iterator>

#include <fmt/format.h>

namespace muster::store {
namespace {

// Cuts the part before the first `separator` off `rest`.
std::string_view cut(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<core::Run> parse_run(std::string_view text) {
  const auto started_at = parse_integer(cut(text, ','));
  const std::string_view supervised = cut(text, ',');
  if (!started_at || (supervised != "0" && supervised != "1")) return std::nullopt;
  core::Run run{.rid = {}, .started_at = from_micros(*started_at), .supervised = supervised == "1"};
  if (!text.empty()) {
    run.rid = parse_uuid(text);
    if (!run.rid) return std::nullopt;
  }
  return run;
}

}  // namespace

UuidText::UuidText(const Uuid& uuid) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t at = 0;
  for (const std::uint8_t byte : uuid.bytes) {
    if (at == 8 || at == 13 || at == 18 || at == 23) characters[at++] = '-';
    characters[at++] = kHex[byte >> 4];
    characters[at++] = kHex[byte & 0xF];
  }
}

std::string keys_text(const std::vector<std::int64_t>& keys) {
  return fmt::format("{}", fmt::join(keys, ","));
}

std::optional<std::vector<std::int64_t>> parse_keys(std::string_view text) {
  std::vector<std::int64_t> keys;
  while (!text.empty()) {
    const auto key = parse_integer(cut(text, ','));
    if (!key) return std::nullopt;
    keys.push_back(*key);
  }
  return keys;
}

std::string runs_text(const std::vector<core::Run>& runs) {
  std::string text;
  for (const core::Run& run : runs) {
    if (!text.empty()) text += ';';
    fmt::format_to(std::back_inserter(text), "{},{},", to_micros(run.started_at),
                   run.supervised ? 1 : 0);
    if (run.rid) text += UuidText(*run.rid).view();
  }
  return text;
}

std::optional<std::vector<core::Run>> parse_runs(std::string_view text) {
  std::vector<core::Run> runs;
  while (!text.empty()) {
    auto run = parse_run(cut(text, ';'));
    if (!run) return std::nullopt;
    runs.push_back(*run);
  }
  return runs;
}

}  // namespace muster::store
