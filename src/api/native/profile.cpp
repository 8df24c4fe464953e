#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "api/native/password.h"
#include "api/native/password_check.h"
#include "api/native/people.h"
#include "api/totp.h"
#include "base/limits.h"
#include "engine/accounts.h"

#include <algorithm>
#include <string>
#include <utility>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

core::User self(const Permit& allowed) {
  return allowed.transaction.state.users.at(*allowed.caller.user);
}

// What somebody says of their own password, where in the body it stands, and the new one if there
// is to be one.
struct OwnPassword {
  std::string password;
  std::string where;
  std::optional<std::string> replacement;
};

// Lets `work`, (Permit, Verdict) → Result<T>, happen only to whoever knows the password of the
// account that they are signed in with: a session left open is not enough.
template <class T, class Work>
void answer_with_own_password(const Services& services, Exchange exchange, int status,
                              Result<OwnPassword> own, Work work) {
  const std::string address = address_to_throttle(client_address(exchange.request, services.site));
  const Call call = read_call(services, exchange);
  const std::string where = own ? own->where : "";
  const auto answer = answer_with<T>(services, status);
  try_password(
      services, std::move(exchange.reply),
      [call, address,
       own = std::move(own)](engine::Transaction& transaction) -> Result<PasswordTry> {
        const Permit allowed = TRY(permit_or_record(transaction, call));
        if (!own) return std::unexpected(own.error());
        if (own->replacement) TRY_DO(check_password(*own->replacement, "/new_password"));
        const core::User user = self(allowed);
        return PasswordTry{.account = user.name,
                           .address = address,
                           .hash = user.password_hash,
                           .password = own->password,
                           .new_password = own->replacement};
      },
      [answer](const Error& error) { return answer(Result<T>(std::unexpected(error))); },
      [&services, call, where, answer, work](OwedReply reply, PasswordTry attempt,
                                             Verdict verdict) {
        act<T>(
            services, std::move(reply),
            [&services, call, where, work, attempt = std::move(attempt),
             verdict = std::move(verdict)](engine::Transaction& transaction) -> Result<T> {
              const auto check_and_work = [&](const Permit& allowed, const Captures&) -> Result<T> {
                if (!verdict.right || self(allowed).password_hash != verdict.hash) {
                  return fail(Code::invalid, "this is not the password of your account", where);
                }
                services.front_door.throttle.succeeded(attempt.account, attempt.address);
                return work(allowed, verdict);
              };
              return work_once<T>(transaction, call, check_and_work);
            },
            answer);
      });
}

Result<OwnPassword> proof_in(const net::Request& request) {
  PasswordProof body = TRY(decode_text<PasswordProof>(request.body));
  return OwnPassword{
      .password = std::move(body.password), .where = "/password", .replacement = std::nullopt};
}

Result<OwnPassword> change_in(const net::Request& request) {
  PasswordChange body = TRY(decode_text<PasswordChange>(request.body));
  return OwnPassword{.password = std::move(body.old_password),
                     .where = "/old_password",
                     .replacement = std::move(body.new_password)};
}

TokenDocument document_of(const core::ApiToken& token, const engine::State& state) {
  TokenDocument document{.id = token.id,
                         .name = token.name,
                         .project = std::nullopt,
                         .project_name = std::nullopt,
                         .access = token.access,
                         .created_at = token.created_at,
                         .last_used_at = token.last_used_at,
                         .expires_at = token.expires_at,
                         .token = std::nullopt};
  if (token.project) {
    const core::Project& project = state.projects.at(*token.project).project;
    document.project = project.id;
    document.project_name = project.name;
  }
  return document;
}

Result<std::optional<core::ProjectKey>> project_of_token(const Permit& allowed,
                                                         const std::optional<core::ProjectId>& id) {
  if (!id) return std::nullopt;
  const engine::State& state = allowed.transaction.state;
  const engine::ProjectEntry* entry = state.find_project(*id);
  if (entry == nullptr || !grant_in(state, allowed.caller, entry->project.key)) {
    return fail(Code::invalid, "expected a project that you are a member of", "/project");
  }
  return entry->project.key;
}

Result<TokenDocument> make_token(const Permit& allowed, const Secrets& secrets, TokenRequest body) {
  engine::Transaction& transaction = allowed.transaction;
  // Or a token that expires would live for ever in those that it makes.
  if (allowed.caller.token) return fail(Code::forbidden, "a token cannot make tokens: sign in");
  if (body.name.empty() || body.name.size() > limits::kNameChars) {
    return fail(Code::invalid, "expected 1 to 100 characters", "/name");
  }
  if (body.expires_at && *body.expires_at <= transaction.now) {
    return fail(Code::invalid, "expected a time to come", "/expires_at");
  }
  const auto project = TRY(project_of_token(allowed, body.project));
  const NewSecret secret = new_user_token(transaction.entropy, secrets);
  const core::ApiToken token = TRY(engine::add_token(transaction, {.user = *allowed.caller.user,
                                                                   .project = project,
                                                                   .access = body.access,
                                                                   .name = std::move(body.name),
                                                                   .hash = secret.hash,
                                                                   .expires_at = body.expires_at}));
  TokenDocument document = document_of(token, transaction.state);
  document.token = secret.text;
  return document;
}

}  // namespace

void update_profile(const Services& services, Exchange exchange) {
  answer_call_with<ProfileUpdate, Profile>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&, ProfileUpdate body) -> Result<Profile> {
        if (body.email) TRY_DO(check_email(*body.email));
        if (body.phone) TRY_DO(check_phone(*body.phone));
        if (body.language) TRY_DO(check_language(*body.language));
        if (body.time_zone) TRY_DO(check_time_zone(*body.time_zone));
        return profile_of(TRY(engine::update_user(allowed.transaction, *allowed.caller.user,
                                                  {.email = std::move(body.email),
                                                   .phone = std::move(body.phone),
                                                   .language = std::move(body.language),
                                                   .time_zone = std::move(body.time_zone),
                                                   .theme = body.theme})));
      });
}

void change_password(const Services& services, Exchange exchange) {
  Result<OwnPassword> own = change_in(exchange.request);
  answer_with_own_password<Nothing>(
      services, std::move(exchange), 204, std::move(own),
      [](const Permit& allowed, const Verdict& verdict) -> Result<Nothing> {
        TRY_DO(engine::set_password(allowed.transaction, *allowed.caller.user, verdict.new_hash,
                                    allowed.caller.session));
        return Nothing{};
      });
}

void list_sessions(const Services& services, Exchange exchange) {
  answer_call<SessionList>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&) -> Result<SessionList> {
        SessionList list;
        for (const auto& [hash, session] : allowed.transaction.state.sessions_by_hash) {
          if (session.user != *allowed.caller.user) continue;
          if (session.expires_at <= allowed.transaction.now) continue;
          list.sessions.push_back({.id = session.id,
                                   .created_at = session.created_at,
                                   .last_seen_at = session.last_seen_at,
                                   .expires_at = session.expires_at,
                                   .address = session.address,
                                   .user_agent = session.user_agent,
                                   .current = session.id == allowed.caller.session});
        }
        std::ranges::sort(list.sessions, std::greater{}, [](const SessionEntry& entry) {
          return std::pair(entry.last_seen_at, entry.id);
        });
        return list;
      });
}

void end_session(const Services& services, Exchange exchange) {
  answer_call<Nothing>(
      services, std::move(exchange), 204,
      [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
        const auto uuid = parse_uuid_any_case(captures.at(0));
        if (!uuid) return fail(Code::not_found, "there is no such session");
        TRY_DO(engine::end_session(allowed.transaction, *allowed.caller.user, {*uuid}));
        return Nothing{};
      });
}

void begin_totp(const Services& services, Exchange exchange) {
  Result<OwnPassword> own = proof_in(exchange.request);
  answer_with_own_password<TotpSecret>(
      services, std::move(exchange), 200, std::move(own),
      [](const Permit& allowed, const Verdict&) -> Result<TotpSecret> {
        const std::string secret = totp::new_secret(allowed.transaction.entropy);
        TRY_DO(engine::begin_totp(allowed.transaction, *allowed.caller.user, secret));
        return TotpSecret{.secret = secret, .uri = totp::uri(secret, self(allowed).name)};
      });
}

void confirm_totp(const Services& services, Exchange exchange) {
  answer_call_with<TotpCode, Profile>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&, const TotpCode& body) -> Result<Profile> {
        const auto step =
            totp::matching_step(self(allowed).totp_secret, body.code, allowed.transaction.now);
        return profile_of(
            TRY(engine::confirm_totp(allowed.transaction, *allowed.caller.user, step)));
      });
}

void end_totp(const Services& services, Exchange exchange) {
  Result<OwnPassword> own = proof_in(exchange.request);
  answer_with_own_password<Profile>(
      services, std::move(exchange), 200, std::move(own),
      [](const Permit& allowed, const Verdict&) -> Result<Profile> {
        return profile_of(TRY(engine::end_totp(allowed.transaction, *allowed.caller.user)));
      });
}

void list_tokens(const Services& services, Exchange exchange) {
  answer_call<TokenList>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures&) -> Result<TokenList> {
        TokenList list;
        for (const auto& [hash, token] : allowed.transaction.state.tokens_by_hash) {
          if (token.user != *allowed.caller.user) continue;
          list.tokens.push_back(document_of(token, allowed.transaction.state));
        }
        std::ranges::sort(list.tokens, {}, [](const TokenDocument& token) {
          return std::pair(token.created_at, token.id);
        });
        return list;
      });
}

void create_token(const Services& services, Exchange exchange) {
  answer_call_with<TokenRequest, TokenDocument>(
      services, std::move(exchange), 201,
      [&services](const Permit& allowed, const Captures&, TokenRequest body) {
        return make_token(allowed, services.secrets, std::move(body));
      });
}

void delete_token(const Services& services, Exchange exchange) {
  answer_call<Nothing>(
      services, std::move(exchange), 204,
      [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
        const auto uuid = parse_uuid_any_case(captures.at(0));
        if (!uuid) return fail(Code::not_found, "there is no such token");
        TRY_DO(engine::delete_token(allowed.transaction, *allowed.caller.user, {*uuid}));
        return Nothing{};
      });
}

}  // namespace muster::api::native
