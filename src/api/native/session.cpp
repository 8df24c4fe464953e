#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "api/native/password.h"
#include "api/native/password_check.h"
#include "api/native/people.h"
#include "api/session_cookie.h"
#include "api/totp.h"
#include "api/url_text.h"
#include "base/limits.h"
#include "engine/accounts.h"

#include <algorithm>
#include <string>
#include <utility>

#include <sodium.h>

namespace muster::api::native {
namespace {

// The browser that asks, as far as a session needs to know it.
struct Visit {
  SessionCookie cookie;
  std::string address;
  std::string user_agent;
};

Visit visit_of(const net::Request& request, const Site& site) {
  return {
      .cookie = SessionCookie::for_request(request, site),
      .address = client_address(request, site),
      .user_agent = std::string(request.header("user-agent").substr(0, limits::kUserAgentChars))};
}

SessionProject project_of(const engine::State& state, const Caller& caller,
                          const engine::ProjectEntry& entry, const Grant& grant) {
  const bool everywhere = caller.reach == Caller::Reach::instance;
  const bool may_write = grant.access == core::KeyAccess::read_write;
  return {.uuid = entry.project.id,
          .name = entry.project.name,
          .enabled = entry.project.enabled,
          .role = everywhere  ? ShownRole::admin
                  : may_write ? ShownRole::operator_
                              : ShownRole::viewer,
          .run_commands = grant.run_commands,
          .scan = grant.scan,
          .contacts_usable = std::ranges::any_of(entry.channels, [&](core::ChannelKey key) {
            return state.channels.at(key).enabled;
          })};
}

// `session_hash`: of the cookie that the caller has or is about to get.
SessionDocument document_of(const Services& services, engine::Transaction& transaction,
                            const Caller& caller, std::string_view session_hash) {
  const engine::State& state = transaction.state;
  SessionDocument document{.state = state.users.empty() ? SessionState::setup
                                    : caller.user       ? SessionState::signed_in
                                                        : SessionState::signed_out,
                           .csrf = std::nullopt,
                           .user = std::nullopt,
                           .projects = {},
                           .version = services.site.version,
                           .site_url = services.site.url,
                           .now = transaction.now};
  if (!caller.user) return document;
  document.user = profile_of(state.users.at(*caller.user));
  document.unread = unread_of(state, caller);
  if (caller.session) document.csrf = csrf_token(services.secrets, session_hash);
  for (const auto& [key, entry] : state.projects) {
    if (const auto grant = grant_in(state, caller, key)) {
      document.projects.push_back(project_of(state, caller, entry, *grant));
    }
  }
  return document;
}

// A session for the user, in place of the one that the browser had before.
net::Response open_session(const Services& services, engine::Transaction& transaction,
                           const Visit& visit, const Call& call, core::UserId user, bool remember,
                           int status) {
  if (const core::Session* old =
          engine::find_session(transaction.state, call.credential.session_hash, transaction.now)) {
    static_cast<void>(engine::end_session(transaction, old->user, old->id));
  }
  const NewSecret secret = new_session_token(transaction.entropy, services.secrets);
  engine::open_session(transaction, {.user = user,
                                     .hash = secret.hash,
                                     .remember = remember,
                                     .address = visit.address,
                                     .user_agent = visit.user_agent});
  const Caller caller =
      identify(transaction.state, Credential{.session_hash = secret.hash}, transaction.now);
  ActObject object = object_of(transaction.state, call.act, caller, {}, false);
  object.id = to_string(user);
  object.name = caller.user_name;
  record_act(transaction, call.act, caller, std::move(object), nullptr);
  net::Response response =
      json_answer(status, document_of(services, transaction, caller, secret.hash));
  const auto age = remember ? std::optional<seconds>(limits::kSessionRemember) : std::nullopt;
  response.headers.emplace_back("Set-Cookie", visit.cookie.set(secret.text, age));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

// Unknown, wrong, disabled: the same answer.
Result<net::Response> admit(const Services& services, engine::Transaction& transaction,
                            const Call& call, const Visit& visit, const SignInRequest& asked,
                            const Verdict& verdict) {
  TRY_DO(permit(transaction, call));
  const core::User* user = transaction.state.find_user(asked.name);
  const bool right = verdict.right && user != nullptr && user->enabled &&
                     user->password_hash == verdict.hash;  // it may have changed meanwhile
  if (!right) return fail(Code::unauthenticated, "the name or the password is wrong");
  const core::UserId id = user->id;
  if (user->totp_on) {
    if (!asked.code) {
      return fail(Code::unauthenticated, "this account needs a code as well", "/code");
    }
    TRY_DO(engine::use_totp(transaction, id,
                            totp::matching_step(user->totp_secret, *asked.code, transaction.now)));
  }
  services.front_door.throttle.succeeded(asked.name, address_to_throttle(visit.address));
  return open_session(services, transaction, visit, call, id, asked.remember, 200);
}

Result<SetupRequest> may_set_up(engine::Transaction& transaction, const FrontDoor& door,
                                Result<SetupRequest> body) {
  SetupRequest asked = TRY(std::move(body));
  if (!transaction.state.users.empty()) {
    return fail(Code::conflict, "there are users already: sign in");
  }
  const std::string& token = door.setup_token;
  const bool right = !token.empty() && asked.token.size() == token.size() &&
                     sodium_memcmp(asked.token.data(), token.data(), token.size()) == 0;
  if (!right) {
    return fail(Code::forbidden, "use the link that the server wrote to its log when it started",
                "/token");
  }
  TRY_DO(check_user_name(asked.name));
  TRY_DO(check_password(asked.password));
  if (asked.email) TRY_DO(check_email(*asked.email));
  if (asked.language) TRY_DO(check_language(*asked.language));
  return asked;
}

auto refusal(const Services& services) {
  return [&log = services.log](const Error& error) { return refuse(log, error); };
}

}  // namespace

void get_session(const Services& services, Exchange exchange) {
  const Call call = read_call(services, exchange);
  act<net::Response>(
      services, std::move(exchange.reply),
      [&services, call](engine::Transaction& transaction) -> Result<net::Response> {
        const Permit allowed = TRY(permit(transaction, call));
        net::Response response = json_answer(
            200, document_of(services, transaction, allowed.caller, call.credential.session_hash));
        response.headers.emplace_back("Cache-Control", "no-store");
        return response;
      },
      answer_with<net::Response>(services, 200));
}

void sign_in(const Services& services, Exchange exchange) {
  Result<SignInRequest> body = decode_text<SignInRequest>(exchange.request.body);
  const Visit visit = visit_of(exchange.request, services.site);
  const Call call = read_call(services, exchange);
  // Only what was well-formed comes as far as `next`.
  const SignInRequest asked = body.value_or(SignInRequest{});
  try_password(
      services, std::move(exchange.reply),
      [call, visit,
       body = std::move(body)](engine::Transaction& transaction) -> Result<PasswordTry> {
        TRY_DO(permit(transaction, call));
        if (!body) return std::unexpected(body.error());
        const core::User* user = transaction.state.find_user(body->name);
        return PasswordTry{.account = body->name,
                           .address = address_to_throttle(visit.address),
                           .hash = user == nullptr ? "" : user->password_hash,
                           .password = body->password,
                           .new_password = std::nullopt};
      },
      refusal(services),
      [&services, call, visit, asked](OwedReply reply, const PasswordTry&, Verdict verdict) {
        act<net::Response>(
            services, std::move(reply),
            [&services, call, visit, asked,
             verdict = std::move(verdict)](engine::Transaction& transaction) {
              auto admitted = admit(services, transaction, call, visit, asked, verdict);
              if (!admitted) {
                record_refused_sign_in(transaction, call.act, asked.name, admitted.error());
              }
              return admitted;
            },
            answer_with<net::Response>(services, 200));
      });
}

void set_up(const Services& services, Exchange exchange) {
  Result<SetupRequest> body = decode_text<SetupRequest>(exchange.request.body);
  const Visit visit = visit_of(exchange.request, services.site);
  const Call call = read_call(services, exchange);
  const auto check = [&services, call, body = std::move(body)](
                         engine::Transaction& transaction) -> Result<SetupRequest> {
    TRY_DO(permit(transaction, call));
    return may_set_up(transaction, services.front_door, body);
  };
  const auto finish = [&services, call, visit, check](OwedReply reply, std::string hash) {
    act<net::Response>(
        services, std::move(reply),
        [&services, call, visit, check,
         hash = std::move(hash)](engine::Transaction& transaction) -> Result<net::Response> {
          const SetupRequest asked = TRY(check(transaction));
          const core::User user =
              TRY(engine::create_user(transaction, {.name = asked.name,
                                                    .email = asked.email.value_or(""),
                                                    .phone = {},
                                                    .admin = true,
                                                    .password_hash = hash,
                                                    .language = asked.language.value_or("")}));
          return open_session(services, transaction, visit, call, user.id, false, 201);
        },
        answer_with<net::Response>(services, 201));
  };
  on_state<SetupRequest>(
      services, std::move(exchange.reply), check, refusal(services),
      [&services, finish](OwedReply reply, SetupRequest asked) {
        on_pool<std::string>(
            services, std::move(reply),
            [password = std::move(asked.password)] { return hash_password(password); },
            refusal(services), finish);
      });
}

void sign_out(const Services& services, Exchange exchange) {
  const bool all = query_value(exchange.request.query, "all") == "true";
  const SessionCookie cookie = SessionCookie::for_request(exchange.request, services.site);
  answer_call<net::Response>(
      services, std::move(exchange), 204,
      [all, cookie](const Permit& allowed, const auto&) -> Result<net::Response> {
        const Caller& caller = allowed.caller;
        if (all) {
          engine::end_sessions(allowed.transaction, *caller.user, std::nullopt);
        } else if (caller.session) {
          TRY_DO(engine::end_session(allowed.transaction, *caller.user, *caller.session));
        }
        net::Response response{.status = 204};
        if (caller.session) response.headers.emplace_back("Set-Cookie", cookie.clear());
        return response;
      });
}

}  // namespace muster::api::native
