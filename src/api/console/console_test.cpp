#include "api/console/console.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr std::array<ConsoleFile, 3> kFiles{{
    {"/assets/main-1.js", "text/javascript", "aa", "plain js", "gz js", "br js"},
    {"/favicon.svg", "image/svg+xml", "bb", "<svg/>", "", ""},
    {"/index.html", "text/html; charset=utf-8", "cc", "<!doctype html>", "", ""},
}};

net::Request get(std::string path, net::Headers headers = {{"accept", "text/html,*/*"}}) {
  return {.path = std::move(path), .headers = std::move(headers)};
}

TEST(Console, CompressesAsTheBrowserLikesIt) {
  const Console console(kFiles);
  struct Case {
    std::string_view accept;
    std::string_view body;
  };
  for (const Case& c : {Case{"gzip, deflate, br", "br js"}, Case{"gzip;q=1.0", "gz js"},
                        Case{"br;q=0, gzip;q=0.5", "gz js"}, Case{"br;q=0.0", "plain js"},
                        Case{"", "plain js"}, Case{"brotli, xgzip", "plain js"}}) {
    const auto answer =
        console.answer(get("/assets/main-1.js", {{"accept-encoding", std::string(c.accept)}}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, c.body) << c.accept;
    EXPECT_THAT(answer->headers, Contains(Pair("Vary", "Accept-Encoding")));
  }
}

TEST(Console, CachesForEverWhatIsNamedByItsContent) {
  const Console console(kFiles);
  EXPECT_THAT(console.answer(get("/assets/main-1.js"))->headers,
              Contains(Pair("Cache-Control", HasSubstr("immutable"))));
  EXPECT_THAT(console.answer(get("/index.html"))->headers,
              Contains(Pair("Cache-Control", "no-cache")));
}

TEST(Console, SaysNotModifiedToWhomHasIt) {
  const Console console(kFiles);
  const auto answer = console.answer(get("/favicon.svg", {{"if-none-match", "W/\"x\", \"bb\""}}));
  EXPECT_EQ(answer->status, 304);
  EXPECT_EQ(answer->body, "");
}

TEST(Console, GivesItsDocumentToPeopleForEveryPage) {
  const Console console(kFiles);
  for (const char* path : {"/", "/p/0a1b/checks/17", "/setup/token", "/nothing-like-this"}) {
    const auto answer = console.answer(get(path));
    ASSERT_TRUE(answer) << path;
    EXPECT_EQ(answer->body, "<!doctype html>") << path;
  }
}

TEST(Console, LeavesProgramsTheirErrors) {
  const Console console(kFiles);
  EXPECT_FALSE(console.answer(get("/somewhere", {{"accept", "application/json"}})));
  for (const char* path :
       {"/v1/nothing", "/api/v3/nothing", "/ping/nothing", "/badge/nothing", "/assets/main-0.js"}) {
    EXPECT_FALSE(console.answer(get(path))) << path;
  }
  net::Request posted = get("/");
  posted.method = net::Method::post;
  EXPECT_FALSE(console.answer(posted));
}

TEST(Console, ForbidsEverythingInlineAndForeign) {
  const Console console(kFiles);
  const auto answer = console.answer(get("/"));
  std::string policy;
  for (const auto& [name, value] : answer->headers) {
    if (name == "Content-Security-Policy") policy = value;
  }
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self'; style-src 'self';"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, Not(HasSubstr("http")));
}

}  // namespace
}  // namespace muster::api
