#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "base/limits.h"
#include "engine/directory.h"

#include <algorithm>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

KeyDocument document_of(const core::ApiKey& key) {
  return {.id = key.id,
          .name = key.name,
          .access = key.access,
          .key = std::nullopt,
          .created_at = key.created_at};
}

// In the order in which they were made.
std::vector<core::ApiKey> keys_of(const Permit& allowed) {
  std::vector<core::ApiKey> keys;
  for (const auto& [hash, key] : allowed.transaction.state.keys_by_hash) {
    if (key.project == allowed.project->project.key) keys.push_back(key);
  }
  std::ranges::sort(keys, {},
                    [](const core::ApiKey& key) { return std::pair(key.created_at, key.id); });
  return keys;
}

Result<KeyDocument> make_key(const Permit& allowed, const Secrets& secrets, KeyRequest body) {
  if (body.name.empty() || body.name.size() > limits::kNameChars) {
    return fail(Code::invalid, "expected 1 to 100 characters", "/name");
  }
  if (keys_of(allowed).size() >= limits::kApiKeysPerProject) {
    return fail(Code::limited, "the project has as many keys as it may have");
  }
  engine::Transaction& transaction = allowed.transaction;
  const NewSecret secret = new_api_key(transaction.entropy, secrets, body.access);
  KeyDocument document = document_of(engine::add_api_key(
      transaction, allowed.project->project.key,
      {.name = std::move(body.name), .access = body.access, .hash = secret.hash}));
  document.key = secret.text;
  return document;
}

}  // namespace

void create_key(const Services& services, Exchange exchange) {
  answer_call_with<KeyRequest, KeyDocument>(
      services, std::move(exchange), 201,
      [&services](const Permit& allowed, const Captures&, KeyRequest body) {
        return make_key(allowed, services.secrets, std::move(body));
      });
}

void list_keys(const Services& services, Exchange exchange) {
  answer_call<KeyList>(services, std::move(exchange), 200,
                       [](const Permit& allowed, const Captures&) -> Result<KeyList> {
                         KeyList list;
                         for (const core::ApiKey& key : keys_of(allowed)) {
                           list.keys.push_back(document_of(key));
                         }
                         return list;
                       });
}

void delete_key(const Services& services, Exchange exchange) {
  answer_call<Nothing>(
      services, std::move(exchange), 204,
      [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
        const auto uuid = parse_uuid_any_case(captures.at(1));
        if (!uuid) return fail(Code::not_found, "the project has no such key");
        TRY_DO(engine::delete_api_key(allowed.transaction, allowed.project->project.key,
                                      core::ApiKeyId{*uuid}));
        return Nothing{};
      });
}

}  // namespace muster::api::native
