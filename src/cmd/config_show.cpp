#include "cmd/config_show.h"

#include "base/check.h"
#include "base/codec.h"
#include "cmd/settings.h"

#include <string_view>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::cmd {
namespace {

boost::json::value as_json(const Config& config) {
  auto json = parse_json(encode(config));
  CHECK(json.has_value());
  return *std::move(json);
}

// The value of a key as TOML, which for our types is also JSON.
std::string shown_value(const Setting& setting, const boost::json::value& config) {
  const auto dot = setting.key.find('.');
  const boost::json::value& value =
      config.at(setting.key.substr(0, dot)).at(setting.key.substr(dot + 1));
  switch (setting.secrecy) {
    case Secrecy::open:
      return boost::json::serialize(value);
    case Secrecy::secret:
      return value.as_string().empty() ? "\"\"" : "\"(set)\"";
    case Secrecy::password:
      return json_quoted(without_password(value.as_string()));
  }
  return {};
}

std::string origin_of(const LoadedConfig& loaded, const Setting& setting) {
  const auto found = loaded.origins.find(std::string(setting.key));
  return found == loaded.origins.end() ? "default" : found->second;
}

}  // namespace

std::string show_config(const LoadedConfig& loaded, Origins origins) {
  const boost::json::value config = as_json(loaded.config);
  std::string text;
  for (const Setting& setting : all_settings()) {
    const std::string line = fmt::format("{} = {}", setting.key, shown_value(setting, config));
    text += origins == Origins::show
                ? fmt::format("{:<48}  # {}\n", line, origin_of(loaded, setting))
                : line + "\n";
  }
  return text;
}

std::string show_config_json(const LoadedConfig& loaded) {
  const boost::json::value config = as_json(loaded.config);
  JsonWriter writer;
  writer.begin_object().field("file", loaded.file_path).key("settings").begin_object();
  for (const Setting& setting : all_settings()) {
    writer.key(setting.key).begin_object();
    writer.key("value").raw(shown_value(setting, config));
    writer.field("origin", origin_of(loaded, setting)).end_object();
  }
  return writer.end_object().end_object().finish();
}

std::string config_reference() {
  const boost::json::value config = as_json(Config{});
  std::string text =
      "# Every setting of Muster with its default. Put muster.toml into the data directory, or "
      "name a\n"
      "# file with --config. The environment outranks the file; flags outrank both.\n";
  std::string_view section;
  for (const Setting& setting : all_settings()) {
    const auto dot = setting.key.find('.');
    if (setting.key.substr(0, dot) != section) {
      section = setting.key.substr(0, dot);
      text += fmt::format("\n[{}]\n", section);
    }
    text += fmt::format("\n# {}.\n# {}{}{}\n#{} = {}\n", setting.meaning,
                        environment_name(setting.key), setting.flag.empty() ? "" : " or ",
                        setting.flag, setting.key.substr(dot + 1), shown_value(setting, config));
  }
  return text;
}

std::string without_password(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return std::string(url);
  const auto authority = scheme + 3;
  const auto authority_end = std::min(url.find_first_of("/?#", authority), url.size());
  const auto at = url.substr(0, authority_end).rfind('@');
  std::string shown(url);
  if (at != url.npos && at >= authority) {
    const auto colon = url.find(':', authority);
    if (colon < at) shown.replace(colon, at - colon, ":***");
  }
  // libpq takes a password among the parameters too, and from a file named there.
  const auto parameters = shown.find('?');
  if (parameters != shown.npos && shown.find("password", parameters) != shown.npos) {
    shown.replace(parameters, shown.npos, "?***");
  }
  return shown;
}

}  // namespace muster::cmd
