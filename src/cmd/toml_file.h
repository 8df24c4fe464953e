// The configuration file: TOML text taken apart into dotted keys, each with the line it stands on.
// Used once, at start. Knows nothing of which keys there are.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace muster::cmd {

struct FileSetting {
  std::string key;  // "server.listen"
  boost::json::value value;
  unsigned line = 0;  // from 1
};

// In the order of the keys. `file_name` is what errors call the file: "muster.toml:12".
Result<std::vector<FileSetting>> parse_toml(std::string_view text, const std::string& file_name);

}  // namespace muster::cmd
