// ChannelSender: the engine's Sender. Looks up the kind of the channel, lets it prepare its errand
// on a pool thread (preparing may read the store), and carries the errand through the outgoing
// client, or runs it as a program. Owned by the wiring, which keeps pool, reader and outgoing
// client alive longer. It never retries and never logs: the engine decides what an attempt's end
// means.
#pragma once

#include "base/worker_pool.h"
#include "engine/ports/reader.h"
#include "engine/ports/sender.h"
#include "host/command_runner.h"
#include "kinds/all.h"
#include "kinds/channel_kind.h"
#include "net/outgoing.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

namespace muster::kinds {

class ChannelSender final : public engine::Sender {
 public:
  using Done = std::move_only_function<void(core::Attempt)>;

  ChannelSender(const ChannelTable& table, net::Outgoing& outgoing, engine::Reader& reader,
                WorkerPool& pool, SenderSettings settings);
  // Waits for the errands that are being prepared, and kills the programs that run. What the
  // outgoing client carries already is answered by it, at the latest when it stops.
  ~ChannelSender() override;

  // Never blocks. `done` is called on a pool thread, on the thread that carries the errand, or
  // before this returns.
  void send(engine::Notice notice, Done done) override;

 private:
  Result<Errand> prepare(const engine::Notice& notice);
  void leave_pool();

  const ChannelTable& table_;
  net::Outgoing& outgoing_;
  engine::Reader& reader_;
  WorkerPool& pool_;
  const SenderSettings settings_;
  host::CommandRunner commands_;

  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t in_pool_ = 0;
};

}  // namespace muster::kinds
