// Result<T>: a value or an Error. TRY hands an Error up, so that the decision is made at the top.
// Exceptions are left to bugs and start-up.
#pragma once

#include "base/error.h"

#include <expected>
#include <utility>

namespace muster {

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

// The Error side of any Result: `return fail(Code::invalid, "expected a number", "grace");`
inline std::unexpected<Error> fail(Code code, std::string message, std::string where = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(where)});
}

}  // namespace muster

// The value of `expr`, or a return of its Error from the enclosing function (not from a coroutine).
#define TRY(expr)                                                             \
  __extension__({                                                             \
    auto&& try_result_ = (expr);                                              \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
    *std::move(try_result_);                                                  \
  })

// The same for a Result<void>.
#define TRY_DO(expr)                                          \
  do {                                                        \
    if (auto try_result_ = (expr); !try_result_)              \
      return std::unexpected(std::move(try_result_).error()); \
  } while (false)
