#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "api/native/password.h"
#include "api/native/people.h"
#include "engine/accounts.h"

#include <utility>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

// What can be judged without the State.
Result<UserRequest> well_formed(UserRequest body) {
  TRY_DO(check_user_name(body.name));
  if (body.email) TRY_DO(check_email(*body.email));
  if (body.phone) TRY_DO(check_phone(*body.phone));
  if (body.password) TRY_DO(check_password(*body.password));
  if (body.password && body.generate_password) {
    return fail(Code::invalid, "expected either a password or its generation", "/password");
  }
  const bool admin = body.admin.value_or(body.role == ShownRole::admin);
  if (body.role && admin != (body.role == ShownRole::admin)) {
    return fail(Code::invalid, "says something else than `admin`", "/role");
  }
  if (admin && body.project) {
    return fail(Code::invalid, "an admin belongs to no project", "/project");
  }
  if (!admin && body.role.has_value() != body.project.has_value()) {
    return fail(Code::invalid,
                body.role ? "an operator or viewer needs a project"
                          : "expected a role in this project as well",
                "/project");
  }
  body.admin = admin;
  return body;
}

Result<std::optional<core::ProjectKey>> project_of(const Permit& allowed, const UserRequest& body) {
  if (!body.project) return std::nullopt;
  const Result<const engine::ProjectEntry*> found =
      project_for(allowed.transaction.state, allowed.caller, Right::instance, *body.project);
  if (!found) return fail(Code::invalid, "there is no project of that name or id", "/project");
  return (*found)->project.key;
}

// The short-hand is how programs get their users; and whoever has no password needs some way in.
bool wants_token(const UserRequest& body) { return body.role || !body.password; }

Result<UserDocument> make_user(const Permit& allowed, const Secrets& secrets,
                               const UserRequest& body, const std::string& password_hash) {
  engine::Transaction& transaction = allowed.transaction;
  const auto project = TRY(project_of(allowed, body));
  const core::User user = TRY(engine::create_user(transaction, {.name = body.name,
                                                                .email = body.email.value_or(""),
                                                                .phone = body.phone.value_or(""),
                                                                .admin = *body.admin,
                                                                .password_hash = password_hash,
                                                                .language = {}}));
  if (project) {
    const bool may_write = body.role == ShownRole::operator_;
    TRY_DO(engine::set_member(transaction,
                              {.user = user.id,
                               .project = *project,
                               .role = may_write ? core::Role::operator_ : core::Role::viewer}));
  }
  std::optional<std::string> shown_token;
  if (wants_token(body)) {
    const NewSecret token = new_user_token(transaction.entropy, secrets);
    TRY_DO(engine::add_token(transaction, {.user = user.id,
                                           .project = std::nullopt,
                                           .access = core::KeyAccess::read_write,
                                           .name = "first token",
                                           .hash = token.hash,
                                           .expires_at = std::nullopt}));
    shown_token = token.text;
  }
  UserDocument document = document_of(user, transaction.state);
  document.token = shown_token;
  if (body.generate_password) document.password = body.password;
  return document;
}

auto refusal(const Services& services) {
  return [&log = services.log](const Error& error) { return refuse(log, error); };
}

}  // namespace

// The right is checked twice: before the password is hashed, which is costly, and in the
// transaction that makes the user.
void create_user(const Services& services, Exchange exchange) {
  Result<UserRequest> body = decode_text<UserRequest>(exchange.request.body);
  const Call call = read_call(services, exchange);
  const auto create = [&services, call](OwedReply reply, UserRequest user,
                                        std::string password_hash) {
    act<UserDocument>(
        services, std::move(reply),
        [&services, call, user = std::move(user), password_hash = std::move(password_hash)](
            engine::Transaction& transaction) -> Result<UserDocument> {
          const auto work = [&](const Permit& allowed, const Captures&) {
            return make_user(allowed, services.secrets, user, password_hash);
          };
          return work_once<UserDocument>(transaction, call, work);
        },
        answer_with<UserDocument>(services, 201));
  };
  on_state<UserRequest>(
      services, std::move(exchange.reply),
      [call,
       body = std::move(body)](engine::Transaction& transaction) mutable -> Result<UserRequest> {
        TRY_DO(permit_or_record(transaction, call));
        UserRequest asked = TRY(std::move(body));
        UserRequest user = TRY(well_formed(std::move(asked)));
        if (user.generate_password) user.password = new_password(transaction.entropy);
        return user;
      },
      refusal(services),
      [&services, create](OwedReply reply, UserRequest user) {
        if (!user.password) return create(std::move(reply), std::move(user), "");
        std::string password = *user.password;
        on_pool<std::string>(
            services, std::move(reply),
            [password = std::move(password)] { return hash_password(password); }, refusal(services),
            [create, user = std::move(user)](OwedReply owed, std::string hash) {
              create(std::move(owed), user, std::move(hash));
            });
      });
}

void list_users(const Services& services, Exchange exchange) {
  answer_call<UserList>(services, std::move(exchange), 200,
                        [](const Permit& allowed, const Captures&) -> Result<UserList> {
                          const engine::State& state = allowed.transaction.state;
                          UserList list;
                          for (const auto& [id, user] : state.users) {
                            list.users.push_back(document_of(user, state));
                          }
                          return list;
                        });
}

void update_user(const Services& services, Exchange exchange) {
  answer_call_with<UserUpdate, UserDocument>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures& captures, UserUpdate body) -> Result<UserDocument> {
        const engine::State& state = allowed.transaction.state;
        const core::UserId id = TRY(find_user(state, captures.at(0)));
        if (body.name) TRY_DO(check_user_name(*body.name));
        if (body.email) TRY_DO(check_email(*body.email));
        if (body.phone) TRY_DO(check_phone(*body.phone));
        const core::User user = TRY(engine::update_user(allowed.transaction, id,
                                                        {.name = std::move(body.name),
                                                         .email = std::move(body.email),
                                                         .phone = std::move(body.phone),
                                                         .admin = body.admin,
                                                         .enabled = body.enabled}));
        return document_of(user, state);
      });
}

void delete_user(const Services& services, Exchange exchange) {
  answer_call<Nothing>(services, std::move(exchange), 204,
                       [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
                         const core::UserId id =
                             TRY(find_user(allowed.transaction.state, captures.at(0)));
                         TRY_DO(engine::delete_user(allowed.transaction, id));
                         return Nothing{};
                       });
}

void reset_user_password(const Services& services, Exchange exchange) {
  struct Fresh {
    core::UserId user;
    std::string password;
    std::string hash;
  };
  const Call call = read_call(services, exchange);
  const auto set = [&services, call](OwedReply reply, Fresh fresh) {
    act<UserDocument>(
        services, std::move(reply),
        [call, fresh = std::move(fresh)](engine::Transaction& transaction) -> Result<UserDocument> {
          const auto work = [&fresh](const Permit& allowed,
                                     const Captures&) -> Result<UserDocument> {
            const core::User user = TRY(
                engine::set_password(allowed.transaction, fresh.user, fresh.hash, std::nullopt));
            UserDocument document = document_of(user, allowed.transaction.state);
            document.password = fresh.password;
            return document;
          };
          return work_once<UserDocument>(transaction, call, work);
        },
        answer_with<UserDocument>(services, 200));
  };
  on_state<Fresh>(
      services, std::move(exchange.reply),
      [call](engine::Transaction& transaction) -> Result<Fresh> {
        TRY_DO(permit_or_record(transaction, call));
        return Fresh{.user = TRY(find_user(transaction.state, call.captures.at(0))),
                     .password = new_password(transaction.entropy),
                     .hash = {}};
      },
      refusal(services),
      [&services, set](OwedReply reply, Fresh fresh) {
        on_pool<Fresh>(
            services, std::move(reply),
            [fresh = std::move(fresh)]() mutable -> Result<Fresh> {
              fresh.hash = TRY(hash_password(fresh.password));
              return std::move(fresh);
            },
            refusal(services), set);
      });
}

}  // namespace muster::api::native
