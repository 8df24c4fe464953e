#include "net/limits.h"

#include <cerrno>
#include <system_error>

#include <sys/resource.h>

namespace muster::net {

Result<std::uint64_t> raise_open_files_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return fail(Code::unavailable, std::generic_category().message(errno), "RLIMIT_NOFILE");
  }
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
      return fail(Code::unavailable, std::generic_category().message(errno), "RLIMIT_NOFILE");
    }
  }
  return std::uint64_t{limit.rlim_cur};
}

}  // namespace muster::net
