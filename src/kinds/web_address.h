// The form of URLs and headers that people give us for outgoing calls. Whether an address may be
// reached is not decided here but by the guard in net, on the address that the name resolves to.
// Pure; any thread.
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace muster::kinds {

// http:// or https://, a host, no blanks or control characters, at most 2000 bytes. It may hold
// placeholders. Errors: invalid, at `where`.
Result<void> check_url(std::string_view url, std::string_view where);

// Names are tokens and none of those that frame a request, values hold no control characters
// (F69i). Errors: invalid, at `where` + "/<name>".
Result<void> check_headers(const std::map<std::string, std::string>& headers,
                           std::string_view where);

// Bytes behind the host that may not stand in a URL (RFC 3986 §2) are percent-encoded; what is
// encoded already stays as it is.
std::string repaired_url(std::string_view url);

}  // namespace muster::kinds
