#include "base/error.h"

#include <array>
#include <cstddef>

namespace muster {
namespace {

struct CodeFacts {
  std::string_view name;
  int http_status;
  int exit_status;
};

constexpr std::array kFacts{
    CodeFacts{"invalid", 400, 65},     CodeFacts{"not_found", 404, 66},
    CodeFacts{"conflict", 409, 65},    CodeFacts{"unauthenticated", 401, 77},
    CodeFacts{"forbidden", 403, 77},   CodeFacts{"too_large", 413, 65},
    CodeFacts{"limited", 429, 75},     CodeFacts{"timeout", 504, 75},
    CodeFacts{"unavailable", 503, 69}, CodeFacts{"cancelled", 503, 75},
    CodeFacts{"corrupt", 500, 74},     CodeFacts{"bug", 500, 70},
};

const CodeFacts& facts(Code code) { return kFacts.at(static_cast<std::size_t>(code)); }

}  // namespace

std::string to_string(const Error& error) {
  return error.where.empty() ? error.message : error.where + ": " + error.message;
}

std::string_view code_name(Code code) { return facts(code).name; }
int http_status(Code code) { return facts(code).http_status; }
int exit_status(Code code) { return facts(code).exit_status; }

}  // namespace muster
