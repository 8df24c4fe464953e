#include "api/totp.h"

#include "sim/ports.h"

#include <gtest/gtest.h>

namespace muster::api::totp {
namespace {

using namespace std::chrono_literals;

// RFC 6238 appendix B, SHA1.
TEST(Totp, GivesTheCodesOfTheRfc) {
  constexpr std::string_view kKey = "12345678901234567890";
  const struct {
    std::int64_t at;
    std::string_view code;
  } cases[] = {{59, "94287082"},
               {1'111'111'109, "07081804"},
               {1'111'111'111, "14050471"},
               {1'234'567'890, "89005924"},
               {2'000'000'000, "69279037"},
               {20'000'000'000, "65353130"}};
  for (const auto& [at, code] : cases) EXPECT_EQ(code_at(kKey, at / 30, 8), code) << at;
}

// The same key in base32, as an app would have it.
TEST(Totp, TakesTheCodeOfThePresentStepAndOfItsNeighbours) {
  constexpr std::string_view kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  constexpr std::string_view kCode = "081804";  // of step 37037036
  const Time step_begins{Duration(37'037'036LL * 30'000'000)};
  EXPECT_EQ(matching_step(kSecret, kCode, step_begins), 37'037'036);
  EXPECT_EQ(matching_step(kSecret, "081 804", step_begins + 29s), 37'037'036);
  EXPECT_EQ(matching_step(kSecret, kCode, step_begins - 1s), 37'037'036);
  EXPECT_EQ(matching_step(kSecret, kCode, step_begins + 59s), 37'037'036);
  EXPECT_EQ(matching_step(kSecret, kCode, step_begins - 31s), std::nullopt);
  EXPECT_EQ(matching_step(kSecret, kCode, step_begins + 60s), std::nullopt);
  for (const char* wrong : {"", "081805", "81804", "0818044", "abcdef"}) {
    EXPECT_EQ(matching_step(kSecret, wrong, step_begins), std::nullopt) << wrong;
  }
}

TEST(Totp, SecretsAreBase32AndTheUriNamesThem) {
  sim::SeededEntropy entropy(3);
  const std::string secret = new_secret(entropy);
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), std::string::npos);
  EXPECT_NE(secret, new_secret(entropy));
  EXPECT_EQ(uri("SECRET", "ann smith"),
            "otpauth://totp/Muster:ann%20smith?secret=SECRET&issuer=Muster&algorithm=SHA1"
            "&digits=6&period=30");
}

}  // namespace
}  // namespace muster::api::totp
