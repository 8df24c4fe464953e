// `muster config show` and `muster config defaults`: the configuration as text for people. Secrets
// are never part of it.
#pragma once

#include "cmd/config_load.h"

#include <string>

namespace muster::cmd {

enum class Origins { hide, show };

// One `key = value` line for each setting, with its origin as a comment where that is asked for.
std::string show_config(const LoadedConfig& loaded, Origins origins);
// {"file": …, "settings": {"server.listen": {"value": …, "origin": …}}}
std::string show_config_json(const LoadedConfig& loaded);

// A TOML file of all settings at their defaults, commented out and explained.
std::string config_reference();

// `url` without the password that may stand in it.
std::string without_password(std::string_view url);

}  // namespace muster::cmd
