#include "api/test_browser.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kPassword = "correct horse battery";

class Profile : public testing::Test {
 protected:
  void SetUp() override {
    bench.admin("POST /v1/projects", R"({"name":"shop"})");
    bench.admin("POST /v1/projects", R"({"name":"other"})");
    const Answer made = bench.admin("POST /v1/users", R"({"name":"ann","role":"operator",
        "project":"shop","password":"correct horse battery"})");
    ASSERT_EQ(made.status, 201) << made.body;
    first_token = made.text("token");
    ASSERT_EQ(browser.sign_in("ann", kPassword).status, 200);
  }

  std::string project_id(const std::string& name) {
    return bench.admin("GET /v1/projects/" + name).text("uuid");
  }

  Bench bench;
  TestBrowser browser{bench};
  std::string first_token;
};

TEST_F(Profile, IsChangedByItsOwner) {
  const Answer changed = browser.ask("PATCH /v1/profile", R"({"email":"ann@example.org",
      "phone":"+49 30 1234","language":"zh","time_zone":"Asia/Shanghai","theme":"dark"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.text("time_zone"), "Asia/Shanghai");
  EXPECT_EQ(changed.text("theme"), "dark");
  const Answer cleared = browser.ask("PATCH /v1/profile", R"({"email":""})");
  EXPECT_EQ(cleared.text("email"), "");
  EXPECT_EQ(cleared.text("phone"), "+49 30 1234");
  EXPECT_EQ(browser.ask("GET /v1/session").json().at("user").at("language"), "zh");
  const struct {
    const char* body;
    const char* pointer;
  } bad[] = {{R"({"email":"ann"})", "/email"},      {R"({"phone":"call me"})", "/phone"},
             {R"({"language":"de"})", "/language"}, {R"({"time_zone":"Mars/Base"})", "/time_zone"},
             {R"({"theme":"pink"})", "/theme"},     {R"({"admin":true})", "/admin"},
             {R"({"name":"root"})", "/name"}};
  for (const auto& [body, pointer] : bad) {
    const Answer refused = browser.ask("PATCH /v1/profile", body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(refused.text("pointer"), pointer) << body;
  }
}

TEST_F(Profile, S2_29_ThePasswordIsChangedByWhoeverKnowsTheOldOne) {
  TestBrowser other(bench);
  other.sign_in("ann", kPassword);
  const auto change = [&](const std::string& old_one, const std::string& new_one) {
    return browser.ask("POST /v1/profile/password", "{\"old_password\":\"" + old_one +
                                                        "\",\"new_password\":\"" + new_one + "\"}");
  };
  EXPECT_EQ(change("wrong horse", "another good one").text("pointer"), "/old_password");
  EXPECT_EQ(change(std::string(kPassword), "short").text("pointer"), "/new_password");
  EXPECT_EQ(other.state(), "signed_in");
  const Answer changed = change(std::string(kPassword), "another good one");
  EXPECT_EQ(changed.status, 204) << changed.body;
  EXPECT_EQ(other.state(), "signed_out");
  EXPECT_EQ(browser.state(), "signed_in");
  EXPECT_EQ(other.sign_in("ann", kPassword).status, 401);
  EXPECT_EQ(other.sign_in("ann", "another good one").status, 200);
}

TEST_F(Profile, GuessingTheOldPasswordIsSlowed) {
  for (int i = 0; i <= limits::kFreeTriesPerAccount; ++i) {
    browser.ask("POST /v1/profile/totp", R"({"password":"guess"})");
  }
  EXPECT_EQ(browser.ask("POST /v1/profile/totp", R"({"password":"guess"})").status, 429);
}

TEST_F(Profile, SessionsAreListedAndEnded) {
  TestBrowser other(bench);
  other.sign_in("ann", kPassword);
  const auto sessions = browser.ask("GET /v1/profile/sessions").json().at("sessions").as_array();
  ASSERT_EQ(sessions.size(), 2U);
  std::string others;
  for (const auto& session : sessions) {
    EXPECT_EQ(session.at("user_agent"), "test browser");
    if (!session.at("current").as_bool()) others = session.at("id").as_string();
  }
  ASSERT_NE(others, "");
  bench.admin("POST /v1/users", R"({"name":"eve","password":"correct horse battery"})");
  TestBrowser eve(bench);
  eve.sign_in("eve", kPassword);
  EXPECT_EQ(eve.ask("DELETE /v1/profile/sessions/" + others).status, 404);
  EXPECT_EQ(browser.ask("DELETE /v1/profile/sessions/" + others).status, 204);
  EXPECT_EQ(other.state(), "signed_out");
  EXPECT_EQ(browser.ask("DELETE /v1/profile/sessions/" + others).status, 404);
  EXPECT_EQ(browser.ask("DELETE /v1/profile/sessions/x").status, 404);
}

TEST_F(Profile, TokensAreCutDownToTheirProjectAndAccess) {
  const std::string shop = project_id("shop");
  const auto make = [&](const std::string& more) {
    return browser.ask("POST /v1/profile/tokens", "{\"name\":\"ci\"," + more + "}");
  };
  const Answer full = make(R"("access":"read_write")");
  ASSERT_EQ(full.status, 201) << full.body;
  EXPECT_TRUE(full.text("token").starts_with("mst_"));
  const Answer reads = make(R"("access":"read_only")");
  const Answer here = make(R"("access":"read_write","project":")" + shop + "\"");
  EXPECT_EQ(here.text("project_name"), "shop");
  EXPECT_EQ(
      make(R"("access":"read_only","project":")" + project_id("other") + "\"").text("pointer"),
      "/project");
  EXPECT_EQ(make(R"("access":"read_only","expires_at":"2001-01-01T00:00:00Z")").text("pointer"),
            "/expires_at");
  EXPECT_EQ(make(R"("project":null)").text("pointer"), "/access");

  const std::string check = R"({"name":"x"})";
  EXPECT_EQ(bench.ask("POST /v1/projects/shop/checks", check, full.text("token")).status, 201);
  EXPECT_EQ(bench.ask("POST /v1/projects/shop/checks", check, reads.text("token")).status, 403);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop/checks", "", reads.text("token")).status, 200);
  EXPECT_EQ(bench.ask("PATCH /v1/profile", R"({"theme":"dark"})", reads.text("token")).status, 403);
  EXPECT_EQ(bench.ask("POST /v1/projects/shop/checks", check, here.text("token")).status, 201);
  EXPECT_EQ(bench.ask("GET /v1/profile/tokens", "", here.text("token")).status, 403);
  EXPECT_EQ(bench
                .ask("POST /v1/profile/tokens", R"({"name":"n","access":"read_only"})",
                     full.text("token"))
                .status,
            403)
      << "a token makes no tokens";

  const Answer list = browser.ask("GET /v1/profile/tokens");
  EXPECT_EQ(list.json().at("tokens").as_array().size(), 4U);
  EXPECT_EQ(list.body.find("mst_"), std::string::npos);
  EXPECT_EQ(browser.ask("DELETE /v1/profile/tokens/" + full.text("id")).status, 204);
  EXPECT_EQ(browser.ask("DELETE /v1/profile/tokens/" + full.text("id")).status, 404);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", full.text("token")).status, 401);
}

TEST_F(Profile, ATokenNeverOutdoesItsUser) {
  const Answer here =
      browser.ask("POST /v1/profile/tokens",
                  R"({"name":"ci","access":"read_write","project":")" + project_id("shop") + "\"}");
  const std::string token = here.text("token");
  ASSERT_EQ(bench.admin("PUT /v1/projects/shop/members/ann", R"({"role":"viewer"})").status, 200);
  EXPECT_EQ(bench.ask("POST /v1/projects/shop/checks", R"({"name":"x"})", token).status, 403);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", token).status, 200);
  ASSERT_EQ(bench.admin("DELETE /v1/projects/shop/members/ann").status, 204);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", token).status, 403);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", first_token).status, 403);
}

TEST_F(Profile, TokensExpireAndSayWhenTheyWereUsed) {
  const Answer made = browser.ask("POST /v1/profile/tokens",
                                  "{\"name\":\"ci\",\"access\":\"read_only\",\"expires_at\":\"" +
                                      to_iso_seconds(bench.clock.now() + 1h) + "\"}");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto used = [&] {
    for (const core::ApiToken& token : bench.store.load()->tokens) {
      if (token.name == "ci") return token.last_used_at;
    }
    return std::optional<Time>();
  };
  EXPECT_EQ(used(), std::nullopt);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", made.text("token")).status, 200);
  EXPECT_EQ(used(), bench.clock.now());
  bench.pass(1h);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", made.text("token")).status, 401);
}

}  // namespace
}  // namespace muster::api
