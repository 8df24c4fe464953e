#include "cmd/output_tail.h"

#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

TEST(OutputTail, KeepsTheLastBytesHoweverTheyCome) {
  std::string all;
  for (int i = 0; i < 5'000; ++i) all += std::to_string(i) + "\n";
  for (const std::size_t piece : {1U, 7U, 64U, 100U, 4'096U, 100'000U}) {
    OutputTail tail(100);
    for (std::size_t at = 0; at < all.size(); at += piece) tail.append(all.substr(at, piece));
    EXPECT_EQ(tail.text(), all.substr(all.size() - 100)) << piece;
  }
}

TEST(OutputTail, KeepsAllOfALittle) {
  OutputTail tail(100);
  EXPECT_EQ(tail.text(), "");
  tail.append("a");
  tail.append("bc");
  EXPECT_EQ(tail.text(), "abc");
}

TEST(OutputTail, TakesANewLimit) {
  OutputTail tail(8);
  tail.append("0123456789");
  tail.set_limit(4);
  EXPECT_EQ(tail.text(), "6789");
  tail.set_limit(6);
  tail.append("abc");
  EXPECT_EQ(tail.text(), "789abc");
  tail.set_limit(0);
  EXPECT_EQ(tail.text(), "");
  tail.append("abc");
  EXPECT_EQ(tail.text(), "");
}

}  // namespace
}  // namespace muster::cmd
