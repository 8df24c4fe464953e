// Mail addresses as people give them: bare (`ops@example.org`), ASCII, without comments or quotes,
// so that nothing in them can begin a second recipient or a header (F69i). Pure; any thread.
#pragma once

#include "base/result.h"

#include <string_view>

namespace muster::kinds {

// A dot-atom (RFC 5322 §3.2.3) of at most 64 bytes, `@`, and a host name or a bracketed address
// literal; 254 bytes in all. Errors: invalid, at `where`.
Result<void> check_mail_address(std::string_view address, std::string_view where);

// What stands behind the `@`.
std::string_view mail_domain(std::string_view address);

}  // namespace muster::kinds
