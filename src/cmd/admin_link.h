// AdminLink: how administrative commands reach the API: through the Unix socket of a running
// server, or, where none runs, by opening the data directory in this process. The caller cannot
// tell which. Owned by one command, on its thread.
#pragma once

#include "base/result.h"
#include "cmd/config.h"
#include "net/http.h"

#include <memory>
#include <string>

namespace muster::cmd {

struct AdminAnswer {
  int status = 0;
  std::string body;
};

class AdminLink {
 public:
  // Errors: conflict when somebody holds the data directory but does not answer on its socket, and
  // what opening a store gives.
  static Result<std::unique_ptr<AdminLink>> open(const Config& config);

  AdminLink() = default;
  AdminLink(const AdminLink&) = delete;
  AdminLink& operator=(const AdminLink&) = delete;
  virtual ~AdminLink() = default;

  // `body` is JSON, "" for none. Errors: unavailable, timeout; refusals of the API are answers.
  virtual Result<AdminAnswer> call(net::Method method, const std::string& path,
                                   const std::string& body) = 0;
};

// The two forms, for AdminLink::open and for tests. Unavailable: nobody listens at `path`.
Result<std::unique_ptr<AdminLink>> open_socket_link(const std::string& path);
Result<std::unique_ptr<AdminLink>> open_local_link(const Config& config);

}  // namespace muster::cmd
