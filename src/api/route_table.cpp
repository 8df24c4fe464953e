#include "api/route_table.h"

#include "api/url_text.h"
#include "base/check.h"

namespace muster::api {
namespace {

constexpr Manners kPlain{};

}  // namespace

const Manners& PathRoutes::manners() const {
  for (const Route* route : by_verb) {
    if (route != nullptr && route->manners != nullptr) return *route->manners;
  }
  return kPlain;
}

std::string PathRoutes::allow() const {
  std::string verbs;
  for (const Route* route : by_verb) {
    if (route == nullptr) continue;
    verbs += std::string(net::to_string(route->verb)) + ", ";
    const bool with_head = route->verb == net::Method::get && at(net::Method::head) == nullptr &&
                           manners().head == Manners::Head::as_get;
    if (with_head) verbs += "HEAD, ";
  }
  return verbs + "OPTIONS";
}

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    Node* node = &root_;
    for (const std::string_view segment : path_segments(route.path)) {
      const bool is_capture = segment.starts_with('{');
      std::unique_ptr<Node>& next =
          is_capture ? node->capture : node->literals[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
    }
    if (!node->place) node->place.emplace();
    const Route*& row = node->place->by_verb[static_cast<std::size_t>(route.verb)];
    CHECK(row == nullptr);
    row = &route;
  }
}

// The first node that fits, trying literal before capture at each step. The depth is that of the
// deepest route, so a long path costs no more than a short one.
const RouteTable::Node* RouteTable::descend(const Node& node, const Segments& segments,
                                            std::size_t depth,
                                            std::vector<std::string_view>& captured) {
  if (depth == segments.size()) return node.place ? &node : nullptr;
  const std::string_view segment = segments[depth];
  if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
    if (const Node* found = descend(*literal->second, segments, depth + 1, captured)) return found;
  }
  if (!node.capture || segment.empty()) return nullptr;
  captured.push_back(segment);
  if (const Node* found = descend(*node.capture, segments, depth + 1, captured)) return found;
  captured.pop_back();
  return nullptr;
}

std::optional<RouteTable::Match> RouteTable::find(std::string_view path) const {
  std::vector<std::string_view> captured;
  const Node* node = descend(root_, path_segments(path), 0, captured);
  if (node == nullptr) return std::nullopt;
  Match match{.place = &*node->place, .captures = {}};
  for (const std::string_view raw : captured) {
    std::optional<std::string> text = percent_decoded(raw);
    if (!text) return std::nullopt;
    match.captures.push_back(std::move(*text));
  }
  return match;
}

}  // namespace muster::api
