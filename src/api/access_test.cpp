#include "api/access.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using Reach = Caller::Reach;
using core::KeyAccess;

const Secrets& secrets() {
  static const Secrets kSecrets({1, 2, 3});
  return kSecrets;
}

net::Request request(net::Headers headers, bool local_socket) {
  net::Request request;
  request.headers = std::move(headers);
  request.peer.local_socket = local_socket;
  return request;
}

TEST(Access, ReadsBearerTokens) {
  const Credential expected{.secret_hash = secrets().hash("hcw_x")};
  for (const char* value : {"Bearer hcw_x", "bearer hcw_x", "BEARER   hcw_x"}) {
    EXPECT_EQ(credential_of(request({{"authorization", value}}, false), secrets()), expected)
        << value;
  }
  for (const char* value : {"", "Bearer", "Bearer ", "Basic aGk6aG8=", "hcw_x", "Bearerhcw_x"}) {
    EXPECT_EQ(credential_of(request({{"authorization", value}}, false), secrets()), Credential{})
        << value;
  }
}

TEST(Access, TheUnixSocketSpeaksForTheAdministratorOnlyWhenNobodyElseSpeaksThroughIt) {
  EXPECT_TRUE(credential_of(request({}, true), secrets()).direct_socket);
  EXPECT_FALSE(credential_of(request({}, false), secrets()).direct_socket);
  for (const char* header : {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
                             "forwarded", "via", "x-real-ip"}) {
    EXPECT_FALSE(credential_of(request({{header, "1"}}, true), secrets()).direct_socket) << header;
  }
  // Who shows a token is who the token says, also on the socket.
  EXPECT_FALSE(
      credential_of(request({{"authorization", "Bearer x"}}, true), secrets()).direct_socket);
  EXPECT_FALSE(credential_of(request({{"authorization", "x"}}, true), secrets()).direct_socket);
}

engine::State example_state() {
  engine::State state;
  for (const core::ProjectKey key : {1, 2}) {
    core::Project project{.key = key, .name = "p" + std::to_string(key)};
    project.id.uuid.bytes[0] = static_cast<std::uint8_t>(key);
    state.project_by_id[project.id] = key;
    state.projects[key] = {.project = project};
  }
  const auto add_key = [&](const char* text, core::ProjectKey project, KeyAccess access) {
    const std::string hash = secrets().hash(text);
    state.keys_by_hash[hash] = {.project = project, .access = access, .hash = hash};
  };
  add_key("writer", 1, KeyAccess::read_write);
  add_key("reader", 1, KeyAccess::read_only);
  std::uint8_t number = 0;
  const auto add_user = [&](const char* token, core::Role role,
                            std::optional<core::ProjectKey> project, bool enabled = true) {
    core::User user{.name = token,
                    .role = role,
                    .project = project,
                    .token_hash = *token == '\0' ? "" : secrets().hash(token),
                    .enabled = enabled};
    user.id.uuid.bytes[0] = ++number;
    state.users[user.id] = user;
  };
  add_user("", core::Role::admin, std::nullopt);  // has no token
  add_user("admin", core::Role::admin, std::nullopt);
  add_user("operator", core::Role::operator_, 1);
  add_user("viewer", core::Role::viewer, 1);
  add_user("homeless", core::Role::operator_, std::nullopt);
  add_user("disabled", core::Role::admin, std::nullopt, false);
  return state;
}

TEST(Access, IdentifiesByTheRecord) {
  const engine::State state = example_state();
  const auto caller = [&](std::string_view token) {
    return identify(state, credential_of_key(token, secrets()));
  };
  EXPECT_EQ(caller("writer"), (Caller{Reach::project, 1, KeyAccess::read_write}));
  EXPECT_EQ(caller("reader"), (Caller{Reach::project, 1, KeyAccess::read_only}));
  EXPECT_EQ(caller("admin"), (Caller{Reach::instance, 0, KeyAccess::read_write}));
  EXPECT_EQ(caller("operator"), (Caller{Reach::project, 1, KeyAccess::read_write}));
  EXPECT_EQ(caller("viewer"), (Caller{Reach::project, 1, KeyAccess::read_only}));
  for (const char* nobody : {"homeless", "disabled", "unknown", ""}) {
    EXPECT_EQ(caller(nobody), Caller{}) << nobody;
  }
  EXPECT_EQ(identify(state, Credential{}), Caller{});  // not the user without a token
  EXPECT_EQ(identify(state, Credential{.direct_socket = true}).reach, Reach::instance);
}

struct Decision {
  Caller caller;
  Right right;
  core::ProjectKey project;
  std::optional<Code> refused;
};

TEST(Access, DecidesByReachAndAccess) {
  const Caller nobody;
  const Caller reader{Reach::project, 1, KeyAccess::read_only};
  const Caller writer{Reach::project, 1, KeyAccess::read_write};
  const Caller admin{Reach::instance, 0, KeyAccess::read_write};
  const std::array cases{
      Decision{nobody, Right::anyone, 1, std::nullopt},
      Decision{nobody, Right::authenticated, 1, Code::unauthenticated},
      Decision{nobody, Right::project_read, 1, Code::unauthenticated},
      Decision{nobody, Right::project_write, 1, Code::unauthenticated},
      Decision{nobody, Right::instance, 1, Code::unauthenticated},
      Decision{reader, Right::authenticated, 1, std::nullopt},
      Decision{reader, Right::project_read, 1, std::nullopt},
      Decision{reader, Right::project_write, 1, Code::forbidden},
      Decision{reader, Right::project_read, 2, Code::forbidden},
      Decision{reader, Right::instance, 1, Code::forbidden},
      Decision{writer, Right::project_read, 1, std::nullopt},
      Decision{writer, Right::project_write, 1, std::nullopt},
      Decision{writer, Right::project_write, 2, Code::forbidden},
      Decision{writer, Right::instance, 1, Code::forbidden},
      Decision{admin, Right::project_read, 2, std::nullopt},
      Decision{admin, Right::project_write, 2, std::nullopt},
      Decision{admin, Right::instance, 2, std::nullopt},
  };
  for (const Decision& c : cases) {
    const Result<void> result = authorise(c.caller, c.right, c.project);
    const std::optional<Code> refused = result ? std::nullopt : std::optional(result.error().code);
    EXPECT_EQ(refused, c.refused) << static_cast<int>(c.caller.reach) << ' '
                                  << static_cast<int>(c.right) << ' ' << c.project;
  }
  EXPECT_FALSE(authorise(writer, Right::project_read));  // a project right without a project
}

TEST(Access, FindsProjectsByUuidOrNameWithoutTellingStrangersWhichExist) {
  const engine::State state = example_state();
  const Caller writer{Reach::project, 1, KeyAccess::read_write};
  const Caller admin{Reach::instance, 0, KeyAccess::read_write};
  const auto code = [&](const Caller& caller, std::string_view text) {
    const auto found = project_for(state, caller, Right::project_read, text);
    return found ? std::nullopt : std::optional(found.error().code);
  };
  EXPECT_EQ(code(writer, "p1"), std::nullopt);
  EXPECT_EQ(code(writer, "01000000-0000-0000-0000-000000000000"), std::nullopt);
  EXPECT_EQ(code(writer, "p2"), Code::forbidden);
  EXPECT_EQ(code(writer, "p3"), Code::forbidden);
  EXPECT_EQ(code(admin, "p2"), std::nullopt);
  EXPECT_EQ(code(admin, "p3"), Code::not_found);
  EXPECT_EQ(code(Caller{}, "p3"), Code::unauthenticated);
}

}  // namespace
}  // namespace muster::api
