#include "cmd/config_load.h"

#include "base/check.h"
#include "base/codec.h"
#include "cmd/config_rules.h"
#include "cmd/secret_file.h"
#include "cmd/settings.h"
#include "cmd/toml_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

constexpr std::string_view kPrefix = "MUSTER_";

// Config as JSON tells the type of every key.
boost::json::value defaults_as_json() {
  auto json = parse_json(encode(Config{}));
  CHECK(json.has_value());
  return *std::move(json);
}

const boost::json::value* find_key(const boost::json::value& config, std::string_view key) {
  const boost::json::value* at = &config;
  while (at->is_object()) {
    const auto dot = std::min(key.find('.'), key.size());
    at = at->as_object().if_contains(key.substr(0, dot));
    if (at == nullptr || dot == key.size()) return at;
    key.remove_prefix(dot + 1);
  }
  return nullptr;
}

// {"server": {"listen": value}} for server.listen.
boost::json::value nested(std::string_view key, boost::json::value value) {
  const auto dot = key.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? key : key.substr(dot + 1);
  boost::json::object object;
  object.emplace(name, std::move(value));
  if (dot == std::string_view::npos) return object;
  return nested(key.substr(0, dot), std::move(object));
}

class Loader {
 public:
  explicit Loader(const ConfigSources& sources) : sources_(sources) {}

  LoadedConfig load() {
    take_file();
    for (const auto& [name, value] : sources_.environment) take_variable(name, value);
    for (const FlagValue& flag : sources_.flags) take_text(flag.key, flag.value, flag.flag);
    complete(loaded_.config);
    for (Error& error : check_config(loaded_.config)) {
      const auto origin = loaded_.origins.find(error.where);
      if (origin != loaded_.origins.end()) error.message += fmt::format(" ({})", origin->second);
      loaded_.errors.push_back(std::move(error));
    }
    check_secrets_in_file();
    return std::move(loaded_);
  }

 private:
  // Where muster.toml is looked for: the file cannot say it, only what outranks the file can.
  std::string data_dir() const {
    for (const FlagValue& flag : sources_.flags) {
      if (flag.key == "server.data_dir") return flag.value;
    }
    const std::string variable = environment_name("server.data_dir");
    for (const auto& [name, value] : sources_.environment) {
      if (name == variable) return value;
    }
    return Config{}.server.data_dir;
  }

  void take_file() {
    std::filesystem::path path = sources_.file_path;
    if (path.empty()) {
      path = std::filesystem::path(data_dir()) / "muster.toml";
      std::error_code unknown;
      if (!std::filesystem::exists(path, unknown) && !unknown) return;
    }
    auto text = read_file(path);
    if (!text) {
      loaded_.errors.push_back(std::move(text).error());
      return;
    }
    loaded_.file_path = path;
    const std::string name = path.filename();
    auto settings = parse_toml(*text, name);
    if (!settings) {
      loaded_.errors.push_back(std::move(settings).error());
      return;
    }
    for (FileSetting& found : *settings) {
      take(found.key, std::move(found.value), fmt::format("{}:{}", name, found.line));
    }
  }

  void take_variable(const std::string& name, const std::string& value) {
    if (name == kUrlVariable || name == kPingKeyVariable || name.starts_with(kTestPrefix)) return;
    for (const Setting& known : all_settings()) {
      if (environment_name(known.key) == name) {
        take_text(known.key, value, name);
        return;
      }
    }
    std::vector<std::string> names;
    for (const Setting& known : all_settings()) names.push_back(environment_name(known.key));
    refuse_unknown_name(name, {names.begin(), names.end()}, "environment");
  }

  void take_text(std::string_view key, const std::string& text, const std::string& place) {
    const boost::json::value* like = find_key(defaults_, key);
    CHECK(like != nullptr);
    take(std::string(key), typed_value(text, *like), place);
  }

  void take(const std::string& key, boost::json::value value, const std::string& place) {
    const auto known = all_settings();
    if (std::ranges::find(known, key, &Setting::key) == known.end()) {
      std::vector<std::string_view> keys;
      for (const Setting& one : known) keys.push_back(one.key);
      refuse_unknown_name(key, keys, place);
      return;
    }
    auto config = decode_over<Config>(loaded_.config, nested(key, std::move(value)));
    if (!config) {
      loaded_.errors.push_back(
          {Code::invalid, fmt::format("{} ({})", config.error().message, place), key});
      return;
    }
    loaded_.config = *std::move(config);
    loaded_.origins[key] = place;
  }

  void refuse_unknown_name(const std::string& name, const std::vector<std::string_view>& known,
                           const std::string& place) {
    const auto refused = codec::refuse_unknown({{name, nullptr}}, codec::Place{}, known);
    CHECK(!refused);
    // Without a near name the codec lists them all, which would bury the place.
    const std::string_view message = refused.error().message.contains("did you mean")
                                         ? std::string_view(refused.error().message)
                                         : "unknown field; `muster config defaults` lists them all";
    loaded_.errors.push_back({Code::invalid, fmt::format("{} ({})", message, place), name});
  }

  // A secret that stands in the file itself needs a file that not everybody reads.
  void check_secrets_in_file() {
    if (loaded_.file_path.empty() || !world_readable(loaded_.file_path)) return;
    const std::string name = std::filesystem::path(loaded_.file_path).filename();
    for (const Setting& known : all_settings()) {
      const auto origin = loaded_.origins.find(std::string(known.key));
      if (known.secrecy != Secrecy::secret || origin == loaded_.origins.end()) continue;
      if (!origin->second.starts_with(name + ":")) continue;
      loaded_.errors.push_back(
          {Code::invalid,
           fmt::format(
               "a secret stands in a file that everybody may read; chmod 640 {}, or use {}_file "
               "({})",
               loaded_.file_path, known.key, origin->second),
           std::string(known.key)});
    }
  }

  const ConfigSources& sources_;
  const boost::json::value defaults_ = defaults_as_json();
  LoadedConfig loaded_;
};

}  // namespace

LoadedConfig load_config(const ConfigSources& sources) { return Loader(sources).load(); }

std::vector<std::pair<std::string, std::string>> muster_environment() {
  std::vector<std::pair<std::string, std::string>> found;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (!text.starts_with(kPrefix) || equals == std::string_view::npos) continue;
    found.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace muster::cmd
