// What the kinds that post JSON to a chat service have in common: the check of the address and the
// secrets that people paste, the call, and the reading of an answer whose real verdict is a code in
// its body. Pure; any thread.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "kinds/channel_kind.h"
#include "net/outgoing.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace muster::kinds {

// A URL as check_url() wants it. Where the host is one of a service that we know, it must be that
// of `kind`, over https, with the path that its hooks have; any other host may be a gateway of
// one's own. Errors: invalid, at `where`.
Result<void> check_hook(std::string_view url, std::string_view kind, std::string_view where);

// One line of 1 to `bytes_max` bytes without blanks. Errors: invalid, at `where`; `what` says what
// is expected: "the robot's secret".
Result<void> check_word(std::string_view text, std::size_t bytes_max, std::string_view what,
                        std::string_view where);

using HttpJudge = core::Attempt (*)(const net::HttpAnswer& answer, Time now);

// A POST of JSON that follows no redirect: its address is often the secret.
Errand json_post(const Occasion& occasion, std::string url, std::string body, HttpJudge judge);

// How a service says in JSON what became of a message. 0 is success.
struct ServiceCodes {
  std::string_view code;                      // the member with the number
  std::string_view text;                      // the member with the words
  std::span<const std::int64_t> final_codes;  // repeating cannot help
  std::span<const std::int64_t> busy_codes;   // too many messages
};

// The code decides, whatever the status line says: 200 with another code than 0 is no success
// (Healthchecks §5.3), nor is 200 without any. A code that is neither final nor busy is tried
// again.
core::Attempt judge_by_code(const net::HttpAnswer& answer, Time now, const ServiceCodes& codes);

}  // namespace muster::kinds
