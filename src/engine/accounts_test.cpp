#include "engine/accounts.h"

#include "engine/directory.h"
#include "sim/world.h"

#include <gtest/gtest.h>

namespace muster::engine {
namespace {

using sim::World;
using namespace std::chrono_literals;

template <class T>
std::optional<Code> refused(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error().code);
}

class Accounts : public testing::Test {
 protected:
  core::User user(std::string name, bool admin = false) {
    return world
        .change<core::User>([&](Transaction& t) {
          return create_user(t, {.name = std::move(name), .admin = admin});
        })
        .value();
  }
  Result<core::User> update(core::UserId id, UserChange change) {
    return world.change<core::User>(
        [&](Transaction& t) { return update_user(t, id, std::move(change)); });
  }
  Result<bool> remove(core::UserId id) {
    return world.change<bool>([&](Transaction& t) -> Result<bool> {
      TRY_DO(delete_user(t, id));
      return true;
    });
  }
  core::Session sign_in(core::UserId id, std::string hash, bool remember = false) {
    return world
        .change<core::Session>([&](Transaction& t) -> Result<core::Session> {
          return open_session(t, {.user = id, .hash = std::move(hash), .remember = remember});
        })
        .value();
  }
  bool holds(std::string_view hash) {
    return world
        .change<bool>([&](Transaction& t) -> Result<bool> {
          return find_session(t.state, hash, t.now) != nullptr;
        })
        .value();
  }
  void use(std::string_view hash) {
    static_cast<void>(world.change<bool>([&](Transaction& t) -> Result<bool> {
      note_session_used(t, hash);
      return true;
    }));
  }
  Result<core::Membership> join(core::UserId id, core::Role role) {
    return world.change<core::Membership>([&](Transaction& t) {
      return set_member(t, {.user = id, .project = world.project, .role = role});
    });
  }
  Snapshot stored() { return world.store.load().value(); }

  World world;
};

TEST_F(Accounts, S2_27_UsersAreMadeChangedAndDeleted) {
  const core::User ann = user("ann");
  EXPECT_EQ(refused(world.change<core::User>(
                [](Transaction& t) { return create_user(t, {.name = "ann"}); })),
            Code::conflict);
  const core::User bob = user("bob");
  EXPECT_EQ(refused(update(bob.id, {.name = "ann"})), Code::conflict);
  ASSERT_TRUE(update(ann.id, {.name = "ann", .email = "ann@example.org", .phone = "123"}));
  ASSERT_TRUE(update(ann.id, {.name = "anna"}));
  EXPECT_EQ(stored().users.size(), 2U);
  for (const core::User& kept : stored().users) {
    if (kept.id != ann.id) continue;
    EXPECT_EQ(kept.name, "anna");
    EXPECT_EQ(kept.email, "ann@example.org");
    EXPECT_EQ(kept.phone, "123");
  }
  EXPECT_TRUE(remove(bob.id));
  EXPECT_EQ(refused(remove(bob.id)), Code::not_found);
  EXPECT_EQ(stored().users.size(), 1U);
}

TEST_F(Accounts, TheLastEnabledAdministratorStays) {
  const core::User ada = user("ada", true);
  const core::User eve = user("eve", true);
  ASSERT_TRUE(update(eve.id, {.enabled = false}));
  EXPECT_EQ(refused(update(ada.id, {.enabled = false})), Code::conflict);
  EXPECT_EQ(refused(update(ada.id, {.admin = false})), Code::conflict);
  EXPECT_EQ(refused(remove(ada.id)), Code::conflict);
  EXPECT_TRUE(update(ada.id, {.email = "ada@example.org"}));
  ASSERT_TRUE(update(eve.id, {.enabled = true}));
  EXPECT_TRUE(update(ada.id, {.admin = false}));
  EXPECT_TRUE(remove(ada.id));
  EXPECT_EQ(refused(remove(eve.id)), Code::conflict);
}

TEST_F(Accounts, S2_28_RightsAreSetPerProjectAndEmptiedWhenTheRoleChanges) {
  user("root", true);
  const core::User ann = user("ann");
  ASSERT_TRUE(join(ann.id, core::Role::viewer));
  ASSERT_TRUE(join(ann.id, core::Role::operator_));
  ASSERT_EQ(stored().memberships.size(), 1U);
  EXPECT_EQ(stored().memberships[0].role, core::Role::operator_);
  ASSERT_TRUE(update(ann.id, {.admin = true}));
  EXPECT_TRUE(stored().memberships.empty());
  EXPECT_EQ(refused(join(ann.id, core::Role::viewer)), Code::conflict);
  ASSERT_TRUE(update(ann.id, {.admin = false}));
  EXPECT_TRUE(stored().memberships.empty());
}

TEST_F(Accounts, DisablingAUserEndsTheirSessionsAtOnce) {
  const core::User ann = user("ann");
  const core::User bob = user("bob");
  sign_in(ann.id, "a1");
  sign_in(ann.id, "a2");
  sign_in(bob.id, "b1");
  ASSERT_TRUE(update(ann.id, {.enabled = false}));
  EXPECT_FALSE(holds("a1"));
  EXPECT_TRUE(holds("b1"));
  EXPECT_EQ(stored().sessions.size(), 1U);
  ASSERT_TRUE(update(ann.id, {.enabled = true}));
  EXPECT_FALSE(holds("a1"));
  sign_in(ann.id, "a3");
  ASSERT_TRUE(remove(ann.id));
  EXPECT_FALSE(holds("a3"));
  EXPECT_EQ(stored().sessions.size(), 1U);
}

TEST_F(Accounts, SessionsEndHalfADayAfterTheirLastUseOrAWeekAfterSigningIn) {
  const core::User ann = user("ann");
  sign_in(ann.id, "short");
  sign_in(ann.id, "long", true);
  for (int i = 0; i < 14; ++i) {
    world.pass(11h);
    EXPECT_TRUE(holds("short")) << i;
    use("short");
    use("long");
  }
  EXPECT_TRUE(holds("long"));  // 154 h
  world.pass(12h);
  EXPECT_FALSE(holds("short"));
  EXPECT_TRUE(holds("long"));
  world.pass(2h);
  EXPECT_FALSE(holds("long"));
  sign_in(ann.id, "next");
  EXPECT_EQ(stored().sessions.size(), 1U) << "what has expired is swept out";
}

TEST_F(Accounts, UseIsWrittenOnceAMinute) {
  const core::User ann = user("ann");
  sign_in(ann.id, "a");
  world.pass(1min);
  int commits = world.store.commits();
  use("a");
  EXPECT_EQ(world.store.commits(), commits + 1);
  commits = world.store.commits();
  for (int i = 0; i < 20; ++i) use("a");
  EXPECT_EQ(world.store.commits(), commits);
  EXPECT_EQ(stored().sessions[0].last_seen_at, world.clock.now());
  EXPECT_EQ(stored().users[0].last_seen_at, world.clock.now());
}

TEST_F(Accounts, AUserHasOnlySoManySessions) {
  const core::User ann = user("ann");
  for (std::size_t i = 0; i <= limits::kSessionsPerUser; ++i) {
    sign_in(ann.id, std::to_string(i));
    world.pass(1s);
  }
  EXPECT_EQ(stored().sessions.size(), limits::kSessionsPerUser);
  EXPECT_FALSE(holds("0"));
  EXPECT_TRUE(holds("1"));
}

TEST_F(Accounts, S2_29_ANewPasswordEndsTheOtherSessions) {
  const core::User ann = user("ann");
  const core::Session kept = sign_in(ann.id, "a1");
  sign_in(ann.id, "a2");
  ASSERT_TRUE(world.change<core::User>(
      [&](Transaction& t) { return set_password(t, ann.id, "hash", kept.id); }));
  EXPECT_TRUE(holds("a1"));
  EXPECT_FALSE(holds("a2"));
  ASSERT_TRUE(world.change<core::User>(
      [&](Transaction& t) { return set_password(t, ann.id, "hash 2", std::nullopt); }));
  EXPECT_FALSE(holds("a1"));
  EXPECT_EQ(stored().users[0].password_hash, "hash 2");
}

TEST_F(Accounts, TokensExpireAndGoWithTheirProjectAndTheirUser) {
  const core::User ann = user("ann");
  const auto add = [&](std::string hash, std::optional<core::ProjectKey> project,
                       std::optional<Time> end) {
    ASSERT_TRUE(world.change<core::ApiToken>([&](Transaction& t) {
      return add_token(
          t, {.user = ann.id, .project = project, .hash = std::move(hash), .expires_at = end});
    }));
  };
  const auto known = [&](std::string_view hash) {
    return world
        .change<bool>([&](Transaction& t) -> Result<bool> {
          return find_token(t.state, hash, t.now) != nullptr;
        })
        .value();
  };
  add("plain", std::nullopt, std::nullopt);
  add("hour", std::nullopt, world.clock.now() + 1h);
  add("here", world.project, std::nullopt);
  EXPECT_TRUE(known("hour"));
  world.pass(1h);
  EXPECT_FALSE(known("hour"));
  static_cast<void>(world.change<bool>([&](Transaction& t) -> Result<bool> {
    delete_project(t, world.project);
    return true;
  }));
  EXPECT_FALSE(known("here"));
  EXPECT_TRUE(known("plain"));
  ASSERT_TRUE(update(ann.id, {.enabled = false}));
  EXPECT_FALSE(known("plain"));
  ASSERT_TRUE(remove(ann.id));
  EXPECT_TRUE(stored().tokens.empty());
}

TEST_F(Accounts, ACodeIsAcceptedOnce) {
  const core::User ann = user("ann");
  const auto act = [&](auto work) { return refused(world.change<bool>(work)); };
  const auto use_step = [&](std::optional<std::int64_t> step) {
    return act([&, step](Transaction& t) -> Result<bool> {
      TRY_DO(use_totp(t, ann.id, step));
      return true;
    });
  };
  const auto confirm = [&](std::optional<std::int64_t> step) {
    return act([&, step](Transaction& t) -> Result<bool> {
      TRY_DO(confirm_totp(t, ann.id, step));
      return true;
    });
  };
  EXPECT_EQ(confirm(7), Code::conflict);
  EXPECT_EQ(act([&](Transaction& t) -> Result<bool> {
              TRY_DO(begin_totp(t, ann.id, "SECRET"));
              return true;
            }),
            std::nullopt);
  EXPECT_EQ(confirm(std::nullopt), Code::invalid);
  EXPECT_EQ(confirm(7), std::nullopt);
  EXPECT_EQ(use_step(7), Code::unauthenticated);
  EXPECT_EQ(use_step(6), Code::unauthenticated);
  EXPECT_EQ(use_step(8), std::nullopt);
  EXPECT_EQ(use_step(8), Code::unauthenticated);
}

TEST_F(Accounts, S2_23_DisablingAProjectPausesItsChecksWhateverPingsCome) {
  core::CheckSpec spec;
  spec.name = "backup";
  const auto id = world.add_check(spec);
  ASSERT_TRUE(world.ping(id));
  const auto enable = [&](Enabled enabled) {
    static_cast<void>(world.change<bool>([&](Transaction& t) -> Result<bool> {
      set_project_enabled(t, world.project, enabled);
      return true;
    }));
  };
  enable(Enabled::no);
  EXPECT_FALSE(stored().projects[0].enabled);
  EXPECT_EQ(world.check(id).state.status, core::Status::paused);
  ASSERT_TRUE(world.ping(id));
  EXPECT_EQ(world.check(id).state.status, core::Status::paused);
  enable(Enabled::yes);
  EXPECT_EQ(world.check(id).state.status, core::Status::paused);
  ASSERT_TRUE(world.ping(id));
  EXPECT_EQ(world.check(id).state.status, core::Status::up);
}

}  // namespace
}  // namespace muster::engine
