// The escapes of URLs (RFC 3986 §2.1). Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::api {

// %41 → A. None where a % is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

// The segments of a path without its leading slash: "/a//b/" is "a", "", "b", "".
std::vector<std::string_view> path_segments(std::string_view path);

// The values of every `name=…` in a query string, in order: percent-decoded, `+` is a blank, "" for
// `name` alone. What cannot be decoded stays as it was sent.
std::vector<std::string> query_values(std::string_view query, std::string_view name);
// The last of them, none where there is none.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace muster::api
