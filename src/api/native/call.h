// What all handlers of the native API share: the right of the route is checked on the state thread,
// in the transaction of the act and before the body is looked at; Errors become problems.
#pragma once

#include "api/access.h"
#include "api/act.h"
#include "api/native/documents.h"
#include "api/problem.h"
#include "api/route.h"
#include "base/codec.h"
#include "base/result.h"
#include "engine/transaction.h"

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
  bool names_project;  // the first capture does
};
Call read_call(const Services& services, Exchange& exchange);

// A call whose right has been checked, with what it may touch.
struct Permit {
  engine::Transaction& transaction;
  Caller caller;
  const engine::ProjectEntry* project = nullptr;  // of paths that begin with /v1/projects/{project}
};
Result<Permit> permit(engine::Transaction& transaction, const Call& call);

// 201 or 200 with the document, 204 for Nothing, or a problem.
template <class T>
auto answer_with(const Services& services, int status) {
  return [&log = services.log, status](const Result<T>& result) {
    if (!result) return refuse(log, result.error());
    if constexpr (std::is_same_v<T, Nothing>) {
      return net::Response{.status = status};
    } else {
      return json_answer(status, *result);
    }
  };
}

// `work`: (Permit, const std::vector<std::string>& captures) → Result<T>.
template <class T, class Work>
void answer_call(const Services& services, Exchange exchange, int status, Work work) {
  act<T>(
      services, std::move(exchange.reply),
      [call = read_call(services, exchange),
       work = std::move(work)](engine::Transaction& transaction) mutable -> Result<T> {
        const Permit allowed = TRY(permit(transaction, call));
        return work(allowed, call.captures);
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

// ?limit=…, from 1 to limits::kPageRows; 100 when it is absent.
Result<std::size_t> page_limit(std::string_view query);

}  // namespace muster::api::native
