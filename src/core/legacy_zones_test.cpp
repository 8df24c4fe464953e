#include "core/legacy_zones.h"

#include "core/zone.h"

#include <gtest/gtest.h>

namespace muster::core {
namespace {

TEST(LegacyZones, OtherNamesStayAsTheyAre) {
  for (const std::string_view name : {"", "UTC", "GMT", "Europe/Berlin", "prc", "PRC ", "ZZZ"}) {
    EXPECT_EQ(present_zone_name(name), name);
  }
}

TEST(LegacyZones, APresentNameIsFinalAndKnown) {
  // The ends of the table and one of each part of the world.
  for (const std::string_view name : {"Africa/Asmera",
                                      "America/Buenos_Aires",
                                      "America/Godthab",
                                      "Antarctica/South_Pole",
                                      "Asia/Saigon",
                                      "Atlantic/Faeroe",
                                      "Australia/ACT",
                                      "Brazil/East",
                                      "CST6CDT",
                                      "EET",
                                      "EST",
                                      "GB",
                                      "HST",
                                      "Iceland",
                                      "MET",
                                      "MST",
                                      "NZ",
                                      "Pacific/Enderbury",
                                      "Pacific/Ponape",
                                      "Pacific/Truk",
                                      "ROC",
                                      "US/Samoa",
                                      "W-SU",
                                      "WET",
                                      "Zulu"}) {
    const std::string_view present = present_zone_name(name);
    EXPECT_NE(present, name);
    EXPECT_EQ(present_zone_name(present), present) << name;
    EXPECT_TRUE(Zone::find(present)) << name << " is " << present;
  }
}

}  // namespace
}  // namespace muster::core
