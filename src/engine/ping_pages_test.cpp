#include "engine/ping_pages.h"

#include "base/limits.h"
#include "sim/memory_store.h"

#include <gtest/gtest.h>

namespace muster::engine {
namespace {

// Two checks take turns: check 1 has the odd rows, numbered 1, 2, 3 …
LogEnd fill(sim::MemoryStore& store, std::int64_t pings) {
  WriteBatch batch;
  for (std::int64_t row = 1; row <= 2 * pings; ++row) {
    PingRow ping{.row = row, .check = row % 2 == 1 ? 1 : 2, .number = (row + 1) / 2};
    ping.previous_row = row > 2 ? row - 2 : 0;
    ping.at = from_micros(row);
    ping.ping.body = std::to_string(row);
    batch.pings.push_back(std::move(ping));
  }
  EXPECT_TRUE(store.commit(batch));
  return {.row = 2 * pings - 1, .number = pings};
}

TEST(PingPages, FollowOneAnotherToTheEnd) {
  sim::MemoryStore store;
  const LogEnd end = fill(store, 3'500);
  std::optional<std::int64_t> before;
  std::int64_t expected = 3'500;
  int pages = 0;
  do {
    const auto page = ping_page(store, end, before, 999);
    ASSERT_TRUE(page);
    for (const PingRow& row : page->rows) {
      EXPECT_EQ(row.number, expected--);
      EXPECT_EQ(row.check, 1);
    }
    before = page->next;
    ++pages;
  } while (before);
  EXPECT_EQ(expected, 0);
  EXPECT_EQ(pages, 4);
  EXPECT_TRUE(ping_page(store, end, 1, 10)->rows.empty());
  EXPECT_EQ(ping_page(store, end, 99'999, 1)->rows.front().number, 3'500);
  EXPECT_TRUE(ping_page(store, {}, std::nullopt, 10)->rows.empty());
}

TEST(PingPages, FindAPingByItsNumber) {
  sim::MemoryStore store;
  const LogEnd end = fill(store, 2'500);
  for (const std::int64_t number : {1, 2, 1'499, 1'500, 1'501, 2'499, 2'500}) {
    const auto ping = numbered_ping(store, end, number);
    ASSERT_TRUE(ping) << number;
    EXPECT_EQ(ping->number, number);
    EXPECT_EQ(ping->ping.body, std::to_string(2 * number - 1));
  }
  for (const std::int64_t number : {-1, 0, 2'501}) {
    EXPECT_EQ(numbered_ping(store, end, number).error().code, Code::not_found) << number;
  }
}

TEST(PingPages, EndWhereTheLogWasCut) {
  sim::MemoryStore store;
  const LogEnd end = fill(store, 400);
  ASSERT_TRUE(store.commit({.ping_trim = PingTrim{.up_to_row = 300, .before = from_micros(301)}}));
  const auto page = ping_page(store, end, std::nullopt, 1'000);
  EXPECT_EQ(page->rows.size(), 250U);
  EXPECT_EQ(page->next, std::nullopt);
  EXPECT_TRUE(ping_page(store, end, 100, 10)->rows.empty());
  EXPECT_EQ(numbered_ping(store, end, 100).error().code, Code::not_found);
}

TEST(PingPages, ReachNoFurtherBackThanTheLimit) {
  sim::MemoryStore store;
  const LogEnd end = fill(store, limits::kPingsReached + 10);
  EXPECT_TRUE(numbered_ping(store, end, 11));
  EXPECT_EQ(numbered_ping(store, end, 10).error().code, Code::not_found);
  EXPECT_TRUE(ping_page(store, end, 11, 10)->rows.empty());
}

}  // namespace
}  // namespace muster::engine
