// Route: one typed row per call we answer. The table of rows (routes.cpp) is the dispatcher, the
// permission matrix and the OpenAPI document at once, so they cannot drift apart.
#pragma once

#include "api/access.h"
#include "api/owed_reply.h"
#include "api/services.h"
#include "net/http.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api {

// A request on its way to its answer. Moved from hop to hop (io thread → state thread → pool →
// back).
struct Exchange {
  net::Request request;
  OwedReply reply;
  std::vector<std::string> captures;  // the {…} parts of the path, percent-decoded, in order
  Right right = Right::anyone;        // what the route asks for
  std::string_view pattern = {};      // the route's path
};

using HandlerFn = void (*)(const Services& services, Exchange exchange);

// How a body is described in the OpenAPI document: a JSON Schema text, null for none. base/codec.h
// makes them: `schema<NewThing>` for what is sent, `output_schema<Thing>` for what is answered.
using SchemaFn = std::string (*)();

// What the routes of one group do alike where no handler is asked.
struct Manners {
  enum class Head { as_get, refuse };
  Head head = Head::as_get;
  // The answer to OPTIONS, and to a verb that a path does not take. `allow` lists those that it
  // takes and is to be sent as Allow. Null: 204 to OPTIONS, else a 405 problem.
  net::Response (*other_verb)(net::Method verb, std::string_view allow) = nullptr;
  // How its callers prove who they are, as named in the OpenAPI document's securitySchemes.
  std::string_view security = "bearer";
};

struct Route {
  net::Method verb;
  std::string_view path;  // "/v1/projects/{project}"; a {capture} is one path segment, not empty
  Right right;
  std::string_view summary;  // one line
  HandlerFn handle;          // null only for pings, which the dispatcher takes before the table
  SchemaFn request_schema = nullptr;
  SchemaFn response_schema = nullptr;
  const Manners* manners = nullptr;  // null: the defaults above
  std::string_view query = {};       // the query parameters it knows, separated by blanks
};

// Every group of routes, one function in one file each; routes.cpp joins them.
std::span<const Route> ping_routes();  // api/pings.cpp: /ping/…, /api/monlink/…
std::span<const Route>
healthchecks_routes();  // api/healthchecks/routes.cpp: /api/v1|v2|v3/…, badges, metrics
std::span<const Route> native_routes();     // api/native/routes.cpp: /v1/…
std::span<const Route> operation_routes();  // api/operation.cpp: /healthz, /readyz, /metrics

std::vector<Route> all_routes();

}  // namespace muster::api
