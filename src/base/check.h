// CHECK: a promise the program makes to itself, kept in release builds too. A broken one ends the
// process at once: a supervisor restarts it and it reloads from disk, which beats going on wrong.
#pragma once

namespace muster {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace muster

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::muster::check_failed(#condition, __FILE__, __LINE__))
