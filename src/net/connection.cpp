#include "net/connection.h"

#include "base/check.h"

#include <utility>

#include <boost/asio/post.hpp>
#include <sys/socket.h>

namespace muster::net {

namespace {

// Answers to pipelined requests are gathered up to here before they are written.
constexpr std::size_t kOutputGatherBytes = 256 * 1024;
// Larger buffers are given back when they are empty.
constexpr std::size_t kOutputKeepBytes = 16 * 1024;
// Then other connections have their turn.
constexpr int kReadsPerTurn = 16;

}  // namespace

Connection::Entry::~Entry() {
  Connection& self = connection_;
  if (--self.depth_ == 0 && self.phase_ == Phase::closed && !self.owes_reply_ && !self.wait_read_ &&
      !self.wait_write_) {
    self.thread_.remove(self);
  }
}

Connection::Connection(IoThread& thread, FileDescriptor socket, SslSession session, Peer peer)
    : thread_(thread),
      unregistered_(std::move(socket)),
      socket_(thread.context()),
      stream_(unregistered_.get(), std::move(session)),
      peer_(std::move(peer)),
      since_(thread.now()) {
  thread_.count().open.add(1);
}

Connection::~Connection() { thread_.count().open.subtract(1); }

void Connection::start() {
  const Entry entry(*this);
  read_input();
  advance();
}

void Connection::on_ready(Wait wait) {
  const Entry entry(*this);
  (wait == Wait::read ? wait_read_ : wait_write_) = false;
  if (phase_ == Phase::closed) return;
  if (output_.empty()) read_input();
  advance();
}

// What a wait on a socket in clear has read already.
void Connection::on_bytes(std::size_t count) {
  const Entry entry(*this);
  wait_read_ = false;
  if (phase_ == Phase::closed) return;
  if (count == 0) return close();
  thread_.count().bytes_received.add(count);
  if (reads()) receive({first_bytes_->data(), count});
  if (count == first_bytes_->size() && output_.empty()) read_input();
  advance();
}

void Connection::read_input() {
  const std::span<char> buffer = thread_.read_buffer();
  for (int turn = 0; turn < kReadsPerTurn; ++turn) {
    if (!listens() || output_.size() >= kOutputGatherBytes) return;
    const Moved moved = stream_.read(buffer);
    blocked_ = moved.outcome;
    if (moved.outcome == Moved::Outcome::ended) return close();
    if (moved.outcome != Moved::Outcome::bytes) return;
    thread_.count().bytes_received.add(moved.count);
    if (reads()) receive({buffer.data(), moved.count});
    // A short read has emptied the socket; TLS hands out one record at a time.
    if (moved.count < buffer.size() && !stream_.holds_input()) return;
  }
}

void Connection::receive(std::string_view bytes) {
  starved_ = false;
  window_bytes_ += bytes.size();
  if (pending_.empty()) {
    const std::size_t used = consume(bytes);
    if (used < bytes.size()) pending_.assign(bytes.substr(used));
  } else {
    pending_.append(bytes);
    pending_.erase(0, consume(pending_));
  }
  if (phase_ == Phase::ending && !pending_.empty()) {
    // Closing with unread input would reset the connection under our last answer.
    ending_ = Ending::linger;
    pending_.clear();
  }
}

// Parses and serves what it can of `input`; says how much that was.
std::size_t Connection::consume(std::string_view input) {
  std::size_t used = 0;
  while (used < input.size() && reads() && output_.size() < kOutputGatherBytes) {
    if (!reader_) {
      reader_ = thread_.borrow_reader();
      reader_->request.peer = peer_;
    }
    RequestParser& parser = *reader_->parser;
    const std::size_t taken = parser.take(input.substr(used));
    used += taken;
    if (parser.refusal()) {
      refuse(*parser.refusal());
      return input.size();
    }
    if (parser.complete()) {
      dispatch();
    } else {
      note_progress(taken);
      starved_ = true;
      break;
    }
  }
  return used;
}

void Connection::note_progress(std::size_t used) {
  const RequestParser& parser = *reader_->parser;
  if (phase_ == Phase::idle) enter(Phase::head);
  if (phase_ == Phase::head && parser.head_complete()) {
    enter(Phase::body);
    restart_window();
    window_bytes_ = used;
    if (parser.expects_continue() && reader_->request.body_bytes_total == 0) {
      output_.append("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }
}

void Connection::dispatch() {
  std::unique_ptr<RequestReader> reader = std::move(reader_);
  const RequestParser& parser = *reader->parser;
  ++requests_;
  form_ = {.head = reader->request.method == Method::head,
           .http_1_0 = parser.http_1_0(),
           .close_after =
               !parser.keep_alive() || requests_ >= thread_.limits().requests_per_connection_max};
  enter(Phase::answering);
  owes_reply_ = true;
  thread_.count().requests.add(1);
  thread_.note_dispatch();
  dispatching_ = true;
  thread_.handler().handle(std::move(reader->request), Reply(*this));
  dispatching_ = false;
  thread_.give_back(std::move(reader));
}

void Connection::answer(Response response) {
  if (!thread_.is_current()) {
    TaskBatch batch;
    batch.emplace_back([this, late = std::move(response)]() mutable { answer(std::move(late)); });
    thread_.post(std::move(batch));
    return;
  }
  const Entry entry(*this);
  CHECK(owes_reply_);
  owes_reply_ = false;
  if (phase_ == Phase::closed) return;
  CHECK(phase_ == Phase::answering);
  const bool streams = response.stream && !form_.head;
  form_.close_after |=
      streams || thread_.stopping() || (!response.prebuilt && asks_to_close(response));
  append_response(output_, response, form_, thread_.date());
  if (streams) return start_stream(std::move(response.stream));
  enter(form_.close_after ? Phase::ending : Phase::idle);
  if (phase_ == Phase::ending) ending_ = pending_.empty() ? Ending::close : Ending::linger;
  if (!dispatching_) advance();
}

void Connection::start_stream(std::shared_ptr<StreamSource> source) {
  enter(Phase::streaming);
  pending_.clear();
  source_ = std::move(source);
  source_->opened(*this);
  if (!dispatching_) advance();
}

void Connection::write(std::string_view bytes) {
  const Entry entry(*this);
  if (phase_ != Phase::streaming) return;
  if (output_.size() - output_sent_ + bytes.size() > thread_.limits().stream_backlog_bytes_max) {
    thread_.count().timed_out.add(1);
    return close();
  }
  output_.append(bytes);
  since_ = thread_.now();
  if (!dispatching_) advance();
}

void Connection::end() {
  const Entry entry(*this);
  if (phase_ != Phase::streaming) return;
  if (output_.empty()) return close();
  enter(Phase::ending);
  ending_ = Ending::close;
}

void Connection::refuse(Refusal refusal) {
  thread_.count().refused.add(1);
  if (reader_) thread_.give_back(std::move(reader_));
  pending_.clear();
  const AnswerForm form{.close_after = true};
  append_response(output_, problem(refusal.status, refusal.detail), form, thread_.date());
  enter(Phase::ending);
  ending_ = Ending::linger;
}

// Writes and parses in turn until something must be waited for.
void Connection::advance() {
  for (;;) {
    flush();
    if (!output_.empty() || !reads() || pending_.empty() || starved_) break;
    pending_.erase(0, consume(pending_));
  }
  arrange();
}

void Connection::flush() {
  while (output_sent_ < output_.size()) {
    const Moved moved = stream_.write(std::string_view(output_).substr(output_sent_));
    if (moved.outcome == Moved::Outcome::ended) return close();
    if (moved.outcome != Moved::Outcome::bytes) {
      if (!wait_write_) restart_window();
      blocked_ = moved.outcome;
      return;
    }
    output_sent_ += moved.count;
    window_bytes_ += moved.count;
    thread_.count().bytes_sent.add(moved.count);
  }
  if (output_sent_ == 0) return;
  output_sent_ = 0;
  output_.clear();
  if (output_.capacity() > kOutputKeepBytes) output_.shrink_to_fit();
  if (phase_ == Phase::body) restart_window();
  if (phase_ == Phase::ending) end_output();
}

void Connection::end_output() {
  if (ending_ == Ending::close) return close();
  stream_.end_output();
  enter(Phase::lingering);
}

// Begins the one wait that the present state calls for.
void Connection::arrange() {
  if (phase_ == Phase::closed) return;
  if (!output_.empty()) {
    wait(blocked_ == Moved::Outcome::want_read ? Wait::read : Wait::write);
  } else if (listens()) {
    if (stream_.holds_input() && !wait_read_) {
      wait_read_ = true;
      boost::asio::post(thread_.context(), [this] { on_ready(Wait::read); });
    } else {
      wait(blocked_ == Moved::Outcome::want_write ? Wait::write : Wait::read);
    }
  }
}

void Connection::wait(Wait wait) {
  bool& waiting = wait == Wait::read ? wait_read_ : wait_write_;
  if (waiting) return;
  if (unregistered_.is_open()) {
    boost::system::error_code error;
    socket_.assign(boost::asio::generic::stream_protocol(AF_INET, 0), unregistered_.get(), error);
    if (error) return close();
    unregistered_.release();
  }
  waiting = true;
  if (wait == Wait::read && stream_.is_clear()) return wait_for_bytes();
  socket_.async_wait(wait == Wait::read ? Socket::wait_read : Socket::wait_write,
                     [this, wait](const boost::system::error_code&) { on_ready(wait); });
}

// Lets the reactor read a first piece when it comes: a bare wait would cost a call of epoll_ctl
// each time.
void Connection::wait_for_bytes() {
  if (!first_bytes_) first_bytes_ = std::make_unique<FirstBytes>();
  socket_.async_read_some(
      boost::asio::buffer(*first_bytes_),
      [this](const boost::system::error_code&, std::size_t count) { on_bytes(count); });
}

void Connection::close() {
  const Entry entry(*this);
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  if (reader_) thread_.give_back(std::move(reader_));
  if (const auto source = std::exchange(source_, nullptr)) source->closed();
  stream_.say_goodbye();
  unregistered_.reset();
  boost::system::error_code ignored;
  socket_.close(ignored);
  pending_.clear();
  output_.clear();
}

void Connection::enter(Phase phase) {
  phase_ = phase;
  since_ = thread_.now();
}

void Connection::restart_window() {
  window_start_ = thread_.now();
  window_bytes_ = 0;
}

bool Connection::window_too_slow(Monotonic now, std::chrono::seconds length,
                                 std::uint64_t per_second) {
  if (now - window_start_ < length) return false;
  const auto expected = per_second * static_cast<std::uint64_t>(length.count());
  if (window_bytes_ < expected) return true;
  window_start_ = now;
  window_bytes_ = 0;
  return false;
}

void Connection::reap(Monotonic now) {
  const Entry entry(*this);
  const ServerLimits& limits = thread_.limits();
  const auto age = now - since_;
  if (!output_.empty()) {
    if (window_too_slow(now, limits.write_window, limits.write_bytes_per_second_min)) {
      thread_.count().timed_out.add(1);
      close();
    }
    return;
  }
  switch (phase_) {
    case Phase::idle:
      if (age >= (requests_ == 0 ? limits.header_timeout : limits.idle_timeout)) close();
      return;
    case Phase::head:
      if (age >= limits.header_timeout) time_out();
      return;
    case Phase::body:
      if (window_too_slow(now, limits.body_window, limits.body_bytes_per_second_min)) time_out();
      return;
    case Phase::streaming:
      if (age >= limits.stream_idle) source_->idle(*this);
      return;
    case Phase::lingering:
      if (age >= limits.linger_timeout) close();
      return;
    case Phase::answering:
    case Phase::ending:
    case Phase::closed:
      return;
  }
}

void Connection::time_out() {
  thread_.count().timed_out.add(1);
  refuse({408, "the request came too slowly"});
  advance();
}

void Connection::begin_stop() {
  const Entry entry(*this);
  if (phase_ == Phase::streaming) return close();
  if (phase_ != Phase::idle || !output_.empty()) return;
  // What has arrived already is still served.
  if (wait_read_ && stream_.is_clear()) return stream_.end_input();
  read_input();
  advance();
  if (phase_ == Phase::idle && output_.empty()) close();
}

}  // namespace muster::net
