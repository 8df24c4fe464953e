#include "api/native/people.h"

#include "base/limits.h"
#include "core/words.h"
#include "core/zone.h"
#include "net/address.h"

#include <algorithm>

namespace muster::api::native {
namespace {

bool is_printable(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= limits::kEmailChars && at != 0 && at != std::string_view::npos &&
         at + 1 < text.size() &&
         std::ranges::all_of(text, [](char c) { return is_printable(c) && c != ' '; });
}

}  // namespace

Result<void> check_user_name(std::string_view name) {
  if (name.empty() || name.size() > limits::kUserNameChars ||
      !std::ranges::all_of(name, is_printable)) {
    return fail(Code::invalid, "expected 1 to 64 characters", "/name");
  }
  if (parse_uuid_any_case(name)) {
    return fail(Code::invalid, "expected a name that does not look like an id", "/name");
  }
  return {};
}

Result<void> check_email(std::string_view email) {
  if (email.empty() || is_mail_address(email)) return {};
  return fail(Code::invalid, "expected a mail address such as ann@example.org", "/email");
}

Result<void> check_phone(std::string_view phone) {
  const bool good = std::ranges::all_of(
      phone, [](char c) { return core::is_digit(c) || std::string_view("+-/(). ").contains(c); });
  if (good && phone.size() <= limits::kPhoneChars) return {};
  return fail(Code::invalid, "expected up to 32 digits, blanks and the characters + - / ( ) .",
              "/phone");
}

Result<void> check_language(std::string_view language) {
  if (language.empty() || language == "en" || language == "zh") return {};
  return fail(Code::invalid, R"(expected one of "en", "zh", "")", "/language");
}

Result<void> check_time_zone(std::string_view zone) {
  if (zone.empty() || core::Zone::find(zone)) return {};
  return fail(Code::invalid, "expected a time zone such as Europe/Berlin", "/time_zone");
}

Profile profile_of(const core::User& user) {
  return {.id = user.id,
          .name = user.name,
          .email = user.email,
          .phone = user.phone,
          .admin = user.admin,
          .language = user.language,
          .time_zone = user.time_zone,
          .theme = user.theme,
          .totp = user.totp_on,
          .has_password = !user.password_hash.empty()};
}

UserDocument document_of(const core::User& user, const engine::State& state) {
  UserDocument document{.id = user.id,
                        .name = user.name,
                        .email = user.email,
                        .phone = user.phone,
                        .admin = user.admin,
                        .enabled = user.enabled,
                        .has_password = !user.password_hash.empty(),
                        .totp = user.totp_on,
                        .created_at = user.created_at,
                        .last_seen_at = user.last_seen_at,
                        .memberships = {},
                        .password = std::nullopt,
                        .token = std::nullopt};
  for (auto at = state.memberships.lower_bound({.user = user.id});
       at != state.memberships.end() && at->first.user == user.id; ++at) {
    const core::Membership& membership = at->second;
    const core::Project& project = state.projects.at(membership.project).project;
    document.memberships.push_back({.project = project.id,
                                    .project_name = project.name,
                                    .role = membership.role,
                                    .run_commands = membership.run_commands,
                                    .scan = membership.scan});
  }
  return document;
}

Result<core::UserId> find_user(const engine::State& state, const std::string& id_or_name) {
  const auto uuid = parse_uuid_any_case(id_or_name);
  const core::User* found =
      uuid ? state.find_user(core::UserId{*uuid}) : state.find_user(id_or_name);
  if (found == nullptr) return fail(Code::not_found, "there is no such user");
  return found->id;
}

std::string client_address(const net::Request& request, const Site& site) {
  return net::origin_of(request, site.trusted_proxies).address;
}

std::string address_to_throttle(const std::string& address) {
  std::optional<net::IpAddress> parsed = net::parse_ip(address);
  if (!parsed || parsed->is_v4()) return address;
  std::fill(parsed->bytes.begin() + 8, parsed->bytes.end(), std::uint8_t{0});
  return net::to_string(*parsed) + "/64";
}

}  // namespace muster::api::native
