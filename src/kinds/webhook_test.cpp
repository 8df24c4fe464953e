#include "kinds/webhook.h"

#include "kinds/all.h"
#include "kinds/testing/sample_notice.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Direction;
using Headers = std::vector<std::pair<std::string, std::string>>;

Result<engine::ValidChannel> validate(std::string_view config) {
  return ChannelTable().validate("webhook", config);
}

struct Made {
  net::HttpCall call;
  std::string remark;
  int reads = 0;
};

Made make(const engine::Notice& notice, FakeReader& reader) {
  const SenderSettings settings{.site_url = "https://muster.example"};
  LastPing last_ping(reader, notice.delivery.ping_row);
  Result<Errand> errand =
      kWebhook.prepare({.notice = notice, .settings = settings, .last_ping = last_ping});
  if (!errand) {
    ADD_FAILURE() << to_string(errand.error());
    return {};
  }
  return {std::get<HttpErrand>(errand->way).call, errand->remark, reader.reads};
}

Made make(Direction direction, std::string config) {
  FakeReader reader;
  return make(sample_notice(direction, "webhook", std::move(config)), reader);
}

std::string header(const net::HttpCall& call, std::string_view name) {
  for (const auto& [key, value] : call.headers) {
    if (key == name) return value;
  }
  return "(absent)";
}

TEST(WebhookConfig, SaysWhichFieldIsWrong) {
  struct Case {
    std::string config;
    std::string where;
  };
  const std::string long_url = "https://x.example/" + std::string(2'000, 'a');
  for (const Case& one : std::vector<Case>{
           {R"({})", "/url_down"},
           {R"({"url_down":"","url_up":""})", "/url_down"},
           {R"({"url_down":"ftp://x.example/"})", "/url_down"},
           {R"({"url_down":"https://"})", "/url_down"},
           {R"({"url_down":"https://:80/"})", "/url_down"},
           {R"({"url_down":"x.example/hook"})", "/url_down"},
           {R"({"url_down":"https://x.example/a b"})", "/url_down"},
           {R"({"url_up":"https://x.example/\r\nHost: y"})", "/url_up"},
           {R"({"url_up":")" + long_url + R"("})", "/url_up"},
           {R"({"url_up":"https://x.example","method_up":"DELETE"})", "/method_up"},
           {R"({"url_up":"https://x.example","method_up":"GET","body_up":"x"})", "/body_up"},
           {R"({"url_up":"https://x.example","headers_up":["a"]})", "/headers_up"},
           {R"({"url_up":"https://x.example","headers_up":{"X Y":"a"}})", "/headers_up/X Y"},
           {R"({"url_up":"https://x.example","headers_up":{"":"a"}})", "/headers_up/"},
           {R"({"url_up":"https://x.example","headers_up":{"content-length":"1"}})",
            "/headers_up/content-length"},
           {R"({"url_up":"https://x.example","headrs_up":{}})", "/headrs_up"},
           {R"({"url_up":7})", "/url_up"},
           {R"([])", ""},
           {R"(nonsense)", ""}}) {
    const auto out = validate(one.config);
    ASSERT_FALSE(out) << one.config;
    EXPECT_EQ(out.error().code, Code::invalid) << one.config;
    EXPECT_TRUE(out.error().where.starts_with(one.where)) << to_string(out.error());
  }
}

TEST(WebhookConfig, F69i_RefusesLineEndsInHeaders) {
  for (const std::string value : {"a\\r\\nX: 1", "a\\n", "\\r", "a\\u0001"}) {
    const auto out =
        validate(R"({"url_up":"https://x.example","headers_up":{"X":")" + value + R"("}})");
    ASSERT_FALSE(out) << value;
    EXPECT_EQ(out.error().where, "/headers_up/X");
  }
  EXPECT_FALSE(validate("{\"url_up\":\"https://x.example\",\"headers_up\":{\"X\\r\\nY\":\"1\"}}"));
}

TEST(WebhookConfig, AnEmptyUrlMeansNoMessageInThatDirection) {
  const auto down = validate(R"({"url_down":"https://x.example/$NAME"})").value();
  EXPECT_TRUE(down.wants_down);
  EXPECT_FALSE(down.wants_up);
  const auto up = validate(R"({"url_down":"","url_up":"http://u:p@x.example:8080/?a=1"})").value();
  EXPECT_FALSE(up.wants_down);
  EXPECT_TRUE(up.wants_up);
  EXPECT_EQ(validate(up.config).value().config, up.config);
}

TEST(Webhook, MethodIsGetUnlessThereIsABody) {
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example"})").call.method, "GET");
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example","body_up":"x"})").call.method,
            "POST");
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example","method_up":"PUT"})").call.method,
            "PUT");
}

TEST(Webhook, MakesTheWholeRequestOfItsDirection) {
  const std::string config = R"({
    "url_down": "https://hooks.example/down/$CODE?n=$NAME", "method_down": "POST",
    "headers_down": {"X-Check": "$NAME 北", "Content-Type": "application/json"},
    "body_down": "{\"n\":$NAME_JSON,\"s\":\"$STATUS\",\"e\":$EXITSTATUS,\"out\":$BODY_JSON}",
    "url_up": "https://hooks.example/up"})";
  const Made down = make(Direction::down, config);
  EXPECT_EQ(down.call.method, "POST");
  EXPECT_EQ(down.call.url,
            "https://hooks.example/down/11111111-2222-4333-8444-555555555555"
            "?n=Nightly%20%22backup%22");
  EXPECT_EQ(down.call.body,
            "{\"n\":\"Nightly \\\"backup\\\"\",\"s\":\"down\",\"e\":0,"
            "\"out\":\"copied 3 files\\nall \\\"done\\\"\\n\"}");
  EXPECT_EQ(down.call.headers, (Headers{{"Content-Type", "application/json"},
                                        {"X-Check", "Nightly \"backup\" &#21271;"},
                                        {"Idempotency-Key", "aaaaaaaa-0000-4000-8000-000000000001"},
                                        {"X-Muster-Attempt", "1"}}));
  EXPECT_EQ(down.call.redirects_max, 3);
  EXPECT_EQ(down.call.timeout_ms, 30'000);
  EXPECT_EQ(down.call.response_bytes_max, 65'536U);
  EXPECT_EQ(down.remark, "");

  const Made up = make(Direction::up, config);
  EXPECT_EQ(up.call.method, "GET");
  EXPECT_EQ(up.call.url, "https://hooks.example/up");
  EXPECT_EQ(up.call.body, "");
  EXPECT_EQ(header(up.call, "Content-Type"), "(absent)");
}

TEST(Webhook, ReadsTheLastPingOnlyWhenTheTemplateNamesIt) {
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example/$NAME"})").reads, 0);
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example/$EXITSTATUS"})").reads, 1);
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example","body_up":"$BODY"})").reads, 1);
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example","body_down":"$BODY"})").reads, 0);
}

TEST(Webhook, WithoutALastPingThereIsNoBodyAndNoExitStatus) {
  const std::string config = R"({"url_up":"https://x.example","body_up":"[$BODY|$EXITSTATUS]"})";
  FakeReader reader;
  engine::Notice notice = sample_notice(Direction::up, "webhook", config);
  notice.delivery.ping_row = 0;
  EXPECT_EQ(make(notice, reader).call.body, "[|-1]");
  EXPECT_EQ(reader.reads, 0);
  notice.delivery.ping_row = 5;  // retention took it
  const Made gone = make(notice, reader);
  EXPECT_EQ(gone.call.body, "[|-1]");
  EXPECT_EQ(gone.remark, "");
  reader.broken = true;
  const Made broken = make(notice, reader);
  EXPECT_EQ(broken.call.body, "[|-1]");
  EXPECT_EQ(broken.remark, "the last ping could not be read: database away");
}

TEST(Webhook, UsersHeadersReplaceOursWhateverTheirCase) {
  const Made made = make(
      Direction::up,
      R"({"url_up":"https://x.example","headers_up":{"user-agent":"me","IDEMPOTENCY-KEY":"k"}})");
  EXPECT_EQ(made.call.headers,
            (Headers{{"IDEMPOTENCY-KEY", "k"}, {"user-agent", "me"}, {"X-Muster-Attempt", "1"}}));
}

TEST(Webhook, EveryAttemptHasTheSameKeyAndItsOwnNumber) {
  FakeReader reader;
  engine::Notice notice =
      sample_notice(Direction::up, "webhook", R"({"url_up":"https://x.example"})");
  notice.delivery.attempts = 4;
  const Made made = make(notice, reader);
  EXPECT_EQ(header(made.call, "Idempotency-Key"), "aaaaaaaa-0000-4000-8000-000000000002");
  EXPECT_EQ(header(made.call, "X-Muster-Attempt"), "5");
}

TEST(Webhook, IsSignedWithItsSecret) {
  const Made made =
      make(Direction::down,
           R"({"url_down":"https://x.example","body_down":"{\"a\":1}","secret":"s3cret"})");
  EXPECT_EQ(header(made.call, "X-Signature-Timestamp"), "1772420401");
  EXPECT_EQ(header(made.call, "X-Signature"),
            "sha256=d64e50a1f7d2dca944fbaa3ba099d70a8a39296cea37d66a36947877a5268533");
  EXPECT_EQ(webhook_signature("s3cret", 1'772'420'401, ""),
            "sha256=b860cc8cc8d6de42e3063dbdcaa1197724598b7e9d789909f9f7a5aeceb40734");
  EXPECT_EQ(
      header(make(Direction::down, R"({"url_down":"https://x.example"})").call, "X-Signature"),
      "(absent)");
}

TEST(Webhook, WhatMayNotStandInAUrlIsEncoded) {
  EXPECT_EQ(make(Direction::up, R"({"url_up":"https://x.example/北?q={a}|%20"})").call.url,
            "https://x.example/%E5%8C%97?q=%7Ba%7D%7C%20");
}

TEST(Webhook, F64_ATemplateThatGrowsTooLargeIsReplacedByPlainText) {
  std::string body;
  for (int i = 0; i < 200; ++i) body += "$JSON";
  const Made made =
      make(Direction::down, R"({"url_down":"https://x.example","body_down":")" + body +
                                R"(","headers_down":{"X":")" + body + R"("}})");
  EXPECT_TRUE(made.call.body.starts_with("Nightly \"backup\" is down\n")) << made.call.body;
  EXPECT_EQ(header(made.call, "X"), "(absent)");
  EXPECT_TRUE(made.remark.contains("header X left out")) << made.remark;
  EXPECT_TRUE(made.remark.contains("body replaced by a plain text")) << made.remark;
}

TEST(Webhook, AConfigurationThatCannotBeReadWaitsForMending) {
  FakeReader reader;
  const engine::Notice notice = sample_notice(Direction::up, "webhook", R"({"later":1})");
  const SenderSettings settings;
  LastPing last_ping(reader, 0);
  const auto errand =
      kWebhook.prepare({.notice = notice, .settings = settings, .last_ping = last_ping});
  ASSERT_FALSE(errand);
  EXPECT_EQ(errand.error().code, Code::corrupt);
}

}  // namespace
}  // namespace muster::kinds
