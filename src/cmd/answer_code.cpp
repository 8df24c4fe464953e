#include "cmd/answer_code.h"

#include <algorithm>
#include <array>

namespace muster::cmd {

Code code_of_answer(int http_status) {
  constexpr std::array kCodes{Code::unauthenticated, Code::forbidden, Code::not_found,
                              Code::conflict,        Code::too_large, Code::limited,
                              Code::unavailable,     Code::timeout,   Code::bug};
  const auto found = std::ranges::find(kCodes, http_status, muster::http_status);
  if (found != kCodes.end()) return *found;
  return http_status >= 500 ? Code::unavailable : Code::invalid;
}

}  // namespace muster::cmd
