// Turns Responses into bytes, appended to a connection's output. Pure but for the clock of the Date
// line. Never allocates more than the output needs.
#pragma once

#include "net/http.h"

#include <ctime>
#include <string>
#include <string_view>

namespace muster::net {

// What the request and the connection decide about its answer.
struct AnswerForm {
  bool head = false;         // no body
  bool http_1_0 = false;     // keeping alive must be said aloud
  bool close_after = false;  // closing must be said aloud
};

// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" (RFC 9110 §5.6.7).
std::string date_line(std::time_t seconds);

// True if the handler itself asks for `connection: close`.
bool asks_to_close(const Response& response);

void append_response(std::string& output, const Response& response, const AnswerForm& form,
                     std::string_view date_line);

}  // namespace muster::net
