#include "sim/simulation.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

int seeds_to_run() {
  const char* wanted = std::getenv("MUSTER_SIM_SEEDS");
  return wanted ? std::atoi(wanted) : 2'000;
}

// P1, P3, P5, P14: simulated months of pings, faults, restarts and clock steps under each seed.
TEST(Simulation, S2_19_S2_21_AgreesWithThePlainModelUnderEverySeed) {
  const char* only = std::getenv("MUSTER_SIM_SEED");
  const std::uint64_t first = only ? std::strtoull(only, nullptr, 10) : 1;
  const std::uint64_t last = only ? first : static_cast<std::uint64_t>(seeds_to_run());
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const std::string failure = Simulation(seed).run();
    ASSERT_EQ(failure, "") << "repeat with MUSTER_SIM_SEED=" << seed;
  }
}

TEST(Simulation, TheSameSeedGivesTheSameStory) {
  EXPECT_EQ(Simulation(42).run(), Simulation(42).run());
}

}  // namespace
}  // namespace muster::sim
