// JSON: what is read can be written and is then read as the same; bodies of checks are refused or
// taken.
#include "base/check.h"
#include "base/codec.h"
#include "core/check_rules.h"
#include "fuzz/target.h"

#include <string>

#include <boost/json/value.hpp>

using namespace muster;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto json = parse_json(fuzz::text_of(bytes, size));
  if (!json) return 0;
  const auto again = parse_json(encode(*json));
  CHECK(again.has_value());
  const std::string written = encode(*again);
  const auto third = parse_json(written);
  CHECK(third.has_value() && encode(*third) == written);
  if (const auto* object = json->if_object()) {
    const auto change = core::decode_check_change(*object);
    if (!change) CHECK(change.error().code == Code::invalid && !change.error().message.empty());
  }
  return 0;
}
