// JSON Schemas of what the Healthchecks API takes and gives, for the OpenAPI document. The bodies
// themselves are read and written by core/check_rules.h and core/check_document.h, whose contract
// (§2.5, §2.6) is older than our codec and differs from it: unknown fields are ignored, and phrases
// are fixed.
#pragma once

#include <string>

namespace muster::api::healthchecks {

std::string new_check_schema();
std::string check_change_schema();
std::string check_schema();
std::string check_list_schema();
std::string ping_list_schema();
std::string flip_list_schema();
std::string channel_list_schema();
std::string badge_list_schema();

}  // namespace muster::api::healthchecks
