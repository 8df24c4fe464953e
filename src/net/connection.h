// One client of the server: reads requests, gives them to the Handler one at a time, writes the
// answers in order. Belongs to its io thread and only ever runs there (`answer` finds its own way).
// A connection that is closed lives on until the reply it owes and the waits it began have come
// back. It has no timers: the io thread calls `reap`.
#pragma once

#include "net/http.h"
#include "net/io_thread.h"
#include "net/response_writer.h"
#include "net/stream.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace muster::net {

class Connection final : public ReplyTarget, private StreamSink {
 public:
  Connection(IoThread& thread, FileDescriptor socket, SslSession session, Peer peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Tries to read at once: the first request has often come with the connection.
  void start();
  void reap(Monotonic now);
  // Closes if nothing is under way; otherwise the answer under way is the last.
  void begin_stop();
  void close();

  void answer(Response response) override;
  int io_index() const override { return thread_.index(); }

  bool owes_reply() const { return owes_reply_; }
  std::size_t slot = 0;  // of IoThread::connections_, kept by the thread

 private:
  enum class Phase {
    idle,       // between requests, or before the first
    head,       // a request line or headers have begun
    body,       //
    answering,  // the handler has the request
    streaming,  // the answer goes on; what the client sends is thrown away
    ending,     // the last answer is being written
    lingering,  // everything is written; the client may still be sending what we refused
    closed,
  };
  enum class Ending { close, linger };
  enum class Wait { read, write };

  // Counts how deep we are in our own functions, so that the outermost one may delete.
  class Entry {
   public:
    explicit Entry(Connection& connection) : connection_(connection) { ++connection_.depth_; }
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    Connection& connection_;
  };

  bool reads() const { return phase_ < Phase::answering; }
  void on_ready(Wait wait);
  void on_bytes(std::size_t count);
  void read_input();
  void receive(std::string_view bytes);
  std::size_t consume(std::string_view input);
  void note_progress(std::size_t used);
  void dispatch();
  void refuse(Refusal refusal);
  void start_stream(std::shared_ptr<StreamSource> source);
  void write(std::string_view bytes) override;
  void end() override;
  bool listens() const {
    return reads() || phase_ == Phase::streaming || phase_ == Phase::lingering;
  }
  void advance();
  void flush();
  void end_output();
  void arrange();
  void wait(Wait wait);
  void wait_for_bytes();
  void enter(Phase phase);
  void restart_window();
  bool window_too_slow(Monotonic now, std::chrono::seconds length, std::uint64_t per_second);
  void time_out();

  IoThread& thread_;
  FileDescriptor unregistered_;  // until the first wait: short-lived clients never reach epoll
  Socket socket_;
  Stream stream_;
  Peer peer_;

  Phase phase_ = Phase::idle;
  Ending ending_ = Ending::close;
  Moved::Outcome blocked_ = Moved::Outcome::want_read;
  AnswerForm form_;
  bool owes_reply_ = false;
  bool dispatching_ = false;
  bool starved_ = false;  // `pending_` cannot be parsed further without more input
  bool wait_read_ = false;
  bool wait_write_ = false;
  int depth_ = 0;
  std::size_t requests_ = 0;

  // As much as a usual request without a body; made at the first wait.
  using FirstBytes = std::array<char, 1024>;
  std::unique_ptr<FirstBytes> first_bytes_;
  std::unique_ptr<RequestReader> reader_;  // while a request is being read
  std::string pending_;                    // received, not yet parsed
  std::shared_ptr<StreamSource> source_;   // while streaming
  std::string output_;
  std::size_t output_sent_ = 0;

  Monotonic since_;         // start of the phase
  Monotonic window_start_;  // of the rate that is demanded in `body` and while writing
  std::uint64_t window_bytes_ = 0;
};

}  // namespace muster::net
