// The OpenAPI 3.1 document of everything the server answers, made from the route table, so that it
// cannot say anything else than the dispatcher does.
#pragma once

#include <string>

namespace muster::api {

// Pretty-printed, ends with a line end. The same bytes on every call.
std::string openapi_document();

}  // namespace muster::api
