#include "api/native/project_test_support.h"

namespace muster::api {
namespace {

class SchedulePreview : public ProjectTest {
 protected:
  Answer preview(const std::string& body) {
    return bench.ask("POST /v1/schedule/preview", body, reader);
  }
};

TEST_F(SchedulePreview, S2_20_ShowsWhatDaylightSavingDoes) {
  bench.pass(*parse_iso("2026-03-27T12:00:00Z") - bench.clock.now());
  const Answer answer =
      preview(R"({"schedule":"30 2 * * *","tz":"Europe/Berlin","count":3,"grace":60})");
  EXPECT_EQ(answer.body,
            R"({"times":[)"
            R"({"at":"2026-03-28T01:30:00.000000+00:00","local":"2026-03-28T02:30:00+01:00"},)"
            R"({"at":"2026-03-29T01:00:00.000000+00:00","local":"2026-03-29T03:00:00+02:00",)"
            R"("mark":"gap"},)"
            R"({"at":"2026-03-30T00:30:00.000000+00:00","local":"2026-03-30T02:30:00+02:00"}]})");
  bench.pass(*parse_iso("2026-10-24T12:00:00Z") - bench.clock.now());
  EXPECT_EQ(preview(R"({"schedule":"30 2 * * *","tz":"Europe/Berlin","count":1})")
                .json()
                .at("times")
                .at(0)
                .at("mark"),
            "repeat");
}

TEST_F(SchedulePreview, TakesPeriodsAndEndsWhereTheScheduleEnds) {
  EXPECT_EQ(preview(R"({"timeout":3600})").json().at("times").as_array().size(), 10U);
  EXPECT_EQ(
      preview(R"({"schedule":"2030-01-01 12:00","count":5})").json().at("times").as_array().size(),
      1U);
}

TEST_F(SchedulePreview, BadInputIsNamed) {
  struct Case {
    std::string body;
    std::string_view pointer;
  };
  for (const Case& c : std::vector<Case>{{R"({"schedule":"61 * * * *"})", "/schedule"},
                                         {R"({"schedule":"0 0 30 2 *"})", "/schedule"},
                                         {R"({"schedule":""})", "/schedule"},
                                         {"{}", "/schedule"},
                                         {R"({"schedule":"daily","tz":"Mars/Base"})", "/tz"},
                                         {R"({"timeout":59})", "/timeout"},
                                         {R"({"timeout":60,"grace":1})", "/grace"},
                                         {R"({"timeout":60,"count":0})", "/count"},
                                         {R"({"timeout":60,"count":101})", "/count"},
                                         {R"({"period":60})", "/period"}}) {
    const Answer answer = preview(c.body);
    EXPECT_EQ(answer.status, 400) << c.body;
    EXPECT_EQ(answer.text("pointer"), c.pointer) << c.body;
  }
  EXPECT_EQ(bench.ask("POST /v1/schedule/preview", R"({"timeout":60})").status, 401);
}

}  // namespace
}  // namespace muster::api
