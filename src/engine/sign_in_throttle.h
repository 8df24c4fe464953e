// SignInThrottle: slows down guessing of passwords and codes, per account and per address. The
// first tries are free; every further one doubles the pause before the next, up to a limit. A try
// counts as failed from the moment it is admitted until it is known to have succeeded, so that many
// at once gain nothing. Memory is bounded: whoever failed longest ago is forgotten first. Pure but
// for its own memory; one thread.
#pragma once

#include "base/limits.h"
#include "base/time.h"

#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace muster::engine {

class SignInThrottle {
 public:
  struct Options {
    int free_per_account = limits::kFreeTriesPerAccount;
    int free_per_address = limits::kFreeTriesPerAddress;
    seconds pause_min = limits::kTryPauseMin;
    seconds pause_max_per_account = limits::kTryPauseMaxPerAccount;
    seconds pause_max_per_address = limits::kTryPauseMaxPerAddress;
    seconds forget_after = limits::kTriesForgotten;
    std::size_t remembered = limits::kThrottledNames;  // accounts, and as many addresses
  };

  SignInThrottle() : SignInThrottle(Options{}) {}
  explicit SignInThrottle(Options options);

  // How long to wait before a try is looked at: zero admits it, and counts it. An empty address
  // (nobody but this machine) is not counted.
  Duration admit(std::string_view account, std::string_view address, Time now);

  // The try that was admitted proved right: the account starts afresh, and the address gets its try
  // back, but nothing more, or one good account would pay for guessing at others.
  void succeeded(std::string_view account, std::string_view address);

 private:
  struct Rule {
    int free = 0;
    seconds pause_max{0};
  };
  struct Record {
    std::string who;
    int tries = 0;
    Time last;
    Time blocked_until;
  };
  // By whoever tried last, the latest at the back.
  struct Book {
    std::list<Record> records;
    std::unordered_map<std::string_view, std::list<Record>::iterator> by_who;
  };

  Duration wait_of(Book& book, std::string_view who, Time now) const;
  void count(Book& book, std::string_view who, const Rule& rule, Time now) const;
  static void erase(Book& book, std::string_view who);

  const Options options_;
  Book accounts_;
  Book addresses_;
};

}  // namespace muster::engine
