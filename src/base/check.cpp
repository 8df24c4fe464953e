#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace muster {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "muster: broken promise: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace muster
