#include "api/ping_url.h"

#include <array>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

using core::PingKind;
using enum PingUrlFault;

constexpr std::string_view kUuid = "2c7b4a2e-8a0f-4d43-9b9a-0f3a5a2d1c11";
constexpr std::string_view kKey = "abcdefghijklmnopqrstu1";

std::string path(std::string_view pattern) {
  std::string text(pattern);
  for (const auto& [mark, value] : {std::pair('U', kUuid), std::pair('K', kKey)}) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size())) {
      text.replace(at, 1, value);
    }
  }
  return text;
}

struct Good {
  std::string_view path;  // U is the UUID, K the ping key
  PingKind kind;
  std::optional<int> exit_status = std::nullopt;
  std::string_view slug = "";
};

TEST(PingUrl, TakesEveryFormOfTheContract) {
  const std::array cases{
      Good{"/ping/U", PingKind::success},
      Good{"/ping/U/", PingKind::success},
      Good{"/ping/U/start", PingKind::start},
      Good{"/ping/U/fail", PingKind::fail},
      Good{"/ping/U/log", PingKind::log},
      Good{"/ping/U/0", PingKind::success, 0},
      Good{"/ping/U/1", PingKind::fail, 1},
      Good{"/ping/U/255", PingKind::fail, 255},
      Good{"/ping/U/007", PingKind::fail, 7},
      Good{"/ping/U/000000000000000000000", PingKind::success, 0},
      Good{"/ping/K/backup", PingKind::success, std::nullopt, "backup"},
      Good{"/ping/K/start", PingKind::success, std::nullopt, "start"},
      Good{"/ping/K/12", PingKind::success, std::nullopt, "12"},
      Good{"/ping/K/a_b-c/start", PingKind::start, std::nullopt, "a_b-c"},
      Good{"/ping/K/backup/3", PingKind::fail, 3, "backup"},
      Good{"/ping/K/%62ackup/fail", PingKind::fail, std::nullopt, "backup"},
      Good{"/ping/U/-1", PingKind::success, std::nullopt, "-1"},  // never found: no key is a UUID
  };
  for (const Good& c : cases) {
    const auto url = parse_ping_url(path(c.path), "");
    ASSERT_TRUE(url) << c.path;
    EXPECT_EQ(url->kind, c.kind) << c.path;
    EXPECT_EQ(url->exit_status, c.exit_status) << c.path;
    EXPECT_EQ(url->rid, std::nullopt) << c.path;
    if (c.slug.empty()) {
      EXPECT_EQ(std::get<core::CheckId>(url->address), core::CheckId{*parse_uuid(kUuid)});
    } else {
      EXPECT_EQ(std::get<engine::SlugAddress>(url->address).slug, c.slug) << c.path;
      EXPECT_FALSE(std::get<engine::SlugAddress>(url->address).create);
    }
  }
}

struct Bad {
  std::string_view path;
  PingUrlFault fault;
};

TEST(PingUrl, RefusesWhatIsNoPing) {
  const std::array cases{
      Bad{"/ping/", not_found},
      Bad{"/ping/U/start/", not_found},
      Bad{"/ping/2C7B4A2E-8A0F-4D43-9B9A-0F3A5A2D1C11", not_found},
      Bad{"/ping/2c7b4a2e8a0f4d439b9a0f3a5a2d1c11", not_found},
      Bad{"/ping/K", not_found},
      Bad{"/ping/K/", not_found},
      Bad{"/ping/K/backup/", not_found},
      Bad{"/ping/K/backup/bogus", not_found},
      Bad{"/ping/K/backup/start/1", not_found},
      Bad{"/ping/K/b%2fc", not_found},
      Bad{"/ping/K/b c", not_found},
      Bad{"/ping/K/%zz", not_found},
      Bad{"/ping/K/b\xC3\xA4", not_found},
      Bad{"/ping/U/256", invalid_url},
      Bad{"/ping/U/99999999999999999999", invalid_url},
      Bad{"/ping/K/backup/256", invalid_url},
      Bad{"/ping/K/Backup", invalid_url},
      Bad{"/pong/U", not_found},
  };
  for (const Bad& c : cases) {
    const auto url = parse_ping_url(path(c.path), "");
    ASSERT_FALSE(url) << c.path;
    EXPECT_EQ(url.error(), c.fault) << c.path;
  }
  const std::string long_slug = "/ping/K/" + std::string(101, 'a');
  EXPECT_EQ(parse_ping_url(path(long_slug), "").error(), invalid_url);
}

TEST(PingUrl, ReadsRidAndCreate) {
  const std::string by_uuid = path("/ping/U");
  const std::string by_slug = path("/ping/K/backup/start");
  const Uuid rid = *parse_uuid("123e4567-e89b-12d3-a456-426614174000");
  for (const char* query :
       {"rid=123e4567-e89b-12d3-a456-426614174000", "rid=123E4567-E89B-12D3-A456-426614174000",
        "x=1&rid=123e4567%2De89b-12d3-a456-426614174000&create=1"}) {
    EXPECT_EQ(parse_ping_url(by_uuid, query)->rid, rid) << query;
    EXPECT_EQ(parse_ping_url(by_slug, query)->rid, rid) << query;
  }
  for (const char* query : {"rid", "rid=", "rid=1", "rid=123e4567e89b12d3a456426614174000",
                            "rid={123e4567-e89b-12d3-a456-426614174000}",
                            "rid=123e4567-e89b-12d3-a456-426614174000&rid="}) {
    EXPECT_EQ(parse_ping_url(by_uuid, query).error(), invalid_uuid) << query;
  }
  const auto creates = [&](const char* query) {
    return std::get<engine::SlugAddress>(parse_ping_url(by_slug, query)->address).create;
  };
  EXPECT_TRUE(creates("create=1"));
  EXPECT_FALSE(creates("create=0"));
  EXPECT_FALSE(creates("create=true"));
  EXPECT_FALSE(creates("Create=1"));
  EXPECT_EQ(parse_ping_url(by_uuid, "riddle=1&")->rid, std::nullopt);
}

}  // namespace
}  // namespace muster::api
