#include "store/audit_chain.h"

#include "base/check.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace muster::store {
namespace {

constexpr std::string_view kPurpose = "muster audit chain 1";

std::array<std::uint8_t, 32> hmac(const void* key, std::size_t key_bytes, std::string_view text) {
  std::array<std::uint8_t, 32> mac{};
  CHECK(::HMAC(::EVP_sha256(), key, static_cast<int>(key_bytes),
               reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(),
               nullptr) != nullptr);
  return mac;
}

// Each value with its length before it, so that no two rows read alike.
void put(std::string& text, std::string_view value) {
  text += std::to_string(value.size());
  text += ':';
  text += value;
}

}  // namespace

AuditChain::AuditChain(const MasterKey& master_key)
    : key_(hmac(master_key.data(), master_key.size(), kPurpose)) {}

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
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : hmac(key_.data(), key_.size(), text)) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0xFU];
  }
  return hex;
}

const std::string& AuditChain::append(const core::AuditEvent& event) {
  last_ = hash(event, last_);
  return last_;
}

}  // namespace muster::store
