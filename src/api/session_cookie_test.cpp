#include "api/session_cookie.h"

#include "api/access.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using namespace std::chrono_literals;

net::Request request(net::Headers headers, bool tls = false) {
  net::Request request;
  request.method = net::Method::post;
  request.headers = std::move(headers);
  request.peer = {.address = "192.0.2.1", .local_socket = false, .tls = tls};
  return request;
}

TEST(SessionCookie, IsSecureWhereverTheBrowserAllowsIt) {
  const struct {
    std::string_view what;
    std::string url;
    std::string host;
    bool tls;
    bool secure;
  } cases[] = {
      {"site of https", "https://muster.test", "muster.test", false, true},
      {"TLS", "http://muster.test", "muster.test", true, true},
      {"plain", "http://muster.test", "muster.test", false, false},
      {"localhost", "http://muster.test", "LocalHost:8000", false, true},
      {"127.0.0.1", "http://127.0.0.1:8000", "127.0.0.1:8000", false, true},
      {"[::1]", "http://muster.test", "[::1]:8000", false, true},
      {"no loopback", "http://muster.test", "127.0.0.1.evil.test", false, false},
      {"no loopback either", "http://muster.test", "localhost.evil.test", false, false},
  };
  for (const auto& c : cases) {
    const auto cookie =
        SessionCookie::for_request(request({{"host", c.host}}, c.tls), Site{.url = c.url});
    EXPECT_EQ(cookie.secure, c.secure) << c.what;
    EXPECT_EQ(cookie.name, c.secure ? "__Host-muster" : "muster") << c.what;
  }
  EXPECT_EQ((SessionCookie{"__Host-muster", true}.set("T", 604'800s)),
            "__Host-muster=T; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=604800");
  EXPECT_EQ((SessionCookie{"muster", false}.set("T", std::nullopt)),
            "muster=T; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ((SessionCookie{"muster", false}.clear()),
            "muster=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(SessionCookie, IsFoundAmongOthersAndNotBelievedTwice) {
  const SessionCookie cookie{"muster", false};
  EXPECT_EQ(cookie.token_in(request({{"cookie", "a=b; muster=T; c=d"}})), "T");
  EXPECT_EQ(cookie.token_in(request({{"cookie", "muster=T=="}})), "T==");
  EXPECT_EQ(cookie.token_in(request({{"cookie", "a=b"}, {"cookie", "muster=T"}})), "T");
  EXPECT_EQ(cookie.token_in(request({{"cookie", "xmuster=T; muster2=U; Muster=V; muster"}})), "");
  EXPECT_EQ(cookie.token_in(request({{"cookie", "muster=T; muster=U"}})), "");
  EXPECT_EQ(cookie.token_in(request({})), "");
}

TEST(SessionCookie, S2_32_PagesOfOtherSitesAreKnown) {
  const Site site{.url = "https://muster.test"};
  const struct {
    net::Headers headers;
    bool foreign;
  } cases[] = {
      {{}, false},
      {{{"origin", "https://muster.test"}}, false},
      {{{"origin", "https://MUSTER.test:443"}}, false},
      {{{"host", "10.0.0.1:8000"}, {"origin", "http://10.0.0.1:8000"}}, false},
      {{{"host", "10.0.0.1:8000"}, {"origin", "http://10.0.0.1:9000"}}, true},
      {{{"origin", "https://evil.test"}}, true},
      {{{"origin", "https://muster.test.evil.test"}}, true},
      {{{"origin", "https://evil.test/https://muster.test"}}, true},
      {{{"origin", "null"}}, true},
      {{{"origin", ""}}, true},
      {{{"referer", "https://muster.test/checks?x=1"}}, false},
      {{{"referer", "https://muster.test.evil.test/"}}, true},
      {{{"origin", "https://muster.test"}, {"referer", "https://evil.test/"}}, false},
  };
  for (const auto& [headers, foreign] : cases) {
    EXPECT_EQ(is_from_another_site(request(headers), site), foreign)
        << (headers.empty() ? "" : headers.back().second);
  }
}

TEST(SessionCookie, S2_32_TheProofBelongsToTheSession) {
  const Site site{.url = "http://muster.test"};
  const Secrets secrets{std::array<std::uint8_t, 32>{7}};
  const std::string csrf = csrf_token(secrets, secrets.hash("T"));
  const auto proof = [&](std::string cookie, std::string token, std::string origin) {
    return credential_of(request({{"cookie", "muster=" + cookie},
                                  {"x-csrf-token", std::move(token)},
                                  {"origin", "http://" + origin}}),
                         secrets, site)
        .proof;
  };
  EXPECT_EQ(proof("T", csrf, "muster.test"), PageProof::given);
  EXPECT_EQ(proof("U", csrf, "muster.test"), PageProof::none);
  EXPECT_EQ(proof("T", csrf.substr(1), "muster.test"), PageProof::none);
  EXPECT_EQ(proof("T", "", "muster.test"), PageProof::none);
  EXPECT_EQ(proof("T", csrf, "evil.test"), PageProof::foreign);
}

// Who shows a token is who the token says, whatever cookie the browser adds.
TEST(SessionCookie, AuthorizationComesBeforeTheCookie) {
  const Site site{.url = "http://muster.test"};
  const Secrets secrets{std::array<std::uint8_t, 32>{7}};
  const Credential both = credential_of(
      request({{"cookie", "muster=T"}, {"authorization", "Bearer x"}}), secrets, site);
  EXPECT_EQ(both.session_hash, "");
  EXPECT_EQ(both.secret_hash, secrets.hash("x"));
  const Credential bad =
      credential_of(request({{"cookie", "muster=T"}, {"authorization", "Basic x"}}), secrets, site);
  EXPECT_EQ(bad.session_hash + bad.secret_hash, "");
  net::Request local = request({{"cookie", "muster=T"}});
  local.peer = {.address = "", .local_socket = true};
  EXPECT_FALSE(credential_of(local, secrets, site).direct_socket);
}

}  // namespace
}  // namespace muster::api
