// Ledger: the spine. Work comes in from any thread; step() takes what has come and what is due,
// changes the State, commits the batch once, and only then releases the answers and the notices.
// The thread around it (or the simulator) calls step() and wait() and nothing else. If a COMMIT
// fails, everybody in the batch is told `unavailable` and the State is read again from the Store.
#pragma once

#include "base/limits.h"
#include "base/log.h"
#include "base/mailbox.h"
#include "engine/changes.h"
#include "engine/deadlines.h"
#include "engine/gauges.h"
#include "engine/outbox.h"
#include "engine/pings.h"
#include "engine/ports/entropy.h"
#include "engine/ports/feed.h"
#include "engine/ports/replies.h"
#include "engine/ports/sender.h"
#include "engine/ports/store.h"
#include "engine/transaction.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace muster::engine {

enum class Blackouts { extend_deadlines, ignore };

struct LedgerOptions {
  Blackouts blackouts = Blackouts::extend_deadlines;
  std::chrono::seconds keep_pings{31 * 86'400};
  std::chrono::seconds keep_history{183 * 86'400};  // transitions, alerts and deliveries
  std::chrono::seconds retire_every{limits::kRetentionEvery};
  std::chrono::seconds alive_every{
      limits::kAliveEvery};  // how exactly the start of an absence is known
};

// The moment of a step: the wall clock, which may leap, and the running clock, which may not.
struct Moment {
  Time now;
  Duration running{0};
};

class Ledger {
 public:
  struct Ports {
    Store& store;
    Sender& sender;
    Replies& replies;
    Entropy& entropy;
    Log& log;
    Feed* feed = nullptr;  // null: nobody looks on
  };

  // Loads the Store. The time between its last sign of life and `start` counts as an absence.
  static Result<std::unique_ptr<Ledger>> open(Ports ports, LedgerOptions options, Moment start);
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  using PingDone = std::move_only_function<void(Result<PingTaken>)>;
  // Any thread. `done` runs on `lane` after COMMIT. False (and `done` never runs): the queue is
  // full or closed. The state thread is not woken before flush(): a thread that submits many pings
  // in one turn calls it once at the end, so that they reach the same COMMIT.
  [[nodiscard]] bool submit_ping(Lane lane, PingAddress address, core::Ping ping, PingDone done);
  void flush() { mailbox_.wake_for_items(); }

  // Any thread. Runs `work` (Transaction& → Result<T>) on the state thread, then `done(Result<T>)`
  // on `lane` after COMMIT. False (and neither runs): the queue is full or closed. Work that only
  // reads must be short: limits::kChecksPerView checks at the most.
  template <class T, class WorkFn, class DoneFn>
  [[nodiscard]] bool submit(Lane lane, WorkFn work, DoneFn done);

  // One round. Returns when it wants to be called again at the latest; much later is an absence.
  Time step(Moment moment);
  // Sleeps until work comes or `longest` is over. Between steps, on the state thread.
  void wait(Duration longest);

  // Refuses new work; step() finishes what was taken. Any thread.
  void close() { mailbox_.close(); }
  void wake() { mailbox_.wake(); }

  // Records the moment of a clean stop, so that the absence is counted from it. The last call.
  Result<void> stop(Moment moment);

  // Set when going on would be wrong: a failed fsync, damaged data, another server on the database.
  // The process must end; what was acknowledged is on disk.
  const std::optional<Error>& broken() const { return broken_; }

  const Gauges& gauges() const { return gauges_; }

 private:
  // Knows, once it is told whether the COMMIT succeeded, what to answer.
  using Finish = std::move_only_function<Replies::Reply(const Result<void>& committed)>;
  // Does the work; without a transaction it only refuses.
  using Task = std::move_only_function<Finish(Transaction*)>;
  struct PingWork {
    PingAddress address;
    core::Ping ping;
    PingDone done;
  };
  struct Work {
    Lane lane = 0;
    std::variant<PingWork, Task> what;
  };
  struct PingAnswer {
    PingDone done;
    Result<PingTaken> result;
  };

  Ledger(Ports ports, LedgerOptions options);
  Result<void> reload(Time now);
  enum class Gathered { nothing, writes };
  bool ready_to_work(Time now);
  Gathered gather(Transaction& transaction, Moment moment);
  bool rests(Time now) const;
  void commit_failed(const Error& error, Moment moment);
  void notice_absence(Transaction& transaction, Moment moment);
  void compensate(Transaction& transaction, Time from);
  void run_work(Transaction* transaction);
  void warm_up(const PingAddress& address) const;
  void run_ping(Transaction* transaction, Lane lane, PingWork& work);
  void fold_checks(Time now);
  void fold_neighbours(CheckSlot slot);
  void retire_history(Time now);
  void note_alive(Time now);
  void collect_dirty();
  Result<void> commit(Moment moment);
  void release_replies(const Result<void>& committed);
  void send_notices(Time now);
  void tell_changes(Time now);
  void take_attempt(core::DeliveryId id, core::Attempt attempt);
  void observe(Time now);
  Time next_step_at(Time now) const;
  std::vector<Replies::Reply>& replies_of(Lane lane);

  const Ports ports_;
  const LedgerOptions options_;
  State state_;
  Deadlines deadlines_;
  Outbox outbox_;
  WriteBatch batch_;
  Changes changes_;
  Mailbox<Work> mailbox_{limits::kQueueItems};
  std::vector<Work> arrived_;
  std::vector<std::vector<PingAnswer>> ping_answers_;  // by lane
  std::vector<std::pair<Lane, Finish>> finishes_;
  std::vector<std::vector<Replies::Reply>> replies_;  // by lane
  Moment last_step_;
  Duration promised_wait_{0};  // how long after the last step the next one had to come
  Time next_retention_;
  std::optional<Time> reload_at_;  // set while the State is not to be trusted
  Time rest_until_;                // while COMMIT goes on failing: no writes of its own before
  std::optional<Duration>
      away_since_;  // on the running clock: since when nothing could be recorded
  std::optional<Error> broken_;
  Gauges gauges_;
};

template <class T, class WorkFn, class DoneFn>
bool Ledger::submit(Lane lane, WorkFn work, DoneFn done) {
  const auto refuse = [] { return fail(Code::unavailable, "the database is away; try again"); };
  return mailbox_.put(Work{
      .lane = lane,
      .what = Task([work = std::move(work), done = std::move(done),
                    refuse](Transaction* transaction) mutable -> Finish {
        Result<T> result = transaction ? work(*transaction) : Result<T>(refuse());
        return [done = std::move(done),
                result = std::move(result)](const Result<void>& committed) mutable {
          if (result && !committed) result = std::unexpected(committed.error());
          return Replies::Reply([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
          });
        };
      })});
}

}  // namespace muster::engine
