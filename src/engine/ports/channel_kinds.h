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

// A configuration as people may see it again.
struct PublicConfig {
  std::string config;                    // JSON, without its secrets
  std::vector<std::string> secrets_set;  // names of the secrets that have a value

  friend bool operator==(const PublicConfig&, const PublicConfig&) = default;
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

  // What of a stored configuration may leave through an API. Errors: invalid at "kind"; corrupt
  // when the configuration is no JSON object.
  virtual Result<PublicConfig> public_view(std::string_view kind,
                                           std::string_view config_json) const = 0;
  // The configuration that an update leads to: the update itself, with the stored values of the
  // secrets that it does not mention; a secret that it gives as "" or null is removed. The answer
  // is not yet checked: it goes through validate(). Errors: invalid; also for a secret that would
  // be sent to another place than the one it was given for, which only who knows it may do.
  virtual Result<std::string> merge(std::string_view kind, std::string_view stored_json,
                                    std::string_view update_json) const = 0;
  // True for kinds that act on the server's own machine: for administrators only. False for an
  // unknown kind, which validate() refuses.
  virtual bool needs_admin(std::string_view kind) const = 0;
};

}  // namespace muster::engine
