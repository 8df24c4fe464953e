// A directory for one test, gone with all that is in it at the end of the test.
#pragma once

#include "base/check.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/stat.h>

namespace muster::cmd {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    path_ = (std::filesystem::temp_directory_path() / "muster-cmd-XXXXXX").string();
    CHECK(::mkdtemp(path_.data()) != nullptr);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  // The path of the file.
  std::string write(std::string_view name, std::string_view text, mode_t mode = 0600) const {
    const std::string file = *this / name;
    std::ofstream(file) << text;
    CHECK(::chmod(file.c_str(), mode) == 0);
    return file;
  }

 private:
  std::string path_;
};

}  // namespace muster::cmd
