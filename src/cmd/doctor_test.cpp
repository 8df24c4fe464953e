#include "cmd/doctor.h"

#include "base/codec.h"
#include "cmd/admin_link.h"
#include "cmd/ports.h"
#include "cmd/temporary_directory.h"
#include "net/http_server.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace muster::cmd {
namespace {

using Level = Finding::Level;
using testing::HasSubstr;

Finding about(const Findings& findings, std::string_view subject) {
  for (const Finding& finding : findings) {
    if (finding.subject == subject) return finding;
  }
  ADD_FAILURE() << "nothing is said about " << subject;
  return {};
}

Config config_in(const TemporaryDirectory& dir) {
  Config config;
  config.server.data_dir = dir.path();
  config.server.listen = "127.0.0.1:0";
  config.server.site_url = "http://127.0.0.1:8000";
  return config;
}

TEST(Doctor, FindsAFreshDirectoryWell) {
  const TemporaryDirectory dir;
  const Findings findings = examine_storage(config_in(dir));
  for (const char* subject :
       {"data directory", "file system", "master key", "server", "database"}) {
    EXPECT_EQ(about(findings, subject).level, Level::ok) << about(findings, subject).message;
  }
  EXPECT_THAT(about(findings, "disk sync").message, HasSubstr("ms (median of 40)"));
  EXPECT_TRUE(std::filesystem::is_empty(dir.path())) << "the doctor must leave nothing behind";
}

TEST(Doctor, FindsAnInstallationSound) {
  const TemporaryDirectory dir;
  ASSERT_TRUE(open_local_link(config_in(dir)));
  const Findings findings = examine_storage(config_in(dir));
  EXPECT_THAT(about(findings, "database").message, HasSubstr("sound"));
  EXPECT_EQ(about(findings, "master key").level, Level::ok);
}

TEST(Doctor, SeesWhoHoldsTheDirectory) {
  const TemporaryDirectory dir;
  const auto held = open_local_link(config_in(dir));
  ASSERT_TRUE(held);
  const Finding finding = about(examine_storage(config_in(dir)), "server");
  EXPECT_EQ(finding.level, Level::warn);
  EXPECT_THAT(finding.message, HasSubstr("pid "));
}

TEST(Doctor, F78_SeesAKeyThatIsMissingOrOpen) {
  const TemporaryDirectory dir;
  ASSERT_TRUE(open_local_link(config_in(dir)));
  ASSERT_EQ(::chmod((dir / "master.key").c_str(), 0644), 0);
  EXPECT_EQ(about(examine_storage(config_in(dir)), "master key").level, Level::fail);
  std::filesystem::remove(dir / "master.key");
  const Finding missing = about(examine_storage(config_in(dir)), "master key");
  EXPECT_EQ(missing.level, Level::fail);
  EXPECT_THAT(missing.advice, HasSubstr("backup"));
}

TEST(Doctor, SeesADamagedDatabase) {
  const TemporaryDirectory dir;
  ASSERT_TRUE(open_local_link(config_in(dir)));
  std::fstream file(dir / "muster.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(100);
  file << std::string(4'000, 'x');
  file.close();
  EXPECT_EQ(about(examine_storage(config_in(dir)), "database").level, Level::fail);
}

TEST(Doctor, SeesWhatIsWrongWithADirectory) {
  const TemporaryDirectory dir;
  Config config = config_in(dir);
  ASSERT_EQ(::chmod(dir.path().c_str(), 0777), 0);
  EXPECT_EQ(about(examine_storage(config), "data directory").level, Level::warn);
  config.server.data_dir = dir.write("file", "");
  EXPECT_EQ(about(examine_storage(config), "data directory").level, Level::fail);
  config.server.data_dir = dir / "absent";
  EXPECT_EQ(about(examine_storage(config), "data directory").level, Level::ok);
}

class NoHandler final : public net::Handler {
 public:
  net::BodyPolicy body_policy(const net::Request&) const override { return {}; }
  void handle(net::Request&&, net::Reply reply) override { std::move(reply).send({}); }
};

TEST(Doctor, SeesATakenAddress) {
  const TemporaryDirectory dir;
  NoHandler handler;
  const auto server = std::move(*net::HttpServer::open({.listen = "127.0.0.1:0"}, handler));
  Config config = config_in(dir);
  config.server.listen = "127.0.0.1:" + std::to_string(server->port());
  const Finding taken = about(examine_network(config, {}, Reach::this_machine), "listen address");
  EXPECT_EQ(taken.level, Level::fail);
  EXPECT_THAT(taken.message, HasSubstr("Address already in use"));
}

TEST(Doctor, F78_SeesACertificateThatIsNone) {
  const TemporaryDirectory dir;
  Config config = config_in(dir);
  config.server.tls_certificate = dir.write("c.pem", "nonsense");
  config.server.tls_key = dir.write("k.pem", "nonsense");
  EXPECT_EQ(about(examine_network(config, {}, Reach::this_machine), "TLS certificate").level,
            Level::fail);
}

TEST(Doctor, TriesTheMailServerOnlyWhenAsked) {
  const TemporaryDirectory dir;
  Config config = config_in(dir);
  EXPECT_EQ(about(examine_network(config, {}, Reach::this_machine), "mail server").level,
            Level::warn);
  config.mail = {.host = "127.0.0.1", .port = 1, .from = "a@b.example"};
  EXPECT_THAT(about(examine_network(config, {}, Reach::this_machine), "mail server").message,
              HasSubstr("not tried"));
  EXPECT_EQ(about(examine_network(config, {}, Reach::mail_server), "mail server").level,
            Level::fail);
}

TEST(Doctor, TellsEveryConfigurationError) {
  LoadedConfig loaded;
  loaded.errors = {{Code::invalid, "expected host:port, got \"x\" (--listen)", "server.listen"},
                   {Code::invalid, "unknown field", "server.lisen"}};
  const TemporaryDirectory dir;
  loaded.config = config_in(dir);
  const Findings findings = examine(loaded, SystemClock(), Reach::this_machine);
  EXPECT_TRUE(any_failed(findings));
  EXPECT_THAT(
      show_findings(findings),
      HasSubstr("fail  configuration: server.listen: expected host:port, got \"x\" (--listen)"));
  EXPECT_THAT(show_findings(findings), HasSubstr("server.lisen"));
  const auto json = parse_json(show_findings_json(findings));
  ASSERT_TRUE(json);
  EXPECT_EQ(json->as_array().size(), findings.size());
}

}  // namespace
}  // namespace muster::cmd
