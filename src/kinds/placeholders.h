// Placeholders: what `$NAME`, `$STATUS` and the rest stand for in the templates of webhooks and
// mail subjects (Healthchecks §2.10). One pass: a value is never expanded again. Not a language: no
// conditions, no loops, no I/O. Pure; any thread.
#pragma once

#include "base/result.h"
#include "core/ping.h"
#include "engine/ports/sender.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace muster::kinds {

// What a template may grow to beyond the ping body that it quotes.
inline constexpr std::size_t kRenderedBytesMax = 64 * 1024;

struct PlaceholderValues {
  std::string code;    // the check's UUID
  std::string status;  // up, down
  std::string now;     // of the transition, ISO 8601 in UTC
  std::string name;
  std::string slug;
  std::string tags;
  std::vector<std::string> tag_list;
  std::string check_json;  // the check object of the API (§2.5)
  int exit_status = -1;    // of the last ping, -1 when it gave none
  std::string body;        // of the last ping, bytes as they came

  friend bool operator==(const PlaceholderValues&, const PlaceholderValues&) = default;
};

// `last_ping` may be null. `site_url` is the base of the URLs in $JSON.
PlaceholderValues placeholder_values(const engine::Notice& notice, std::string_view site_url,
                                     const core::Ping* last_ping);

// True if the template needs the last ping, which has to be read from the store.
bool mentions_ping(std::string_view text);

enum class TemplateOf {
  url,     // values percent-encoded: all but letters, digits and `_.-~`; no $BODY, no $BODY_JSON
  header,  // no $BODY; the result is Latin-1: other characters as &#8364;, control characters as
           // blanks
  body,    // values as they are; the only place for $BODY and $BODY_JSON
  line,    // a mail subject: values as they are, no $BODY; one line
};

// The template with its values. The first placeholder of the list that the text behind a `$` begins
// with wins, so `$NAME_JSON` goes before `$NAME` and `$TAG10` is `$TAG1` followed by `0`; an
// unknown
// `$X` stays. Errors: too_large.
Result<std::string> expand(std::string_view text, const PlaceholderValues& values, TemplateOf kind);

}  // namespace muster::kinds
