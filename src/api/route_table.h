// RouteTable: finds the route of a path and verb. Paths are compared segment by segment in a tree
// that is made once; a literal segment is preferred to a {capture}. Immutable; any thread.
#pragma once

#include "api/route.h"

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api {

// The routes of one path.
struct PathRoutes {
  std::array<const Route*, 8> by_verb{};  // indexed by net::Method, null where there is none

  const Route* at(net::Method verb) const { return by_verb[static_cast<std::size_t>(verb)]; }
  const Manners& manners() const;
  // "GET, HEAD, POST, OPTIONS": what is taken here.
  std::string allow() const;
};

class RouteTable {
 public:
  // CHECKs that every verb and path occurs once.
  explicit RouteTable(std::vector<Route> routes);

  struct Match {
    const PathRoutes* place = nullptr;
    std::vector<std::string> captures;  // percent-decoded
  };

  // None when no route has that path.
  std::optional<Match> find(std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> capture;
    std::optional<PathRoutes> place;
  };
  using Segments = std::vector<std::string_view>;

  static const Node* descend(const Node& node, const Segments& segments, std::size_t depth,
                             std::vector<std::string_view>& captured);

  std::vector<Route> routes_;
  Node root_;
};

}  // namespace muster::api
