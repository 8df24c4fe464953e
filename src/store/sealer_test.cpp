#include "store/sealer.h"

#include <string>

#include <gtest/gtest.h>

namespace muster::store {
namespace {

MasterKey key_of(std::uint8_t first) {
  MasterKey key{};
  key[0] = first;
  return key;
}

TEST(Sealer, OpensWhatItSealed) {
  const Sealer sealer(key_of(1));
  for (const std::string& secret :
       {std::string(), std::string("x"), std::string("a\0b\xFF", 4), std::string(100'000, 'z')}) {
    const std::string sealed = sealer.seal(secret, "channel");
    if (secret.size() > 3) EXPECT_EQ(sealed.find(secret), std::string::npos);
    const auto opened = sealer.unseal(sealed, "channel");
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, secret);
  }
}

TEST(Sealer, SealsTheSameAlikeAndDifferentThingsDifferently) {
  const Sealer sealer(key_of(1));
  EXPECT_EQ(sealer.seal("secret", "a"), sealer.seal("secret", "a"));
  EXPECT_NE(sealer.seal("secret", "a"), sealer.seal("secret", "b"));
  EXPECT_NE(sealer.seal("secret", "a"), sealer.seal("other", "a"));
  EXPECT_NE(sealer.seal("bc", "a").substr(0, 20), sealer.seal("c", "ab").substr(0, 20));
  EXPECT_NE(sealer.seal("secret", "a"), Sealer(key_of(2)).seal("secret", "a"));
}

TEST(Sealer, RefusesAnotherPlaceAnotherKeyAndEveryChange) {
  const Sealer sealer(key_of(1));
  const std::string sealed = sealer.seal("secret", "a");
  EXPECT_FALSE(sealer.unseal(sealed, "b"));
  EXPECT_FALSE(Sealer(key_of(2)).unseal(sealed, "a"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto opened = sealer.unseal(changed, "a");
    // The last character of base64 has bits that mean nothing.
    if (opened) {
      EXPECT_EQ(i, sealed.size() - 1);
    } else {
      EXPECT_EQ(opened.error().code, Code::corrupt);
    }
  }
  for (const std::string& broken : {std::string(), std::string("x1:"), std::string("x1:QUJD"),
                                    std::string("{\"url\":1}"), sealed.substr(0, 40)}) {
    EXPECT_FALSE(sealer.unseal(broken, "a")) << broken;
  }
}

TEST(Sealer, FingerprintTellsKeysApart) {
  EXPECT_EQ(Sealer(key_of(1)).fingerprint(), Sealer(key_of(1)).fingerprint());
  EXPECT_NE(Sealer(key_of(1)).fingerprint(), Sealer(key_of(2)).fingerprint());
  EXPECT_EQ(Sealer(key_of(1)).fingerprint().size(), 32U);
}

}  // namespace
}  // namespace muster::store
