// What the tests of the chat kinds share: the call that a kind makes of a notice, read back, how it
// judges an answer, and a notice in which everything tries to be markup.
#pragma once

#include "base/codec.h"
#include "kinds/all.h"
#include "kinds/channel_kind.h"
#include "kinds/testing/sample_notice.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>
#include <gtest/gtest.h>

namespace muster::kinds {

struct Posted {
  net::HttpCall call;
  core::Attempt (*judge)(const net::HttpAnswer& answer, Time now) = nullptr;
  boost::json::value json;
  std::string remark;

  // "/markdown/text"
  std::string text(std::string_view pointer) const {
    return std::string(json.at_pointer(pointer).as_string());
  }
  // The body with "…" in the place of the texts at `pointers`, whose content is tested apart.
  std::string shape(const std::vector<std::string_view>& pointers) const {
    boost::json::value shown = json;
    for (const std::string_view pointer : pointers) shown.at_pointer(pointer) = "…";
    return encode(shown);
  }
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : call.headers) {
      if (key == name) return value;
    }
    return "(absent)";
  }
};

inline Posted posted(const engine::Notice& notice, FakeReader& reader) {
  const SenderSettings settings{.site_url = "https://muster.example"};
  LastPing last_ping(reader, notice);
  const ChannelKind* const kind = ChannelTable().find(notice.channel.kind);
  Result<Errand> errand =
      kind->prepare({.notice = notice, .settings = settings, .last_ping = last_ping});
  if (!errand) {
    ADD_FAILURE() << to_string(errand.error());
    return {};
  }
  auto& way = std::get<HttpErrand>(errand->way);
  Result<boost::json::value> json = parse_json(way.call.body);
  if (!json) ADD_FAILURE() << to_string(json.error()) << way.call.body;
  return {std::move(way.call), way.judge, json ? *json : boost::json::value(), errand->remark};
}

inline Posted posted(core::Direction direction, std::string kind, std::string config) {
  FakeReader reader;
  return posted(sample_notice(direction, std::move(kind), std::move(config)), reader);
}

struct AnswerCase {
  int status = 200;
  std::string body;
  core::Taken taken = core::Taken::yes;
  std::string answer;
  std::optional<Duration> retry_after;
  std::vector<std::pair<std::string, std::string>> headers;
};

// Holds a kind's judgement against a table.
inline void expect_judgements(const Posted& posted, const std::vector<AnswerCase>& cases) {
  for (const AnswerCase& one : cases) {
    const core::Attempt attempt =
        posted.judge({.status = one.status, .headers = one.headers, .body = one.body},
                     at("2026-03-02T03:00:00Z"));
    EXPECT_EQ(attempt.taken, one.taken) << one.status << ' ' << one.body;
    EXPECT_EQ(attempt.answer, one.answer) << one.status << ' ' << one.body;
    EXPECT_EQ(attempt.retry_after, one.retry_after) << one.status << ' ' << one.body;
  }
}

struct RefusedConfig {
  std::string config;
  std::string where;
};

inline void expect_refusals(std::string_view kind, const std::vector<RefusedConfig>& cases) {
  for (const RefusedConfig& one : cases) {
    const auto out = ChannelTable().validate(kind, one.config);
    ASSERT_FALSE(out) << one.config;
    EXPECT_EQ(out.error().code, Code::invalid) << one.config;
    EXPECT_EQ(out.error().where, one.where) << one.config << to_string(out.error());
  }
}

inline constexpr std::string_view kHostileName =
    "<script>alert(1)</script> \"q\" 'a' **b** _i_ `c` [x](http://evil) <at id=all></at> "
    "<@all> @channel <!channel>\r\n# h1 \\ & &lt; ~s~ 😀";

// Of everything too much, and all of it markup.
inline engine::Notice hostile_notice(std::string kind, std::string config) {
  engine::Notice notice = sample_notice(core::Direction::down, std::move(kind), std::move(config));
  notice.check.spec.name = kHostileName;
  notice.check.spec.tags = kHostileName;
  notice.check.spec.description = kHostileName;
  notice.project_name = kHostileName;
  return notice;
}

// The longest story there can be, all of backslashes, which JSON and most markup double.
inline engine::Notice longest_notice(std::string kind, std::string config) {
  engine::Notice notice = sample_notice(core::Direction::down, std::move(kind), std::move(config));
  const std::string backslashes(5'000, '\\');
  notice.check.spec.name = backslashes;
  notice.check.spec.tags = backslashes;
  notice.check.spec.description = backslashes;
  notice.project_name = backslashes;
  return notice;
}

// An output of many bytes in which every border of a character is a trap.
inline FakeReader& talkative(FakeReader& reader, std::string_view piece = "😀<&`*_[x](y)>é\n") {
  std::string body;
  while (body.size() < 50'000) body += piece;
  reader.rows.at(kPingRow).ping.body = body;
  return reader;
}

}  // namespace muster::kinds
