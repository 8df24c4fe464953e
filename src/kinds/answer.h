// How the far side's answer becomes an Attempt: the part that all channel kinds share. Pure; any
// thread.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "core/alert.h"
#include "net/outgoing.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace muster::kinds {

// What is kept of an answer, in bytes of UTF-8.
inline constexpr std::size_t kAnswerBytes = 500;

// "404 Not Found: no such hook": status and the beginning of the body on one line.
std::string answer_text(const net::HttpAnswer& answer);

// The Retry-After header: seconds or an HTTP date (RFC 9110 §10.2.3). Nothing when it is absent,
// not understood or past; never more than limits::kDeliveryLife.
std::optional<Duration> retry_after(const net::HttpAnswer& answer, Time now);

// The three forms of RFC 9110 §5.6.7: IMF-fixdate, and the obsolete RFC 850 and asctime forms.
std::optional<Time> parse_http_date(std::string_view text, Time now);

// The attempt that ended without an answer. Refused by the address guard or impossible to make:
// never. Everything else may go better later.
core::Attempt attempt_from(const Error& error);

// The plain rule of HTTP: any 2xx is taken; 410 is final, since the receiver says that it is gone
// for good; all else is tried again, not sooner than Retry-After asks.
core::Attempt judge_by_status(const net::HttpAnswer& answer, Time now);

}  // namespace muster::kinds
