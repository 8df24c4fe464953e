#include "api/live/feed.h"

#include "api/api_test_support.h"
#include "base/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr core::ProjectId kProject{Uuid{{1}}};

class Screen final : public net::StreamSink {
 public:
  void write(std::string_view bytes) override { shown += bytes; }
  void end() override { ended = true; }
  std::string take() { return std::exchange(shown, {}); }

  std::string shown;
  bool ended = false;
};

class Feed : public testing::Test {
 protected:
  Feed() {
    feed_.connect(1, [](int, net::Task task) { task(); });
  }

  static engine::Change list_of(core::ProjectKey project) {
    return {.project = project, .what = engine::ChecksChanged{kProject}};
  }
  void publish(engine::Change change) { feed_.publish({std::move(change)}, Time{}); }
  std::shared_ptr<net::StreamSource> open(Screen& screen, Audience audience,
                                          std::string_view last_event_id = {}) {
    auto source = feed_.subscribe(0, std::move(audience), last_event_id);
    source->opened(screen);
    return source;
  }

  LiveFeed feed_{"run"};
  Screen screen_;
};

TEST_F(Feed, SaysHelloAndThenWhatHappens) {
  const auto source = open(screen_, {.everything = true});
  EXPECT_EQ(screen_.take(), "retry: 2000\nid: run-0\nevent: hello\ndata: {}\n\n");
  publish(list_of(7));
  EXPECT_EQ(screen_.take(),
            "id: run-1\nevent: checks\ndata: {\"project\":\"" + to_string(kProject) + "\"}\n\n");
  source->idle(screen_);
  EXPECT_EQ(screen_.take(), ":\n\n");
}

TEST_F(Feed, ShowsNobodyWhatIsNotTheirs) {
  const auto source = open(screen_, {.projects = {3, 5}});
  screen_.take();
  publish(list_of(4));
  EXPECT_THAT(screen_.take(), IsEmpty());
  publish(list_of(5));
  EXPECT_THAT(screen_.take(), StartsWith("id: run-2\n"));
}

TEST_F(Feed, TellsWhoComesBackWhatTheyMissed) {
  {
    const auto source = open(screen_, {.projects = {3}});
    publish(list_of(3));
    source->closed();
  }
  publish(list_of(3));
  publish(list_of(4));
  publish(list_of(3));
  screen_.take();
  const auto source = open(screen_, {.projects = {3}}, "run-1");
  EXPECT_THAT(screen_.take(), AllOf(StartsWith("retry: 2000\nid: run-4\nevent: hello\n"),
                                    HasSubstr("id: run-2\n"), Not(HasSubstr("id: run-3\n")),
                                    EndsWith("id: run-4\nevent: checks\ndata: {\"project\":\"" +
                                             to_string(kProject) + "\"}\n\n")));
  publish(list_of(3));
  EXPECT_THAT(screen_.take(), StartsWith("id: run-5\n"));
}

TEST_F(Feed, AsksThoseToReloadWhoMissedTooMuch) {
  for (std::size_t i = 0; i < limits::kEventsKept + 2; ++i) publish(list_of(3));
  for (const std::string_view id : {"run-1", "other-5", "run-99999", "run-x", "nonsense"}) {
    const auto source = open(screen_, {.everything = true}, id);
    EXPECT_THAT(screen_.take(), HasSubstr("event: reload\n")) << id;
    source->closed();
  }
}

TEST_F(Feed, EndsEveryStreamWhenAccessChanges) {
  const auto source = open(screen_, {.projects = {3}});
  publish({.what = engine::AccessChanged{}});
  EXPECT_TRUE(screen_.ended);
}

TEST_F(Feed, EndsTheStreamsOfOnePersonOrOneSessionAlone) {
  const core::UserId ann{Uuid{{1}}};
  const core::UserId bob{Uuid{{2}}};
  const core::SessionId laptop{Uuid{{3}}};
  const core::SessionId phone{Uuid{{4}}};
  Screen other;
  const auto first = open(screen_, {.projects = {3}, .user = ann, .session = laptop});
  const auto second = open(other, {.projects = {3}, .user = ann, .session = phone});
  publish({.what = engine::AccessChanged{.user = bob}});
  EXPECT_FALSE(screen_.ended || other.ended);
  publish({.what = engine::AccessChanged{.session = phone}});
  EXPECT_FALSE(screen_.ended);
  EXPECT_TRUE(other.ended);
  publish({.what = engine::AccessChanged{.user = ann}});
  EXPECT_TRUE(screen_.ended);
}

TEST_F(Feed, ForgetsWhoIsGone) {
  const auto source = open(screen_, {.everything = true});
  EXPECT_EQ(feed_.listeners(), 1U);
  source->closed();
  EXPECT_EQ(feed_.listeners(), 0U);
  screen_.take();
  publish(list_of(3));
  EXPECT_THAT(screen_.take(), IsEmpty());
}

TEST(Events, AnAlertIsOpenThenAcknowledgedThenResolved) {
  core::Alert alert;
  const auto told = [&alert] {
    return event_of({.what = engine::AlertChanged{kProject, alert}}, Time{}).data;
  };
  EXPECT_THAT(told(), HasSubstr(R"("state":"open")"));
  alert.acknowledged_at = Time{};
  EXPECT_THAT(told(), HasSubstr(R"("state":"acknowledged")"));
  alert.resolved_at = Time{};
  EXPECT_THAT(told(), HasSubstr(R"("state":"resolved")"));
}

TEST(Events, NeedACredentialAndStartAStream) {
  Bench bench;
  EXPECT_EQ(bench.ask("GET /v1/events").status, 401);
  const Answer answer = bench.admin("GET /v1/events");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/event-stream");
}

}  // namespace
}  // namespace muster::api
