#include "cmd/admin.h"

#include "base/codec.h"
#include "cmd/admin_socket.h"
#include "cmd/temporary_directory.h"
#include "net/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

using testing::HasSubstr;

// Notes what is asked and answers with what it was given.
class FakeLink final : public AdminLink {
 public:
  FakeLink(int status, std::string body) : answer_{status, std::move(body)} {}

  Result<AdminAnswer> call(net::Method method, const std::string& path,
                           const std::string& body) override {
    asked = std::string(net::to_string(method)) + " " + path + " " + body;
    return answer_;
  }

  std::string asked;

 private:
  const AdminAnswer answer_;
};

TEST(Admin, AsksTheNativeApi) {
  const struct {
    AdminCommand command;
    std::string_view asked;
    std::string_view input = "";
  } cases[] = {
      {ProjectCreate{"nightly"}, R"(POST /v1/projects {"name":"nightly"})"},
      {ProjectShow{"a b/ü"}, "GET /v1/projects/a%20b%2F%C3%BC "},
      {ChannelCreate{"p", "webhook", "n", R"({"url_down":"http://x"})"},
       R"(POST /v1/projects/p/contacts )"
       R"({"kind":"webhook","name":"n","config":{"url_down":"http://x"}})"},
      {ChannelCreate{"p", "mail", "n", "-"},
       R"(POST /v1/projects/p/contacts {"kind":"mail","name":"n","config":{"to":"a@b.example"}})",
       R"({"to": "a@b.example"})"},
      {CheckCreate{.project = "p", .name = "n", .timeout = 60, .grace = 5, .channels = "*"},
       R"(POST /v1/projects/p/checks {"name":"n","contacts":["*"],"timeout":60,"grace":5})"},
      {CheckCreate{.project = "p", .name = "n", .schedule = "0 6 * * *", .zone = "UTC"},
       R"(POST /v1/projects/p/checks {"name":"n","schedule":"0 6 * * *","tz":"UTC"})"},
      {UserCreate{"ada", "a@b.example", "admin", "", true},
       R"(POST /v1/users )"
       R"({"name":"ada","role":"admin","email":"a@b.example","password":"pass word"})",
       "pass word\n"},
      {UserPassword{"a b"}, "POST /v1/users/a%20b/password "},
  };
  for (const auto& [command, asked, input] : cases) {
    FakeLink link(201, "{}");
    EXPECT_TRUE(run_admin(command, link, Output::json, std::string(input)));
    EXPECT_EQ(link.asked, asked);
  }
}

TEST(Admin, PrintsTheFieldsInOrder) {
  FakeLink link(201, R"({"created_at":"x","api_key_readonly":"r","api_key":"w","name":"n",
                         "ping_key":"k","uuid":"u"})");
  EXPECT_EQ(*run_admin(ProjectCreate{"n"}, link, Output::json, ""),
            R"({"uuid":"u","name":"n","ping_key":"k","api_key":"w","api_key_readonly":"r"})"
            "\n");
  EXPECT_THAT(*run_admin(ProjectCreate{"n"}, link, Output::text, ""),
              HasSubstr("ping_key          k\n"));
}

TEST(Admin, HandsRefusalsOn) {
  const struct {
    int status;
    int exit;
  } cases[] = {{400, 65}, {403, 77}, {404, 66}, {409, 65}, {500, 70}, {503, 69}};
  for (const auto& [status, exit] : cases) {
    FakeLink link(status, R"({"title":"Conflict","detail":"there is a project of that name"})");
    const auto printed = run_admin(ProjectCreate{"n"}, link, Output::json, "");
    ASSERT_FALSE(printed);
    EXPECT_EQ(printed.error().message, "there is a project of that name");
    EXPECT_EQ(exit_status(printed.error().code), exit) << status;
  }
}

TEST(Admin, RefusesAConfigurationThatIsNoJson) {
  FakeLink link(201, "{}");
  const auto printed =
      run_admin(ChannelCreate{"p", "webhook", "n", "{url"}, link, Output::json, "");
  ASSERT_FALSE(printed);
  EXPECT_EQ(printed.error().where, "--config");
  EXPECT_EQ(link.asked, "");
}

Config config_in(const TemporaryDirectory& dir) {
  Config config;
  config.server.data_dir = dir.path();
  config.server.site_url = "http://127.0.0.1:8000";
  return config;
}

// Without a server the same commands work on the data directory itself, and what they did is still
// there for the next one.
TEST(AdminLocal, WorksWithoutAServer) {
  const TemporaryDirectory dir;
  const Config config = config_in(dir);
  std::string ping_key;
  {
    const auto link = AdminLink::open(config);
    ASSERT_TRUE(link) << to_string(link.error());
    const auto made = run_admin(ProjectCreate{"nightly"}, **link, Output::json, "");
    ASSERT_TRUE(made) << to_string(made.error());
    const auto json = parse_json(*made);
    ASSERT_TRUE(json);
    ping_key = json->at("ping_key").as_string();
    EXPECT_EQ(ping_key.size(), 22U);
    EXPECT_THAT(std::string(json->at("api_key").as_string()), testing::StartsWith("hcw_"));
    const auto channel = run_admin(
        ChannelCreate{"nightly", "webhook", "ops", R"({"url_down":"https://example.org/down"})"},
        **link, Output::json, "");
    ASSERT_TRUE(channel) << to_string(channel.error());
    EXPECT_EQ(parse_json(*channel)->as_object().size(), 3U) << *channel;
    const auto check = run_admin(
        CheckCreate{.project = "nightly", .name = "backup", .timeout = 60, .channels = "*"}, **link,
        Output::json, "");
    ASSERT_TRUE(check) << to_string(check.error());
    EXPECT_THAT(*check, HasSubstr("http://127.0.0.1:8000/ping/"));
    const auto user = run_admin(UserCreate{"ada", "", "admin", "", true}, **link, Output::json,
                                "a long enough password\n");
    ASSERT_TRUE(user) << to_string(user.error());
    EXPECT_THAT(*user, HasSubstr(R"("role":"admin")"));
    EXPECT_THAT(*user, HasSubstr(R"("token":"mst_)"));
    const auto reset = run_admin(UserPassword{"ada"}, **link, Output::json, "");
    ASSERT_TRUE(reset) << to_string(reset.error());
    EXPECT_EQ(parse_json(*reset)->at("password").as_string().size(), 16U);
  }
  const auto link = AdminLink::open(config);
  ASSERT_TRUE(link) << to_string(link.error());
  const auto shown = run_admin(ProjectShow{"nightly"}, **link, Output::json, "");
  ASSERT_TRUE(shown) << to_string(shown.error());
  EXPECT_THAT(*shown, HasSubstr(ping_key));
  EXPECT_THAT(*shown, HasSubstr(R"("checks":1)"));
  const auto again = run_admin(ProjectCreate{"nightly"}, **link, Output::json, "");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict);
}

TEST(AdminLocal, OneAtATime) {
  const TemporaryDirectory dir;
  const auto first = open_local_link(config_in(dir));
  ASSERT_TRUE(first);
  const auto second = open_local_link(config_in(dir));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
}

// Whatever it is asked, it says so.
class EchoHandler final : public net::Handler {
 public:
  net::BodyPolicy body_policy(const net::Request&) const override { return {.bytes_max = 1'000}; }
  void handle(net::Request&& request, net::Reply reply) override {
    std::move(reply).send({.status = request.method == net::Method::post ? 201 : 200,
                           .body = request.method_name + " " + request.target + " " + request.body,
                           .content_type = "text/plain"});
  }
};

TEST(AdminSocket, SpeaksToARunningServer) {
  const TemporaryDirectory dir;
  EXPECT_EQ(open_socket_link(admin_socket_path(dir.path())).error().code, Code::unavailable);
  EchoHandler handler;
  const auto server = std::move(
      *net::HttpServer::open({.unix_socket_path = admin_socket_path(dir.path())}, handler));
  server->run();
  const auto link = open_socket_link(admin_socket_path(dir.path()));
  ASSERT_TRUE(link) << to_string(link.error());
  const auto posted = (*link)->call(net::Method::post, "/v1/projects", R"({"name":"n"})");
  ASSERT_TRUE(posted) << to_string(posted.error());
  EXPECT_EQ(posted->status, 201);
  EXPECT_EQ(posted->body, R"(POST /v1/projects {"name":"n"})");
  const auto got = (*link)->call(net::Method::get, "/v1/projects/n", "");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->body, "GET /v1/projects/n ");
  server->stop();
}

TEST(AdminSocket, AnAddressInUseIsSeen) {
  EchoHandler handler;
  const auto server = std::move(*net::HttpServer::open({.listen = "127.0.0.1:0"}, handler));
  const auto taken = refuse_taken_address("127.0.0.1:" + std::to_string(server->port()));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Code::conflict);
  EXPECT_TRUE(refuse_taken_address("127.0.0.1:0"));
}

}  // namespace
}  // namespace muster::cmd
