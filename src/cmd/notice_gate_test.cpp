#include "cmd/notice_gate.h"

#include <vector>

#include <gtest/gtest.h>

namespace muster::cmd {
namespace {

using std::chrono::milliseconds;

class FakeSender final : public engine::Sender {
 public:
  void send(engine::Notice, std::move_only_function<void(core::Attempt)> done) override {
    waiting.push_back(std::move(done));
  }
  std::vector<std::move_only_function<void(core::Attempt)>> waiting;
};

TEST(NoticeGate, LetsNoticesThroughUntilItIsClosed) {
  FakeSender sender;
  NoticeGate gate(&sender);
  int ended = 0;
  const auto done = [&ended](const core::Attempt&) { ++ended; };
  EXPECT_TRUE(gate.wait_until_idle(milliseconds(0)));
  gate.send({}, done);
  gate.close();
  gate.send({}, done);
  ASSERT_EQ(sender.waiting.size(), 1U);
  EXPECT_FALSE(gate.wait_until_idle(milliseconds(0)));
  sender.waiting[0]({});
  EXPECT_EQ(ended, 1);
  EXPECT_TRUE(gate.wait_until_idle(milliseconds(0)));
}

TEST(NoticeGate, WithoutASenderNothingPasses) {
  NoticeGate gate(nullptr);
  gate.send({}, [](const core::Attempt&) { FAIL(); });
  EXPECT_TRUE(gate.wait_until_idle(milliseconds(0)));
}

}  // namespace
}  // namespace muster::cmd
