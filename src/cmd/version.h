// The version of this program, as CMakeLists.txt has it.
#pragma once

#include <string_view>

namespace muster::cmd {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace muster::cmd
