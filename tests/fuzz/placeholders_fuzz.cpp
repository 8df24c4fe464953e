// Templates: no value escapes from the place it is put into, and no text grows without bound.
#include "base/check.h"
#include "fuzz/target.h"
#include "kinds/placeholders.h"

#include <algorithm>
#include <array>
#include <string>

using namespace muster;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using kinds::TemplateOf;
  std::string_view text = fuzz::text_of(bytes, size);
  static constexpr std::array kKinds{TemplateOf::url, TemplateOf::header, TemplateOf::body,
                                     TemplateOf::line};
  const TemplateOf kind = kKinds[fuzz::choose(text, kKinds.size())];
  // The first half is the template; values are made of the second.
  const std::string value(text.substr(text.size() / 2));
  const kinds::PlaceholderValues values{.code = "2c7b4a2e-1111-4222-8333-444455556666",
                                        .status = "down",
                                        .now = "2026-03-29T01:30:00+00:00",
                                        .name = value,
                                        .slug = "slug",
                                        .tags = value,
                                        .tag_list = {value, "two"},
                                        .check_json = "{}",
                                        .exit_status = 3,
                                        .body = value};
  const auto expanded = kinds::expand(text.substr(0, text.size() / 2), values, kind);
  if (!expanded) {
    CHECK(expanded.error().code == Code::too_large);
    return 0;
  }
  if (kind != TemplateOf::body) CHECK(expanded->size() <= kinds::kRenderedBytesMax);
  if (kind == TemplateOf::line) CHECK(expanded->find_first_of("\r\n") == std::string::npos);
  if (kind == TemplateOf::header) {
    CHECK(std::ranges::none_of(*expanded, [](char c) { return c == '\r' || c == '\n' || c == 0; }));
  }
  return 0;
}
