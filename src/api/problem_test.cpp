#include "api/problem.h"

#include "api/owed_reply.h"
#include "api/services.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

TEST(Problem, SaysWhatIsWrongAndWhere) {
  const net::Response response =
      problem({Code::invalid, "expected a whole number, got \"60\"", "/grace"});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(
      response.body,
      R"({"type":"about:blank","title":"Bad Request","status":400,)"
      R"("detail":"expected a whole number, got \"60\"","code":"invalid","pointer":"/grace"})");
}

TEST(Problem, NamesOfEnginePlacesBecomePointers) {
  EXPECT_NE(problem({Code::conflict, "taken", "name"}).body.find(R"("pointer":"/name")"),
            std::string::npos);
}

TEST(Problem, KeepsInnerFaultsInside) {
  for (const Code code : {Code::bug, Code::corrupt, Code::unavailable}) {
    const net::Response response = problem({code, "SQLITE_FULL at /var/lib", "/var/lib/db"});
    EXPECT_EQ(response.body.find("/var/lib"), std::string::npos) << code_name(code);
  }
}

TEST(Problem, TellsWhatToDoNext) {
  using Header = std::pair<std::string, std::string>;
  EXPECT_EQ(problem({Code::unauthenticated, "who?", ""}).headers,
            (net::Headers{Header{"WWW-Authenticate", "Bearer"}}));
  EXPECT_EQ(overloaded().status, 503);
  EXPECT_EQ(overloaded().headers, (net::Headers{Header{"Retry-After", "1"}}));
  EXPECT_EQ(problem({Code::limited, "full", ""}).headers,
            (net::Headers{Header{"Retry-After", "1"}}));
}

class Recorder final : public net::ReplyTarget {
 public:
  void answer(net::Response response) override { responses.push_back(std::move(response)); }
  int io_index() const override { return 3; }
  std::vector<net::Response> responses;
};

TEST(OwedReply, AnswersOnceAndNeverForgets) {
  Recorder recorder;
  {
    const OwedReply dropped{net::Reply(recorder)};
  }
  ASSERT_EQ(recorder.responses.size(), 1U);
  EXPECT_EQ(recorder.responses[0].status, 503);
  {
    OwedReply first{net::Reply(recorder)};
    OwedReply second = std::move(first);
    EXPECT_EQ(second.io_index(), 3);
    std::move(second).send({.status = 204});
  }
  ASSERT_EQ(recorder.responses.size(), 2U);
  EXPECT_EQ(recorder.responses[1].status, 204);
}

TEST(Secrets, HashIsHmacSha256) {
  // RFC 4231 §4.3 has a shorter key; HMAC pads keys with zeros, so this is the same.
  std::array<std::uint8_t, 32> key{'J', 'e', 'f', 'e'};
  const Secrets secrets(key);
  EXPECT_EQ(secrets.hash("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(secrets.sign("badge", "x", 8), secrets.hash("badge\nx").substr(0, 8));
}

}  // namespace
}  // namespace muster::api
