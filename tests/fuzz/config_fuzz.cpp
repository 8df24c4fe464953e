// Configuration files: every TOML text is taken apart or refused with the line.
#include "base/check.h"
#include "cmd/toml_file.h"
#include "fuzz/target.h"

#include <string>

using namespace muster;

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto settings = cmd::parse_toml(fuzz::text_of(bytes, size), "muster.toml");
  if (!settings) {
    CHECK(!settings.error().message.empty());
    return 0;
  }
  for (const cmd::FileSetting& setting : *settings) CHECK(!setting.key.empty() && setting.line > 0);
  return 0;
}
