// TestServer: the Healthchecks API with pings, on a real Ledger over a store in memory, asked
// without sockets. Time stands still unless a test lets it pass. Its site holds two projects; the
// second, "other", is there to be kept out of. For tests only.
#pragma once

#include "api/dispatcher.h"
#include "api/healthchecks/unique_key.h"
#include "engine/directory.h"
#include "sim/memory_store.h"
#include "sim/ports.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace muster::api::healthchecks {

namespace json = boost::json;

inline constexpr std::string_view kWriteKey = "hcw_aaaaaaaaaaaaaaaaaaaaaaaaaaaa";
inline constexpr std::string_view kReadKey = "hcr_aaaaaaaaaaaaaaaaaaaaaaaaaaaa";
inline constexpr std::string_view kOtherKey = "hcw_bbbbbbbbbbbbbbbbbbbbbbbbbbbb";
inline constexpr std::string_view kSite = "https://muster.test";
inline constexpr Time kStart =
    std::chrono::sys_days(std::chrono::year(2026) / 3 / 29) + std::chrono::hours(12);

// What came back.
struct Answer {
  int status = 0;
  net::Headers headers;
  std::string content_type;
  std::string body;

  json::value json() const {
    boost::system::error_code error;
    json::value value = json::parse(body, error);
    EXPECT_FALSE(error) << "not JSON: " << body;
    return value;
  }
  std::string text(std::string_view member) const {
    const json::value value = json();
    return std::string(value.as_object().at(member).as_string());
  }
  std::int64_t number(std::string_view member) const {
    return json().as_object().at(member).to_number<std::int64_t>();
  }
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
};

// The store is read on a pool thread while the test's thread may commit.
class LockedStore final : public sim::MemoryStore {
 public:
  Result<void> commit(const engine::WriteBatch& batch) override {
    const std::scoped_lock lock(mutex_);
    return MemoryStore::commit(batch);
  }
  Result<std::vector<engine::PingRow>> pings(std::int64_t newest_row,
                                             std::size_t rows_max) override {
    const std::scoped_lock lock(mutex_);
    return MemoryStore::pings(newest_row, rows_max);
  }
  Result<engine::PingRow> ping(std::int64_t row) override {
    const std::scoped_lock lock(mutex_);
    return MemoryStore::ping(row);
  }
  Result<std::vector<engine::TransitionRow>> transitions(core::CheckKey check, Time from, Time to,
                                                         std::size_t rows_max) override {
    const std::scoped_lock lock(mutex_);
    return MemoryStore::transitions(check, from, to, rows_max);
  }
  Result<void> ping_database() override {
    if (database_error) return std::unexpected(*database_error);
    return {};
  }

  std::optional<Error> database_error;

 private:
  std::mutex mutex_;
};

class NoChannelKinds final : public engine::ChannelKinds {
 public:
  std::vector<std::string_view> names() const override { return {}; }
  Result<engine::ValidChannel> validate(std::string_view, std::string_view) const override {
    return fail(Code::invalid, "there are none", "kind");
  }
  Result<engine::PublicConfig> public_view(std::string_view, std::string_view) const override {
    return fail(Code::invalid, "there are none", "kind");
  }
  Result<std::string> merge(std::string_view, std::string_view, std::string_view) const override {
    return fail(Code::invalid, "there are none", "kind");
  }
  bool needs_admin(std::string_view) const override { return false; }
};

// Waits for one answer, whichever thread gives it.
class Mailslot final : public net::ReplyTarget {
 public:
  void answer(net::Response response) override {
    const std::scoped_lock lock(mutex_);
    EXPECT_FALSE(response_.has_value()) << "answered twice";
    response_ = std::move(response);
    arrived_.notify_all();
  }
  int io_index() const override { return 0; }

  std::optional<net::Response> wait() {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, std::chrono::milliseconds(2), [this] { return response_.has_value(); });
    return response_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<net::Response> response_;
};

class TestServer {
 public:
  TestServer() {
    project_ = make_project("main");
    add_key(project_, core::KeyAccess::read_write, kWriteKey);
    add_key(project_, core::KeyAccess::read_only, kReadKey);
    other_project_ = make_project("other");
    add_key(other_project_, core::KeyAccess::read_write, kOtherKey);
  }

  struct Request {
    net::Method method = net::Method::get;
    std::string target;
    std::optional<std::string_view> key = kWriteKey;  // X-Api-Key
    std::string body = {};
    net::Headers headers = {};
  };

  Answer send(Request wanted) {
    net::Request request;
    request.method = wanted.method;
    request.method_name = net::to_string(wanted.method);
    request.target = wanted.target;
    request.path = wanted.target.substr(0, wanted.target.find('?'));
    if (const auto mark = wanted.target.find('?'); mark != std::string::npos) {
      request.query = wanted.target.substr(mark + 1);
    }
    request.headers = std::move(wanted.headers);
    if (wanted.key) request.headers.emplace_back("x-api-key", *wanted.key);
    request.body = std::move(wanted.body);
    request.body_bytes_total = request.body.size();
    request.peer.address = "192.0.2.1";

    Mailslot slot;
    dispatcher_.handle(std::move(request), net::Reply(slot));
    for (int round = 0; round < 5'000; ++round) {
      step();
      if (auto response = slot.wait()) return to_answer(std::move(*response));
    }
    ADD_FAILURE() << "no answer";
    std::abort();
  }

  Answer get(std::string target, std::optional<std::string_view> key = kWriteKey) {
    return send({.method = net::Method::get, .target = std::move(target), .key = key});
  }
  Answer post(std::string target, std::string body = {},
              std::optional<std::string_view> key = kWriteKey) {
    return send({.method = net::Method::post,
                 .target = std::move(target),
                 .key = key,
                 .body = std::move(body)});
  }
  Answer remove(std::string target, std::optional<std::string_view> key = kWriteKey) {
    return send({.method = net::Method::delete_, .target = std::move(target), .key = key});
  }
  // Makes a check and gives its UUID.
  std::string make(std::string body = "{}", std::string_view key = kWriteKey) {
    const Answer made = post("/api/v3/checks/", std::move(body), key);
    EXPECT_EQ(made.status, 201) << made.body;
    return made.text("uuid");
  }
  // "/<uuid>", "/<uuid>/start" …
  Answer ping(const std::string& what, std::string body = {},
              net::Method method = net::Method::post) {
    return send({.method = method, .target = "/ping/" + what, .key = {}, .body = std::move(body)});
  }
  std::string unique_key_of(const std::string& uuid) {
    return unique_key(core::CheckId{*parse_uuid(uuid)});
  }

  // Time passes while the server watches.
  void pass(Duration duration) {
    const Time until = clock_.now() + duration;
    while (clock_.now() < until) {
      clock_.pass(std::min<Duration>(until - clock_.now(), seconds(1)));
      step();
    }
  }
  // Time passes while it does not.
  void be_away(Duration duration) {
    clock_.pass(duration);
    step();
  }

  std::string add_channel(std::string name, std::string kind = "webhook") {
    std::optional<core::Channel> made;
    on_state([&](engine::Transaction& transaction) {
      auto channel = engine::create_channel(
          transaction, project_.key,
          {.kind = std::move(kind), .name = std::move(name), .config = "{}"});
      ASSERT_TRUE(channel);
      made = *channel;
    });
    return to_string(made->id);
  }

  template <class Work>
  void on_state(Work work) {
    const bool taken = ledger_->submit<int>(
        0,
        [&work](engine::Transaction& transaction) -> Result<int> {
          work(transaction);
          return 0;
        },
        [](const Result<int>& result) { EXPECT_TRUE(result); });
    EXPECT_TRUE(taken);
    step();
  }

  const core::Project& project() const { return project_; }
  LockedStore& store() { return store_; }
  sim::ManualClock& clock() { return clock_; }
  engine::Ledger& ledger() { return *ledger_; }
  Site& site() { return site_; }

 private:
  static Answer to_answer(net::Response response) {
    if (response.prebuilt) {
      const std::string& bytes = *response.prebuilt;
      return {.status = std::stoi(bytes.substr(9, 3)),
              .body = bytes.substr(bytes.find("\r\n\r\n") + 4)};
    }
    return {.status = response.status,
            .headers = std::move(response.headers),
            .content_type = std::move(response.content_type),
            .body = std::move(response.body)};
  }

  void step() { ledger_->step({.now = clock_.now(), .running = clock_.running()}); }

  core::Project make_project(std::string name) {
    core::Project made;
    on_state([&](engine::Transaction& transaction) {
      made = engine::create_project(transaction, std::move(name)).value();
    });
    return made;
  }

  void add_key(const core::Project& project, core::KeyAccess access, std::string_view key) {
    on_state([&](engine::Transaction& transaction) {
      static_cast<void>(engine::add_api_key(
          transaction, project.key,
          {.name = std::string(key), .access = access, .hash = secrets_.hash(key)}));
    });
  }

  LockedStore store_;
  sim::RecordingSender sender_;
  sim::ImmediateReplies replies_;
  sim::SeededEntropy entropy_{1};
  sim::ManualClock clock_{kStart};
  Log log_{{.level = Log::Level::error}};
  std::unique_ptr<engine::Ledger> ledger_ =
      engine::Ledger::open({.store = store_,
                            .sender = sender_,
                            .replies = replies_,
                            .entropy = entropy_,
                            .log = log_},
                           {}, {.now = kStart, .running = Duration{0}})
          .value();
  NoChannelKinds channel_kinds_;
  Secrets secrets_{std::array<std::uint8_t, 32>{7}};
  Site site_{.url = std::string(kSite)};
  WorkerPool pool_{1, 64};
  LiveFeed feed_{"test"};
  FrontDoor front_door_;
  Services services_{.ledger = *ledger_,
                     .reader = store_,
                     .clock = clock_,
                     .channel_kinds = channel_kinds_,
                     .pool = pool_,
                     .secrets = secrets_,
                     .site = site_,
                     .log = log_,
                     .feed = feed_,
                     .sender = sender_,
                     .front_door = front_door_};
  Dispatcher dispatcher_{services_, [] {
                           const auto routes = healthchecks_routes();
                           return std::vector<Route>(routes.begin(), routes.end());
                         }()};
  core::Project project_;
  core::Project other_project_;
};

}  // namespace muster::api::healthchecks
