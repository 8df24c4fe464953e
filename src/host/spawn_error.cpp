#include "host/spawn_error.h"

#include <cerrno>
#include <system_error>
#include <utility>

namespace muster::host {
namespace {

Code code_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return Code::not_found;
    case EACCES:
    case ENOEXEC:
    case EPERM:
      return Code::forbidden;
    default:
      return Code::unavailable;
  }
}

}  // namespace

Error spawn_error(int number, std::string program) {
  return {code_of(number), std::generic_category().message(number), std::move(program)};
}

}  // namespace muster::host
