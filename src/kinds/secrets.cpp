#include "kinds/secrets.h"

#include "base/codec.h"

#include <algorithm>
#include <utility>

#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::kinds {
namespace {

bool has_value(const boost::json::value* member) {
  if (member == nullptr || member->is_null()) return false;
  return !member->is_string() || !member->get_string().empty();
}

boost::json::value place(const boost::json::object& config, std::string_view member) {
  const boost::json::value* const found = config.if_contains(member);
  return has_value(found) ? *found : boost::json::value();
}

Result<boost::json::object> stored_object(std::string_view config_json) {
  Result<boost::json::value> json = parse_json(config_json);
  if (!json || !json->is_object()) {
    return fail(Code::corrupt, "the channel's configuration is not a JSON object");
  }
  return std::move(json->get_object());
}

}  // namespace

Result<engine::PublicConfig> without_secrets(std::span<const Secret> secrets,
                                             std::string_view config_json) {
  boost::json::object config = TRY(stored_object(config_json));
  engine::PublicConfig shown;
  for (const Secret& secret : secrets) {
    if (has_value(config.if_contains(secret.name))) shown.secrets_set.emplace_back(secret.name);
  }
  // Built anew: erasing would move the last member into the gap.
  boost::json::object rest;
  for (auto& [name, value] : config) {
    const bool secret =
        std::ranges::find(secrets, std::string_view(name), &Secret::name) != secrets.end();
    if (!secret) rest.emplace(name, std::move(value));
  }
  shown.config = encode(boost::json::value(std::move(rest)));
  return shown;
}

Result<std::string> with_kept_secrets(std::span<const Secret> secrets, std::string_view stored_json,
                                      std::string_view update_json) {
  // What is broken has no secrets to keep, and an update may mend it.
  const boost::json::object stored = stored_object(stored_json).value_or(boost::json::object());
  boost::json::value json = TRY(parse_json(update_json));
  if (!json.is_object()) return fail(Code::invalid, "expected an object");
  boost::json::object& update = json.get_object();
  for (const Secret& secret : secrets) {
    if (const boost::json::value* const given = update.if_contains(secret.name)) {
      if (!has_value(given)) update.erase(secret.name);
      continue;
    }
    const boost::json::value* const kept = stored.if_contains(secret.name);
    if (!has_value(kept)) continue;
    if (!secret.goes_to.empty() && place(stored, secret.goes_to) != place(update, secret.goes_to)) {
      return fail(Code::invalid,
                  fmt::format("give the {} again: it would be sent to another {}", secret.name,
                              secret.goes_to),
                  fmt::format("/{}", secret.name));
    }
    update.emplace(secret.name, *kept);
  }
  return encode(json);
}

}  // namespace muster::kinds
