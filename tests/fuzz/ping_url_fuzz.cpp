// Ping URLs: whatever is taken for one is within the contract.
#include "api/ping_url.h"
#include "base/check.h"
#include "fuzz/target.h"

using namespace muster;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::text_of(bytes, size);
  const auto mark = text.find('?');
  const auto path = text.substr(0, mark);
  const auto query = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
  const auto url = api::parse_ping_url(path, query);
  if (url && url->exit_status) CHECK(*url->exit_status >= 0 && *url->exit_status <= 255);
  return 0;
}
