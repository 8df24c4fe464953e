// UUIDs, times and addresses: what is read is written as it was, or as its one canonical form.
#include "base/check.h"
#include "base/time.h"
#include "base/uuid.h"
#include "fuzz/target.h"
#include "net/address.h"

using namespace muster;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::text_of(bytes, size);
  if (const auto uuid = parse_uuid(text)) CHECK(to_string(*uuid) == text);
  if (const auto uuid = parse_uuid_any_case(text)) CHECK(parse_uuid(to_string(*uuid)) == uuid);
  if (const auto time = parse_iso(text)) {
    const auto again = parse_iso(to_iso_micros(*time));
    CHECK(again.has_value() && *again == *time);
  }
  if (const auto address = net::parse_ip(text)) {
    CHECK(net::parse_ip(net::to_string(*address)) == address);
    static_cast<void>(net::special_range(*address));
  }
  static_cast<void>(net::CidrSet::parse(text));
  return 0;
}
