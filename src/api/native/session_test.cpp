#include "api/native/password.h"
#include "api/test_browser.h"
#include "api/totp.h"
#include "base/limits.h"

#include <gtest/gtest.h>
#include <sodium.h>

namespace muster::api {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kPassword = "correct horse battery";

class Session : public testing::Test {
 protected:
  void SetUp() override {
    bench.admin("POST /v1/projects", R"({"name":"shop"})");
    make("root", R"("admin":true)");
  }
  void make(const std::string& name, const std::string& more) {
    const Answer made =
        bench.admin("POST /v1/users", "{\"name\":\"" + name + "\",\"password\":\"" +
                                          std::string(kPassword) + "\"," + more + "}");
    ASSERT_EQ(made.status, 201) << made.body;
  }

  Bench bench;
  TestBrowser browser{bench};
};

TEST(Setup, TheFirstUserIsMadeWithTheLinkOfTheLogAndSignedIn) {
  Bench bench;
  TestBrowser browser(bench);
  EXPECT_EQ(browser.state(), "setup");
  const auto body = [](std::string_view token) {
    return R"({"name":"ada","password":"correct horse battery","language":"zh","token":")" +
           std::string(token) + "\"}";
  };
  EXPECT_EQ(browser.ask("POST /v1/setup", body("the-setup-tokem")).status, 403);
  EXPECT_EQ(browser.ask("POST /v1/setup", body("")).status, 403);
  EXPECT_EQ(browser.state(), "setup");
  const Answer done = browser.ask("POST /v1/setup", body("the-setup-token"));
  ASSERT_EQ(done.status, 201) << done.body;
  EXPECT_EQ(done.json().at("user").at("admin"), true);
  EXPECT_EQ(done.json().at("user").at("language"), "zh");
  EXPECT_EQ(browser.ask("GET /v1/users").status, 200);
  EXPECT_EQ(browser.ask("POST /v1/setup", body("the-setup-token")).status, 409);

  bench.open_ledger();  // after a restart the session still holds
  EXPECT_EQ(browser.state(), "signed_in");
}

TEST(Setup, NeedsATokenToBeMade) {
  Bench bench;
  bench.front_door.setup_token.clear();
  const Answer refused = bench.ask(
      "POST /v1/setup", R"({"name":"ada","password":"correct horse battery","token":""})");
  EXPECT_EQ(refused.status, 403);
}

TEST_F(Session, S2_31_SigningInGivesACookieAndTellsWhatOneMaySee) {
  make("ann", R"("role":"operator","project":"shop")");
  EXPECT_EQ(browser.state(), "signed_out");
  const Answer in = browser.sign_in("ann", kPassword);
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string_view cookie = in.header("Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("__Host-muster=")) << cookie;
  EXPECT_NE(cookie.find("; Secure"), std::string::npos);
  EXPECT_EQ(cookie.find("Max-Age"), std::string::npos);
  EXPECT_EQ(in.text("state"), "signed_in");
  const auto seen = in.json();
  EXPECT_EQ(seen.at("user").at("name"), "ann");
  EXPECT_EQ(seen.at("user").at("has_password"), true);
  ASSERT_EQ(seen.at("projects").as_array().size(), 1U);
  EXPECT_EQ(seen.at("projects").at(0).at("role"), "operator");
  EXPECT_EQ(seen.at("projects").at(0).at("contacts_usable"), false);
  EXPECT_EQ(seen.at("version"), "0.0-test");

  const std::string token = browser.cookie().substr(browser.cookie().find('=') + 1);
  EXPECT_GE(token.size(), 43U);
  ASSERT_EQ(bench.store.load()->sessions.size(), 1U);
  const core::Session stored = bench.store.load()->sessions[0];
  EXPECT_EQ(stored.hash, bench.secrets.hash(token));
  EXPECT_EQ(stored.address, "192.0.2.1");
  EXPECT_EQ(stored.user_agent, "test browser");
  EXPECT_EQ(browser.ask("GET /v1/projects/shop").status, 200);
  EXPECT_EQ(browser.ask("GET /v1/users").status, 403);
  // The cookie's text is no bearer token.
  EXPECT_EQ(bench.ask("GET /v1/projects/shop", "", token).status, 401);
}

TEST_F(Session, S2_31_UnknownWrongAndDisabledAreToldTheSame) {
  make("eve", R"("email":"eve@example.org")");
  bench.admin("POST /v1/users", R"({"name":"bot","role":"admin"})");  // has no password
  ASSERT_EQ(bench.admin("PATCH /v1/users/eve", R"({"enabled":false})").status, 200);
  const Answer wrong = browser.sign_in("root", "wrong horse battery");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.text("code"), "unauthenticated");
  EXPECT_EQ(wrong.text("pointer"), "");
  for (const Answer& other :
       {browser.sign_in("nobody", kPassword), browser.sign_in("eve", kPassword),
        browser.sign_in("bot", ""), browser.sign_in("bot", kPassword)}) {
    EXPECT_EQ(other.status, 401);
    EXPECT_EQ(other.body, wrong.body);
  }
  EXPECT_EQ(browser.state(), "signed_out");
}

// What nobody's password is compared with costs as much as what hash_password makes.
TEST_F(Session, NobodysHashHasTheParametersOfEverybodys) {
  const std::string made = native::hash_password(kPassword).value();
  EXPECT_EQ(crypto_pwhash_str_needs_rehash(made.c_str(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                           crypto_pwhash_MEMLIMIT_INTERACTIVE),
            0);
  EXPECT_TRUE(native::matches_password(made, kPassword));
  EXPECT_FALSE(native::matches_password(made, "other"));
  EXPECT_FALSE(native::matches_password("", kPassword));
  EXPECT_EQ(crypto_pwhash_str_needs_rehash(std::string(native::kNobodysHash).c_str(),
                                           crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                           crypto_pwhash_MEMLIMIT_INTERACTIVE),
            0);
}

TEST_F(Session, S2_31_RememberLastsAWeek) {
  const Answer in = browser.sign_in("root", kPassword, R"(,"remember":true)");
  EXPECT_NE(in.header("Set-Cookie").find("; Max-Age=604800"), std::string::npos);
  TestBrowser forgetful(bench);
  forgetful.sign_in("root", kPassword);
  bench.pass(13h);
  EXPECT_EQ(forgetful.state(), "signed_out");
  EXPECT_EQ(browser.state(), "signed_in");
  bench.pass(154h);
  EXPECT_EQ(browser.state(), "signed_in");
  bench.pass(1h);
  EXPECT_EQ(browser.state(), "signed_out");
}

TEST_F(Session, S2_31_LogoutEverywhereEndsAllSessions) {
  TestBrowser other(bench);
  TestBrowser third(bench);
  for (TestBrowser* each : {&browser, &other, &third}) each->sign_in("root", kPassword);
  const Answer out = browser.ask("DELETE /v1/session");
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(browser.state(), "signed_out");
  EXPECT_EQ(third.state(), "signed_in");
  EXPECT_EQ(other.ask("DELETE /v1/session?all=true").status, 204);
  EXPECT_EQ(third.state(), "signed_out");
  EXPECT_TRUE(bench.store.load()->sessions.empty());
  EXPECT_EQ(third.ask("DELETE /v1/session").status, 401);
}

TEST_F(Session, TheTokenIsRotatedAtSignIn) {
  browser.sign_in("root", kPassword);
  const TestBrowser thief = browser;
  browser.sign_in("root", kPassword);
  EXPECT_NE(browser.cookie(), thief.cookie());
  EXPECT_EQ(bench.store.load()->sessions.size(), 1U);
  EXPECT_EQ(bench.ask(thief.bare("GET /v1/users")).status, 401);
}

TEST_F(Session, S2_32_EveryChangeNeedsTheProofAndOurOwnPage) {
  browser.sign_in("root", kPassword);
  const std::string body = R"({"name":"made"})";
  EXPECT_EQ(bench.ask(browser.bare("GET /v1/users")).status, 200);
  const Answer bare = bench.ask(browser.bare("POST /v1/projects", body));
  EXPECT_EQ(bare.status, 403);
  EXPECT_EQ(bare.text("code"), "forbidden");
  net::Request foreign = browser.bare("POST /v1/projects", body);
  foreign.headers.emplace_back("x-csrf-token", browser.csrf());
  foreign.headers.emplace_back("origin", "https://evil.test");
  EXPECT_EQ(bench.ask(foreign).status, 403);
  foreign.headers.back().second = "https://muster.test";
  EXPECT_EQ(bench.ask(foreign).status, 201);

  // The proof of one session is none for another; nor may another site sign its visitors in.
  TestBrowser other(bench);
  other.sign_in("root", kPassword);
  net::Request mixed = other.bare("POST /v1/projects", R"({"name":"mixed"})");
  mixed.headers.emplace_back("x-csrf-token", browser.csrf());
  EXPECT_EQ(bench.ask(mixed).status, 403);
  net::Request forced = TestBrowser(bench).bare(
      "POST /v1/session", R"({"name":"root","password":"correct horse battery"})");
  forced.headers.emplace_back("referer", "https://evil.test/login");
  EXPECT_EQ(bench.ask(forced).status, 403);
}

TEST_F(Session, GuessingIsSlowedForTheAccountAndSaysForHowLong) {
  for (int i = 0; i <= limits::kFreeTriesPerAccount; ++i) {
    EXPECT_EQ(browser.sign_in("root", "guess").status, 401) << i;
  }
  const Answer slowed = browser.sign_in("root", kPassword);
  EXPECT_EQ(slowed.status, 429);
  EXPECT_EQ(slowed.header("Retry-After"), "1");
  EXPECT_EQ(slowed.text("code"), "limited");
  EXPECT_EQ(browser.sign_in("somebody", "guess").status, 401) << "others are not slowed";
  bench.pass(1s);
  EXPECT_EQ(browser.sign_in("root", "guess").status, 401);
  EXPECT_EQ(browser.sign_in("root", kPassword).header("Retry-After"), "2");
  bench.pass(2s);
  EXPECT_EQ(browser.sign_in("root", kPassword).status, 200);
  EXPECT_EQ(browser.sign_in("root", "guess").status, 401);
}

TEST_F(Session, DisablingAUserEndsTheirSessionsAndTokensAtOnce) {
  make("ann", R"("role":"admin")");
  browser.sign_in("ann", kPassword);
  const Answer token =
      browser.ask("POST /v1/profile/tokens", R"({"name":"t","access":"read_write"})");
  EXPECT_EQ(bench.ask("GET /v1/users", "", token.text("token")).status, 200);
  ASSERT_EQ(bench.admin("PATCH /v1/users/ann", R"({"enabled":false})").status, 200);
  EXPECT_EQ(browser.state(), "signed_out");
  EXPECT_EQ(bench.ask("GET /v1/users", "", token.text("token")).status, 401);
}

// The code that an authenticator with this secret shows.
std::string code_of(const std::string& secret, Time now) {
  for (int number = 0; number < 1'000'000; ++number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 6 - digits.size(), '0');
    const auto step = totp::matching_step(secret, digits, now);
    if (step && *step == to_micros(now) / 30'000'000) return digits;
  }
  return "";
}

TEST_F(Session, CodesOfAnAuthenticatorAreAskedForAndTakenOnce) {
  browser.sign_in("root", kPassword);
  EXPECT_EQ(browser.ask("PUT /v1/profile/totp", R"({"code":"123456"})").status, 409);
  const Answer wrong = browser.ask("POST /v1/profile/totp", R"({"password":"wrong"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.text("pointer"), "/password");
  const std::string proof = R"({"password":"correct horse battery"})";
  const Answer begun = browser.ask("POST /v1/profile/totp", proof);
  ASSERT_EQ(begun.status, 200) << begun.body;
  const std::string secret = begun.text("secret");
  EXPECT_NE(begun.text("uri").find(secret), std::string::npos);
  EXPECT_EQ(browser.ask("GET /v1/session").json().at("user").at("totp"), false);
  EXPECT_EQ(browser.ask("PUT /v1/profile/totp", R"({"code":"12345"})").text("pointer"), "/code");
  const std::string code = code_of(secret, bench.clock.now());
  const Answer on = browser.ask("PUT /v1/profile/totp", "{\"code\":\"" + code + "\"}");
  ASSERT_EQ(on.status, 200) << on.body;
  EXPECT_EQ(on.json().at("totp"), true);
  EXPECT_EQ(browser.ask("POST /v1/profile/totp", proof).status, 409);

  TestBrowser other(bench);
  const Answer asks = other.sign_in("root", kPassword);
  EXPECT_EQ(asks.status, 401);
  EXPECT_EQ(asks.text("pointer"), "/code");
  EXPECT_EQ(other.sign_in("root", "wrong horse", R"(,"code":"1")").text("pointer"), "");
  EXPECT_EQ(other.sign_in("root", kPassword, ",\"code\":\"" + code + "\"").text("pointer"), "/code")
      << "a code is good once";
  bench.pass(30s);
  const std::string next = code_of(secret, bench.clock.now());
  EXPECT_EQ(other.sign_in("root", kPassword, ",\"code\":\"" + next + "\"").status, 200);
  EXPECT_EQ(other.ask("POST /v1/profile/totp/off", proof).json().at("totp"), false);
  EXPECT_EQ(TestBrowser(bench).sign_in("root", kPassword).status, 200);
}

TEST_F(Session, SignedOutCallersLearnNothing) {
  const Answer seen = bench.ask("GET /v1/session");
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.text("state"), "signed_out");
  EXPECT_TRUE(seen.json().at("projects").as_array().empty());
  EXPECT_FALSE(seen.json().as_object().contains("csrf"));
  EXPECT_EQ(bench.ask("POST /v1/session", "{").status, 400);
  EXPECT_EQ(bench.ask("POST /v1/session", R"({"name":"x"})").text("pointer"), "/password");
}

}  // namespace
}  // namespace muster::api
