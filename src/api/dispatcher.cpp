#include "api/dispatcher.h"

#include "api/problem.h"
#include "base/limits.h"

#include <optional>
#include <utility>

namespace muster::api {
namespace {

net::Response answer_other_verb(net::Method verb, std::string_view allow) {
  net::Response response;
  if (verb == net::Method::options) {
    response.status = 204;
  } else {
    response = net::problem(405, "this path takes: " + std::string(allow));
  }
  response.headers.emplace_back("Allow", allow);
  return response;
}

}  // namespace

Dispatcher::Dispatcher(const Services& services, std::vector<Route> routes)
    : services_(services), pings_(services), table_(std::move(routes)) {}

net::BodyPolicy Dispatcher::body_policy(const net::Request& head) const {
  if (PingEndpoint::takes(head.path)) {
    return {.bytes_max = services_.site.ping_body_bytes, .over = net::BodyPolicy::Over::cut};
  }
  return {.bytes_max = limits::kRequestBodyBytes, .over = net::BodyPolicy::Over::refuse};
}

void Dispatcher::handle(net::Request&& request, net::Reply reply) {
  if (PingEndpoint::takes(request.path)) {
    pings_.handle(std::move(request), std::move(reply));
  } else {
    route(std::move(request), std::move(reply));
  }
}

void Dispatcher::route(net::Request&& request, net::Reply reply) const {
  std::optional<RouteTable::Match> match = table_.find(request.path);
  if (!match) {
    if (auto answer = console_.answer(request)) return std::move(reply).send(*std::move(answer));
    std::move(reply).send(problem({Code::not_found, "there is nothing at this path", {}}));
    return;
  }
  const PathRoutes& place = *match->place;
  const Manners& manners = place.manners();
  const Route* found = place.at(request.method);
  // The server leaves the body out of an answer to HEAD.
  if (found == nullptr && request.method == net::Method::head &&
      manners.head == Manners::Head::as_get) {
    found = place.at(net::Method::get);
  }
  if (found == nullptr || found->handle == nullptr) {
    const auto answer = manners.other_verb != nullptr ? manners.other_verb : answer_other_verb;
    std::move(reply).send(answer(request.method, place.allow()));
    return;
  }
  found->handle(services_, Exchange{.request = std::move(request),
                                    .reply = std::move(reply),
                                    .captures = std::move(match->captures),
                                    .right = found->right,
                                    .pattern = found->path});
}

}  // namespace muster::api
