#include "engine/sign_in_throttle.h"

#include <algorithm>

namespace muster::engine {
namespace {

// Longer names belong to nobody; they need not be told apart.
std::string_view key_of(std::string_view who) { return who.substr(0, limits::kUserNameChars); }

// pause_min, twice that, four times …, never more than `longest`.
seconds pause_after(int tries_too_many, seconds pause_min, seconds longest) {
  seconds pause = pause_min;
  for (int i = 1; i < tries_too_many && pause < longest; ++i) pause *= 2;
  return std::min(pause, longest);
}

}  // namespace

SignInThrottle::SignInThrottle(Options options) : options_(options) {}

Duration SignInThrottle::admit(std::string_view account, std::string_view address, Time now) {
  account = key_of(account);
  address = key_of(address);
  const Duration wait =
      std::max(wait_of(accounts_, account, now), wait_of(addresses_, address, now));
  if (wait > Duration::zero()) return wait;
  count(accounts_, account, {options_.free_per_account, options_.pause_max_per_account}, now);
  if (!address.empty()) {
    count(addresses_, address, {options_.free_per_address, options_.pause_max_per_address}, now);
  }
  return Duration::zero();
}

void SignInThrottle::succeeded(std::string_view account, std::string_view address) {
  erase(accounts_, key_of(account));
  const auto found = addresses_.by_who.find(key_of(address));
  if (found == addresses_.by_who.end()) return;
  Record& record = *found->second;
  if (--record.tries == 0) return erase(addresses_, key_of(address));
  record.blocked_until = {};
}

Duration SignInThrottle::wait_of(Book& book, std::string_view who, Time now) const {
  const auto found = book.by_who.find(who);
  if (found == book.by_who.end()) return Duration::zero();
  const Record& record = *found->second;
  // A clock that was set back must not lock anybody out for longer than the rules say.
  const bool old = now >= record.last + options_.forget_after || now < record.last;
  if (old) {
    erase(book, who);
    return Duration::zero();
  }
  return std::max(Duration::zero(), Duration(record.blocked_until - now));
}

void SignInThrottle::count(Book& book, std::string_view who, const Rule& rule, Time now) const {
  auto found = book.by_who.find(who);
  if (found == book.by_who.end()) {
    if (book.records.size() >= options_.remembered) erase(book, book.records.front().who);
    book.records.push_back({.who = std::string(who)});
    const auto added = std::prev(book.records.end());
    found = book.by_who.emplace(added->who, added).first;
  } else {
    book.records.splice(book.records.end(), book.records, found->second);
  }
  Record& record = *found->second;
  ++record.tries;
  record.last = now;
  if (record.tries > rule.free) {
    record.blocked_until =
        now + pause_after(record.tries - rule.free, options_.pause_min, rule.pause_max);
  }
}

void SignInThrottle::erase(Book& book, std::string_view who) {
  const auto found = book.by_who.find(who);
  if (found == book.by_who.end()) return;
  const auto record = found->second;  // owns the text of its key
  book.by_who.erase(found);
  book.records.erase(record);
}

}  // namespace muster::engine
