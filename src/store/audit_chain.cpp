#include "store/audit_chain.h"

#include <span>
#include <string_view>

#include <sodium.h>

namespace muster::store {
namespace {

constexpr std::string_view kPurpose = "muster audit chain 1";

std::array<std::uint8_t, 32> hmac(std::span<const std::uint8_t> key, std::string_view text) {
  static_assert(crypto_auth_hmacsha256_BYTES == 32);
  std::array<std::uint8_t, 32> mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

// Each value with its length before it, so that no two rows read alike.
void put(std::string& text, std::string_view value) {
  text += std::to_string(value.size());
  text += ':';
  text += value;
}

}  // namespace

AuditChain::AuditChain(const MasterKey& master_key) : key_(hmac(master_key, kPurpose)) {}

std::string AuditChain::hash(const core::AuditEvent& event, const std::string& previous) const {
  std::string text;
  put(text, previous);
  put(text, std::to_string(event.row));
  put(text, std::to_string(to_micros(event.at)));
  for (const std::string* value : {&event.user_id, &event.actor, &event.address, &event.action,
                                   &event.object_kind, &event.object_id, &event.object_name}) {
    put(text, *value);
  }
  put(text, event.project ? std::to_string(*event.project) : "");
  put(text, std::to_string(static_cast<int>(event.outcome)));
  put(text, event.detail);
  const auto mac = hmac(key_, text);
  std::string hex(2 * mac.size() + 1, '\0');  // sodium_bin2hex ends it with NUL
  sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
  hex.pop_back();
  return hex;
}

const std::string& AuditChain::append(const core::AuditEvent& event) {
  last_ = hash(event, last_);
  return last_;
}

}  // namespace muster::store
