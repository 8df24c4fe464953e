// For the tests of this module: the whole API on a real Ledger, with a store in memory, a clock
// that the test sets, and requests that are handed to the dispatcher as the HTTP server would. One
// thread, and one pool thread for history.
#pragma once

#include "api/dispatcher.h"
#include "base/check.h"
#include "base/codec.h"
#include "engine/ledger.h"
#include "sim/memory_store.h"
#include "sim/ports.h"

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

namespace muster::api {

// Kinds whose configuration is {"to": "…", "token": "…"}, of which the token is secret. "exec" is
// for administrators.
class TestChannelKinds final : public engine::ChannelKinds {
 public:
  std::vector<std::string_view> names() const override { return {"mail", "exec"}; }
  Result<engine::ValidChannel> validate(std::string_view kind,
                                        std::string_view config_json) const override {
    if (kind != "mail" && kind != "exec") return fail(Code::invalid, "expected \"mail\"", "kind");
    const boost::json::value json = TRY(parse_json(config_json));
    if (!json.is_object() || !json.get_object().contains("to")) {
      return fail(Code::invalid, "this field is required", "/to");
    }
    const bool only_down = json.get_object().contains("only_down");
    return engine::ValidChannel{.config = std::string(config_json), .wants_up = !only_down};
  }
  Result<engine::PublicConfig> public_view(std::string_view,
                                           std::string_view config_json) const override {
    boost::json::value json = TRY(parse_json(config_json));
    engine::PublicConfig view;
    if (json.as_object().erase("token") > 0) view.secrets_set.emplace_back("token");
    view.config = encode(json);
    return view;
  }
  Result<std::string> merge(std::string_view, std::string_view stored_json,
                            std::string_view update_json) const override {
    const boost::json::value stored = TRY(parse_json(stored_json));
    boost::json::value merged = TRY(parse_json(update_json));
    if (!merged.is_object()) return fail(Code::invalid, "expected an object");
    const boost::json::value* token = stored.as_object().if_contains("token");
    if (token != nullptr) merged.as_object().emplace("token", *token);
    if (merged.as_object().contains("token") && merged.at("token") == "") {
      merged.as_object().erase("token");
    }
    return encode(merged);
  }
  bool needs_admin(std::string_view kind) const override { return kind == "exec"; }
};

// What an answer says, whether it was made for the occasion or beforehand.
struct Answer {
  int status = 0;
  net::Headers headers;
  std::string content_type;
  std::string body;

  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
  boost::json::value json() const {
    Result<boost::json::value> value = parse_json(body);
    EXPECT_TRUE(value) << body;
    return value ? *value : boost::json::value();
  }
  std::string text(std::string_view field) const {
    const boost::json::value value = json();
    const boost::json::value* found = value.as_object().if_contains(field);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
  }
};

inline Answer answer_of(const net::Response& response) {
  if (!response.prebuilt) {
    return {response.status, response.headers, response.content_type, response.body};
  }
  Answer answer;
  std::string_view bytes = *response.prebuilt;
  answer.status = std::stoi(std::string(bytes.substr(9, 3)));
  std::string_view head = bytes.substr(0, bytes.find("\r\n\r\n"));
  answer.body = bytes.substr(head.size() + 4);
  head.remove_prefix(head.find("\r\n"));
  while (!head.empty()) {
    head.remove_prefix(2);
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(": ");
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    head.remove_prefix(line.size());
  }
  answer.content_type = answer.header("Content-Type");
  return answer;
}

class Bench {
 public:
  explicit Bench(Site wanted = {}) : site(std::move(wanted)) {
    if (site.url.empty()) site.url = "https://muster.test";
    site.version = "0.0-test";
    open_ledger();
  }

  // Opens the ledger on what the store has, as after a restart.
  void open_ledger() {
    dispatcher_.reset();
    services_.reset();
    auto opened = engine::Ledger::open({.store = store,
                                        .sender = sender,
                                        .replies = replies_,
                                        .entropy = entropy_,
                                        .log = log_,
                                        .feed = &feed},
                                       {}, {.now = clock.now(), .running = clock.running()});
    CHECK(opened.has_value());
    ledger_ = std::move(*opened);
    services_.reset(new Services{.ledger = *ledger_,
                                 .reader = store,
                                 .clock = clock,
                                 .channel_kinds = kinds_,
                                 .pool = pool_,
                                 .secrets = secrets,
                                 .site = site,
                                 .log = log_,
                                 .feed = feed,
                                 .sender = sender,
                                 .front_door = front_door,
                                 .http_counters = {}});
    dispatcher_ = std::make_unique<Dispatcher>(*services_, all_routes());
  }

  // Hands in the request and drives the ledger until it is answered.
  Answer ask(net::Request request) {
    Recorder recorder(*ledger_);
    dispatcher_->handle(std::move(request), net::Reply(recorder));
    while (true) {
      step();
      if (std::optional<net::Response> response = recorder.take()) return answer_of(*response);
      ledger_->wait(std::chrono::seconds(5));
    }
  }
  Answer ask(std::string_view verb_and_target, std::string body = {}, std::string bearer = {}) {
    return ask(request(verb_and_target, std::move(body), std::move(bearer)));
  }
  // As the administrator on the Unix socket.
  Answer admin(std::string_view verb_and_target, std::string body = {}) {
    net::Request asked = request(verb_and_target, std::move(body));
    asked.peer = {.address = "", .local_socket = true};
    return ask(std::move(asked));
  }

  // "POST /v1/projects?x=1"
  static net::Request request(std::string_view verb_and_target, std::string body = {},
                              std::string bearer = {}) {
    net::Request request;
    const std::size_t blank = verb_and_target.find(' ');
    request.method_name = verb_and_target.substr(0, blank);
    request.method = net::method_from(request.method_name);
    request.target = verb_and_target.substr(blank + 1);
    const std::size_t question = request.target.find('?');
    request.path = request.target.substr(0, question);
    if (question != std::string::npos) request.query = request.target.substr(question + 1);
    request.body_bytes_total = body.size();
    request.body = std::move(body);
    request.peer.address = "192.0.2.1";
    if (!bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + bearer);
    return request;
  }

  void step() { ledger_->step({.now = clock.now(), .running = clock.running()}); }
  void pass(Duration duration) {
    clock.pass(duration);
    step();
  }

  engine::Ledger& ledger() { return *ledger_; }
  const Services& services() const { return *services_; }
  Dispatcher& dispatcher() { return *dispatcher_; }

  Site site;
  sim::MemoryStore store;
  sim::RecordingSender sender;
  sim::ManualClock clock{from_micros(1'750'000'000'000'000)};
  LiveFeed feed{"test"};
  FrontDoor front_door{.throttle = {}, .setup_token = "the-setup-token"};
  const Secrets secrets{std::array<std::uint8_t, 32>{7}};

 private:
  // The far end of a connection. Wakes the test when the answer comes from another thread.
  class Recorder final : public net::ReplyTarget {
   public:
    explicit Recorder(engine::Ledger& ledger) : ledger_(ledger) {}
    void answer(net::Response response) override {
      const std::scoped_lock lock(mutex_);
      response_ = std::move(response);
      ledger_.wake();
    }
    int io_index() const override { return 0; }
    std::optional<net::Response> take() {
      const std::scoped_lock lock(mutex_);
      return std::exchange(response_, std::nullopt);
    }

   private:
    engine::Ledger& ledger_;
    std::mutex mutex_;
    std::optional<net::Response> response_;
  };

  sim::ImmediateReplies replies_;
  sim::SeededEntropy entropy_{1};
  Log log_{Log::Options{.level = Log::Level::error, .descriptor = -1}};  // nobody reads it
  TestChannelKinds kinds_;
  std::unique_ptr<engine::Ledger> ledger_;
  WorkerPool pool_{1, 100};
  std::unique_ptr<Services> services_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

}  // namespace muster::api
