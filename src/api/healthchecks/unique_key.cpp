#include "api/healthchecks/unique_key.h"

#include "api/healthchecks/check_copy.h"
#include "base/check.h"
#include "core/check_document.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace muster::api::healthchecks {
namespace {

constexpr std::size_t kLength = 40;

class UniqueKeyWalk final : public Walk {
 public:
  UniqueKeyWalk(Claim claim, std::string key, TargetFound found)
      : claim_(std::move(claim)), key_(std::move(key)), found_(std::move(found)) {}

  Result<core::ProjectKey> enter(const engine::State& state) override {
    return TRY(admit(state, claim_)).project;
  }

  void see(const engine::State&, const core::Check& check, Time) override {
    seen_.push_back(check.id);
  }

  bool digest(Time) override {
    const auto match = std::ranges::find(seen_, key_, unique_key);
    if (match != seen_.end()) id_ = *match;
    seen_.clear();
    return id_.has_value();
  }

  void finish(const Services&, CorsReply reply) override {
    if (!id_) {
      return std::move(reply).refuse({.code = Code::not_found, .message = "no such check"});
    }
    found_(std::move(reply), {.claim = std::move(claim_), .id = *id_});
  }

 private:
  Claim claim_;
  const std::string key_;
  TargetFound found_;
  std::vector<core::CheckId> seen_;
  std::optional<core::CheckId> id_;
};

}  // namespace

std::string unique_key(const core::CheckId& id) {
  const std::string text = core::unique_key_text(id);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  CHECK(EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr) == 1);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    fmt::format_to(std::back_inserter(hex), "{:02x}", digest.at(i));
  }
  return hex;
}

bool looks_like_unique_key(std::string_view text) {
  return text.size() == kLength && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void find_target(const Services& services, Call call, TargetFound found) {
  std::string name = std::move(call.captures.front());
  const auto id = parse_uuid(name);
  if (!id && !looks_like_unique_key(name)) {
    return std::move(call.reply).refuse({.code = Code::not_found, .message = "no such check"});
  }
  auto ask = read_ask(call, services.secrets);
  if (!ask) return std::move(call.reply).refuse(ask.error());
  if (id) return found(std::move(call.reply), {std::move(ask->claim), core::CheckId{*id}});
  walk_checks(
      services, std::move(call.reply),
      std::make_unique<UniqueKeyWalk>(std::move(ask->claim), std::move(name), std::move(found)));
}

}  // namespace muster::api::healthchecks
