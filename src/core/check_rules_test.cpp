#include "core/check_rules.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace muster::core {
namespace {

namespace json = boost::json;

Result<CheckChange> decode(std::string_view body) {
  return decode_check_change(json::parse(body).as_object());
}

std::string long_text(std::size_t length) { return std::string(length, 'x'); }

// A body with one member of that many characters.
std::string body_of_length(std::string_view field, std::size_t length) {
  return json::serialize(json::object{{field, long_text(length)}});
}

CheckSpec changed(std::string_view body, CheckSpec spec = {}, int version = 3) {
  const auto change = decode(body);
  EXPECT_TRUE(change) << body;
  auto result = apply_change(*change, std::move(spec), {}, slug_from(version));
  EXPECT_TRUE(result) << body;
  return *result;
}

TEST(CheckRules, WrongFieldsGetThePhrasesOfTheContract) {
  const struct {
    std::string_view body;
    std::string_view message;
  } cases[] = {
      {R"({"name":1})", "name is not a string"},
      {R"({"name":null})", "name is not a string"},
      {R"({"desc":[]})", "desc is not a string"},
      {R"({"tags":["a"]})", "tags is not a string"},
      {R"({"channels":7})", "channels is not a string"},
      {R"({"tz":0})", "tz is not a string"},
      {R"({"schedule":{}})", "schedule is not a string"},
      {R"({"slug":null})", "slug is not a string"},
      {R"({"slug":"Not A Slug"})", "slug does not match pattern"},
      {R"({"slug":"a\n"})", "slug does not match pattern"},
      {R"({"timeout":"60"})", "timeout is not a number"},
      {R"({"timeout":60.5})", "timeout is not a number"},
      {R"({"timeout":60.0})", "timeout is not a number"},
      {R"({"timeout":null})", "timeout is not a number"},
      {R"({"timeout":true})", "timeout is not a number"},
      {R"({"timeout":59})", "timeout is too small"},
      {R"({"timeout":-99999999999999999999})", "timeout is too small"},
      {R"({"timeout":31536001})", "timeout is too large"},
      {R"({"timeout":18446744073709551615})", "timeout is too large"},
      {R"({"timeout":99999999999999999999})", "timeout is too large"},
      {R"({"grace":"x"})", "grace is not a number"},
      {R"({"grace":0})", "grace is too small"},
      {R"({"grace":31536001})", "grace is too large"},
      {R"({"manual_resume":0})", "manual_resume is not a boolean"},
      {R"({"filter_subject":"yes"})", "filter_subject is not a boolean"},
      {R"({"filter_body":null})", "filter_body is not a boolean"},
      {R"({"filter_http_body":1})", "filter_http_body is not a boolean"},
      {R"({"filter_default_fail":1})", "filter_default_fail is not a boolean"},
      {R"({"methods":"GET"})", "methods has unexpected value"},
      {R"({"methods":null})", "methods has unexpected value"},
      {R"({"schedule":"surprise"})", "schedule is not a valid cron or OnCalendar expression"},
      {R"({"schedule":""})", "schedule is not a valid cron or OnCalendar expression"},
      {R"({"schedule":"* * * * * *"})", "schedule is not a valid cron or OnCalendar expression"},
      {R"({"schedule":"0 0 30 2 *"})", "schedule is not a valid cron or OnCalendar expression"},
      {R"({"schedule":"1999-01-01"})", "schedule is not a valid cron or OnCalendar expression"},
      {R"({"tz":"Mars/Olympus"})", "tz is not a valid timezone"},
      {R"({"tz":""})", "tz is not a valid timezone"},
      {R"({"unique":"name"})", "unique is not an array"},
      {R"({"unique":null})", "unique is not an array"},
      {R"({"unique":["name","status"]})", "an item in 'unique' has unexpected value"},
      {R"({"unique":[1]})", "an item in 'unique' has unexpected value"},
      {R"({"name":"a\u0000b"})", "name contains a NUL character"},
      {R"({"desc":"\u0000"})", "desc contains a NUL character"},
      {R"({"start_limit":59})", "start_limit is too small"},
      {R"({"run_limit":31536001})", "run_limit is too large"},
      {R"({"run_limit":"1"})", "run_limit is not a number"},
      {R"({"failures_before_down":0})", "failures_before_down is too small"},
      {R"({"failures_before_down":1001})", "failures_before_down is too large"},
      {R"({"failures_before_down":null})", "failures_before_down is not a number"},
      {R"({"successes_before_up":1.5})", "successes_before_up is not a number"},
  };
  for (const auto& test : cases) {
    const auto change = decode(test.body);
    ASSERT_FALSE(change) << test.body;
    EXPECT_EQ(change.error().code, Code::invalid);
    EXPECT_EQ(change.error().message, test.message) << test.body;
  }
}

TEST(CheckRules, LengthsAreCountedInCharacters) {
  const struct {
    std::string_view field;
    std::size_t chars_max;
  } cases[] = {{"name", 100},    {"start_kw", 200},     {"success_kw", 200}, {"failure_kw", 200},
               {"subject", 200}, {"subject_fail", 200}, {"slug", 100},       {"desc", 65'536}};
  for (const auto& test : cases) {
    EXPECT_TRUE(decode(body_of_length(test.field, test.chars_max))) << test.field;
    const auto over = decode(body_of_length(test.field, test.chars_max + 1));
    ASSERT_FALSE(over) << test.field;
    EXPECT_EQ(over.error().message, std::string(test.field) + " is too long");
  }
  std::string chinese;
  for (int i = 0; i < 100; ++i) chinese += "备";
  EXPECT_TRUE(decode(json::serialize(json::object{{"name", chinese}})));
  const auto long_schedule = decode(body_of_length("schedule", 101));
  EXPECT_EQ(long_schedule.error().message, "schedule is too long");
}

TEST(CheckRules, D10_TagsLongerThanTheirColumnAreRefused) {
  EXPECT_TRUE(decode(body_of_length("tags", 500)));
  const auto over = decode(body_of_length("tags", 501));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().message, "tags is too long");
}

TEST(CheckRules, FirstWrongFieldInTheOrderOfTheContractIsTold) {
  const std::vector<std::string_view> order = {"channels",
                                               "desc",
                                               "failure_kw",
                                               "filter_subject",
                                               "filter_body",
                                               "filter_http_body",
                                               "filter_default_fail",
                                               "grace",
                                               "manual_resume",
                                               "methods",
                                               "name",
                                               "schedule",
                                               "slug",
                                               "start_kw",
                                               "subject",
                                               "subject_fail",
                                               "success_kw",
                                               "tags",
                                               "timeout",
                                               "tz",
                                               "unique",
                                               "failures_before_down",
                                               "run_limit",
                                               "start_limit",
                                               "successes_before_up"};
  for (std::size_t first = 0; first < order.size(); ++first) {
    json::object body;
    for (std::size_t i = order.size(); i > first; --i) body[order[i - 1]] = json::parse("[[]]");
    const auto change = decode_check_change(body);
    ASSERT_FALSE(change);
    const std::string where = "/" + std::string(order[first]);
    EXPECT_TRUE(change.error().where.starts_with(where)) << change.error().where;
  }
}

TEST(CheckRules, UnknownFieldsAreIgnored) {
  EXPECT_EQ(decode(R"({"api_key":"x","colour":null,"uuid":5})"), CheckChange{});
  EXPECT_EQ(decode("{}"), CheckChange{});
}

TEST(CheckRules, OmittedFieldsKeepTheirValue) {
  const CheckSpec spec = changed(
      R"({"name":"a","slug":"b","tags":"c","desc":"d","timeout":120,"grace":60,"methods":"POST",
          "manual_resume":true,"start_kw":"s","filter_body":true,"start_limit":60,"run_limit":90,
          "failures_before_down":2,"successes_before_up":3})");
  EXPECT_EQ(changed("{}", spec), spec);
  EXPECT_EQ(spec.name, "a");
  EXPECT_EQ(spec.slug, "b");
  EXPECT_EQ(spec.tags, "c");
  EXPECT_EQ(spec.description, "d");
  EXPECT_EQ(spec.schedule, Schedule::period(seconds(120)));
  EXPECT_EQ(spec.grace, seconds(60));
  EXPECT_EQ(spec.methods, Methods::post_only);
  EXPECT_EQ(spec.resume, Resume::by_hand);
  EXPECT_EQ(spec.filters->start_words, "s");
  EXPECT_TRUE(spec.filters->mail_body);
  EXPECT_EQ(spec.start_limit, seconds(60));
  EXPECT_EQ(spec.run_limit, seconds(90));
  EXPECT_EQ(spec.failures_before_down, 2);
  EXPECT_EQ(spec.successes_before_up, 3);
}

TEST(CheckRules, DefaultsAreThoseOfTheContract) {
  const CheckSpec spec = changed("{}");
  EXPECT_EQ(spec.schedule, Schedule::period(seconds(86'400)));
  EXPECT_EQ(spec.grace, seconds(3'600));
  EXPECT_TRUE(spec.channels.empty());
  EXPECT_EQ(spec.filters, nullptr);
  EXPECT_EQ(changed(R"({"schedule":"0 0 * * *"})").schedule.zone(), Zone::utc());
}

TEST(CheckRules, OwnLimitsAreTurnedOffByZeroAndNull) {
  const CheckSpec spec = changed(R"({"start_limit":60,"run_limit":60})");
  EXPECT_EQ(changed(R"({"start_limit":0,"run_limit":null})", spec), CheckSpec{});
}

TEST(CheckRules, ScheduleBeatsTimeoutAndTimeoutAloneMakesItSimple) {
  const CheckSpec cron = changed(R"({"schedule":"5 4 * * *","timeout":60})");
  EXPECT_EQ(cron.schedule.kind(), Schedule::Kind::cron);
  EXPECT_EQ(changed(R"({"timeout":60})", cron).schedule, Schedule::period(seconds(60)));
}

TEST(CheckRules, FiveWordsOnOneLineAreCronAnythingElseIsOnCalendar) {
  EXPECT_EQ(changed(R"({"schedule":"*/5 * * * *"})").schedule.kind(), Schedule::Kind::cron);
  EXPECT_EQ(changed(R"({"schedule":"Mon..Fri 09:00"})").schedule.kind(),
            Schedule::Kind::on_calendar);
}

TEST(CheckRules, ZoneMovesAScheduleThatExistsAndIsRewritten) {
  const CheckSpec spec = changed(R"({"schedule":"5 4 * * *","tz":"Europe/Kiev"})");
  EXPECT_EQ(spec.schedule.zone().name(), "Europe/Kyiv");
  EXPECT_EQ(changed(R"({"schedule":"6 4 * * *"})", spec).schedule.zone().name(), "Europe/Kyiv");
  const struct {
    std::string_view legacy;
    std::string_view present;
  } cases[] = {{"PRC", "Asia/Shanghai"}, {"UCT", "Etc/UTC"}, {"CET", "Europe/Brussels"}};
  for (const auto& test : cases) {
    const CheckSpec moved = changed(json::serialize(json::object{{"tz", test.legacy}}), spec);
    EXPECT_EQ(moved.schedule.zone().name(), test.present);
    EXPECT_EQ(moved.schedule.expression(), "5 4 * * *");
  }
}

TEST(CheckRules, SubjectFieldsSetTheWordsAndTheFilter) {
  const auto filters = [](std::string_view body, CheckSpec spec = {}) {
    const CheckSpec result = changed(body, std::move(spec));
    return result.filters ? *result.filters : Filters{};
  };
  EXPECT_EQ(filters(R"({"subject":"ok"})"), (Filters{.success_words = "ok", .subject = true}));
  EXPECT_EQ(filters(R"({"subject_fail":"bad"})"),
            (Filters{.failure_words = "bad", .subject = true}));
  EXPECT_EQ(filters(R"({"subject":"ok","filter_subject":false})"),
            (Filters{.success_words = "ok"}));
  const CheckSpec both = changed(R"({"subject":"ok","subject_fail":"bad"})");
  EXPECT_TRUE(filters(R"({"subject":""})", both).subject);
  EXPECT_EQ(filters(R"({"subject":"","subject_fail":""})", both), Filters{});
  EXPECT_EQ(filters(R"({"success_kw":"ok"})"), (Filters{.success_words = "ok"}));
  EXPECT_EQ(filters(R"({"subject":"a","success_kw":"b"})").success_words, "b");
}

TEST(CheckRules, NameMakesTheSlugInVersionsOneAndTwoOnly) {
  for (const int version : {1, 2}) {
    EXPECT_EQ(changed(R"({"name":"My Jöb"})", {}, version).slug, "my-job");
    EXPECT_EQ(changed(R"({"name":"My Job","slug":"own"})", {}, version).slug, "own");
  }
  EXPECT_EQ(changed(R"({"name":"My Job"})", {}, 3).slug, "");
  const CheckSpec own = changed(R"({"name":"My Job","slug":"own"})", {}, 3);
  EXPECT_EQ(changed(R"({"name":"Other"})", own, 3).slug, "own");
  EXPECT_EQ(changed(R"({"name":"My Job"})", own, 1).slug, "own") << "the name did not change";
}

std::vector<NamedChannel> channels() {
  return {{3, "id-3", "Mail to ops"}, {1, "id-1", "hook"}, {2, "id-2", "id-1"}};
}

TEST(CheckRules, ChannelsAreFoundByIdOrExactName) {
  const auto all = channels();
  EXPECT_EQ(resolve_channels("", all), std::vector<ChannelKey>{});
  EXPECT_EQ(resolve_channels("*", all), (std::vector<ChannelKey>{1, 2, 3}));
  EXPECT_EQ(resolve_channels("Mail to ops,hook", all), (std::vector<ChannelKey>{1, 3}));
  EXPECT_EQ(resolve_channels("id-3,id-3,Mail to ops", all), std::vector<ChannelKey>{3});
}

TEST(CheckRules, WrongChannelsGetTheErrorsOfTheContract) {
  const auto all = channels();
  const struct {
    std::string_view text;
    std::string_view message;
  } cases[] = {
      {"nobody", "invalid channel identifier: nobody"},
      {"hook, id-3", "invalid channel identifier:  id-3"},
      {"HOOK", "invalid channel identifier: HOOK"},
      {"id-1", "non-unique channel identifier: id-1"},
      {"hook,", "empty channel identifier"},
      {",", "empty channel identifier"},
  };
  for (const auto& test : cases) {
    const auto keys = resolve_channels(test.text, all);
    ASSERT_FALSE(keys) << test.text;
    EXPECT_EQ(keys.error().message, test.message);
  }
}

TEST(CheckRules, ChannelsAreSetClearedAndLeftAlone) {
  const auto all = channels();
  const auto apply = [&](std::string_view body, CheckSpec spec) {
    return apply_change(*decode(body), std::move(spec), all, SlugFrom::request_only);
  };
  const CheckSpec some = *apply(R"({"channels":"hook"})", {});
  EXPECT_EQ(some.channels, std::vector<ChannelKey>{1});
  EXPECT_EQ(apply("{}", some)->channels, std::vector<ChannelKey>{1});
  EXPECT_TRUE(apply(R"({"channels":""})", some)->channels.empty());
  EXPECT_FALSE(apply(R"({"channels":"nobody","name":"x"})", some));
}

TEST(CheckRules, UniqueFindsOnlyWhenEveryListedFieldIsGiven) {
  const CheckSpec spec = changed(R"({"name":"a","slug":"s","tags":"t","timeout":60,"grace":90})");
  const struct {
    std::string_view body;
    bool matches;
  } cases[] = {
      {R"({"name":"a","unique":["name"]})", true},
      {R"({"name":"b","unique":["name"]})", false},
      {R"({"name":"a","slug":"s","tags":"t","timeout":60,"grace":90,
           "unique":["name","slug","tags","timeout","grace"]})",
       true},
      {R"({"name":"a","tags":"x","unique":["name","tags"]})", false},
      {R"({"name":"a","unique":["name","tags"]})", false},
      {R"({"name":"a","unique":[]})", false},
      {R"({"name":"a"})", false},
      {R"({"timeout":61,"unique":["timeout"]})", false},
      {R"({"grace":90,"unique":["grace","grace"]})", true},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(matches_unique(*decode(test.body), spec), test.matches) << test.body;
  }
  EXPECT_FALSE(wants_existing(*decode(R"({"unique":["name"]})")));
  EXPECT_TRUE(wants_existing(*decode(R"({"name":"","unique":["name"]})")));
}

}  // namespace
}  // namespace muster::core
