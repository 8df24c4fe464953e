// CorsReply: the answer that a call of the Healthchecks API is still owed. Browsers on other sites
// may read every answer of this API (Healthchecks §2.4), refusals included, so the headers that
// allow it are put in here and nowhere else. Moved from thread to thread with its call; dropped
// unsent, because a queue was full or closed, it answers 503 with Retry-After.
#pragma once

#include "api/owed_reply.h"
#include "base/error.h"
#include "net/http.h"

#include <string_view>

namespace muster::api::healthchecks {

// Which verbs a path takes, beside OPTIONS.
enum class Verbs { get, post, get_and_post, get_post_and_delete };
std::string_view methods(Verbs verbs);  // "GET, POST, OPTIONS"

// Adds the headers of cross-origin resource sharing.
net::Response with_cors(net::Response response, std::string_view methods);

// How this API tells what went wrong: invalid is 400, unauthenticated 401 and not_found 404, with
// {"error": …}; forbidden and limited are an empty 403; conflict is 409 with its message as plain
// text; unavailable is 503 with Retry-After (§2.4–§2.6).
net::Response error_answer(const Error& error);

// For Manners::other_verb: 204 to OPTIONS, which needs no key, and 405 to every verb not taken.
net::Response answer_other_verb(net::Method verb, std::string_view allow);

class CorsReply {
 public:
  CorsReply(OwedReply reply, Verbs verbs) : reply_(std::move(reply)), verbs_(verbs) {}
  CorsReply(CorsReply&& other) noexcept
      : reply_(std::move(other.reply_)),
        verbs_(other.verbs_),
        owed_(std::exchange(other.owed_, false)) {}
  CorsReply& operator=(CorsReply&&) = delete;
  ~CorsReply();

  // Once, on any thread.
  void send(net::Response response) &&;
  void refuse(const Error& error) && { std::move(*this).send(error_answer(error)); }
  int io_index() const { return reply_.io_index(); }

 private:
  OwedReply reply_;
  Verbs verbs_;
  bool owed_ = true;
};

}  // namespace muster::api::healthchecks
