#include "kinds/channel_sender.h"

#include "kinds/testing/mail_text.h"
#include "kinds/testing/sample_notice.h"
#include "net/testing/smtp_sink.h"
#include "net/testing/test_server.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

using core::Attempt;
using core::Direction;
using core::Taken;
using net::PrivateTargets;
using net::testing::SmtpSink;

constexpr std::chrono::seconds kPatience{20};

net::Response respond(const net::Request& request) {
  const std::string& path = request.path;
  if (path == "/500") return {.status = 500, .body = "broken"};
  if (path == "/410") return {.status = 410};
  if (path == "/429") return {.status = 429, .headers = {{"Retry-After", "42"}}};
  if (path == "/503") {
    return {.status = 503, .headers = {{"Retry-After", "Mon, 02 Mar 2026 09:31:01 GMT"}}};
  }
  if (path == "/redirect") return {.status = 302, .headers = {{"Location", "/redirect"}}};
  if (path == "/endless") return {.status = 200, .body = std::string(1'000'000, 'x')};
  return {.status = 200, .body = "thanks"};
}

struct SiteOptions {
  PrivateTargets reach = PrivateTargets::allow;
  std::size_t jobs_max = 100;
  SmtpSink::Script smtp_script;
};

// The far side, and everything that the sender needs.
struct Site {
  using Options = SiteOptions;

  explicit Site(Options options = {})
      : smtp(std::move(options.smtp_script)), pool(2, options.jobs_max) {
    outgoing = net::Outgoing::open({.private_targets = options.reach}).value();
  }
  // Replies that are still owed must be gone before the server is.
  ~Site() { handler.take_replies(0); }

  SenderSettings settings() const {
    return {.site_url = "https://muster.example",
            .mail = {.host = "127.0.0.1",
                     .port = smtp.port(),
                     .security = net::MailCall::Security::none,
                     .from = "watch@example.org",
                     .from_name = "值班 Muster"},
            .timeout = std::chrono::seconds(10)};
  }
  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(server.port()) + std::string(path);
  }
  engine::Notice webhook(std::string_view path, std::string_view more = "") const {
    return sample_notice(Direction::up, "webhook",
                         R"({"url_up":")" + url(path) + R"(")" + std::string(more) + "}");
  }
  static engine::Notice mail(Direction direction = Direction::down) {
    return sample_notice(direction, "mail", R"({"to":["a@x.example","b@x.example"]})");
  }

  mutable net::testing::RecordingHandler handler{respond};
  net::testing::TestServer server{handler};
  SmtpSink smtp;
  ChannelTable table;
  FakeReader reader;
  std::unique_ptr<net::Outgoing> outgoing;
  WorkerPool pool;
};

// Sends and waits for the end of the attempt; a second call of `done` fails the test.
std::future<Attempt> start(engine::Sender& sender, engine::Notice notice) {
  auto promise = std::make_unique<std::promise<Attempt>>();
  std::future<Attempt> end = promise->get_future();
  sender.send(std::move(notice), [promise = std::move(promise)](Attempt attempt) {
    promise->set_value(std::move(attempt));
  });
  return end;
}

Attempt end_of(std::future<Attempt> attempt) {
  if (attempt.wait_for(kPatience) != std::future_status::ready) {
    ADD_FAILURE() << "the attempt has no end";
    return {};
  }
  return attempt.get();
}

// What expectations print: "never: 550 5.1.1 nobody".
std::string summary(const Attempt& attempt) {
  const char* const words = attempt.taken == Taken::yes     ? "yes: "
                            : attempt.taken == Taken::never ? "never: "
                                                            : "not now: ";
  return words + attempt.answer;
}

// The sink keeps lines with '\n' only.
std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

Attempt send(Site& site, engine::Notice notice) {
  ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, site.settings());
  return end_of(start(sender, std::move(notice)));
}

TEST(ChannelSender, CarriesAWebhook) {
  Site site;
  const Attempt attempt = send(site, site.webhook("/hook?n=$NAME", R"(,"body_up":"$STATUS")"));
  EXPECT_EQ(attempt, (Attempt{Taken::yes, "200 OK: thanks", std::nullopt}));
  const auto requests = site.handler.requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].method_name, "POST");
  EXPECT_EQ(requests[0].target, "/hook?n=Nightly%20%22backup%22");
  EXPECT_EQ(requests[0].body, "up");
  EXPECT_TRUE(requests[0].header("user-agent").starts_with("Muster"));
  EXPECT_EQ(requests[0].header("idempotency-key"), "aaaaaaaa-0000-4000-8000-000000000002");
  EXPECT_EQ(requests[0].header("x-muster-attempt"), "1");
  EXPECT_EQ(requests[0].header("content-type"), "text/plain; charset=utf-8");
}

TEST(ChannelSender, F42_EveryVice) {
  Site site;
  EXPECT_EQ(send(site, site.webhook("/500")),
            (Attempt{Taken::not_now, "500 Internal Server Error: broken", std::nullopt}));
  EXPECT_EQ(send(site, site.webhook("/410")), (Attempt{Taken::never, "410 Gone", std::nullopt}));
  EXPECT_EQ(send(site, site.webhook("/redirect")).taken, Taken::not_now);
  EXPECT_EQ(site.handler.requests().size(), 1U + 1U + 4U);
  const Attempt endless = send(site, site.webhook("/endless"));
  EXPECT_EQ(endless.taken, Taken::yes);
  EXPECT_LE(endless.answer.size(), 500U);
}

TEST(ChannelSender, F42_AReceiverThatNeverAnswersIsGivenUp) {
  Site site;
  SenderSettings settings = site.settings();
  settings.timeout = std::chrono::milliseconds(50);
  ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, settings);
  const Attempt attempt = end_of(start(sender, site.webhook("/later")));
  EXPECT_EQ(attempt.taken, Taken::not_now);
  EXPECT_NE(attempt.answer, "");
}

TEST(ChannelSender, F44_RetryAfterIsPassedOn) {
  Site site;
  EXPECT_EQ(send(site, site.webhook("/429")).retry_after, seconds(42));
  EXPECT_EQ(send(site, site.webhook("/503")).retry_after, seconds(60));
}

TEST(ChannelSender, S34_PrivateAddressesAreRefusedForGood) {
  Site site({.reach = PrivateTargets::refuse});
  const Attempt attempt = send(site, site.webhook("/hook"));
  EXPECT_EQ(attempt.taken, Taken::never);
  EXPECT_TRUE(attempt.answer.contains("loopback")) << attempt.answer;
  EXPECT_TRUE(site.handler.requests().empty());
}

TEST(ChannelSender, F69i_ANameCannotAddAHeader) {
  Site site;
  engine::Notice notice = site.webhook("/hook", R"(,"headers_up":{"X-Name":"$NAME"})");
  notice.check.spec.name = "a\r\nX-Evil: 1";
  EXPECT_EQ(send(site, notice).taken, Taken::yes);
  const net::Request request = site.handler.requests().at(0);
  EXPECT_EQ(request.header("x-name"), "a  X-Evil: 1");
  EXPECT_FALSE(request.has_header("x-evil"));
}

TEST(ChannelSender, F64_TheDefaultTextGoesOutAndTheFaultIsTold) {
  Site site;
  std::string body;
  for (int i = 0; i < 200; ++i) body += "$JSON";
  const Attempt attempt = send(site, site.webhook("/hook", R"(,"body_up":")" + body + R"(")"));
  EXPECT_EQ(attempt.taken, Taken::yes);
  EXPECT_TRUE(attempt.answer.starts_with("body replaced by a plain text")) << attempt.answer;
  EXPECT_TRUE(site.handler.requests().at(0).body.starts_with("Nightly \"backup\" is up again"));
}

TEST(ChannelSender, S2_12_CarriesAMailToAllRecipientsAtOnce) {
  Site site;
  EXPECT_EQ(send(site, Site::mail()).taken, Taken::yes);
  const auto mails = site.smtp.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].from.substr(0, 19), "<watch@example.org>");
  EXPECT_EQ(mails[0].recipients, (std::vector<std::string>{"<a@x.example>", "<b@x.example>"}));
  const std::string message = with_crlf(mails[0].message);
  EXPECT_EQ(decoded_header(message, "Subject"), "DOWN | Nightly \"backup\"");
  EXPECT_EQ(decoded_header(message, "From"), "值班 Muster<watch@example.org>");
}

TEST(ChannelSender, F43_GreylistingIsTriedAgainAndRefusalIsNot) {
  Site site(
      {.smtp_script = {{"RCPT", {"451 4.7.1 come back", "250 ok", "250 ok", "550 5.1.1 nobody"}},
                       {"END", {"250 queued", "550 5.7.1 spam", "451 later", SmtpSink::kDrop}}}});
  EXPECT_EQ(summary(send(site, Site::mail())), "not now: 451 4.7.1 come back");
  EXPECT_EQ(summary(send(site, Site::mail())), "yes: 250 queued");
  EXPECT_EQ(summary(send(site, Site::mail())), "never: 550 5.1.1 nobody");
  EXPECT_EQ(summary(send(site, Site::mail())), "never: 550 5.7.1 spam");
  EXPECT_EQ(summary(send(site, Site::mail())), "not now: 451 later");
  EXPECT_EQ(send(site, Site::mail()).taken, Taken::not_now) << "taken, then dropped";
  EXPECT_EQ(send(site, Site::mail()).taken, Taken::yes);
  EXPECT_EQ(site.smtp.mails().size(), 2U);
}

TEST(ChannelSender, F43_AMailServerThatIsAwayOrWronglyConfiguredIsWaitedFor) {
  Site site;
  struct Case {
    std::string host;
    int port;
    net::MailCall::Security security;
  };
  using Security = net::MailCall::Security;
  for (const Case& one : std::vector<Case>{{"", 25, Security::none},
                                           {"127.0.0.1", 0, Security::none},
                                           {"no host", 25, Security::none},
                                           {"127.0.0.1", site.smtp.port(), Security::starttls}}) {
    SenderSettings settings = site.settings();
    settings.mail.host = one.host;
    settings.mail.port = one.port;
    settings.mail.security = one.security;
    ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, settings);
    const Attempt attempt = end_of(start(sender, Site::mail()));
    EXPECT_EQ(attempt.taken, Taken::not_now) << one.host << one.port;
    EXPECT_NE(attempt.answer, "");
  }
}

TEST(ChannelSender, S2_18_OneBadContactDoesNotAffectTheOthers) {
  Site site;
  ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, site.settings());
  engine::Notice unknown = site.webhook("/hook");
  unknown.channel.kind = "pigeon";
  std::vector<std::future<Attempt>> bad;
  bad.push_back(start(sender, unknown));
  bad.push_back(start(sender, sample_notice(Direction::up, "webhook", "not json")));
  bad.push_back(start(sender, sample_notice(Direction::up, "webhook", R"({"url_up":"http://"})")));
  bad.push_back(start(sender, site.webhook("/later")));
  bad.push_back(start(sender, site.webhook("/500")));
  std::vector<std::future<Attempt>> good;
  for (int i = 0; i < 5; ++i) {
    good.push_back(start(sender, site.webhook("/hook")));
    good.push_back(start(sender, Site::mail()));
  }
  for (auto& attempt : good) EXPECT_EQ(end_of(std::move(attempt)).taken, Taken::yes);
  site.outgoing->stop();
  for (auto& attempt : bad) EXPECT_NE(end_of(std::move(attempt)).taken, Taken::yes);
  EXPECT_EQ(site.smtp.mails().size(), 5U);
}

TEST(ChannelSender, EveryNoticeHasAnEndWhenSendingStops) {
  Site site;
  std::vector<std::future<Attempt>> attempts;
  {
    ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, site.settings());
    for (int i = 0; i < 20; ++i) attempts.push_back(start(sender, site.webhook("/later")));
  }
  site.outgoing->stop();
  ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, site.settings());
  attempts.push_back(start(sender, site.webhook("/hook")));
  attempts.push_back(start(sender, Site::mail()));
  for (auto& attempt : attempts) EXPECT_EQ(end_of(std::move(attempt)).taken, Taken::not_now);
}

TEST(ChannelSender, ABusyServerRefusesAtOnce) {
  Site site({.jobs_max = 0});
  EXPECT_EQ(send(site, site.webhook("/hook")),
            (Attempt{Taken::not_now, "not sent: the server is busy or stopping", std::nullopt}));
}

TEST(ChannelTable, NamesItsKinds) {
  const ChannelTable table;
  EXPECT_EQ(table.names(),
            (std::vector<std::string_view>{"mail", "webhook", "dingtalk", "feishu", "wecom",
                                           "slack", "telegram", "ntfy", "exec"}));
  const auto unknown = table.validate("pigeon", "{}");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error(), (Error{Code::invalid,
                                    "expected one of mail, webhook, dingtalk, feishu, wecom, "
                                    "slack, telegram, ntfy, exec, got \"pigeon\"",
                                    "kind"}));
}

TEST(ChannelSender, RunsAProgram) {
  Site site;
  const auto exec = [](std::string script) {
    return sample_notice(Direction::down, "exec",
                         R"({"command":["/bin/sh","-c",")" + std::move(script) + R"("]})");
  };
  EXPECT_EQ(send(site, exec("echo $MUSTER_STATUS $MUSTER_CHECK $HOME")),
            (Attempt{Taken::yes, "exit status 0: down Nightly \"backup\"", std::nullopt}));
  EXPECT_EQ(send(site, exec("echo >&2 broken; exit 7")),
            (Attempt{Taken::not_now, "exit status 7: broken", std::nullopt}));
  const Attempt absent =
      send(site, sample_notice(Direction::down, "exec", R"({"command":["/no/such"]})"));
  EXPECT_EQ(absent.taken, Taken::not_now);
  EXPECT_TRUE(absent.answer.starts_with("/no/such: ")) << absent.answer;
}

TEST(ChannelSender, StoppingKillsTheProgramsThatRun) {
  Site site;
  std::future<Attempt> attempt;
  {
    ChannelSender sender(site.table, *site.outgoing, site.reader, site.pool, site.settings());
    attempt = start(sender,
                    sample_notice(Direction::down, "exec", R"({"command":["/bin/sleep","600"]})"));
  }
  EXPECT_EQ(end_of(std::move(attempt)).taken, Taken::not_now);
}

TEST(ChannelSender, AnAnswerOf200IsNotEnoughForAChatService) {
  Site site;
  const auto robot = [&site](std::string_view kind) {
    return sample_notice(Direction::down, std::string(kind),
                         R"({"url":")" + site.url("/robot") + R"("})");
  };
  EXPECT_EQ(send(site, robot("dingtalk")),
            (Attempt{Taken::not_now, "no errcode in the answer: 200 OK: thanks", std::nullopt}));
  EXPECT_EQ(send(site, robot("slack")).taken, Taken::yes);
  EXPECT_EQ(site.handler.requests().at(0).header("content-type"),
            "application/json; charset=utf-8");
}

TEST(ChannelSender, CarriesATestMessageWithoutReadingTheStore) {
  Site site;
  engine::Notice notice = site.webhook("/hook", R"(,"body_up":"$NAME: $BODY")");
  notice.delivery.ping_row = 0;
  notice.sample_ping = sample_ping();
  EXPECT_EQ(send(site, notice).taken, Taken::yes);
  EXPECT_EQ(site.handler.requests().at(0).body,
            "Nightly \"backup\": copied 3 files\nall \"done\"\n");
  EXPECT_EQ(site.reader.reads, 0);
}

}  // namespace
}  // namespace muster::kinds
