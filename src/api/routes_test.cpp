#include "api/api_test_support.h"
#include "api/openapi.h"
#include "api/url_text.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

TEST(Routes, EachIsUniqueAndHasASummary) {
  std::set<std::string> seen;
  for (const Route& route : all_routes()) {
    const std::string call =
        std::string(net::to_string(route.verb)) + " " + std::string(route.path);
    EXPECT_TRUE(seen.insert(call).second) << call;
    EXPECT_FALSE(route.summary.empty()) << call;
    EXPECT_FALSE(route.summary.contains('\n')) << call;
    EXPECT_FALSE(route.summary.ends_with('.')) << call;
    EXPECT_NE(route.verb, net::Method::other) << call;
    // Only pings are taken before the table.
    EXPECT_EQ(route.handle == nullptr, PingEndpoint::takes(route.path)) << call;
  }
}

TEST(Routes, OnlyWhatMustBeIsOpenToAnyone) {
  const std::set<std::string> open{"GET /v1/openapi.json", "GET /v1/session", "POST /v1/session",
                                   "POST /v1/setup"};
  for (const Route& route : all_routes()) {
    if (!route.path.starts_with("/v1/")) continue;
    const std::string call =
        std::string(net::to_string(route.verb)) + " " + std::string(route.path);
    EXPECT_EQ(route.right == Right::anyone, open.contains(call)) << call;
  }
}

// Who calls, and what each right gives them on the project "mine": 0 is "let in".
struct Visitor {
  std::string_view name;
  std::string bearer;
  bool local_socket;
  std::map<Right, int> refused;
};

constexpr int kIn = 0;
std::map<Right, int> rights(int authenticated, int signed_in, int read, int write, int instance) {
  return {{Right::anyone, kIn},          {Right::authenticated, authenticated},
          {Right::signed_in, signed_in}, {Right::project_read, read},
          {Right::project_write, write}, {Right::instance, instance}};
}

class Matrix : public testing::Test {
 protected:
  void SetUp() override {
    const Answer mine = bench.admin("POST /v1/projects", R"({"name":"mine"})");
    const Answer other = bench.admin("POST /v1/projects", R"({"name":"other"})");
    const auto token = [&](const std::string& name, const std::string& more) {
      return bench.admin("POST /v1/users", "{\"name\":\"" + name + "\"," + more + "}")
          .text("token");
    };
    visitors = {
        {"nobody", "", false, rights(401, 401, 401, 401, 401)},
        {"a made-up token", "mst_0123456789012345678901234567890123456789", false,
         rights(401, 401, 401, 401, 401)},
        {"read-only key", mine.text("api_key_readonly"), false, rights(kIn, 403, kIn, 403, 403)},
        {"read-write key", mine.text("api_key"), false, rights(kIn, 403, kIn, kIn, 403)},
        {"key of another project", other.text("api_key"), false, rights(kIn, 403, 403, 403, 403)},
        {"viewer", token("v", R"("role":"viewer","project":"mine")"), false,
         rights(kIn, kIn, kIn, 403, 403)},
        {"operator", token("o", R"("role":"operator","project":"mine")"), false,
         rights(kIn, kIn, kIn, kIn, 403)},
        {"operator of another project", token("p", R"("role":"operator","project":"other")"), false,
         rights(kIn, kIn, 403, 403, 403)},
        {"admin", token("a", R"("role":"admin")"), false, rights(kIn, kIn, kIn, kIn, kIn)},
        {"the Unix socket", "", true, rights(kIn, 403, kIn, kIn, kIn)},
    };
  }

  // The call with captures that name nothing but the project; bodies are empty. Whoever is let in
  // meets 400 or 404 at the worst, and destroys nothing but empty projects.
  net::Request call_of(const Route& route, const Visitor& visitor) {
    std::string path(route.path);
    for (const auto& [capture, value] :
         {std::pair("{project}", "mine"), std::pair("{key}", "none"),
          std::pair("{contact}", "none"), std::pair("{check}", "none"),
          std::pair("{alert}", "none"), std::pair("{user}", "none")}) {
      if (const auto at = path.find(capture); at != std::string::npos) {
        path.replace(at, std::strlen(capture), value);
      }
    }
    net::Request request =
        Bench::request(std::string(net::to_string(route.verb)) + " " + path, "", visitor.bearer);
    if (visitor.local_socket) request.peer = {.address = "", .local_socket = true};
    return request;
  }

  Bench bench;
  std::vector<Visitor> visitors;
};

TEST_F(Matrix, EveryNativeCallIsDecidedByItsRight) {
  std::size_t calls = 0;
  for (const Visitor& visitor : visitors) {
    for (const Route& route : native_routes()) {
      const bool destroys_the_project = route.verb == net::Method::delete_ &&
                                        route.path == "/v1/projects/{project}" &&
                                        visitor.refused.at(Right::instance) == kIn;
      if (destroys_the_project) continue;
      const Answer answer = bench.ask(call_of(route, visitor));
      const std::string what = std::string(visitor.name) + ": " +
                               std::string(net::to_string(route.verb)) + " " +
                               std::string(route.path);
      const int refused = visitor.refused.at(route.right);
      if (refused != kIn) {
        EXPECT_EQ(answer.status, refused) << what << ' ' << answer.body;
      } else {
        EXPECT_NE(answer.status, 401) << what;
        EXPECT_NE(answer.status, 403) << what;
        EXPECT_LT(answer.status, 500) << what;
      }
      ++calls;
    }
  }
  EXPECT_GE(calls, visitors.size() * 25);
}

TEST_F(Matrix, AStrangerLearnsNothingFromABadBody) {
  for (const char* body : {"", "{", R"({"name":"x"})"}) {
    EXPECT_EQ(bench.ask("POST /v1/projects", body).status, 401) << body;
    EXPECT_EQ(bench.ask("POST /v1/projects/mine/checks", body).status, 401) << body;
    EXPECT_EQ(bench.ask("POST /v1/users", body).status, 401) << body;
  }
}

TEST(Dispatcher, AnswersForPathsAndVerbsThatItHasNot) {
  Bench bench;
  const Answer nowhere = bench.ask("GET /nowhere");
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(nowhere.content_type, "application/problem+json");
  const Answer wrong_verb = bench.ask("PUT /v1/projects");
  EXPECT_EQ(wrong_verb.status, 405);
  EXPECT_EQ(wrong_verb.header("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(wrong_verb.content_type, "application/problem+json");
  const Answer options = bench.ask("OPTIONS /v1/projects");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(bench.ask("HEAD /v1/openapi.json").status, 200);
  EXPECT_EQ(bench.ask("OPTIONS *").status, 404);
}

TEST(OpenApi, IsValidAndKnowsEveryRoute) {
  const std::string text = openapi_document();
  const Result<boost::json::value> document = parse_json(text);
  ASSERT_TRUE(document) << to_string(document.error());
  EXPECT_EQ(document->at("openapi"), "3.1.0");
  const auto& paths = document->at("paths").as_object();
  for (const Route& route : all_routes()) {
    const auto* place = paths.if_contains(route.path);
    ASSERT_NE(place, nullptr) << route.path;
    std::string verb(net::to_string(route.verb));
    std::ranges::transform(verb, verb.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto* operation = place->as_object().if_contains(verb);
    ASSERT_NE(operation, nullptr) << verb << ' ' << route.path;
    EXPECT_EQ(std::string_view(operation->at("summary").as_string()), route.summary);
    EXPECT_EQ(operation->at("security").as_array().empty(), route.right == Right::anyone);
    for (const std::string_view segment : path_segments(route.path)) {
      if (!segment.starts_with('{')) continue;
      const std::string name(segment.substr(1, segment.size() - 2));
      EXPECT_TRUE(std::ranges::any_of(operation->at("parameters").as_array(), [&](const auto& p) {
        return std::string_view(p.at("name").as_string()) == name;
      })) << route.path;
    }
  }
}

// The file is found from any build folder inside the repository.
std::filesystem::path committed_document() {
  for (auto folder = std::filesystem::current_path(); folder != folder.root_path();
       folder = folder.parent_path()) {
    const auto file = folder / "docs/reference/openapi.json";
    if (std::filesystem::exists(file)) return file;
  }
  return {};
}

TEST(OpenApi, TheCommittedDocumentIsTheGeneratedOne) {
  const std::filesystem::path file = committed_document();
  ASSERT_FALSE(file.empty()) << "run this test inside the repository";
  std::ostringstream committed;
  committed << std::ifstream(file).rdbuf();
  EXPECT_TRUE(committed.str() == openapi_document())
      << "it differs: muster openapi > docs/reference/openapi.json";
}

}  // namespace
}  // namespace muster::api
