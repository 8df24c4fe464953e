// Text made safe for the place it is written into. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace muster {

// Everything but the unreserved characters of RFC 3986 §2.3 becomes %XX, byte by byte.
std::string percent_encoded(std::string_view text);

// For the text and the attributes of HTML and XML: & < > " ' become entities.
std::string markup_escaped(std::string_view text);

}  // namespace muster
