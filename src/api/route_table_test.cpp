#include "api/route_table.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using net::Method;
using Captures = std::vector<std::string>;

constexpr Manners kNoHead{.head = Manners::Head::refuse};

void handle(const Services&, Exchange) {}

RouteTable example() {
  return RouteTable({
      Route{Method::get, "/things", Right::anyone, "a", handle},
      Route{Method::post, "/things", Right::anyone, "b", handle},
      Route{Method::get, "/things/", Right::anyone, "c", handle, nullptr, nullptr, &kNoHead},
      Route{Method::get, "/things/{thing}", Right::anyone, "d", handle},
      Route{Method::get, "/things/special", Right::anyone, "e", handle},
      Route{Method::delete_, "/things/{thing}/parts/{part}", Right::anyone, "f", handle},
      Route{Method::get, "/things/special/wheels", Right::anyone, "g", handle},
  });
}

struct Found {
  std::string_view path;
  std::string_view summary;  // "" for none
  Captures captures = {};
};

TEST(RouteTable, FindsLiteralsBeforeCaptures) {
  const RouteTable table = example();
  const std::array cases{
      Found{"/things", "a"},
      Found{"/things/", "c"},
      Found{"/things/special", "e"},
      Found{"/things/x", "d", {"x"}},
      Found{"/things/a%20b%2Fc", "d", {"a b/c"}},
      Found{"/things/a/parts/b", "f", {"a", "b"}},
      Found{"/things/special/parts/b", "f", {"special", "b"}},  // the literal leads nowhere
      Found{"/things/special/wheels", "g"},
      Found{"/", ""},
      Found{"", ""},
      Found{"/thing", ""},
      Found{"/things/x/", ""},
      Found{"/things//parts/b", ""},
      Found{"/things/%zz", ""},
      Found{"/things/{thing}/parts", ""},
      Found{"//things", ""},
  };
  for (const Found& c : cases) {
    const auto match = table.find(c.path);
    ASSERT_EQ(match.has_value(), !c.summary.empty()) << c.path;
    if (!match) continue;
    std::string_view summary;
    for (const Route* route : match->place->by_verb) {
      if (route != nullptr) summary = summary.empty() ? route->summary : summary;
    }
    EXPECT_EQ(summary, c.summary) << c.path;
    EXPECT_EQ(match->captures, c.captures) << c.path;
  }
}

TEST(RouteTable, SaysWhatAPathTakes) {
  const RouteTable table = example();
  EXPECT_EQ(table.find("/things")->place->allow(), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(table.find("/things/")->place->allow(), "GET, OPTIONS");
  EXPECT_EQ(table.find("/things/a/parts/b")->place->allow(), "DELETE, OPTIONS");
}

TEST(RouteTable, RefusesTwoRoutesForOneCall) {
  EXPECT_DEATH(RouteTable({Route{Method::get, "/a/{x}", Right::anyone, "a", handle},
                           Route{Method::get, "/a/{y}", Right::anyone, "b", handle}}),
               "row == nullptr");
}

}  // namespace
}  // namespace muster::api
