// The permission matrix: whom every call is for, written out, and every call made by everybody. A
// route without a row here fails the test, and so does a row without a route.
#include "api/test_browser.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

// Whom a call is for.
enum class For {
  anyone,         //
  metrics,        // the metrics token, or this machine
  key,            // who shows a project's key, in the way of Healthchecks
  authenticated,  // whoever proves to be somebody
  person,         // a user, about themselves
  read,           // members of the project
  write,          // its operators
  admin,          // administrators
};

struct Row {
  std::string_view call;  // any version is "v*", and a slash at the end does not count
  For whom;
};

constexpr std::array kMatrix = std::to_array<Row>({
    {"GET /ping/{uuid}", For::anyone},
    {"POST /ping/{uuid}", For::anyone},
    {"GET /ping/{uuid_or_ping_key}/{signal_or_slug}", For::anyone},
    {"POST /ping/{uuid_or_ping_key}/{signal_or_slug}", For::anyone},
    {"GET /ping/{ping_key}/{slug}/{signal}", For::anyone},
    {"POST /ping/{ping_key}/{slug}/{signal}", For::anyone},
    {"GET /api/monlink/{uuid}", For::anyone},
    {"POST /api/monlink/{uuid}", For::anyone},
    {"GET /v1/openapi.json", For::anyone},
    {"GET /v1/server", For::authenticated},
    {"POST /v1/projects", For::admin},
    {"GET /v1/projects", For::authenticated},
    {"GET /v1/projects/{project}", For::read},
    {"PATCH /v1/projects/{project}", For::admin},
    {"DELETE /v1/projects/{project}", For::admin},
    {"GET /v1/projects/{project}/members", For::read},
    {"PUT /v1/projects/{project}/members/{user}", For::admin},
    {"DELETE /v1/projects/{project}/members/{user}", For::admin},
    {"POST /v1/projects/{project}/keys", For::write},
    {"GET /v1/projects/{project}/keys", For::write},
    {"DELETE /v1/projects/{project}/keys/{key}", For::write},
    {"POST /v1/projects/{project}/contacts", For::write},
    {"GET /v1/projects/{project}/contacts", For::read},
    {"GET /v1/projects/{project}/contacts/{contact}", For::read},
    {"PATCH /v1/projects/{project}/contacts/{contact}", For::write},
    {"POST /v1/projects/{project}/contacts/{contact}/enable", For::write},
    {"POST /v1/projects/{project}/contacts/{contact}/disable", For::write},
    {"DELETE /v1/projects/{project}/contacts/{contact}", For::write},
    {"POST /v1/projects/{project}/contacts/{contact}/test", For::write},
    {"POST /v1/projects/{project}/checks", For::write},
    {"GET /v1/projects/{project}/checks", For::read},
    {"GET /v1/projects/{project}/checks/{check}", For::read},
    {"PATCH /v1/projects/{project}/checks/{check}", For::write},
    {"POST /v1/projects/{project}/checks/{check}/pause", For::write},
    {"POST /v1/projects/{project}/checks/{check}/resume", For::write},
    {"DELETE /v1/projects/{project}/checks/{check}", For::write},
    {"POST /v1/projects/{project}/checks/bulk", For::write},
    {"GET /v1/projects/{project}/checks/{check}/pings", For::read},
    {"GET /v1/projects/{project}/checks/{check}/pings/{n}/body", For::read},
    {"GET /v1/projects/{project}/checks/{check}/transitions", For::read},
    {"POST /v1/schedule/preview", For::authenticated},
    {"GET /v1/projects/{project}/alerts", For::read},
    {"GET /v1/projects/{project}/alerts/{alert}", For::read},
    {"POST /v1/projects/{project}/alerts/{alert}/acknowledge", For::write},
    {"GET /v1/alerts", For::authenticated},
    {"GET /v1/audit", For::authenticated},
    {"POST /v1/audit/seen", For::person},
    {"GET /v1/events", For::authenticated},
    {"GET /v1/session", For::anyone},
    {"POST /v1/session", For::anyone},
    {"DELETE /v1/session", For::person},
    {"POST /v1/setup", For::anyone},
    {"PATCH /v1/profile", For::person},
    {"POST /v1/profile/password", For::person},
    {"GET /v1/profile/sessions", For::person},
    {"DELETE /v1/profile/sessions/{session}", For::person},
    {"POST /v1/profile/totp", For::person},
    {"PUT /v1/profile/totp", For::person},
    {"POST /v1/profile/totp/off", For::person},
    {"GET /v1/profile/tokens", For::person},
    {"POST /v1/profile/tokens", For::person},
    {"DELETE /v1/profile/tokens/{token}", For::person},
    {"POST /v1/users", For::admin},
    {"GET /v1/users", For::admin},
    {"PATCH /v1/users/{user}", For::admin},
    {"DELETE /v1/users/{user}", For::admin},
    {"POST /v1/users/{user}/password", For::admin},
    {"GET /api/v*/checks", For::key},
    {"POST /api/v*/checks", For::key},
    {"GET /api/v*/checks/{check}", For::key},
    {"POST /api/v*/checks/{check}", For::key},
    {"DELETE /api/v*/checks/{check}", For::key},
    {"POST /api/v*/checks/{check}/pause", For::key},
    {"POST /api/v*/checks/{check}/resume", For::key},
    {"GET /api/v*/checks/{check}/pings", For::key},
    {"POST /api/v*/checks/{check}/pings", For::key},
    {"GET /api/v*/checks/{check}/pings/{number}/body", For::key},
    {"GET /api/v*/checks/{check}/flips", For::key},
    {"POST /api/v*/checks/{check}/flips", For::key},
    {"GET /api/v*/channels", For::key},
    {"GET /api/v*/badges", For::key},
    {"GET /api/v*/status", For::anyone},
    {"GET /api/v*/metrics", For::metrics},
    {"POST /api/v*/notifications/{delivery}/status", For::anyone},
    {"POST /api/v*/bounces", For::anyone},
    {"GET /badge/{badge_key}/{signature}/{file}", For::anyone},
    {"GET /badge/{badge_key}/{file}", For::anyone},
    {"GET /b/{states}/{file}", For::anyone},
    {"GET /projects/{project}/metrics/{key}", For::key},
    {"GET /projects/{project}/checks/metrics/{key}", For::key},
    {"GET /projects/{project}/metrics", For::key},
    {"GET /projects/{project}/checks/metrics", For::key},
    {"GET /healthz", For::anyone},
    {"GET /readyz", For::anyone},
    {"GET /metrics", For::metrics},
});

std::string call_of(const Route& route) {
  std::string path(route.path);
  if (path.starts_with("/api/v")) path.replace(6, 1, "*");
  if (path.ends_with('/')) path.pop_back();
  return std::string(net::to_string(route.verb)) + " " + path;
}

bool only_looks(const Route& route) { return route.verb == net::Method::get; }

// What becomes of a call: let in (whatever it meets there), not known, or not allowed.
enum class Fate { in, unauthenticated, forbidden };

Fate fate_of(const Answer& answer) {
  if (answer.status == 401) return Fate::unauthenticated;
  return answer.status == 403 ? Fate::forbidden : Fate::in;
}

// What each must meet, by whom a call is for; keys and metrics are refused to all of them.
using Fates = std::map<For, Fate>;

Fates fates(Fate authenticated, Fate person, Fate read, Fate write, Fate admin) {
  return {{For::anyone, Fate::in}, {For::authenticated, authenticated},
          {For::person, person},   {For::read, read},
          {For::write, write},     {For::admin, admin}};
}

class PermissionMatrix : public testing::Test {
 protected:
  void SetUp() override {
    project_id = bench.admin("POST /v1/projects", R"({"name":"mine"})").text("uuid");
    bench.admin("POST /v1/projects", R"({"name":"other"})");
    for (const Row& row : kMatrix) whom.emplace(row.call, row.whom);
  }

  std::string token_of_new(const std::string& name, const std::string& more) {
    return bench.admin("POST /v1/users", "{\"name\":\"" + name + "\"," + more + "}").text("token");
  }

  // Everything in a path but the project is something well-formed that is not there.
  std::string target(const Route& route) const {
    constexpr std::string_view kId = "01234567-0123-4123-8123-0123456789ab";
    const bool native = route.path.starts_with("/v1/");
    std::string path(route.path);
    for (std::size_t open = path.find('{'); open != path.npos; open = path.find('{')) {
      const std::size_t length = path.find('}') - open + 1;
      const std::string name = path.substr(open + 1, length - 2);
      std::string_view value = native ? "none" : kId;
      if (name == "project") value = native ? "mine" : std::string_view(project_id);
      if (name == "number" || name == "n") value = "1";
      path.replace(open, length, value);
    }
    return std::string(net::to_string(route.verb)) + " " + path;
  }

  // Makes every call with that bearer token, and compares.
  void expect(const std::string& bearer, const Fates& expected, Fate change_of_oneself) {
    for (const Route& route : all_routes()) {
      const std::string call = call_of(route);
      const auto row = whom.find(call);
      if (row == whom.end()) continue;  // told by another test
      const Answer answer = bench.ask(target(route), "", bearer);
      const Fate fate = fate_of(answer);
      EXPECT_LT(answer.status, 500) << call << ' ' << answer.body;
      if (row->second == For::key || row->second == For::metrics) {
        // 400: what was shown does not even look like a project's key.
        EXPECT_TRUE(fate != Fate::in || answer.status == 400) << call << ' ' << answer.status;
      } else if (row->second == For::person && !only_looks(route)) {
        // Making a token takes a person who has signed in.
        if (call == "POST /v1/profile/tokens" && fate == Fate::forbidden) continue;
        EXPECT_EQ(fate, change_of_oneself) << call << ' ' << answer.body;
      } else {
        EXPECT_EQ(fate, expected.at(row->second)) << call << ' ' << answer.body;
      }
    }
  }

  Bench bench;
  std::string project_id;
  std::map<std::string, For, std::less<>> whom;
};

constexpr Fate kIn = Fate::in;
constexpr Fate kNo = Fate::forbidden;
constexpr Fate kWho = Fate::unauthenticated;

TEST_F(PermissionMatrix, HasARowForEveryRouteAndARouteForEveryRow) {
  std::set<std::string> routes;
  for (const Route& route : all_routes()) routes.insert(call_of(route));
  for (const std::string& call : routes) {
    EXPECT_TRUE(whom.contains(call)) << call << " has no row: say whom it is for";
  }
  for (const Row& row : kMatrix) EXPECT_TRUE(routes.contains(std::string(row.call))) << row.call;
  EXPECT_EQ(whom.size(), kMatrix.size()) << "a row twice";
}

TEST_F(PermissionMatrix, S2_30_Nobody) { expect("", fates(kWho, kWho, kWho, kWho, kWho), kWho); }

TEST_F(PermissionMatrix, S2_30_Viewer) {
  const std::string token = token_of_new("v", R"("role":"viewer","project":"mine")");
  expect(token, fates(kIn, kIn, kIn, kNo, kNo), kIn);
}

TEST_F(PermissionMatrix, S2_30_Operator) {
  const std::string token = token_of_new("o", R"("role":"operator","project":"mine")");
  expect(token, fates(kIn, kIn, kIn, kIn, kNo), kIn);
}

TEST_F(PermissionMatrix, S2_30_OperatorOfAnotherProject) {
  const std::string token = token_of_new("f", R"("role":"operator","project":"other")");
  expect(token, fates(kIn, kIn, kNo, kNo, kNo), kIn);
}

TEST_F(PermissionMatrix, S2_30_Administrator) {
  const std::string token = token_of_new("a", R"("role":"admin")");
  expect(token, fates(kIn, kIn, kIn, kIn, kIn), kIn);
}

TEST_F(PermissionMatrix, S2_30_ReadOnlyTokenOfAnOperator) {
  ASSERT_EQ(bench
                .admin("POST /v1/users", R"({"name":"o","role":"operator","project":"mine",
                    "password":"correct horse battery"})")
                .status,
            201);
  TestBrowser browser(bench);
  browser.sign_in("o", "correct horse battery");
  const Answer token =
      browser.ask("POST /v1/profile/tokens", R"({"name":"reads","access":"read_only"})");
  ASSERT_EQ(token.status, 201) << token.body;
  expect(token.text("token"), fates(kIn, kIn, kIn, kNo, kNo), kNo);
}

// The cookie alone is not enough for anything that changes something, whatever its owner may do.
TEST_F(PermissionMatrix, S2_32_AnAdministratorsBrowserWithoutTheProof) {
  ASSERT_EQ(bench
                .admin("POST /v1/users",
                       R"({"name":"a","admin":true,"password":"correct horse battery"})")
                .status,
            201);
  TestBrowser browser(bench);
  browser.sign_in("a", "correct horse battery");
  std::size_t changes = 0;
  for (const Route& route : native_routes()) {
    if (only_looks(route) || route.right == Right::anyone) continue;
    const Answer answer = bench.ask(browser.bare(target(route)));
    EXPECT_EQ(answer.status, 403) << call_of(route) << ' ' << answer.body;
    ++changes;
  }
  EXPECT_GT(changes, 30U);
}

}  // namespace
}  // namespace muster::api
