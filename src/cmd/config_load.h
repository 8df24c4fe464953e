// Loading the configuration: defaults, then the TOML file, then the environment, then flags; what
// comes later wins. Every source goes through the codec one value at a time, so that every error is
// found, not only the first, and each names the key, what would be right, and where the wrong value
// stands:
//     server.listen: expected host:port, got "x" (muster.toml:12)
// Called once, at start; reads files and nothing else.
#pragma once

#include "base/error.h"
#include "base/result.h"
#include "cmd/config.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace muster::cmd {

// A flag of the command line that sets a key. `flag` is what errors call it.
struct FlagValue {
  std::string key;
  std::string value;
  std::string flag;

  friend bool operator==(const FlagValue&, const FlagValue&) = default;
};

struct ConfigSources {
  std::string file_path;  // --config; empty: muster.toml in the data directory, if there is one
  std::vector<std::pair<std::string, std::string>> environment;  // what begins with MUSTER_
  std::vector<FlagValue> flags;
};

struct LoadedConfig {
  Config config;                               // complete where there are no errors
  std::string file_path;                       // the file that was read, empty for none
  std::map<std::string, std::string> origins;  // by key: "muster.toml:12", "--listen"; else default
  std::vector<Error> errors;                   // `where` is the key or the file
};

LoadedConfig load_config(const ConfigSources& sources);

// The variables of this process that begin with MUSTER_.
std::vector<std::pair<std::string, std::string>> muster_environment();

// No part of the configuration: the first two are for `muster exec` and `muster ping`, the last
// begins what the scripts that test Muster hand each other.
inline constexpr std::string_view kUrlVariable = "MUSTER_URL";
inline constexpr std::string_view kPingKeyVariable = "MUSTER_PING_KEY";
inline constexpr std::string_view kTestPrefix = "MUSTER_TEST_";

}  // namespace muster::cmd
