// Call: one request of the Healthchecks API on its way to its answer, and the hops it takes: from
// the io thread to the state thread and back (on_state), and to the pool (on_pool). The body is
// read and looked at before the key, the key before the check, the check before the fields (§2.4);
// keys are looked up in the transaction that acts.
#pragma once

#include "api/access.h"
#include "api/healthchecks/cors_reply.h"
#include "api/route.h"
#include "api/services.h"
#include "base/result.h"
#include "engine/ledger.h"
#include "engine/ports/reader.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace muster::api::healthchecks {

struct Call {
  int version = 3;  // of the API: 1, 2 or 3
  net::Request request;
  std::vector<std::string> captures;
  Right right;  // what the route asks for
  CorsReply reply;
};

using CallFn = void (*)(const Services& services, Call call);

// The handler of a route.
template <CallFn function, Verbs verbs, int version>
void enter(const Services& services, Exchange exchange) {
  function(services, Call{.version = version,
                          .request = std::move(exchange.request),
                          .captures = std::move(exchange.captures),
                          .right = exchange.right,
                          .reply = CorsReply(std::move(exchange.reply), verbs)});
}

// With what key a call comes, and what it is to be good for.
struct Claim {
  Credential credential;
  Right right = Right::project_write;
};

// What a request brings.
struct Ask {
  Claim claim;               // the key in X-Api-Key, or in the field api_key of a POST
  boost::json::object body;  // empty but for a POST with a body
};
// Errors: invalid (a POST whose body is not a JSON object), unauthenticated (no key, or not 32
// characters).
Result<Ask> read_ask(const Call& call, const Secrets& secrets);

// Who calls, once known.
struct Visitor {
  core::ProjectKey project = 0;
  core::KeyAccess access = core::KeyAccess::read_only;
};
// Errors: unauthenticated for a key that is unknown, or only reads where more is claimed; conflict
// for a change in a project that is disabled.
Result<Visitor> admit(const engine::State& state, const Claim& claim);

// Errors: not_found, and forbidden where the check belongs to another project.
Result<engine::CheckSlot> find_check(const engine::State& state, const Visitor& visitor,
                                     core::CheckId id);

// Answers with an Error; what is a fault of ours goes into the log.
void refuse(const Services& services, CorsReply reply, const Error& error);

// `work`: (Transaction&) → Result<T> on the state thread. `then`: (CorsReply, T) on the io thread,
// after COMMIT; it does not run where anything failed.
template <class T, class Work, class Then>
void on_state(const Services& services, CorsReply reply, Work work, Then then) {
  const engine::Lane lane = reply.io_index();
  const bool taken = services.ledger.submit<T>(
      lane, std::move(work),
      [&services, reply = std::move(reply), then = std::move(then)](Result<T> result) mutable {
        if (result) {
          then(std::move(reply), std::move(*result));
        } else {
          refuse(services, std::move(reply), result.error());
        }
      });
  static_cast<void>(taken);  // if it was not, the dropped reply has answered
}

// `read`: (engine::Reader&) → Result<net::Response> on a pool thread.
template <class Read>
void on_pool(const Services& services, CorsReply reply, Read read) {
  const bool taken =
      services.pool.run([&services, reply = std::move(reply), read = std::move(read)]() mutable {
        Result<net::Response> response = read(services.reader);
        if (response) {
          std::move(reply).send(std::move(*response));
        } else {
          refuse(services, std::move(reply), response.error());
        }
      });
  static_cast<void>(taken);
}

}  // namespace muster::api::healthchecks
