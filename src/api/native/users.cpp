#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/new_secrets.h"
#include "api/native/password.h"
#include "base/limits.h"
#include "engine/directory.h"

#include <algorithm>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

UserDocument document_of(const core::User& user, const engine::State& state) {
  UserDocument document{.id = user.id,
                        .name = user.name,
                        .email = user.email,
                        .role = user.role,
                        .enabled = user.enabled,
                        .has_password = !user.password_hash.empty(),
                        .created_at = user.created_at};
  if (user.project) document.project = state.projects.at(*user.project).project.id;
  return document;
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= limits::kEmailChars && at != 0 && at != std::string_view::npos &&
         at + 1 < text.size() && std::ranges::all_of(text, [](char c) {
           return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
         });
}

// What can be judged without the State.
Result<UserRequest> well_formed(UserRequest body) {
  if (body.name.empty() || body.name.size() > limits::kUserNameChars) {
    return fail(Code::invalid, "expected 1 to 64 characters", "/name");
  }
  if (parse_uuid_any_case(body.name)) {
    return fail(Code::invalid, "expected a name that does not look like an id", "/name");
  }
  if (body.email && !is_mail_address(*body.email)) {
    return fail(Code::invalid, "expected a mail address such as ann@example.org", "/email");
  }
  if (body.password) TRY_DO(check_password(*body.password));
  const bool of_instance = body.role == core::Role::admin;
  if (of_instance && body.project) {
    return fail(Code::invalid, "an admin belongs to no project", "/project");
  }
  if (!of_instance && !body.project) {
    return fail(Code::invalid, "an operator or viewer needs a project", "/project");
  }
  return body;
}

Result<UserDocument> make_user(const Permit& allowed, const Secrets& secrets,
                               const UserRequest& body, const std::string& password_hash) {
  engine::Transaction& transaction = allowed.transaction;
  if (transaction.state.users.size() >= limits::kUsers) {
    return fail(Code::limited, "the server has as many users as it may have");
  }
  std::optional<core::ProjectKey> project;
  if (body.project) {
    Result<const engine::ProjectEntry*> found =
        project_for(transaction.state, allowed.caller, Right::instance, *body.project);
    if (!found) return fail(Code::invalid, "there is no project of that name or id", "/project");
    project = (*found)->project.key;
  }
  const NewSecret token = new_user_token(transaction.entropy, secrets);
  const core::User user = TRY(engine::create_user(transaction, {.name = body.name,
                                                                .email = body.email.value_or(""),
                                                                .role = body.role,
                                                                .project = project,
                                                                .password_hash = password_hash,
                                                                .token_hash = token.hash}));
  UserDocument document = document_of(user, transaction.state);
  document.token = token.text;
  return document;
}

Result<core::UserId> find_user(const engine::State& state, const std::string& id_or_name) {
  const auto uuid = parse_uuid_any_case(id_or_name);
  const auto found = std::ranges::find_if(state.users, [&](const auto& entry) {
    return uuid ? entry.first.uuid == *uuid : entry.second.name == id_or_name;
  });
  if (found == state.users.end()) return fail(Code::not_found, "there is no such user");
  return found->first;
}

}  // namespace

// The right is checked twice: before the password is hashed, which is costly, and in the
// transaction that makes the user.
void create_user(const Services& services, Exchange exchange) {
  Result<UserRequest> body = decode_text<UserRequest>(exchange.request.body);
  const Call call = read_call(services, exchange);
  const auto answer = answer_with<UserDocument>(services, 201);
  const auto refuse_with = [answer](const Error& error) {
    return answer(Result<UserDocument>(std::unexpected(error)));
  };
  const auto create = [&services, call, answer](OwedReply reply, UserRequest user,
                                                std::string password_hash) {
    act<UserDocument>(
        services, std::move(reply),
        [&services, call, user = std::move(user), password_hash = std::move(password_hash)](
            engine::Transaction& transaction) -> Result<UserDocument> {
          const Permit allowed = TRY(permit(transaction, call));
          return make_user(allowed, services.secrets, user, password_hash);
        },
        answer);
  };
  on_state<UserRequest>(
      services, std::move(exchange.reply),
      [call,
       body = std::move(body)](engine::Transaction& transaction) mutable -> Result<UserRequest> {
        TRY_DO(permit(transaction, call));
        return well_formed(TRY(std::move(body)));
      },
      refuse_with,
      [&services, create, refuse_with](OwedReply reply, UserRequest user) {
        if (!user.password) return create(std::move(reply), std::move(user), "");
        std::string password = *user.password;
        on_pool<std::string>(
            services, std::move(reply),
            [password = std::move(password)] { return hash_password(password); }, refuse_with,
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

void delete_user(const Services& services, Exchange exchange) {
  answer_call<Nothing>(services, std::move(exchange), 204,
                       [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
                         const core::UserId id =
                             TRY(find_user(allowed.transaction.state, captures.at(0)));
                         TRY_DO(engine::delete_user(allowed.transaction, id));
                         return Nothing{};
                       });
}

}  // namespace muster::api::native
