// What is said about people and what is asked of what they write, for all calls that are about
// them. Pure; state thread where it looks at the State.
#pragma once

#include "api/native/people_documents.h"
#include "api/services.h"
#include "base/result.h"
#include "engine/state.h"
#include "net/http.h"

#include <string>
#include <string_view>

namespace muster::api::native {

// invalid, with the JSON pointer of the member.
Result<void> check_user_name(std::string_view name);
Result<void> check_email(std::string_view email);  // "" is none
Result<void> check_phone(std::string_view phone);  // "" is none
Result<void> check_language(std::string_view language);
Result<void> check_time_zone(std::string_view zone);

Profile profile_of(const core::User& user);
UserDocument document_of(const core::User& user, const engine::State& state);

// By id or name. not_found.
Result<core::UserId> find_user(const engine::State& state, const std::string& id_or_name);

// Where a request comes from, for people to read.
std::string client_address(const net::Request& request, const Site& site);
// The same for counting: an IPv6 customer has a whole /64.
std::string address_to_throttle(const std::string& address);

}  // namespace muster::api::native
