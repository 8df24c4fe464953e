// The files of src/store/sql as they were when the program was built (cmake/embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace muster::store {

struct EmbeddedFile {
  std::string_view name;  // 0001_start.sql
  std::string_view text;
};

std::span<const EmbeddedFile> embedded_sql();  // by name

}  // namespace muster::store
