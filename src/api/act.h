// The ways of a request through the threads: io thread → state thread → COMMIT → the same io
// thread, and from there to a pool thread for what blocks. Whatever goes wrong on the way, the
// request gets exactly one answer: an Error becomes the answer that the caller makes of it, a full
// queue 503 with Retry-After.
#pragma once

#include "api/owed_reply.h"
#include "api/services.h"
#include "base/result.h"
#include "engine/ledger.h"

#include <utility>

namespace muster::api {

// One visit to the state thread.
// `work`: (engine::Transaction&) → Result<T>, there. It must check every right first and change
// nothing if it fails. `answer`: (Result<T>) → net::Response, on the io thread, after COMMIT. A
// failed COMMIT comes as an Error with Code::unavailable.
template <class T, class Work, class Answer>
void act(const Services& services, OwedReply reply, Work work, Answer answer) {
  const engine::Lane lane = reply.io_index();
  const bool taken = services.ledger.submit<T>(
      lane, std::move(work),
      [reply = std::move(reply), answer = std::move(answer)](Result<T> result) mutable {
        std::move(reply).send(answer(std::move(result)));
      });
  static_cast<void>(taken);  // if it was not, the dropped reply has answered
}

// The first of several hops. `work` as above; `next`: (OwedReply, T), on the io thread; `refuse`:
// (Error) → net::Response, in its stead.
template <class T, class Work, class Refuse, class Next>
void on_state(const Services& services, OwedReply reply, Work work, Refuse refuse, Next next) {
  const engine::Lane lane = reply.io_index();
  const bool taken =
      services.ledger.submit<T>(lane, std::move(work),
                                [reply = std::move(reply), refuse = std::move(refuse),
                                 next = std::move(next)](Result<T> result) mutable {
                                  if (result) {
                                    next(std::move(reply), std::move(*result));
                                  } else {
                                    std::move(reply).send(refuse(result.error()));
                                  }
                                });
  static_cast<void>(taken);
}

// `work`: () → Result<T>, on a pool thread, where it may block; then `next` or `refuse`, there too.
template <class T, class Work, class Refuse, class Next>
void on_pool(const Services& services, OwedReply reply, Work work, Refuse refuse, Next next) {
  const bool taken =
      services.pool.run([reply = std::move(reply), work = std::move(work),
                         refuse = std::move(refuse), next = std::move(next)]() mutable {
        Result<T> result = work();
        if (result) {
          next(std::move(reply), std::move(*result));
        } else {
          std::move(reply).send(refuse(result.error()));
        }
      });
  static_cast<void>(taken);
}

// History for people: `look`: (engine::Transaction&) → Result<Query>, on the state thread, checks
// the right and collects what the question needs. `read`: (engine::Reader&, Query) → Result<Rows>,
// on a pool thread. `resolve`: (engine::Transaction&, Rows) → Result<T>, on the state thread again,
// for the names of what the rows refer to. `answer`: (Result<T>) → net::Response.
template <class Query, class Rows, class T, class Look, class Read, class Resolve, class Answer>
void read_history(const Services& services, OwedReply reply, Look look, Read read, Resolve resolve,
                  Answer answer) {
  const auto refuse = [answer](const Error& error) {
    return answer(Result<T>(std::unexpected(error)));
  };
  on_state<Query>(
      services, std::move(reply), std::move(look), refuse,
      [&services, read, resolve, refuse, answer](OwedReply owed, Query query) {
        on_pool<Rows>(
            services, std::move(owed),
            [&services, read, query = std::move(query)] { return read(services.reader, query); },
            refuse,
            [&services, resolve, answer](OwedReply still_owed, Rows rows) {
              act<T>(
                  services, std::move(still_owed),
                  [resolve, rows = std::move(rows)](engine::Transaction& transaction) {
                    return resolve(transaction, rows);
                  },
                  answer);
            });
      });
}

}  // namespace muster::api
