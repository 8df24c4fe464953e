// OutputPump: carries what a job writes to where it would have written it by itself, unchanged and
// in order, and keeps the tail of it. One thread for both streams, owned by this object. It stops
// at the end of both streams, or when it is told to, after what is there has been carried.
#pragma once

#include "base/file_descriptor.h"
#include "cmd/output_tail.h"

#include <array>
#include <chrono>
#include <future>

namespace muster::cmd {

class OutputPump {
 public:
  struct Stream {
    FileDescriptor from;  // the read end of a pipe, non-blocking
    int to = 1;
  };

  // `stop` is an eventfd.
  OutputPump(Stream output, Stream errors, FileDescriptor stop, OutputTail& tail);
  OutputPump(const OutputPump&) = delete;
  OutputPump& operator=(const OutputPump&) = delete;
  ~OutputPump();

  // Returns when both streams have ended. After `longest`, somebody whom the job left behind holds
  // them open: then it returns as soon as what is there has been carried.
  void finish(std::chrono::milliseconds longest);

 private:
  void run();
  void carry(Stream& stream);

  std::array<Stream, 2> streams_;
  const FileDescriptor stop_;
  OutputTail& tail_;
  std::future<void> done_;
};

}  // namespace muster::cmd
