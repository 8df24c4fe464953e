// Healthchecks §2.4: authentication, errors, CORS, spellings of paths.
#include "api/healthchecks/test_server.h"

#include <gtest/gtest.h>

namespace muster::api::healthchecks {
namespace {

using net::Method;

constexpr std::string_view kUnknownKey = "hcw_cccccccccccccccccccccccccccc";
constexpr std::string_view kNobody = "11112222-3333-4444-9555-666677778888";

void expect_cors(const Answer& answer, std::string_view what) {
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*") << what;
  EXPECT_EQ(answer.header("Access-Control-Allow-Headers"), "X-Api-Key") << what;
  EXPECT_TRUE(answer.header("Access-Control-Allow-Methods").ends_with("OPTIONS")) << what;
  EXPECT_EQ(answer.header("Access-Control-Max-Age"), "600") << what;
}

TEST(HealthchecksAccess, KeysOfAnotherLengthAreMissingAndUnknownOnesAreWrong) {
  TestServer server;
  for (const std::string_view target :
       {"/api/v1/checks/", "/api/v2/channels/", "/api/v3/badges/", "/api/v3/checks"}) {
    const struct {
      std::optional<std::string_view> key;
      std::string_view body;
    } cases[] = {
        {std::nullopt, R"({"error":"missing api key"})"},
        {"", R"({"error":"missing api key"})"},
        {"short", R"({"error":"missing api key"})"},
        {"hcw_ccccccccccccccccccccccccccccc", R"({"error":"missing api key"})"},
        {kUnknownKey, R"({"error":"wrong api key"})"},
    };
    for (const auto& test : cases) {
      const Answer answer = server.get(std::string(target), test.key);
      EXPECT_EQ(answer.status, 401);
      EXPECT_EQ(answer.body, test.body);
      EXPECT_EQ(answer.content_type, "application/json");
      expect_cors(answer, target);
    }
  }
}

TEST(HealthchecksAccess, KeyMayStandInTheBodyOfAPostOnly) {
  TestServer server;
  const std::string with_key = json::serialize(json::object{{"api_key", kWriteKey}, {"name", "a"}});
  EXPECT_EQ(server.post("/api/v3/checks/", with_key, std::nullopt).status, 201);
  const Answer get = server.send(
      {.method = Method::get, .target = "/api/v3/checks/", .key = {}, .body = with_key});
  EXPECT_EQ(get.status, 401);
  // A header, even a wrong one, is what counts.
  EXPECT_EQ(server.post("/api/v3/checks/", with_key, "short").status, 401);
  EXPECT_EQ(server.post("/api/v3/checks/", R"({"api_key":5})", std::nullopt).body,
            R"({"error":"missing api key"})");
}

TEST(HealthchecksAccess, BodyIsReadBeforeTheKeyIsLookedAt) {
  TestServer server;
  for (const std::string_view body : {"not json", "{", "{\"a\":NaN}", "\xFF", "\"\\ud800\""}) {
    const Answer answer = server.post("/api/v3/checks/", std::string(body), std::nullopt);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.body, R"({"error":"could not parse request body"})");
    expect_cors(answer, body);
  }
  for (const std::string_view body : {"[]", "5", "null", "\"x\""}) {
    const Answer answer = server.post("/api/v3/checks/", std::string(body), std::nullopt);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.body, R"({"error":"json validation error: value is not an object"})");
  }
  const std::string id = server.make();
  EXPECT_EQ(server.post("/api/v3/checks/" + id + "/pause", "not json").status, 400);
}

TEST(HealthchecksAccess, EmptyBodyIsAnEmptyObjectAndContentTypeIsNotExamined) {
  TestServer server;
  EXPECT_EQ(server.post("/api/v3/checks/", "").status, 201);
  const Answer answer = server.send({.method = Method::post,
                                     .target = "/api/v3/checks/",
                                     .body = R"({"name":"x"})",
                                     .headers = {{"content-type", "text/csv"}}});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.text("name"), "x");
}

TEST(HealthchecksAccess, ReadOnlyKeysReadChecksFlipsAndBadgesOnly) {
  TestServer server;
  const std::string id = server.make();
  server.ping(id, "body");
  const std::string check = "/api/v3/checks/" + id;
  const std::string by_key = "/api/v3/checks/" + server.unique_key_of(id);
  for (const std::string& target :
       {std::string("/api/v3/checks/"), check, by_key, check + "/flips/", by_key + "/flips/",
        std::string("/api/v3/badges/")}) {
    EXPECT_EQ(server.get(target, kReadKey).status, 200) << target;
  }
  const std::pair<Method, std::string> refused[] = {
      {Method::post, "/api/v3/checks/"},
      {Method::post, check},
      {Method::delete_, check},
      {Method::post, check + "/pause"},
      {Method::post, check + "/resume"},
      {Method::get, check + "/pings/"},
      {Method::get, check + "/pings/1/body"},
      {Method::get, "/api/v3/channels/"},
  };
  for (const auto& [method, target] : refused) {
    const Answer answer = server.send({.method = method, .target = target, .key = kReadKey});
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_EQ(answer.body, R"({"error":"wrong api key"})") << target;
  }
  EXPECT_EQ(server.get(check).status, 200) << "nothing was deleted";
}

TEST(HealthchecksAccess, ChecksOfOtherProjectsAreForbiddenAndUnknownOnesNotFound) {
  TestServer server;
  const std::string foreign = server.make("{}", kOtherKey);
  const std::pair<Method, std::string> calls[] = {
      {Method::get, ""},
      {Method::post, ""},
      {Method::delete_, ""},
      {Method::post, "/pause"},
      {Method::post, "/resume"},
      {Method::get, "/pings/"},
      {Method::get, "/pings/1/body"},
      {Method::get, "/flips/"},
  };
  for (const auto& [method, suffix] : calls) {
    const auto status_of = [&](std::string_view id, std::optional<std::string_view> key) {
      return server.send(
          {.method = method, .target = "/api/v3/checks/" + std::string(id) + suffix, .key = key});
    };
    const Answer forbidden = status_of(foreign, kWriteKey);
    EXPECT_EQ(forbidden.status, 403) << suffix;
    EXPECT_EQ(forbidden.body, "");
    expect_cors(forbidden, suffix);
    EXPECT_EQ(status_of(kNobody, kWriteKey).status, 404) << suffix;
    expect_cors(status_of(kNobody, kWriteKey), suffix);
    EXPECT_EQ(status_of("not-a-uuid", kWriteKey).status, 404) << suffix;
    EXPECT_EQ(status_of("11112222-3333-4444-9555-66667777888A", kWriteKey).status, 404);
    EXPECT_EQ(status_of(kNobody, kUnknownKey).status, 401) << "the key comes first";
  }
}

TEST(HealthchecksAccess, WrongMethodsAre405WithTheHeaders) {
  TestServer server;
  const std::string id = server.make();
  const std::string check = "/api/v3/checks/" + id;
  const std::pair<Method, std::string> calls[] = {
      {Method::put, check},
      {Method::patch, check},
      {Method::head, check},
      {Method::head, "/api/v3/checks/"},
      {Method::put, "/api/v3/checks/"},
      {Method::delete_, "/api/v1/checks/"},
      {Method::get, check + "/pause"},
      {Method::get, check + "/resume"},
      {Method::post, "/api/v2/channels/"},
      {Method::post, "/api/v2/badges/"},
      {Method::post, check + "/pings/1/body"},
      {Method::delete_, check + "/flips/"},
      {Method::post, "/api/v3/checks/" + server.unique_key_of(id)},
      {Method::delete_, "/api/v3/checks/" + server.unique_key_of(id)},
  };
  for (const auto& [method, target] : calls) {
    const Answer answer = server.send({.method = method, .target = target});
    EXPECT_EQ(answer.status, 405) << net::to_string(method) << target;
    expect_cors(answer, target);
  }
}

TEST(HealthchecksAccess, OptionsNeedsNoKey) {
  TestServer server;
  for (const std::string_view target :
       {"/api/v1/checks/", "/api/v3/checks", "/api/v3/checks/x", "/api/v3/checks/x/pause",
        "/api/v3/checks/x/pings/", "/api/v3/checks/x/flips/", "/api/v2/channels/",
        "/api/v2/badges/"}) {
    const Answer answer =
        server.send({.method = Method::options, .target = std::string(target), .key = {}});
    EXPECT_EQ(answer.status, 204) << target;
    EXPECT_EQ(answer.body, "");
    expect_cors(answer, target);
  }
  EXPECT_TRUE(server.send({.method = Method::options, .target = "/api/v3/checks/"})
                  .header("Access-Control-Allow-Methods")
                  .contains("POST"));
}

TEST(HealthchecksAccess, CollectionsAnswerWithAndWithoutSlashAndChecksOnlyWithout) {
  TestServer server;
  const std::string id = server.make();
  const std::string check = "/api/v1/checks/" + id;
  for (const std::string& target : {std::string("/api/v1/checks"), std::string("/api/v1/channels"),
                                    std::string("/api/v1/badges"), std::string("/api/v1/status"),
                                    check + "/pings", check + "/flips"}) {
    EXPECT_EQ(server.get(target).status, 200) << target;
    EXPECT_EQ(server.get(target + "/").status, 200) << target;
  }
  EXPECT_EQ(server.post("/api/v1/checks", "{}").status, 201);
  EXPECT_EQ(server.get(check + "/").status, 404);
  EXPECT_EQ(server.post(check + "/pause/").status, 404);
}

TEST(HealthchecksAccess, OtherVersionsDoNotExist) {
  TestServer server;
  for (const std::string_view target : {"/api/v4/checks/", "/api/v0/checks/", "/api/checks/"}) {
    EXPECT_EQ(server.get(std::string(target)).status, 404);
  }
}

TEST(HealthchecksAccess, FullQueueIs503WithRetryAfterAndTheHeaders) {
  TestServer server;
  server.ledger().close();
  const Answer answer = server.get("/api/v3/checks/");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  expect_cors(answer, "closed");
}

TEST(HealthchecksAccess, FailedCommitIs503AndNothingHappened) {
  TestServer server;
  server.make();
  server.store().fail_once_after(0, Error{.code = Code::unavailable, .message = "disk"});
  EXPECT_EQ(server.post("/api/v3/checks/", R"({"name":"lost"})").status, 503);
  EXPECT_EQ(server.get("/api/v3/checks/").json().at("checks").as_array().size(), 1u);
}

}  // namespace
}  // namespace muster::api::healthchecks
