// PingEndpoint: takes the pings, which are nearly all that comes in. No routing table, no JSON; the
// usual answer is made once and shared. Immutable after construction; all io threads at once.
//
// The contract is that of Healthchecks (§2.2) under /ping/ and that of cronmon (seeds S2-2) under
// /api/monlink/. Both answer success only after COMMIT, and a fault of ours is always 503.
#pragma once

#include "api/owed_reply.h"
#include "api/ping_url.h"
#include "api/services.h"
#include "base/result.h"
#include "engine/pings.h"
#include "net/http.h"

#include <memory>
#include <string>
#include <string_view>

namespace muster::api {

class PingEndpoint {
 public:
  explicit PingEndpoint(const Services& services);
  PingEndpoint(const PingEndpoint&) = delete;
  PingEndpoint& operator=(const PingEndpoint&) = delete;

  // Is this path one of ours?
  static bool takes(std::string_view path) {
    return path.starts_with("/ping/") || path.starts_with("/api/monlink/");
  }

  void handle(net::Request&& request, OwedReply reply) const;

 private:
  // Answers that never change, by what they say.
  struct Answers {
    std::shared_ptr<const std::string> ok;
    std::shared_ptr<const std::string> created;
    std::shared_ptr<const std::string> not_found;
    std::shared_ptr<const std::string> invalid_url;
    std::shared_ptr<const std::string> invalid_uuid;
    std::shared_ptr<const std::string> ambiguous_slug;
    std::shared_ptr<const std::string> method_not_allowed;
    std::shared_ptr<const std::string> options;
    std::shared_ptr<const std::string> monlink_ok;
    std::shared_ptr<const std::string> monlink_wrong_id;
  };

  void take_ping(net::Request&& request, OwedReply reply) const;
  void take_monlink(net::Request&& request, OwedReply reply) const;
  const std::shared_ptr<const std::string>& answer_to(PingUrlFault fault) const;
  const std::shared_ptr<const std::string>* answer_to(
      const Result<engine::PingTaken>& result) const;

  const Services& services_;
  Answers answers_;
};

}  // namespace muster::api
