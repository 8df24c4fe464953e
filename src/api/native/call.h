// What all handlers of the native API share: the right of the route is checked on the state thread,
// in the transaction of the act and before the body is looked at; Errors become problems.
#pragma once

#include "api/access.h"
#include "api/act.h"
#include "api/audit_trail.h"
#include "api/native/documents.h"
#include "api/problem.h"
#include "api/route.h"
#include "base/codec.h"
#include "base/result.h"
#include "engine/transaction.h"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace muster::api::native {

// A request after the io thread has read it: no more is known than what it says.
struct Call {
  Credential credential;
  Right right;
  std::vector<std::string> captures;
  bool names_project;     // the first capture does
  bool changes_contents;  // of that project: its checks or contacts
  Act act = {};           // for the audit log
};
Call read_call(const Services& services, Exchange& exchange);

// A call whose right has been checked, with what it may touch.
struct Permit {
  engine::Transaction& transaction;
  Caller caller;  // its access is that in `project`, where there is one
  const engine::ProjectEntry* project = nullptr;  // of paths that begin with /v1/projects/{project}
  Grant grant = {};                               // in that project
};
// Also notes that the session or token was used. conflict: the project is disabled, and its checks
// or contacts are not to be changed (cronmon, S2.23).
Result<Permit> permit(engine::Transaction& transaction, const Call& call);
// The same for the first of several hops: a refusal goes into the audit log, which otherwise gets
// its line from the last hop (work_once).
Result<Permit> permit_or_record(engine::Transaction& transaction, const Call& call);

// True if the caller may also change that project: who may not is not shown its secrets.
bool may_write(const Permit& allowed, core::ProjectKey project);

// 201 or 200 with the document, 204 for Nothing, or a problem. A Response stays as it is but for
// its status.
template <class T>
auto answer_with(const Services& services, int status) {
  return [&log = services.log, status](const Result<T>& result) {
    if (!result) return refuse(log, result.error());
    if constexpr (std::is_same_v<T, Nothing>) {
      return net::Response{.status = status};
    } else if constexpr (std::is_same_v<T, net::Response>) {
      net::Response response = *result;
      response.status = status;
      return response;
    } else {
      return json_answer(status, *result);
    }
  };
}

// What was just made is known by its document.
template <class T>
void name_made(ActObject& object, const T& document) {
  if constexpr (requires { document.name; }) {
    if (object.name.empty()) object.name = document.name;
  }
  if (!object.id.empty()) return;
  if constexpr (requires { to_string(document.id); }) {
    object.id = to_string(document.id);
  } else if constexpr (requires { std::string(document.id); }) {
    object.id = document.id;
  } else if constexpr (requires { to_string(document.uuid); }) {
    object.id = to_string(document.uuid);
  }
}

// Checks the right, does the work, and writes what came of it into the audit log.
template <class T, class Work>
Result<T> work_once(engine::Transaction& transaction, const Call& call, Work& work) {
  const Result<Permit> allowed = permit(transaction, call);
  const Caller caller =
      allowed ? allowed->caller : identify(transaction.state, call.credential, transaction.now);
  ActObject object =
      object_of(transaction.state, call.act, caller, call.captures, call.names_project);
  Result<T> result = allowed ? Result<T>(work(*allowed, call.captures))
                             : Result<T>(std::unexpected(allowed.error()));
  if (result) name_made(object, *result);
  record_act(transaction, call.act, caller, std::move(object), result ? nullptr : &result.error());
  return result;
}

// `work`: (Permit, const std::vector<std::string>& captures) → Result<T>.
template <class T, class Work>
void answer_call(const Services& services, Exchange exchange, int status, Work work) {
  act<T>(
      services, std::move(exchange.reply),
      [call = read_call(services, exchange),
       work = std::move(work)](engine::Transaction& transaction) mutable -> Result<T> {
        return work_once<T>(transaction, call, work);
      },
      answer_with<T>(services, status));
}

// The same with a body. `work`: (Permit, captures, Body) → Result<T>.
template <class Body, class T, class Work>
void answer_call_with(const Services& services, Exchange exchange, int status, Work work) {
  Result<Body> body = decode_text<Body>(exchange.request.body);
  answer_call<T>(services, std::move(exchange), status,
                 [body = std::move(body), work = std::move(work)](
                     const Permit& allowed, const auto& captures) mutable -> Result<T> {
                   return work(allowed, captures, TRY(std::move(body)));
                 });
}

// With history: `look`: (Permit, captures) → Result<Query>, on the state thread. `read`:
// (engine::Reader&, Query) → Result<T>, on a pool thread. The exchange is taken apart in here and
// not at the call, so that `look` may capture parts of it.
template <class Query, class T, class Look, class Read>
void answer_from_history(const Services& services, Exchange&& exchange, Look look, Read read) {
  const auto answer = answer_with<T>(services, 200);
  const auto refuse_with = [answer](const Error& error) {
    return answer(Result<T>(std::unexpected(error)));
  };
  Call call = read_call(services, exchange);
  on_state<Query>(
      services, std::move(exchange.reply),
      [call = std::move(call),
       look = std::move(look)](engine::Transaction& transaction) mutable -> Result<Query> {
        const Permit allowed = TRY(permit(transaction, call));
        return look(allowed, call.captures);
      },
      refuse_with,
      [&services, answer, refuse_with, read = std::move(read)](OwedReply reply, Query query) {
        on_pool<T>(
            services, std::move(reply),
            [&services, read, query = std::move(query)]() mutable {
              return read(services.reader, std::move(query));
            },
            refuse_with,
            [answer](OwedReply owed, T found) {
              std::move(owed).send(answer(Result<T>(std::move(found))));
            });
      });
}

// How many audit events there are that a person may see and has neither seen nor caused.
std::int64_t unread_of(const engine::State& state, const Caller& caller);

// ?limit=…, from 1 to limits::kPageRows; 100 when it is absent.
Result<std::size_t> page_limit(std::string_view query);

// ?name=… as an ISO 8601 time; none where it is absent.
Result<std::optional<Time>> query_time(std::string_view query, std::string_view name);

}  // namespace muster::api::native
