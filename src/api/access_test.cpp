#include "api/access.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using Reach = Caller::Reach;
using core::KeyAccess;
using namespace std::chrono_literals;

constexpr Time kNow = from_micros(1'750'000'000'000'000);

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
    EXPECT_EQ(credential_of(request({{"authorization", value}}, false), secrets(), Site{}),
              expected)
        << value;
  }
  for (const char* value : {"", "Bearer", "Bearer ", "Basic aGk6aG8=", "hcw_x", "Bearerhcw_x"}) {
    EXPECT_EQ(credential_of(request({{"authorization", value}}, false), secrets(), Site{}),
              Credential{})
        << value;
  }
}

TEST(Access, TheUnixSocketSpeaksForTheAdministratorOnlyWhenNobodyElseSpeaksThroughIt) {
  EXPECT_TRUE(credential_of(request({}, true), secrets(), Site{}).direct_socket);
  EXPECT_FALSE(credential_of(request({}, false), secrets(), Site{}).direct_socket);
  for (const char* header : {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
                             "forwarded", "via", "x-real-ip"}) {
    EXPECT_FALSE(credential_of(request({{header, "1"}}, true), secrets(), Site{}).direct_socket)
        << header;
  }
  // Who shows a token is who the token says, also on the socket.
  EXPECT_FALSE(credential_of(request({{"authorization", "Bearer x"}}, true), secrets(), Site{})
                   .direct_socket);
  EXPECT_FALSE(
      credential_of(request({{"authorization", "x"}}, true), secrets(), Site{}).direct_socket);
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
  const auto add_user = [&](const char* name, bool admin,
                            std::initializer_list<core::Membership> memberships,
                            bool enabled = true) {
    core::User user{.name = name, .admin = admin, .enabled = enabled};
    user.id.uuid.bytes[0] = ++number;
    state.users[user.id] = user;
    for (core::Membership membership : memberships) {
      membership.user = user.id;
      state.memberships[{user.id, membership.project}] = membership;
    }
    const std::string hash = secrets().hash(name);
    state.tokens_by_hash[hash] = {
        .user = user.id, .access = KeyAccess::read_write, .name = "t", .hash = hash};
    state.sessions_by_hash[hash] = {.user = user.id, .hash = hash, .expires_at = kNow + 1h};
  };
  using core::Role;
  add_user("admin", true, {});
  add_user("operator", false,
           {{.project = 1, .role = Role::operator_, .run_commands = true},
            {.project = 2, .role = Role::viewer}});
  add_user("viewer", false, {{.project = 1, .role = Role::viewer, .scan = true}});
  add_user("homeless", false, {});
  add_user("disabled", true, {}, false);
  const auto add_token = [&](const char* text, const char* user, KeyAccess access,
                             std::optional<core::ProjectKey> project) {
    const std::string hash = secrets().hash(text);
    state.tokens_by_hash[hash] = {.user = state.find_user(std::string_view(user))->id,
                                  .project = project,
                                  .access = access,
                                  .hash = hash};
  };
  add_token("admin reads", "admin", KeyAccess::read_only, std::nullopt);
  add_token("admin here", "admin", KeyAccess::read_write, 1);
  add_token("operator here", "operator", KeyAccess::read_write, 2);
  add_token("homeless here", "homeless", KeyAccess::read_write, 1);
  return state;
}

Caller caller_of(const engine::State& state, std::string_view token) {
  return identify(state, credential_of_key(token, secrets()), kNow);
}

TEST(Access, IdentifiesByTheRecord) {
  const engine::State state = example_state();
  const auto reach = [&](std::string_view token) { return caller_of(state, token).reach; };
  EXPECT_EQ(caller_of(state, "writer"),
            (Caller{.reach = Reach::project, .project = 1, .access = KeyAccess::read_write}));
  EXPECT_EQ(caller_of(state, "reader"),
            (Caller{.reach = Reach::project, .project = 1, .access = KeyAccess::read_only}));
  EXPECT_EQ(reach("admin"), Reach::instance);
  EXPECT_EQ(reach("operator"), Reach::member);
  EXPECT_EQ(reach("homeless"), Reach::member);
  EXPECT_EQ(reach("admin here"), Reach::member);
  EXPECT_EQ(caller_of(state, "operator").user_name, "operator");
  EXPECT_EQ(caller_of(state, "operator").token_name, "t");
  for (const char* nobody : {"disabled", "unknown", ""}) {
    EXPECT_EQ(caller_of(state, nobody), Caller{}) << nobody;
  }
  EXPECT_EQ(identify(state, Credential{}, kNow), Caller{});
  EXPECT_EQ(identify(state, Credential{.direct_socket = true}, kNow).reach, Reach::instance);
  // A session's cookie is no token, and no key but a project's is one.
  const Credential cookie{.session_hash = secrets().hash("writer")};
  EXPECT_EQ(identify(state, cookie, kNow), Caller{});
  EXPECT_EQ(identify_key(state, credential_of_key("admin", secrets())), Caller{});
}

TEST(Access, SessionsHoldUntilTheyExpireOrTheirUserIsDisabled) {
  const engine::State state = example_state();
  const auto at = [&](const char* name, Time now) {
    return identify(state, Credential{.session_hash = secrets().hash(name)}, now).reach;
  };
  EXPECT_EQ(at("admin", kNow), Reach::instance);
  EXPECT_EQ(at("admin", kNow + 1h), Reach::nothing);
  EXPECT_EQ(at("disabled", kNow), Reach::nothing);
}

TEST(Access, GrantsAreThoseOfTheRecordCutDownToTheToken) {
  const engine::State state = example_state();
  constexpr Grant kAll{KeyAccess::read_write, true, true};
  constexpr Grant kRead{KeyAccess::read_only, false, false};
  const struct {
    std::string_view who;
    core::ProjectKey project;
    std::optional<Grant> grant;
  } cases[] = {
      {"admin", 1, kAll},
      {"admin", 2, kAll},
      {"admin reads", 1, kRead},
      {"admin here", 1, kAll},
      {"admin here", 2, std::nullopt},
      {"operator", 1, Grant{KeyAccess::read_write, true, false}},
      {"operator", 2, kRead},
      {"operator here", 1, std::nullopt},
      {"operator here", 2, kRead},
      {"viewer", 1, Grant{KeyAccess::read_only, false, true}},
      {"viewer", 2, std::nullopt},
      {"homeless", 1, std::nullopt},
      {"homeless here", 1, std::nullopt},
      {"writer", 1, Grant{KeyAccess::read_write, false, false}},
      {"writer", 2, std::nullopt},
      {"reader", 1, kRead},
      {"unknown", 1, std::nullopt},
  };
  for (const auto& [who, project, grant] : cases) {
    EXPECT_EQ(grant_in(state, caller_of(state, who), project), grant) << who << ' ' << project;
  }
  using Keys = std::vector<core::ProjectKey>;
  EXPECT_EQ(visible_projects(state, caller_of(state, "admin")), (Keys{1, 2}));
  EXPECT_EQ(visible_projects(state, caller_of(state, "viewer")), (Keys{1}));
  EXPECT_EQ(visible_projects(state, caller_of(state, "homeless")), Keys{});
}

// Who, what, where: refused with what, if at all.
TEST(Access, S2_30_DecidesByTheRecord) {
  const engine::State state = example_state();
  constexpr auto kLet = std::optional<Code>();
  constexpr auto kNo = std::optional(Code::forbidden);
  constexpr auto kWho = std::optional(Code::unauthenticated);
  const struct {
    std::string_view who;
    // on project 1: authenticated, signed_in, project_read, project_write, instance
    std::array<std::optional<Code>, 5> here;
    // on project 2: project_read, project_write
    std::array<std::optional<Code>, 2> there;
  } cases[] = {
      {"unknown", {kWho, kWho, kWho, kWho, kWho}, {kWho, kWho}},
      {"reader", {kLet, kNo, kLet, kNo, kNo}, {kNo, kNo}},
      {"writer", {kLet, kNo, kLet, kLet, kNo}, {kNo, kNo}},
      {"homeless", {kLet, kLet, kNo, kNo, kNo}, {kNo, kNo}},
      {"viewer", {kLet, kLet, kLet, kNo, kNo}, {kNo, kNo}},
      {"operator", {kLet, kLet, kLet, kLet, kNo}, {kLet, kNo}},
      {"operator here", {kLet, kNo, kNo, kNo, kNo}, {kLet, kNo}},
      {"admin here", {kLet, kNo, kLet, kLet, kNo}, {kNo, kNo}},
      {"admin reads", {kLet, kLet, kLet, kNo, kLet}, {kLet, kNo}},
      {"admin", {kLet, kLet, kLet, kLet, kLet}, {kLet, kLet}},
  };
  const auto refused = [&](std::string_view who, Right right,
                           std::optional<core::ProjectKey> project) {
    const Result<void> result = authorise(state, caller_of(state, who), right, project);
    return result ? std::nullopt : std::optional(result.error().code);
  };
  constexpr std::array kRights{Right::authenticated, Right::signed_in, Right::project_read,
                               Right::project_write, Right::instance};
  for (const auto& [who, here, there] : cases) {
    EXPECT_EQ(refused(who, Right::anyone, 1), std::nullopt);
    for (std::size_t i = 0; i < kRights.size(); ++i) {
      EXPECT_EQ(refused(who, kRights[i], 1), here[i]) << who << ' ' << i;
    }
    EXPECT_EQ(refused(who, Right::project_read, 2), there[0]) << who;
    EXPECT_EQ(refused(who, Right::project_write, 2), there[1]) << who;
  }
  EXPECT_EQ(refused("writer", Right::project_read, std::nullopt), Code::forbidden);
}

TEST(Access, S2_32_ChangesByCookieNeedTheProofOfOurOwnPage) {
  const engine::State state = example_state();
  const Caller by_session =
      identify(state, Credential{.session_hash = secrets().hash("admin")}, kNow);
  const Caller by_token = caller_of(state, "admin");
  const struct {
    const Caller& caller;
    PageProof proof;
    bool changes;
    Right right;
    bool allowed;
  } cases[] = {
      {by_session, PageProof::none, false, Right::instance, true},
      {by_session, PageProof::foreign, false, Right::instance, true},
      {by_session, PageProof::none, true, Right::instance, false},
      {by_session, PageProof::foreign, true, Right::instance, false},
      {by_session, PageProof::given, true, Right::instance, true},
      {by_session, PageProof::none, true, Right::anyone, true},      // signing in anew
      {by_session, PageProof::foreign, true, Right::anyone, false},  // to somebody else's account
      {by_token, PageProof::none, true, Right::instance, true},
  };
  for (const auto& c : cases) {
    const Credential credential{.proof = c.proof, .changes = c.changes};
    EXPECT_EQ(check_change(c.caller, credential, c.right).has_value(), c.allowed)
        << static_cast<int>(c.proof) << c.changes << static_cast<int>(c.right);
  }
}

TEST(Access, AReadOnlyTokenChangesNothing) {
  const engine::State state = example_state();
  const Caller reads = caller_of(state, "admin reads");
  for (const Right right : {Right::instance, Right::signed_in}) {
    EXPECT_TRUE(check_change(reads, Credential{.changes = false}, right));
    EXPECT_FALSE(check_change(reads, Credential{.changes = true}, right));
  }
}

TEST(Access, FindsProjectsByUuidOrNameWithoutTellingStrangersWhichExist) {
  const engine::State state = example_state();
  const Caller writer = caller_of(state, "writer");
  const Caller admin = caller_of(state, "admin");
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
