// How answers are made: JSON bodies, and the one place where an Error becomes an RFC 9457 problem
// body with its status and headers. Pure; any thread.
#pragma once

#include "base/codec.h"
#include "base/error.h"
#include "base/log.h"
#include "net/http.h"

#include <string>
#include <string_view>

namespace muster::api {

inline constexpr int kRetryAfterSeconds = 1;

// {"type":"about:blank","title":…,"status":…,"detail":…,"code":…,"pointer":…}; `pointer` only where
// the Error names a place. 401 carries WWW-Authenticate, 429 and 503 Retry-After. What a bug or
// corrupt data says is kept from the caller; it belongs in the log.
net::Response problem(const Error& error);

// The same, and what the caller is not told goes to the log.
net::Response refuse(Log& log, const Error& error);

// 503 with Retry-After: the queue is full, or we are shutting down.
net::Response overloaded();

net::Response json_response(int status, std::string body);
net::Response text_response(int status, std::string body);

template <class T>
net::Response json_answer(int status, const T& value) {
  return json_response(status, encode(value));
}

// The bytes of an answer that never changes, for Response::prebuilt; without a Date line.
std::shared_ptr<const std::string> prebuild(const net::Response& response);

}  // namespace muster::api
