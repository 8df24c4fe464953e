#include "api/live/feed.h"

#include "base/limits.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace muster::api {

bool Audience::includes(core::ProjectKey project) const {
  return everything || project == 0 || std::ranges::binary_search(projects, project);
}

bool Audience::is_meant(const engine::AccessChanged& changed) const {
  if (!changed.user && !changed.session) return true;
  return (changed.user && user == changed.user) || (changed.session && session == changed.session);
}

// One stream. Its lane keeps it until it is closed.
class LiveFeed::Subscriber final : public net::StreamSource,
                                   public std::enable_shared_from_this<Subscriber> {
 public:
  Subscriber(LiveFeed& feed, int lane, Audience audience, std::string last_event_id)
      : feed_(feed),
        lane_(lane),
        audience_(std::move(audience)),
        last_event_id_(std::move(last_event_id)) {}

  void opened(net::StreamSink& sink) override {
    sink_ = &sink;
    ++feed_.listeners_;
    feed_.lanes_.at(static_cast<std::size_t>(lane_))->subscribers.push_back(shared_from_this());
    sink.write(feed_.missed(audience_, last_event_id_, seen_));
  }
  void idle(net::StreamSink& sink) override { sink.write(":\n\n"); }
  // The lane lets go of it in its next round: this may come from inside one.
  void closed() override {
    sink_ = nullptr;
    --feed_.listeners_;
  }

  bool is_closed() const { return sink_ == nullptr; }

  void tell(const std::vector<Message>& messages) {
    std::string several;
    const std::string* text = nullptr;
    for (const Message& message : messages) {
      if (message.id <= seen_ || !audience_.includes(message.project)) continue;
      seen_ = message.id;
      if (message.access) {
        if (!audience_.is_meant(*message.access)) continue;
        if (sink_ != nullptr) sink_->end();
        return;
      }
      if (text != nullptr) several += *text;
      text = message.text.get();
    }
    if (text == nullptr || sink_ == nullptr) return;
    if (several.empty()) return sink_->write(*text);
    sink_->write(several += *text);
  }

 private:
  LiveFeed& feed_;
  const int lane_;
  const Audience audience_;
  const std::string last_event_id_;
  net::StreamSink* sink_ = nullptr;
  std::int64_t seen_ = 0;
};

LiveFeed::LiveFeed(std::string epoch) : epoch_(std::move(epoch)) {}
LiveFeed::~LiveFeed() = default;

void LiveFeed::connect(int lanes, Post post) {
  for (int i = 0; i < lanes; ++i) lanes_.push_back(std::make_unique<Lane>());
  const std::lock_guard lock(mutex_);
  post_ = std::move(post);
}

std::shared_ptr<net::StreamSource> LiveFeed::subscribe(int lane, Audience audience,
                                                       std::string_view last_event_id) {
  return std::make_shared<Subscriber>(*this, lane, std::move(audience), std::string(last_event_id));
}

void LiveFeed::publish(std::vector<engine::Change> changes, Time now) {
  const std::lock_guard lock(mutex_);
  if (!post_) return;
  std::vector<Message> messages;
  for (const engine::Change& change : changes) {
    const std::int64_t id = ++last_id_;
    const auto* access = std::get_if<engine::AccessChanged>(&change.what);
    messages.push_back({.id = id,
                        .project = change.project,
                        .access = access == nullptr ? std::nullopt : std::optional(*access),
                        .text = std::make_shared<const std::string>(
                            event_text(fmt::format("{}-{}", epoch_, id), event_of(change, now)))});
  }
  kept_.insert(kept_.end(), messages.begin(), messages.end());
  while (kept_.size() > limits::kEventsKept) kept_.pop_front();
  for (int lane = 0; lane < static_cast<int>(lanes_.size()); ++lane) {
    post_(lane, [this, lane, messages] { deliver(lane, messages); });
  }
}

void LiveFeed::deliver(int lane, const std::vector<Message>& messages) {
  auto& subscribers = lanes_.at(static_cast<std::size_t>(lane))->subscribers;
  for (std::size_t i = 0; i < subscribers.size(); ++i) subscribers[i]->tell(messages);
  std::erase_if(subscribers, [](const auto& subscriber) { return subscriber->is_closed(); });
}

std::string LiveFeed::greeting(std::int64_t id, std::string_view event) const {
  return event_text(fmt::format("{}-{}", epoch_, id), {event, "{}"});
}

// What a new stream is told first. `seen` is the newest event it then knows of.
std::string LiveFeed::missed(const Audience& audience, std::string_view last_event_id,
                             std::int64_t& seen) const {
  const std::lock_guard lock(mutex_);
  seen = last_id_;
  const std::string hello = "retry: 2000\n" + greeting(last_id_, "hello");
  if (last_event_id.empty()) return hello;
  const std::string prefix = epoch_ + "-";
  std::int64_t last = 0;
  const bool ours = last_event_id.starts_with(prefix) &&
                    std::from_chars(last_event_id.data() + prefix.size(),
                                    last_event_id.data() + last_event_id.size(), last)
                            .ec == std::errc();
  const std::int64_t oldest = kept_.empty() ? last_id_ + 1 : kept_.front().id;
  if (!ours || last > last_id_ || last + 1 < oldest) return hello + greeting(last_id_, "reload");
  std::string text = hello;
  for (const Message& message : kept_) {
    if (message.id > last && !message.access && audience.includes(message.project)) {
      text += *message.text;
    }
  }
  return text;
}

}  // namespace muster::api
