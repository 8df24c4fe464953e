// What can go wrong, said once. An Error carries a Code for machines, a message for people and the
// place it is about. Every edge turns the same Error into its own form (an RFC 9457 problem body,
// an exit status, a log level) through the one table in error.cpp. Values; any thread.
#pragma once

#include <string>
#include <string_view>

namespace muster {

enum class Code {
  invalid,          // the request itself is wrong; repeating it cannot help
  not_found,        //
  conflict,         // right in itself, but not in the present state
  unauthenticated,  //
  forbidden,        //
  too_large,        //
  limited,          // a rate or count limit; later may work
  timeout,          //
  unavailable,      // we cannot now: database away, queue full, shutting down
  cancelled,        //
  corrupt,          // stored data does not say what it must say
  bug,              // a broken promise inside the program
};

struct Error {
  Code code = Code::bug;
  std::string message;  // one sentence that says what would be right
  std::string where;    // JSON pointer, configuration key, SQL name or path; may be empty

  friend bool operator==(const Error&, const Error&) = default;
};

// "where: message", or the message alone where there is no place.
std::string to_string(const Error& error);

std::string_view code_name(Code code);
int http_status(Code code);

// Exit status after sysexits.h: 64 usage, 65 data, 69 unavailable, 70 software, 77 permission.
int exit_status(Code code);

}  // namespace muster
