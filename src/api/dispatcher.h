// Dispatcher: the handler of the HTTP server. Pings go straight to their endpoint; everything else
// is looked up in the route table. Owned by the wiring, outlives the HTTP server; its functions run
// on all io threads at once and change nothing.
#pragma once

#include "api/console/console.h"
#include "api/pings.h"
#include "api/route.h"
#include "api/route_table.h"
#include "api/services.h"
#include "net/http.h"

#include <vector>

namespace muster::api {

class Dispatcher final : public net::Handler {
 public:
  // `services` outlives it. The routes must be unique in verb and path.
  Dispatcher(const Services& services, std::vector<Route> routes);
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;
  ~Dispatcher() override = default;

  // Ping bodies are cut, all other bodies are refused when too long.
  net::BodyPolicy body_policy(const net::Request& head) const override;
  void handle(net::Request&& request, net::Reply reply) override;
  // The pings of one turn go to the state thread together.
  void turn_over() override { services_.ledger.flush(); }

 private:
  void route(net::Request&& request, net::Reply reply) const;

  const Services& services_;
  const PingEndpoint pings_;
  const RouteTable table_;
  const Console console_{console_files()};
};

}  // namespace muster::api
