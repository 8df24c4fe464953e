#include "kinds/answer.h"

#include "base/json_writer.h"
#include "base/limits.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Taken;

Time present() { return parse_iso("2026-03-02T09:30:00Z").value(); }

net::HttpAnswer answer(int status, std::string retry = {}, std::string body = {}) {
  net::HttpAnswer made{.status = status, .headers = {}, .body = std::move(body)};
  if (!retry.empty()) made.headers.emplace_back("retry-after", std::move(retry));
  return made;
}

TEST(Answer, AnyTwoHundredIsTakenGoneIsFinalTheRestIsTriedAgain) {
  struct Case {
    int status;
    Taken taken;
  };
  for (const Case& one : std::vector<Case>{{200, Taken::yes},
                                           {201, Taken::yes},
                                           {204, Taken::yes},
                                           {299, Taken::yes},
                                           {101, Taken::not_now},
                                           {302, Taken::not_now},
                                           {400, Taken::not_now},
                                           {404, Taken::not_now},
                                           {410, Taken::never},
                                           {429, Taken::not_now},
                                           {500, Taken::not_now},
                                           {503, Taken::not_now}}) {
    EXPECT_EQ(judge_by_status(answer(one.status), present()).taken, one.taken) << one.status;
  }
}

TEST(Answer, F44_RetryAfterIsUnderstoodInAllItsForms) {
  struct Case {
    std::string header;
    std::optional<Duration> wait;
  };
  for (const Case& one : std::vector<Case>{{"120", seconds(120)},
                                           {"0", seconds(0)},
                                           {"999999999", limits::kDeliveryLife},
                                           {"Mon, 02 Mar 2026 09:31:00 GMT", seconds(60)},
                                           {"Monday, 02-Mar-26 09:31:00 GMT", seconds(60)},
                                           {"Mon Mar  2 09:31:00 2026", seconds(60)},
                                           {"Mon, 02 Mar 2099 09:31:00 GMT", limits::kDeliveryLife},
                                           {"Mon, 02 Mar 2026 09:29:00 GMT", std::nullopt},
                                           {"Sunday, 06-Nov-94 08:49:37 GMT", std::nullopt},
                                           {"Mon, 31 Feb 2026 09:31:00 GMT", std::nullopt},
                                           {"Mon, 02 Mar 2026 25:31:00 GMT", std::nullopt},
                                           {"Mon, 02 Mar 2026 09:31:00 CET", std::nullopt},
                                           {"-5", std::nullopt},
                                           {"soon", std::nullopt}}) {
    const core::Attempt attempt = judge_by_status(answer(429, one.header), present());
    EXPECT_EQ(attempt.taken, Taken::not_now);
    EXPECT_EQ(attempt.retry_after, one.wait) << one.header;
  }
  EXPECT_EQ(judge_by_status(answer(503, "7"), present()).retry_after, seconds(7));
  EXPECT_EQ(judge_by_status(answer(429), present()).retry_after, std::nullopt);
}

TEST(Answer, TextIsOneShortLineOfValidUtf8) {
  EXPECT_EQ(answer_text(answer(404, {}, " no\r\nsuch\thook\n")), "404 Not Found: no such hook");
  EXPECT_EQ(answer_text(answer(204)), "204 No Content");
  EXPECT_EQ(answer_text(answer(200, {}, "bad \xFF byte")), "200 OK: bad \uFFFD byte");
  std::string body;
  for (int i = 0; i < 400; ++i) body += "北";
  const std::string text = answer_text(answer(500, {}, body));
  EXPECT_LE(text.size(), kAnswerBytes);
  EXPECT_GT(text.size(), kAnswerBytes - 8);
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_TRUE(text.ends_with("北…"));
}

TEST(Answer, F42_WhatTheGuardForbidsIsNeverTriedAgain) {
  EXPECT_EQ(attempt_from({Code::forbidden, "private address", "10.0.0.1"}),
            (core::Attempt{Taken::never, "10.0.0.1: private address", std::nullopt}));
  EXPECT_EQ(attempt_from({Code::invalid, "no host", "url"}).taken, Taken::never);
  for (const Code code : {Code::timeout, Code::unavailable, Code::cancelled, Code::corrupt}) {
    EXPECT_EQ(attempt_from({code, "x", ""}).taken, Taken::not_now);
  }
}

}  // namespace
}  // namespace muster::kinds
