#include "api/native/project_test_support.h"

namespace muster::api {
namespace {

class Contacts : public ProjectTest {
 protected:
  void SetUp() override {
    ProjectTest::SetUp();
    made =
        bench.ask("POST /v1/projects/shop/contacts",
                  R"({"name":"ops","kind":"mail","config":{"to":"ops@x","token":"s3cret"}})", key);
    ASSERT_EQ(made.status, 201) << made.body;
    path = "/v1/projects/shop/contacts/" + made.text("id");
  }
  std::string stored() { return bench.store.load()->channels.at(0).config; }

  Answer made;
  std::string path;
};

TEST_F(Contacts, NoAnswerEverHoldsASecret) {
  make_check(R"({"name":"backup","contacts":["ops"]})");
  std::vector<Answer> answers{made};
  for (const std::string& bearer : {key, reader}) {
    for (const std::string& call :
         {"GET " + path, std::string("GET /v1/projects/shop/contacts"),
          std::string("GET /v1/projects/shop/contacts/ops"), "POST " + path + "/disable",
          "POST " + path + "/enable", std::string("GET /v1/projects/shop/checks")}) {
      answers.push_back(bench.ask(call, "", bearer));
    }
    for (const std::string_view body :
         {R"({"name":"night"})", R"({"config":{"to":"b"}})", R"({"config":{"nothing":1}})",
          R"({"config":{"to":"b"},"name":""})", R"({"config":7})"}) {
      answers.push_back(bench.ask("PATCH " + path, std::string(body), bearer));
    }
  }
  std::size_t shown = 0;
  for (const Answer& answer : answers) {
    EXPECT_EQ(answer.body.find("s3cret"), std::string::npos) << answer.body;
    shown += answer.body.find(R"("secrets_set":["token"])") != std::string::npos ? 1U : 0U;
  }
  EXPECT_GE(shown, 8U);
  EXPECT_NE(stored().find("s3cret"), std::string::npos);
}

TEST_F(Contacts, TheConfigurationIsShownToThoseWhoMayChangeIt) {
  const boost::json::value seen = bench.ask("GET " + path, "", key).json();
  EXPECT_EQ(text(seen.at("config")), R"({"to":"ops@x"})");
  EXPECT_EQ(text(seen.at("secrets_set")), R"(["token"])");
  const boost::json::value read = bench.ask("GET " + path, "", reader).json();
  EXPECT_EQ(text(read.at("config")), "{}");
  EXPECT_EQ(text(read.at("secrets_set")), "[]");
}

TEST_F(Contacts, AnUpdateKeepsTheSecretThatItLeavesOut) {
  EXPECT_EQ(bench.ask("PATCH " + path, R"({"config":{"to":"new@x"}})", key).status, 200);
  EXPECT_EQ(stored(), R"({"to":"new@x","token":"s3cret"})");
  EXPECT_EQ(bench.ask("PATCH " + path, R"({"config":{}})", key).text("pointer"), "/config/to");
  EXPECT_EQ(bench.ask("PATCH " + path, R"({"config":{"to":"new@x","token":""}})", key).status, 200);
  EXPECT_EQ(stored(), R"({"to":"new@x"})");
  EXPECT_EQ(text(bench.ask("GET " + path, "", key).json().at("secrets_set")), "[]");
}

TEST_F(Contacts, KindsThatActOnTheServerAreForAdministrators) {
  const std::string body = R"({"name":"local","kind":"exec","config":{"to":"/bin/true"}})";
  EXPECT_EQ(bench.ask("POST /v1/projects/shop/contacts", body, key).status, 403);
  ASSERT_EQ(bench.admin("POST /v1/projects/shop/contacts", body).status, 201);
  const std::string local = "/v1/projects/shop/contacts/local";
  EXPECT_EQ(bench.ask("PATCH " + local, R"({"config":{"to":"/bin/false"}})", key).status, 403);
  EXPECT_EQ(bench.admin("PATCH " + local, R"({"config":{"to":"/bin/false"}})").status, 200);
  EXPECT_EQ(bench.ask("PATCH " + local, R"({"name":"here"})", key).status, 200);
}

TEST_F(Contacts, ATestGoesOutAndBringsTheAnswerBack) {
  std::optional<net::Response> response;
  class Recorder final : public net::ReplyTarget {
   public:
    explicit Recorder(std::optional<net::Response>& into) : into_(into) {}
    void answer(net::Response answered) override { into_ = std::move(answered); }
    int io_index() const override { return 0; }

   private:
    std::optional<net::Response>& into_;
  } recorder(response);
  const std::string call = "POST " + path + "/test";
  bench.dispatcher().handle(Bench::request(call, R"({"direction":"down"})", key),
                            net::Reply(recorder));
  bench.step();
  auto sendings = bench.sender.take();
  ASSERT_EQ(sendings.size(), 1U);
  const engine::Notice& notice = sendings[0].notice;
  EXPECT_EQ(notice.channel.config, stored());
  EXPECT_EQ(notice.delivery.direction, core::Direction::down);
  EXPECT_EQ(notice.project_name, "shop");
  EXPECT_TRUE(notice.sample_ping.has_value());
  EXPECT_FALSE(response);

  // One at a time.
  EXPECT_EQ(bench.ask(call, R"({"direction":"up"})", key).status, 409);
  bench.clock.pass(std::chrono::milliseconds(250));
  sendings[0].done({.taken = core::Taken::never, .answer = "HTTP 410 gone"});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, R"({"taken":false,"answer":"HTTP 410 gone","took_ms":250})");
  EXPECT_TRUE(bench.store.delivery_table().empty());
  EXPECT_TRUE(bench.store.alert_table().empty());

  response.reset();
  bench.dispatcher().handle(Bench::request(call, R"({"direction":"up"})", key),
                            net::Reply(recorder));
  bench.step();
  sendings = bench.sender.take();
  ASSERT_EQ(sendings.size(), 1U);
  sendings.clear();  // never sent, as when the server stops
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
}

TEST_F(Contacts, ATestThatCannotBeIsRefused) {
  const std::string call = "POST " + path + "/test";
  EXPECT_EQ(bench.ask(call, "{}", key).text("pointer"), "/direction");
  EXPECT_EQ(bench.ask(call, R"({"direction":"sideways"})", key).text("pointer"), "/direction");
  EXPECT_EQ(bench.ask(call, R"({"direction":"down"})", reader).status, 403);
  EXPECT_EQ(
      bench.ask("POST /v1/projects/shop/contacts/none/test", R"({"direction":"down"})", key).status,
      404);
  bench.ask("PATCH " + path, R"({"config":{"to":"a","only_down":true}})", key);
  EXPECT_EQ(bench.ask(call, R"({"direction":"up"})", key).text("pointer"), "/direction");
  EXPECT_EQ(bench.sender.waiting(), 0U);
  const auto events =
      bench.admin("GET /v1/audit?action=contact.test&outcome=refused").json().at("events");
  EXPECT_EQ(events.as_array().size(), 1U);
}

}  // namespace
}  // namespace muster::api
