// Checking somebody's password: the try is counted on the state thread, Argon2id runs on the pool,
// and what follows is decided on the state thread again. The same way for everybody, so that an
// answer does not tell by its time whether there is such a user.
#pragma once

#include "api/act.h"
#include "api/problem.h"
#include "api/services.h"
#include "base/result.h"
#include "engine/transaction.h"

#include <optional>
#include <string>
#include <utility>

namespace muster::api::native {

struct PasswordTry {
  std::string account;   // as it was named, whether there is one or not
  std::string address;   // address_to_throttle()
  std::string hash;      // of the user; "" where there is no such user, or no password
  std::string password;  // as it was sent
  std::optional<std::string> new_password;  // to be hashed where the old one is right
};

struct Verdict {
  bool right = false;
  std::string hash;      // the one that was compared
  std::string new_hash;  // where a new password was given
};

// 429 with the seconds to wait.
net::Response too_many_tries(Duration wait);
// Pool thread.
Result<Verdict> judge(const PasswordTry& attempt);

// `look`: (engine::Transaction&) → Result<PasswordTry>, on the state thread: checks the right and
// finds the hash. `refuse`: (Error) → net::Response. `next`: (OwedReply, PasswordTry, Verdict), on
// a pool thread; it tells the throttle of a success.
template <class Look, class Refuse, class Next>
void try_password(const Services& services, OwedReply reply, Look look, Refuse refuse, Next next) {
  struct Counted {
    PasswordTry attempt;
    Duration wait{0};
  };
  on_state<Counted>(
      services, std::move(reply),
      [&services,
       look = std::move(look)](engine::Transaction& transaction) mutable -> Result<Counted> {
        PasswordTry attempt = TRY(look(transaction));
        const Duration wait =
            services.front_door.throttle.admit(attempt.account, attempt.address, transaction.now);
        return Counted{.attempt = std::move(attempt), .wait = wait};
      },
      refuse,
      [&services, refuse, next = std::move(next)](OwedReply owed, Counted counted) mutable {
        if (counted.wait > Duration::zero()) {
          std::move(owed).send(too_many_tries(counted.wait));
          return;
        }
        on_pool<Verdict>(
            services, std::move(owed), [attempt = counted.attempt] { return judge(attempt); },
            refuse,
            [next = std::move(next), attempt = counted.attempt](OwedReply still_owed,
                                                                Verdict verdict) mutable {
              next(std::move(still_owed), std::move(attempt), std::move(verdict));
            });
      });
}

}  // namespace muster::api::native
