// ChannelKinds: what the engine's users may ask of the table of channel kinds (kinds/all.cpp)
// without knowing any of them.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace muster::engine {

struct ValidChannel {
  std::string config;  // JSON, complete and in the kind's own form
  bool wants_down = true;
  bool wants_up = true;
};

class ChannelKinds {
 public:
  ChannelKinds() = default;
  ChannelKinds(const ChannelKinds&) = delete;
  ChannelKinds& operator=(const ChannelKinds&) = delete;
  virtual ~ChannelKinds() = default;

  virtual std::vector<std::string_view> names() const = 0;
  // Errors: invalid; `where` is "kind" or the JSON pointer of the wrong field inside the
  // configuration.
  virtual Result<ValidChannel> validate(std::string_view kind,
                                        std::string_view config_json) const = 0;
};

}  // namespace muster::engine
