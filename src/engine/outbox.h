// Outbox: the deliveries that wait to be sent or sent again, and which of them are on their way. A
// delivery is written in the transaction of the transition it tells of; it is offered to the Sender
// only after COMMIT, and again after every failed attempt, until it is settled. Notices of one
// check to one channel go out in the order in which they happened; a slow channel holds up only
// itself. State thread.
#pragma once

#include "core/alert.h"
#include "engine/ports/sender.h"
#include "engine/transaction.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace muster::engine {

class Outbox {
 public:
  // Takes over what is pending in the Store. An attempt that is on its way stays on its way.
  void rebuild(std::vector<core::Delivery> pending);

  // Adds a delivery whose row is in the batch already.
  void add(core::Delivery delivery);

  // The notices that may go out now; they count as on their way from here on.
  std::vector<Notice> take_due(const State& state, Time now);

  // The end of an attempt: settles the delivery or plans the next attempt, into the batch. An end
  // that comes after its delivery was settled, or its lease was over, changes nothing.
  void finish(Transaction& transaction, core::DeliveryId id, const core::Attempt& attempt);

  // Settles as dropped what waits for a deleted channel or check.
  void drop_channel(Transaction& transaction, core::ChannelKey channel, std::string_view why);
  void drop_check(Transaction& transaction, core::CheckKey check, std::string_view why);

  // An attempt whose answer has not come within limits::kSendLease counts as failed (N9).
  void expire_leases(Transaction& transaction);

  std::optional<Time> next() const;
  std::size_t pending() const { return entries_.size(); }
  // When the delivery was made that has waited longest.
  std::optional<Time> oldest() const;

 private:
  using Order = std::uint64_t;  // the order in which deliveries were made
  using Lineage = std::pair<core::CheckKey, core::ChannelKey>;
  struct Entry {
    core::Delivery delivery;
    std::optional<Time> sent_out_at;  // set while on its way
  };
  struct Queue {  // of one channel: the deliveries that are first of their lineage and not on their
                  // way
    std::set<std::pair<Time, Order>> planned;
    std::size_t on_their_way = 0;
  };

  void plan(Order order);
  void unplan(Order order);
  void send_out(Order order, Time now);
  void come_back(Order order);
  void settle(Transaction& transaction, Order order);
  void drop(Transaction& transaction, const std::vector<Order>& orders, std::string_view why);

  Order last_order_ = 0;
  std::map<Order, Entry> entries_;
  std::unordered_map<core::DeliveryId, Order> by_id_;
  std::map<Lineage, std::deque<Order>> lineages_;
  std::map<core::ChannelKey, Queue> queues_;
  std::set<std::pair<Time, Order>> leases_;  // by when the attempt was begun
};

}  // namespace muster::engine
