// DirectoryLock: one server to a data directory. An open-file-description lock on DIR/muster.lock,
// which the kernel drops when the process ends, however it ends; the file's content only tells
// people who holds it. Owned by the Store.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <memory>
#include <string>

namespace muster::store {

class DirectoryLock {
 public:
  // Does not wait. conflict, naming the holder, if another process (or another Store of this one)
  // has the directory.
  static Result<std::unique_ptr<DirectoryLock>> take(const std::string& data_dir);

  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(FileDescriptor file) : file_(std::move(file)) {}

  FileDescriptor file_;
};

}  // namespace muster::store
