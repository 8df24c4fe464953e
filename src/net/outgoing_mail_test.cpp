#include "net/outgoing.h"
#include "net/testing/certificate.h"
#include "net/testing/smtp_sink.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::net::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<Outgoing> open_outgoing() { return std::move(*Outgoing::open({})); }

std::future<Result<MailAnswer>> start(Outgoing& outgoing, MailCall call) {
  auto promise = std::make_unique<std::promise<Result<MailAnswer>>>();
  auto future = promise->get_future();
  outgoing.mail(std::move(call), [kept = std::move(promise)](Result<MailAnswer> answer) {
    kept->set_value(std::move(answer));
  });
  return future;
}

Result<MailAnswer> send(Outgoing& outgoing, MailCall call) {
  return start(outgoing, std::move(call)).get();
}

MailCall mail_to(const SmtpSink& sink) {
  return {.host = "127.0.0.1",
          .port = sink.port(),
          .security = MailCall::Security::none,
          .from = "muster@example.org",
          .recipients = {"ann@example.org"},
          .message = "Subject: down\r\n\r\nIt is down.\r\n",
          .timeout_ms = 5'000};
}

TEST(OutgoingMail, IsDelivered) {
  const SmtpSink sink;
  const auto outgoing = open_outgoing();
  MailCall call = mail_to(sink);
  call.recipients.push_back("bob@example.org");
  call.username = "user";
  call.password = "secret";
  EXPECT_EQ(send(*outgoing, call), (MailAnswer{250, "2.0.0 taken as 17"}));
  const SunkMail mail = sink.mails().at(0);
  EXPECT_EQ(mail.from, "<muster@example.org>");
  EXPECT_THAT(mail.recipients, ElementsAre("<ann@example.org>", "<bob@example.org>"));
  EXPECT_EQ(mail.message, "Subject: down\n\nIt is down.\n");
  EXPECT_THAT(sink.commands(), Contains("AUTH PLAIN"));
  EXPECT_THAT(sink.commands(), Contains("QUIT"));
}

TEST(OutgoingMail, F43_GreylistingIsTemporaryAndThenAccepted) {
  const SmtpSink sink({{"RCPT", {"451 4.7.1 greylisted", "451 4.7.1 greylisted"}}});
  const auto outgoing = open_outgoing();
  const MailCall call = mail_to(sink);
  EXPECT_EQ(send(*outgoing, call), (MailAnswer{451, "4.7.1 greylisted"}));
  EXPECT_EQ(send(*outgoing, call), (MailAnswer{451, "4.7.1 greylisted"}));
  EXPECT_EQ(send(*outgoing, call), (MailAnswer{250, "2.0.0 taken as 17"}));
  EXPECT_EQ(sink.mails().size(), 1U);
}

TEST(OutgoingMail, F43_RefusalsCarryTheServersStatus) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"CONNECT", "554 no service"},
      {"CONNECT", "421 too busy"},
      {"AUTH", "504 not that way"},
      {"CREDENTIALS", "535 wrong"},
      {"MAIL", "550 sender refused"},
      {"RCPT", "550 5.1.1 no such user"},
      {"DATA", "554 no"},
      {"END", "552 too large"},
      {"END", "451-first line\r\n451 second line"},
  };
  for (const auto& [verb, reply] : rows) {
    const SmtpSink sink({{verb, {reply}}});
    const auto outgoing = open_outgoing();
    MailCall call = mail_to(sink);
    call.username = "user";
    call.password = "secret";
    const auto answer = send(*outgoing, call);
    ASSERT_TRUE(answer) << reply << to_string(answer.error());
    EXPECT_EQ(answer->smtp_status, std::stoi(reply)) << reply;
    EXPECT_THAT(reply, ::testing::EndsWith(" " + answer->text));
    EXPECT_TRUE(sink.mails().empty());
  }
}

TEST(OutgoingMail, F43_ADroppedConnectionIsUnavailable) {
  for (const char* verb : {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END"}) {
    const SmtpSink sink({{verb, {SmtpSink::kDrop}}});
    const auto outgoing = open_outgoing();
    const auto answer = send(*outgoing, mail_to(sink));
    ASSERT_FALSE(answer) << verb << answer->smtp_status;
    EXPECT_EQ(answer.error().code, Code::unavailable) << verb << to_string(answer.error());
  }
}

TEST(OutgoingMail, F43_SilenceIsATimeout) {
  for (const char* verb : {"CONNECT", "EHLO", "RCPT", "END"}) {
    const SmtpSink sink({{verb, {SmtpSink::kHang}}});
    const auto outgoing = open_outgoing();
    MailCall call = mail_to(sink);
    call.timeout_ms = 100;
    const auto answer = send(*outgoing, call);
    ASSERT_FALSE(answer) << verb;
    EXPECT_EQ(answer.error().code, Code::timeout) << verb << to_string(answer.error());
  }
}

TEST(OutgoingMail, SilenceAfterQuitDoesNotUndoTheDelivery) {
  const SmtpSink sink({{"QUIT", {SmtpSink::kHang}}});
  const auto outgoing = open_outgoing();
  EXPECT_EQ(send(*outgoing, mail_to(sink)), (MailAnswer{250, "2.0.0 taken as 17"}));
}

TEST(OutgoingMail, F43_OneSilentServerHoldsUpNobodyElse) {
  const SmtpSink silent({{"END", {SmtpSink::kHang}}});
  const SmtpSink sink;
  const auto outgoing = open_outgoing();
  auto stuck = start(*outgoing, mail_to(silent));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(*outgoing, mail_to(sink))->smtp_status, 250);
  EXPECT_EQ(stuck.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  outgoing->stop();
  EXPECT_EQ(stuck.get().error().code, Code::cancelled);
}

TEST(OutgoingMail, StopCancelsWhatWaitsAndWhatComes) {
  const SmtpSink silent({{"RCPT", {SmtpSink::kHang}}});
  const auto outgoing = std::move(*Outgoing::open({.limits = {.mails_max = 1, .waiting_max = 1}}));
  std::vector<std::future<Result<MailAnswer>>> answers;
  for (int i = 0; i < 5; ++i) answers.push_back(start(*outgoing, mail_to(silent)));
  EXPECT_EQ(answers.at(4).get().error().code, Code::unavailable) << "the queue is full";
  outgoing->stop();
  EXPECT_EQ(answers.at(0).get().error().code, Code::cancelled);
  EXPECT_EQ(send(*outgoing, mail_to(silent)).error().code, Code::cancelled);
}

TEST(OutgoingMail, StartTlsIsUsedAndDemanded) {
  const Certificate certificate;
  const SmtpSink sink({}, std::move(*ServerTls::open(certificate.files())));
  const auto outgoing = open_outgoing();
  MailCall call = mail_to(sink);
  call.security = MailCall::Security::starttls;
  call.ca_file = certificate.files().certificate_path;
  const auto answer = send(*outgoing, call);
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->smtp_status, 250);
  EXPECT_TRUE(sink.mails().at(0).tls);

  call.ca_file.clear();
  const auto unknown = send(*outgoing, call);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("certificate"));

  const SmtpSink plain;
  call.port = plain.port();
  const auto refused = send(*outgoing, call);
  ASSERT_FALSE(refused) << "must not go on in clear";
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_TRUE(plain.mails().empty());
}

TEST(OutgoingMail, TlsFromTheStart) {
  const Certificate certificate;
  const auto tls = std::move(*ServerTls::open(certificate.files()));
  std::string first;
  std::promise<void> done;
  const ScriptedServer server([&](RawClient& client) {
    if (!client.accept_tls(*tls)) return;
    client.send("554 not today\r\n");
    client.rest();
  });
  const auto outgoing = open_outgoing();
  const auto answer = send(*outgoing, {.host = "localhost",
                                       .port = server.port(),
                                       .security = MailCall::Security::tls,
                                       .from = "a@b",
                                       .recipients = {"c@d"},
                                       .ca_file = certificate.files().certificate_path});
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(*answer, (MailAnswer{554, "not today"}));
}

TEST(OutgoingMail, F69i_TheMessageCannotEndEarly) {
  const SmtpSink sink;
  const auto outgoing = open_outgoing();
  MailCall call = mail_to(sink);
  call.message = "Subject: x\n\none\n.\ntwo\r.\rthree\r\n.\r\n..four\r\n.";
  const auto answer = send(*outgoing, call);
  ASSERT_TRUE(answer) << to_string(answer.error());
  ASSERT_EQ(sink.mails().size(), 1U);
  EXPECT_EQ(sink.mails()[0].message, "Subject: x\n\none\n..\ntwo\n..\nthree\n..\n...four\n..\n");
}

TEST(OutgoingMail, RefusesCallsThatCannotBeMade) {
  const auto outgoing = open_outgoing();
  const SmtpSink sink;
  const MailCall good = mail_to(sink);
  const std::vector<std::pair<std::string, std::function<void(MailCall&)>>> rows{
      {"host", [](MailCall& call) { call.host = ""; }},
      {"host", [](MailCall& call) { call.host = "a/b"; }},
      {"host", [](MailCall& call) { call.host = "u@a"; }},
      {"host", [](MailCall& call) { call.host = "a\r\n"; }},
      {"port", [](MailCall& call) { call.port = 0; }},
      {"port", [](MailCall& call) { call.port = 65536; }},
      {"from", [](MailCall& call) { call.from = "a"; }},
      {"from", [](MailCall& call) { call.from = "a@b>\r\nRCPT TO:<c@d"; }},
      {"recipients", [](MailCall& call) { call.recipients = {}; }},
      {"recipients", [](MailCall& call) { call.recipients.push_back("a@b\r\nDATA"); }},
      {"recipients", [](MailCall& call) { call.recipients = {"<a@b>"}; }},
      {"recipients", [](MailCall& call) { call.recipients = {std::string("a@b\0c", 5)}; }},
      {"username", [](MailCall& call) { call.username = "a\r\n"; }},
      {"message", [](MailCall& call) { call.message.push_back('\0'); }},
      {"timeout_ms", [](MailCall& call) { call.timeout_ms = 0; }},
  };
  for (const auto& [field, spoil] : rows) {
    MailCall call = good;
    spoil(call);
    const auto answer = send(*outgoing, call);
    ASSERT_FALSE(answer) << field;
    EXPECT_EQ(answer.error().code, Code::invalid) << field;
    EXPECT_EQ(answer.error().where, field);
  }
  EXPECT_TRUE(sink.commands().empty());
}

}  // namespace
}  // namespace muster::net::testing
