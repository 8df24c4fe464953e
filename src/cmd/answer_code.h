// What a server's refusal means for the exit status of a command. Pure; any thread.
#pragma once

#include "base/error.h"

namespace muster::cmd {

// The Code behind an HTTP status of 400 or more: the way back through http_status. A status that no
// Code has counts as `invalid` below 500, and as `unavailable` from there on.
Code code_of_answer(int http_status);

}  // namespace muster::cmd
