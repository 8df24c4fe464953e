#include "api/ping_url.h"

#include "api/url_text.h"
#include "base/limits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>

namespace muster::api {
namespace {

constexpr std::string_view kPrefix = "/ping/";
constexpr std::size_t kSegmentsMax = 3;
constexpr int kExitStatusMax = 255;

using Fault = PingUrlFault;

struct Segments {
  std::array<std::string_view, kSegmentsMax> at;
  std::size_t count = 0;
};

// None when there are more than a ping URL can have.
std::optional<Segments> split(std::string_view path) {
  Segments segments;
  while (segments.count < kSegmentsMax) {
    const std::size_t slash = path.find('/');
    segments.at[segments.count++] = path.substr(0, slash);
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
  return std::nullopt;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// What a ping key or slug may be made of in a URL; anything else is no ping URL.
bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || is_upper(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

struct Signal {
  core::PingKind kind = core::PingKind::success;
  std::optional<int> exit_status;
};

// "start", "fail", "log" or an exit status; leading zeros are fine.
std::expected<Signal, Fault> parse_signal(std::string_view text) {
  if (text == "start") return Signal{core::PingKind::start, {}};
  if (text == "fail") return Signal{core::PingKind::fail, {}};
  if (text == "log") return Signal{core::PingKind::log, {}};
  if (!is_digits(text)) return std::unexpected(Fault::not_found);
  int status = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), status);
  if (parsed.ec != std::errc{} || status > kExitStatusMax) {
    return std::unexpected(Fault::invalid_url);
  }
  return Signal{status == 0 ? core::PingKind::success : core::PingKind::fail, status};
}

PingUrl make_url(engine::PingAddress address, const Signal& signal) {
  return {.address = std::move(address),
          .kind = signal.kind,
          .exit_status = signal.exit_status,
          .rid = {}};
}

std::expected<PingUrl, Fault> parse_slug_path(const Segments& segments) {
  if (segments.count < 2) return std::unexpected(Fault::not_found);
  const std::string_view ping_key = segments.at[0];
  const std::string_view slug = segments.at[1];
  if (!is_word(ping_key) || !is_word(slug)) return std::unexpected(Fault::not_found);
  Signal signal;
  if (segments.count == 3) {
    const auto parsed = parse_signal(segments.at[2]);
    if (!parsed) return std::unexpected(parsed.error());
    signal = *parsed;
  }
  if (std::ranges::any_of(slug, is_upper) || slug.size() > limits::kSlugChars) {
    return std::unexpected(Fault::invalid_url);
  }
  return make_url(engine::SlugAddress{.ping_key = std::string(ping_key), .slug = std::string(slug)},
                  signal);
}

std::expected<PingUrl, Fault> parse_path(const Segments& segments) {
  const std::optional<Uuid> uuid = parse_uuid(segments.at[0]);
  if (!uuid) return parse_slug_path(segments);
  const core::CheckId id{*uuid};
  const bool slash_only = segments.count == 2 && segments.at[1].empty();
  if (segments.count == 1 || slash_only) return make_url(id, {});
  if (segments.count == 2) {
    const auto signal = parse_signal(segments.at[1]);
    if (signal) return make_url(id, *signal);
    if (signal.error() != Fault::not_found) return std::unexpected(signal.error());
  }
  // An unknown word after a UUID is read as ping key and slug, as the reference does; no ping key
  // looks like a UUID, so it will not be found.
  return parse_slug_path(segments);
}

}  // namespace

std::expected<PingUrl, PingUrlFault> parse_ping_url(std::string_view path, std::string_view query) {
  if (!path.starts_with(kPrefix)) return std::unexpected(Fault::not_found);
  std::string decoded;
  if (path.contains('%')) {
    std::optional<std::string> text = percent_decoded(path);
    if (!text) return std::unexpected(Fault::not_found);
    decoded = std::move(*text);
    path = decoded;
  }
  path.remove_prefix(std::min(kPrefix.size(), path.size()));
  const std::optional<Segments> segments = split(path);
  if (!segments) return std::unexpected(Fault::not_found);
  std::expected<PingUrl, Fault> url = parse_path(*segments);
  if (!url || query.empty()) return url;

  if (const std::optional<std::string> rid = query_value(query, "rid")) {
    url->rid = parse_uuid_any_case(*rid);
    if (!url->rid) return std::unexpected(Fault::invalid_uuid);
  }
  if (auto* slug = std::get_if<engine::SlugAddress>(&url->address)) {
    slug->create = query_value(query, "create") == "1";
  }
  return url;
}

}  // namespace muster::api
