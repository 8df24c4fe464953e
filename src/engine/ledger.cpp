#include "engine/ledger.h"

#include "base/check.h"

#include <algorithm>

namespace muster::engine {

Ledger::Ledger(Ports ports, LedgerOptions options) : ports_(ports), options_(options) {}

Result<std::unique_ptr<Ledger>> Ledger::open(Ports ports, LedgerOptions options, Moment start) {
  std::unique_ptr<Ledger> ledger(new Ledger(ports, options));
  TRY_DO(ledger->reload(start.now));
  const Time alive_at = ledger->state_.meta.alive_at;
  if (alive_at != Time{}) ledger->away_since_ = start.running - (start.now - alive_at);
  ledger->last_step_ = start;
  ledger->next_retention_ = start.now;
  return ledger;
}

Result<void> Ledger::reload(Time now) {
  Snapshot snapshot = TRY(ports_.store.load());
  std::vector<core::Delivery> deliveries = std::move(snapshot.deliveries);
  batch_.clear();
  state_ = make_state(std::move(snapshot), now);
  deadlines_.rebuild(state_);
  // Deliveries whose check or channel is gone can only be left from a deletion that was cut short.
  std::erase_if(deliveries, [this](const core::Delivery& delivery) {
    return !state_.checks.find(delivery.check) || !state_.channels.contains(delivery.channel);
  });
  outbox_.rebuild(std::move(deliveries));
  return {};
}

bool Ledger::submit_ping(Lane lane, PingAddress address, core::Ping ping, PingDone done) {
  const bool taken = mailbox_.put(
      Work{.lane = lane, .what = PingWork{std::move(address), std::move(ping), std::move(done)}},
      Mailbox<Work>::Wake::later);
  if (!taken) ++gauges_.refused_full;
  return taken;
}

Time Ledger::step(Moment moment) {
  if (arrived_.empty()) mailbox_.take(arrived_, Duration{0});
  const Time now = moment.now;
  Result<void> committed;
  bool only_read = false;
  if (ready_to_work(now)) {
    Transaction transaction{state_, batch_, deadlines_, outbox_, ports_.entropy, now};
    only_read = gather(transaction, moment) == Gathered::nothing;
    if (!only_read) committed = commit(moment);
  } else {
    run_work(nullptr);
  }
  release_replies(committed);
  const Time next = next_step_at(now);
  if (!reload_at_ && !only_read) {
    // Only now: what was noticed in a batch that failed has to be noticed again.
    last_step_ = moment;
    promised_wait_ = next - now;
    away_since_.reset();
    send_notices(now);
  }
  tell_changes(now);
  observe(now);
  return next;
}

// After a second COMMIT has failed the next one most likely fails too. Then, for a while, only what
// others ask for is tried; else the Ledger would go round and round, and reads would fail with its
// own writes.
Ledger::Gathered Ledger::gather(Transaction& transaction, Moment moment) {
  const Time now = transaction.now;
  if (rests(now)) {
    run_work(&transaction);
    if (batch_.empty() && state_.dirty.empty()) return Gathered::nothing;
    notice_absence(transaction, moment);
    return Gathered::writes;
  }
  notice_absence(transaction, moment);
  run_work(&transaction);
  deadlines_.take_due(transaction);
  outbox_.expire_leases(transaction);
  fold_checks(now);
  retire_history(now);
  note_alive(now);
  return Gathered::writes;
}

// Its own writes wait a little longer for a step of their own.
bool Ledger::rests(Time now) const {
  const Duration patience = arrived_.empty() ? Duration{0} : Duration{limits::kReloadEvery};
  const Duration left = rest_until_ - now;
  return left > -patience && left <= limits::kReloadEvery;
}

void Ledger::wait(Duration longest) {
  CHECK(arrived_.empty());
  mailbox_.take(arrived_, longest);
}

Result<void> Ledger::stop(Moment moment) {
  close();
  if (reload_at_) return fail(Code::unavailable, "the database is away");
  state_.meta.alive_at = moment.now;
  state_.meta.folded_row = state_.folded_row();
  batch_.meta = state_.meta;
  return commit(moment);
}

// False while the Store is away; tries again from time to time.
bool Ledger::ready_to_work(Time now) {
  if (!reload_at_) return true;
  if (broken_ || (now < *reload_at_ && now >= last_step_.now)) return false;
  if (const auto loaded = reload(now); !loaded) {
    reload_at_ = now + limits::kReloadEvery;
    if (loaded.error().code != Code::unavailable) broken_ = loaded.error();
    ports_.log.error("the database cannot be read", {{"error", to_string(loaded.error())}});
    return false;
  }
  reload_at_.reset();
  changes_.note_reload();
  return true;
}

// The server was not watching while it was stopped, starved or asleep, or its Store away. A leap of
// the clock is none of these, and moves what is measured in elapsed time.
void Ledger::notice_absence(Transaction& transaction, Moment moment) {
  const Duration elapsed = moment.running - last_step_.running;
  const Duration leap = (moment.now - last_step_.now) - elapsed;
  if (leap > limits::kClockLeap || leap < -limits::kClockLeap) {
    const std::size_t moved = deadlines_.shift_for_clock_leap(transaction, leap);
    ports_.log.warn("the clock was set",
                    {{"by_seconds", leap.count() / 1'000'000}, {"deadlines_moved", moved}});
  }
  const Duration overdue = elapsed - promised_wait_;
  Duration away = overdue > limits::kAbsence ? overdue : Duration{0};
  if (away_since_) away = std::max(away, moment.running - *away_since_);
  compensate(transaction, moment.now - away);
}

void Ledger::compensate(Transaction& transaction, Time from) {
  if (from >= transaction.now || options_.blackouts == Blackouts::ignore) return;
  const std::size_t extended = deadlines_.extend_for_blackout(transaction, from);
  const auto away = std::chrono::duration_cast<seconds>(transaction.now - from);
  if (extended == 0 && away < limits::kAbsence) return;
  gauges_.deadlines_extended += extended;
  state_.meta.blackout_from = from;
  state_.meta.blackout_to = transaction.now;
  state_.meta.alive_at = Time{};  // to be written with this batch
  ports_.log.warn("was away; the deadlines that waited meanwhile are extended by that time",
                  {{"from", to_iso_seconds(from)},
                   {"to", to_iso_seconds(transaction.now)},
                   {"seconds", away.count()},
                   {"deadlines_extended", extended}});
}

void Ledger::run_work(Transaction* transaction) {
  for (const Work& work : arrived_) {
    if (const auto* ping = std::get_if<PingWork>(&work.what)) warm_up(ping->address);
  }
  for (Work& work : arrived_) {
    if (auto* ping = std::get_if<PingWork>(&work.what)) {
      run_ping(transaction, work.lane, *ping);
    } else {
      finishes_.emplace_back(work.lane, std::get<Task>(work.what)(transaction));
    }
  }
  arrived_.clear();
}

// Has the processor fetch what a ping will touch while others are still being looked up: with many
// checks that memory is cold, and waiting for it one check at a time costs more than the work.
void Ledger::warm_up(const PingAddress& address) const {
  if (const auto* id = std::get_if<core::CheckId>(&address)) state_.checks.warm_up(*id);
}

void Ledger::run_ping(Transaction* transaction, Lane lane, PingWork& work) {
  Result<PingTaken> result = transaction
                                 ? take_ping(*transaction, work.address, std::move(work.ping))
                                 : fail(Code::unavailable, "the database is away; try again");
  const auto index = static_cast<std::size_t>(lane);
  if (index >= ping_answers_.size()) ping_answers_.resize(index + 1);
  ping_answers_[index].push_back({.done = std::move(work.done), .result = std::move(result)});
}

// Writes the rows of checks whose pings have waited long enough, so that a start never has to
// replay more than a little.
void Ledger::fold_checks(Time now) {
  auto& unfolded = state_.unfolded;
  while (!unfolded.empty()) {
    const Unfolded& oldest = unfolded.front();
    const CheckEntry& entry = state_.checks.at(oldest.slot);
    const bool stale = !entry.used || entry.unfolded_row != oldest.row;
    const bool due =
        now - oldest.since >= limits::kFoldAfter || now < oldest.since ||
        state_.last.ping_row - oldest.row >= static_cast<std::int64_t>(limits::kUnfoldedPings);
    if (!stale && !due) break;
    if (!stale) fold_neighbours(oldest.slot);
    unfolded.pop_front();
  }
}

// Rows that lie together are written together: a page of the database holds about this many checks,
// and writing it once for all of them is what makes folding cheap.
void Ledger::fold_neighbours(CheckSlot slot) {
  constexpr CheckSlot kRowsPerPage = 16;
  const CheckSlot first = slot - slot % kRowsPerPage;
  for (CheckSlot i = first; i < first + kRowsPerPage && i < state_.checks.slots(); ++i) {
    const CheckEntry& entry = state_.checks.at(i);
    if (entry.used && entry.unfolded_row != 0) state_.mark(i, Dirty::state);
  }
}

// Takes a small piece off the old end of the history, so that nobody waits for it.
void Ledger::retire_history(Time now) {
  const bool clock_went_back = next_retention_ - now > options_.retire_every;
  if (now < next_retention_ && !clock_went_back) return;
  batch_.ping_trim =
      PingTrim{.up_to_row = state_.folded_row(), .before = now - options_.keep_pings};
  batch_.settled_before = now - options_.keep_history;
  next_retention_ = now + options_.retire_every;
}

void Ledger::note_alive(Time now) {
  const Duration since = now - state_.meta.alive_at;
  const Duration due = batch_.pings.empty() ? options_.alive_every : seconds(1);
  if (since < due && since >= Duration{0}) return;
  state_.meta.alive_at = now;
  state_.meta.folded_row = state_.folded_row();
  batch_.meta = state_.meta;
}

// Rows are taken from the State at the end of the batch, so that each is written once, as it is
// then.
void Ledger::collect_dirty() {
  for (const CheckSlot slot : state_.dirty) {
    CheckEntry& entry = state_.checks.at(slot);
    const Dirty dirty = std::exchange(entry.dirty, Dirty::no);
    if (!entry.used || dirty == Dirty::no) continue;
    if (dirty == Dirty::whole) {
      batch_.checks_saved.push_back(entry.check);
    } else {
      batch_.states.push_back({.check = entry.check.key, .state = entry.check.state});
    }
  }
  state_.dirty.clear();
}

Result<void> Ledger::commit(Moment moment) {
  collect_dirty();
  if (batch_.empty()) return {};
  const auto committed = ports_.store.commit(batch_);
  if (!committed) {
    commit_failed(committed.error(), moment);
    return fail(Code::unavailable, committed.error().message);
  }
  if (gauges_.store_failing.exchange(false)) {
    rest_until_ = Time{};
    ports_.log.info("the database takes what is written again");
  }
  ++gauges_.commits;
  gauges_.pings += batch_.pings.size();
  gauges_.transitions += batch_.transitions.size();
  if (ports_.feed != nullptr && ports_.feed->listeners() > 0) changes_.note(batch_, state_);
  state_.removed.clear();
  if (batch_.ping_trim && ports_.store.rows_trimmed() > 0) {
    next_retention_ = moment.now + limits::kRetentionPause;
  }
  batch_.clear();
  return {};
}

void Ledger::commit_failed(const Error& error, Moment moment) {
  ++gauges_.commits_failed;
  const bool known = gauges_.store_failing.exchange(true);
  batch_.clear();
  reload_at_ = moment.now;
  if (known) rest_until_ = moment.now + limits::kReloadEvery;
  if (!away_since_) away_since_ = moment.running;
  if (error.code == Code::corrupt) broken_ = error;
  if (known && !broken_) return;  // told once, until it works again
  ports_.log.error("a COMMIT failed; nobody was told otherwise", {{"error", to_string(error)}});
}

void Ledger::release_replies(const Result<void>& committed) {
  for (std::size_t lane = 0; lane < ping_answers_.size(); ++lane) {
    if (ping_answers_[lane].empty()) continue;
    replies_of(static_cast<Lane>(lane))
        .push_back([answers = std::exchange(ping_answers_[lane], {}), committed]() mutable {
          for (PingAnswer& answer : answers) {
            if (answer.result && !committed) answer.result = std::unexpected(committed.error());
            answer.done(std::move(answer.result));
          }
        });
  }
  for (auto& [lane, finish] : finishes_) replies_of(lane).push_back(finish(committed));
  finishes_.clear();
  for (std::size_t lane = 0; lane < replies_.size(); ++lane) {
    if (!replies_[lane].empty()) ports_.replies.release(static_cast<Lane>(lane), replies_[lane]);
    replies_[lane].clear();
  }
}

std::vector<Replies::Reply>& Ledger::replies_of(Lane lane) {
  const auto index = static_cast<std::size_t>(lane);
  if (index >= replies_.size()) replies_.resize(index + 1);
  return replies_[index];
}

void Ledger::send_notices(Time now) {
  for (Notice& notice : outbox_.take_due(state_, now)) {
    const core::DeliveryId id = notice.delivery.id;
    ports_.sender.send(std::move(notice),
                       [this, id](core::Attempt attempt) { take_attempt(id, std::move(attempt)); });
  }
}

void Ledger::tell_changes(Time now) {
  if (ports_.feed == nullptr) return;
  const std::size_t listeners = ports_.feed->listeners();
  if (listeners == 0) return changes_.forget();
  auto changes = changes_.take(state_, now, listeners);
  if (!changes.empty()) ports_.feed->publish(std::move(changes), now);
}

// Any thread. An end that finds the queue full is not lost: the lease ends and the attempt is
// repeated under the same id.
void Ledger::take_attempt(core::DeliveryId id, core::Attempt attempt) {
  switch (attempt.taken) {
    case core::Taken::yes:
      ++gauges_.deliveries_sent;
      break;
    case core::Taken::never:
      ++gauges_.deliveries_failed;
      break;
    case core::Taken::not_now:
      ++gauges_.deliveries_retried;
      break;
  }
  const bool taken = submit<bool>(
      0,
      [id, attempt = std::move(attempt)](Transaction& transaction) -> Result<bool> {
        transaction.outbox.finish(transaction, id, attempt);
        return true;
      },
      [](const Result<bool>&) {});
  if (!taken) ++gauges_.refused_full;
}

void Ledger::observe(Time now) {
  gauges_.checks = static_cast<std::int64_t>(state_.checks.size());
  gauges_.deliveries_pending = static_cast<std::int64_t>(outbox_.pending());
  const auto oldest = outbox_.oldest();
  gauges_.delivery_age_us = oldest ? std::max<std::int64_t>((now - *oldest).count(), 0) : 0;
  gauges_.deadline_lag_us = deadlines_.lag(now).count();
  gauges_.last_step_us = to_micros(now);
  gauges_.last_ping_row = state_.last.ping_row;
  gauges_.last_transition_row = state_.last.transition_row;
}

Time Ledger::next_step_at(Time now) const {
  if (reload_at_) return std::max(*reload_at_, now);
  Time next = std::min(state_.meta.alive_at + options_.alive_every, next_retention_);
  if (!state_.unfolded.empty()) {
    next = std::min(next, state_.unfolded.front().since + limits::kFoldAfter);
  }
  if (const auto due = deadlines_.next()) next = std::min(next, *due);
  if (const auto due = outbox_.next()) next = std::min(next, *due);
  if (ports_.feed != nullptr) {
    if (const auto due = changes_.due(ports_.feed->listeners())) next = std::min(next, *due);
  }
  if (rests(now)) next = std::max(next, rest_until_);
  return std::max(next, now);
}

}  // namespace muster::engine
