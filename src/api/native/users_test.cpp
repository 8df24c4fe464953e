#include "api/test_browser.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

constexpr std::string_view kPassword = "correct horse battery";

class Users : public testing::Test {
 protected:
  void SetUp() override {
    bench.admin("POST /v1/projects", R"({"name":"shop"})");
    bench.admin("POST /v1/projects", R"({"name":"other"})");
  }
  Answer make(const std::string& body) { return bench.admin("POST /v1/users", body); }
  Answer patch(const std::string& name, const std::string& body) {
    return bench.admin("PATCH /v1/users/" + name, body);
  }

  Bench bench;
};

TEST_F(Users, S2_27_AGeneratedInitialPasswordIsShownOnceAndWorks) {
  const Answer made = make(R"({"name":"ann","email":"ann@example.org","phone":"12345678901",
      "generate_password":true})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string password = made.text("password");
  EXPECT_EQ(password.size(), 16U);
  EXPECT_EQ(made.json().at("has_password"), true);
  EXPECT_EQ(made.json().at("admin"), false);
  EXPECT_TRUE(made.json().at("memberships").as_array().empty());
  EXPECT_FALSE(made.json().as_object().contains("token"));
  EXPECT_EQ(bench.admin("GET /v1/users").body.find(password), std::string::npos);
  EXPECT_EQ(bench.admin("GET /v1/users").body.find("\"password\""), std::string::npos);
  EXPECT_EQ(TestBrowser(bench).sign_in("ann", password).status, 200);
}

TEST_F(Users, WhoHasNoPasswordGetsAToken) {
  EXPECT_NE(make(R"({"name":"bot","admin":true})").text("token"), "");
  EXPECT_EQ(make(R"({"name":"eve","password":"correct horse battery"})").text("token"), "");
  // The short-hand of `muster admin user create`.
  const Answer ann = make(R"({"name":"ann","role":"viewer","project":"shop",
      "password":"correct horse battery"})");
  EXPECT_NE(ann.text("token"), "");
  ASSERT_EQ(ann.json().at("memberships").as_array().size(), 1U);
  EXPECT_EQ(ann.json().at("memberships").at(0).at("role"), "viewer");
  EXPECT_EQ(ann.json().at("memberships").at(0).at("project_name"), "shop");
  EXPECT_EQ(make(R"({"name":"ada","role":"admin"})").json().at("admin"), true);
}

TEST_F(Users, S2_27_AreChangedAndDeleted) {
  make(R"({"name":"root","admin":true})");
  make(R"({"name":"ann"})");
  const Answer changed = patch("ann", R"({"name":"anna","email":"a@example.org","phone":"1"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.text("name"), "anna");
  EXPECT_EQ(patch("anna", R"({"enabled":false})").json().at("enabled"), false);
  EXPECT_EQ(patch(changed.text("id"), R"({"enabled":true})").json().at("enabled"), true);
  EXPECT_EQ(patch("anna", R"({"name":"root"})").status, 409);
  EXPECT_EQ(patch("anna", R"({"email":"x"})").text("pointer"), "/email");
  EXPECT_EQ(patch("anna", R"({"name":""})").text("pointer"), "/name");
  EXPECT_EQ(patch("nobody", "{}").status, 404);
  EXPECT_EQ(bench.admin("DELETE /v1/users/anna").status, 204);
}

TEST_F(Users, TheLastAdministratorStays) {
  make(R"({"name":"root","admin":true})");
  EXPECT_EQ(patch("root", R"({"admin":false})").status, 409);
  EXPECT_EQ(patch("root", R"({"enabled":false})").status, 409);
  EXPECT_EQ(bench.admin("DELETE /v1/users/root").status, 409);
  make(R"({"name":"second","admin":true})");
  EXPECT_EQ(patch("root", R"({"admin":false})").status, 200);
  EXPECT_EQ(bench.admin("DELETE /v1/users/second").status, 409);
}

TEST_F(Users, S2_29_AnAdministratorResetsAnyPassword) {
  make(R"({"name":"ann","password":"correct horse battery"})");
  TestBrowser browser(bench);
  browser.sign_in("ann", kPassword);
  const Answer reset = bench.admin("POST /v1/users/ann/password");
  ASSERT_EQ(reset.status, 200) << reset.body;
  EXPECT_EQ(browser.state(), "signed_out");
  EXPECT_EQ(browser.sign_in("ann", kPassword).status, 401);
  EXPECT_EQ(browser.sign_in("ann", reset.text("password")).status, 200);
  EXPECT_EQ(bench.admin("POST /v1/users/nobody/password").status, 404);
}

TEST_F(Users, BadInputIsNamed) {
  const struct {
    const char* body;
    const char* pointer;
  } cases[] = {
      {R"({"name":""})", "/name"},
      {R"({"name":"01234567-0123-4123-8123-0123456789ab"})", "/name"},
      {R"({"name":"a","email":"b"})", "/email"},
      {R"({"name":"a","phone":"b"})", "/phone"},
      {R"({"name":"a","password":"short"})", "/password"},
      {R"({"name":"a","password":"long enough it is","generate_password":true})", "/password"},
      {R"({"name":"a","role":"operator"})", "/project"},
      {R"({"name":"a","project":"shop"})", "/project"},
      {R"({"name":"a","role":"admin","project":"shop"})", "/project"},
      {R"({"name":"a","role":"viewer","project":"none"})", "/project"},
      {R"({"name":"a","role":"viewer","project":"shop","admin":true})", "/role"},
  };
  for (const auto& [body, pointer] : cases) {
    const Answer answer = make(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.text("pointer"), pointer) << body;
  }
  EXPECT_TRUE(bench.store.load()->users.empty());
}

TEST_F(Users, S2_28_MembersAreMadeChangedAndRemoved) {
  const std::string ann = make(R"({"name":"ann","email":"ann@example.org"})").text("token");
  const std::string bob = make(R"({"name":"bob","role":"viewer","project":"shop"})").text("token");
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", ann).status, 403);
  const Answer set = bench.admin("PUT /v1/projects/shop/members/ann",
                                 R"({"role":"operator","run_commands":true})");
  ASSERT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(set.json().at("run_commands"), true);
  EXPECT_EQ(set.json().at("scan"), false);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", ann).status, 200);
  EXPECT_EQ(bench.ask("GET /v1/projects/other", "", ann).status, 403);

  const Answer for_writer = bench.ask("GET /v1/projects/shop/members", "", ann);
  ASSERT_EQ(for_writer.json().at("members").as_array().size(), 2U);
  EXPECT_EQ(for_writer.json().at("members").at(0).at("email"), "ann@example.org");
  const Answer for_reader = bench.ask("GET /v1/projects/shop/members", "", bob);
  EXPECT_EQ(for_reader.status, 200);
  EXPECT_EQ(for_reader.body.find("example.org"), std::string::npos);
  // Membership in a second project; the list of projects is what one may see.
  ASSERT_EQ(bench.admin("PUT /v1/projects/other/members/ann", R"({"role":"viewer"})").status, 200);
  const auto projects = bench.ask("GET /v1/projects", "", ann).json().at("projects").as_array();
  ASSERT_EQ(projects.size(), 2U);
  EXPECT_TRUE(projects[0].as_object().contains("ping_key"));
  EXPECT_FALSE(projects[1].as_object().contains("ping_key"));

  EXPECT_EQ(bench.ask("PUT /v1/projects/shop/members/bob", R"({"role":"operator"})", ann).status,
            403);
  EXPECT_EQ(bench.admin("PUT /v1/projects/shop/members/ann", "{}").text("pointer"), "/role");
  EXPECT_EQ(bench.admin("PUT /v1/projects/shop/members/nobody", R"({"role":"viewer"})").status,
            404);
  EXPECT_EQ(bench.admin("DELETE /v1/projects/shop/members/ann").status, 204);
  EXPECT_EQ(bench.admin("DELETE /v1/projects/shop/members/ann").status, 404);
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", ann).status, 403);
}

TEST_F(Users, DeletingAProjectLeavesItsMembers) {
  const std::string bob = make(R"({"name":"bob","role":"viewer","project":"shop"})").text("token");
  ASSERT_EQ(bench.admin("DELETE /v1/projects/shop").status, 204);
  EXPECT_EQ(bench.ask("GET /v1/server", "", bob).status, 200);
  EXPECT_TRUE(bench.store.load()->memberships.empty());
}

TEST_F(Users, S2_23_ADisabledProjectIsNotChangedInside) {
  ASSERT_EQ(bench.admin("POST /v1/projects/shop/checks", R"({"name":"c","slug":"c"})").status, 201);
  const Answer off = bench.admin("PATCH /v1/projects/shop", R"({"enabled":false})");
  ASSERT_EQ(off.status, 200) << off.body;
  EXPECT_EQ(off.json().at("enabled"), false);
  EXPECT_EQ(bench.admin("GET /v1/projects/shop/checks/c").text("status"), "paused");
  for (const char* call :
       {"PATCH /v1/projects/shop/checks/c", "POST /v1/projects/shop/checks/c/resume",
        "DELETE /v1/projects/shop/checks/c", "POST /v1/projects/shop/checks",
        "POST /v1/projects/shop/contacts"}) {
    const Answer refused = bench.admin(call, R"({"name":"x"})");
    EXPECT_EQ(refused.status, 409) << call;
    EXPECT_EQ(refused.text("detail"), "the project is disabled") << call;
  }
  EXPECT_EQ(
      bench.admin("PATCH /v1/projects/shop", R"({"name":"store","enabled":true})").text("name"),
      "store");
  EXPECT_EQ(bench.admin("POST /v1/projects/store/checks/c/resume").status, 200);
}

}  // namespace
}  // namespace muster::api
