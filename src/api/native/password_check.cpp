#include "api/native/password_check.h"

#include "api/native/password.h"

#include <chrono>

#include <fmt/format.h>

namespace muster::api::native {

net::Response too_many_tries(Duration wait) {
  const auto whole = std::chrono::ceil<seconds>(wait).count();
  net::Response response = problem(
      Error{Code::limited, fmt::format("too many tries; wait {} s before the next", whole), {}});
  for (auto& [name, value] : response.headers) {
    if (name == "Retry-After") value = std::to_string(whole);
  }
  return response;
}

Result<Verdict> judge(const PasswordTry& attempt) {
  Verdict verdict{.right = matches_password(attempt.hash, attempt.password),
                  .hash = attempt.hash,
                  .new_hash = {}};
  if (verdict.right && attempt.new_password) {
    verdict.new_hash = TRY(hash_password(*attempt.new_password));
  }
  return verdict;
}

}  // namespace muster::api::native
