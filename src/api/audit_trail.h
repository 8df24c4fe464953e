// What the API writes into the audit log: every call that changes something, by whom, on what, and
// what came of it; refusals, too, where it is known whom was refused. Called on the state thread,
// in the transaction of the act. Nothing of a request's body is kept but names.
#pragma once

#include "api/access.h"
#include "base/error.h"
#include "engine/transaction.h"
#include "net/http.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api {

// "check.create" for POST /v1/projects/{project}/checks; "" for what changes nothing.
std::string_view action_of(net::Method verb, std::string_view path);

// One call on its way into the log.
struct Act {
  std::string_view action;  // "": none is kept; static storage
  std::string address;      // of the client
};

struct ActObject {
  std::string kind;
  std::string id;
  std::string name;
  std::optional<core::ProjectKey> project;

  friend bool operator==(const ActObject&, const ActObject&) = default;
};

// What the parts of a path name, as it is called now: before an act, which may delete it. Who may
// not see a thing is not told its name by the log either: then only what was sent is kept.
ActObject object_of(const engine::State& state, const Act& act, const Caller& caller,
                    const std::vector<std::string>& captures, bool names_project);

// `error`: why it came to nothing; null for an act that is done.
void record_act(engine::Transaction& transaction, const Act& act, const Caller& caller,
                ActObject object, const Error* error);

// Somebody tried to sign in as `name` and was not let in. Only as often as the throttle lets them.
void record_refused_sign_in(engine::Transaction& transaction, const Act& act, std::string_view name,
                            const Error& error);

}  // namespace muster::api
