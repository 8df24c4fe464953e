// LiveFeed: /v1/events. Takes what the Ledger has changed, writes each event once as text, and
// hands that to every stream whose owner may see it. Owned by the wiring. publish() runs on the
// state thread; a stream lives and dies on its io thread, so the streams of a thread need no lock.
#pragma once

#include "api/live/event.h"
#include "engine/ports/feed.h"
#include "net/http.h"
#include "net/http_server.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace muster::api {

// Whose events a stream carries.
struct Audience {
  bool everything = false;
  std::vector<core::ProjectKey> projects;  // sorted
  std::optional<core::UserId> user;        // whose stream it is, where it is a person's
  std::optional<core::SessionId> session;

  bool includes(core::ProjectKey project) const;
  bool is_meant(const engine::AccessChanged& changed) const;
  friend bool operator==(const Audience&, const Audience&) = default;
};

class LiveFeed final : public engine::Feed {
 public:
  // `epoch` tells the ids of this run of the server from those of another one.
  explicit LiveFeed(std::string epoch);
  ~LiveFeed() override;

  // Runs a task on an io thread; lanes are numbered from 0.
  using Post = std::function<void(int lane, net::Task)>;
  // Before anybody listens.
  void connect(int lanes, Post post);

  // The stream that answers a request. On the io thread `lane`, with `last_event_id` as the client
  // sent it ("" for none): what came after it is told first, or `reload` where too much was missed.
  std::shared_ptr<net::StreamSource> subscribe(int lane, Audience audience,
                                               std::string_view last_event_id);

  std::size_t listeners() const override { return listeners_; }
  void publish(std::vector<engine::Change> changes, Time now) override;

 private:
  class Subscriber;
  struct Message {
    std::int64_t id = 0;
    core::ProjectKey project = 0;
    std::optional<engine::AccessChanged> access;  // ends the streams that are meant
    std::shared_ptr<const std::string> text;
  };
  // Touched on its io thread only.
  struct Lane {
    std::vector<std::shared_ptr<Subscriber>> subscribers;
  };

  void deliver(int lane, const std::vector<Message>& messages);
  std::string greeting(std::int64_t id, std::string_view event) const;
  std::string missed(const Audience& audience, std::string_view last_event_id,
                     std::int64_t& seen) const;

  const std::string epoch_;
  std::atomic<std::size_t> listeners_ = 0;
  std::vector<std::unique_ptr<Lane>> lanes_;

  mutable std::mutex mutex_;  // guards what follows
  Post post_;
  std::deque<Message> kept_;
  std::int64_t last_id_ = 0;
};

}  // namespace muster::api
