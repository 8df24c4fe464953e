#include "api/route.h"

namespace muster::api {

std::vector<Route> all_routes() {
  std::vector<Route> routes;
  for (const auto group :
       {ping_routes(), native_routes(), healthchecks_routes(), operation_routes()}) {
    routes.insert(routes.end(), group.begin(), group.end());
  }
  return routes;
}

}  // namespace muster::api
