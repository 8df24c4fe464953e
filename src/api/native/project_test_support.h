// For the tests of what stands inside a project: one project, its two keys, and ways to make what
// is in it.
#pragma once

#include "api/api_test_support.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::api {

class ProjectTest : public testing::Test {
 protected:
  void SetUp() override {
    const Answer project = bench.admin("POST /v1/projects", R"({"name":"shop"})");
    ASSERT_EQ(project.status, 201) << project.body;
    project_uuid = project.text("uuid");
    key = project.text("api_key");
    reader = project.text("api_key_readonly");
  }

  Answer make_check(const std::string& body) {
    Answer made = bench.ask("POST /v1/projects/shop/checks", body, key);
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  }
  // What a reader sees.
  Answer see(const std::string& path) { return bench.ask("GET " + path, "", reader); }
  Answer see_check(const Answer& check, const std::string& rest) {
    return see("/v1/projects/shop/checks/" + check.text("id") + rest);
  }
  // `what`: "", "/start", "/fail" …; time passes first.
  void ping(const Answer& check, const std::string& what, seconds after, std::string body = {}) {
    bench.pass(after);
    const Answer answer = bench.ask("POST /ping/" + check.text("uuid") + what, std::move(body));
    EXPECT_EQ(answer.status, 200) << answer.body;
    bench.step();
  }
  // As the codec writes it.
  static std::string text(const boost::json::value& value) { return encode(value); }

  Bench bench;
  std::string project_uuid;
  std::string key;
  std::string reader;
};

}  // namespace muster::api
