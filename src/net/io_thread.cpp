#include "net/io_thread.h"

#include "base/check.h"
#include "net/connection.h"
#include "net/listener.h"
#include "net/response_writer.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>

namespace muster::net {

namespace {

// Then connections that are already open have their turn.
constexpr int kAcceptsPerTurn = 256;
constexpr std::size_t kFreeReadersMax = 64;
// A reader that has held a larger body gives its buffer back.
constexpr std::size_t kBodyKeepBytes = 64 * 1024;

FileDescriptor open_reserve() { return FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

bool out_of_files(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

IoThread::IoThread(int index, const ServerOptions& options, Handler& handler, ServerTls* tls)
    : index_(index),
      limits_(options.limits),
      connections_max_(std::max<std::size_t>(
          1, options.limits.connections_max / static_cast<std::size_t>(options.io_threads))),
      clock_(options.clock),
      handler_(handler),
      tls_(tls),
      read_buffer_(std::make_unique<std::array<char, kReadBufferBytes>>()),
      reserve_(open_reserve()),
      now_(clock_()),
      date_(date_line(std::time(nullptr))) {}

IoThread::~IoThread() {
  end();
  thread_id_ = std::this_thread::get_id();
  while (!inbox_.empty()) run_inbox();
  for (const auto& connection : connections_) {
    // A Reply that outlives its server would answer into freed memory.
    CHECK(!connection->owes_reply());
  }
  connections_.clear();
}

void IoThread::listen(FileDescriptor socket, Transport transport) {
  const int fd = socket.get();
  auto listener = std::make_unique<Listener>(Socket(context_), fd, transport);
  listener->socket.assign(boost::asio::generic::stream_protocol(AF_INET, 0), fd);
  socket.release();
  listeners_.push_back(std::move(listener));
}

void IoThread::run() {
  for (const auto& listener : listeners_) wait_to_accept(*listener);
  tick();
  // Signals belong to the main thread, and a write to a closed socket must not raise SIGPIPE.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] {
    thread_id_ = std::this_thread::get_id();
    const auto work = boost::asio::make_work_guard(context_);
    context_.run();
  });
  ::pthread_setname_np(thread_.native_handle(), ("io-" + std::to_string(index_)).c_str());
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void IoThread::post(TaskBatch batch) {
  bool first = false;
  {
    const std::lock_guard lock(inbox_mutex_);
    first = inbox_.empty();
    inbox_.push_back(std::move(batch));
  }
  // Whoever finds the inbox empty wakes the thread; all later ones ride along.
  if (first) boost::asio::post(context_, [this] { run_inbox(); });
}

void IoThread::run_inbox() {
  std::vector<TaskBatch> batches;
  {
    const std::lock_guard lock(inbox_mutex_);
    batches.swap(inbox_);
  }
  for (TaskBatch& batch : batches) {
    for (Task& task : batch) task();
  }
}

void IoThread::note_dispatch() {
  if (std::exchange(turn_noted_, true)) return;
  // It comes behind every event that has been fetched already.
  boost::asio::post(context_, [this] { turn_over(); });
}

void IoThread::turn_over() {
  turn_noted_ = false;
  handler_.turn_over();
}

ServerCounters IoThread::counters() const {
  return {.accepted = counters_.accepted.value(),
          .open = counters_.open.value(),
          .shed = counters_.shed.value(),
          .requests = counters_.requests.value(),
          .refused = counters_.refused.value(),
          .timed_out = counters_.timed_out.value(),
          .bytes_received = counters_.bytes_received.value(),
          .bytes_sent = counters_.bytes_sent.value()};
}

void IoThread::wait_to_accept(Listener& listener) {
  listener.socket.async_wait(Socket::wait_read,
                             [this, &listener](const boost::system::error_code& error) {
                               if (error) return;  // closed
                               accept_batch(listener);
                               wait_to_accept(listener);
                             });
}

void IoThread::accept_batch(Listener& listener) {
  for (int turn = 0; turn < kAcceptsPerTurn; ++turn) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    FileDescriptor socket(::accept4(listener.fd, std::bit_cast<sockaddr*>(&address), &size,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
      add_connection(std::move(socket), listener, peer_address(address));
    } else if (out_of_files(errno)) {
      shed_one(listener);
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return;  // EAGAIN: nobody waits
    }
  }
}

void IoThread::add_connection(FileDescriptor socket, Listener& listener, std::string address) {
  counters_.accepted.add(1);
  SslSession session;
  if (listener.transport == Transport::tls) session = tls_->make_session(socket.get());
  if (connections_.size() >= connections_max_ ||
      (listener.transport == Transport::tls && !session)) {
    counters_.shed.add(1);
    return;
  }
  Peer peer{.address = std::move(address),
            .local_socket = listener.transport == Transport::unix_socket,
            .tls = listener.transport == Transport::tls};
  connections_.push_back(
      std::make_unique<Connection>(*this, std::move(socket), std::move(session), std::move(peer)));
  connections_.back()->slot = connections_.size() - 1;
  connections_.back()->start();
}

// Without this a client that cannot be accepted would keep the listening socket ready, and the loop
// spinning, for as long as it cares to wait.
void IoThread::shed_one(Listener& listener) {
  reserve_.reset();
  FileDescriptor refused(::accept4(listener.fd, nullptr, nullptr, SOCK_CLOEXEC));
  if (refused.is_open()) {
    counters_.accepted.add(1);
    counters_.shed.add(1);
  }
  refused.reset();  // before its number is needed for the reserve
  reserve_ = open_reserve();
}

std::unique_ptr<RequestReader> IoThread::borrow_reader() {
  std::unique_ptr<RequestReader> reader;
  if (free_readers_.empty()) {
    reader = std::make_unique<RequestReader>();
  } else {
    reader = std::move(free_readers_.back());
    free_readers_.pop_back();
  }
  reader->parser.emplace(reader->request, handler_, limits_);
  return reader;
}

void IoThread::give_back(std::unique_ptr<RequestReader> reader) {
  if (free_readers_.size() >= kFreeReadersMax) return;
  if (reader->request.body.capacity() > kBodyKeepBytes) reader->request.body = std::string();
  free_readers_.push_back(std::move(reader));
}

void IoThread::remove(Connection& connection) {
  const std::size_t slot = connection.slot;
  std::swap(connections_[slot], connections_.back());
  connections_[slot]->slot = slot;
  connections_.pop_back();
  note_if_drained();
}

void IoThread::tick() {
  timer_.expires_after(std::chrono::seconds(1));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    reap();
    tick();
  });
}

void IoThread::reap() {
  now_ = clock_();
  date_ = date_line(std::time(nullptr));
  if (!reserve_.is_open()) reserve_ = open_reserve();
  // Backwards, because a connection that goes is replaced by the last one.
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->reap(now_);
}

void IoThread::reap_and_wait() {
  std::promise<void> done;
  TaskBatch batch;
  batch.emplace_back([this, &done] {
    reap();
    done.set_value();
  });
  post(std::move(batch));
  done.get_future().wait();
}

void IoThread::begin_stop() {
  TaskBatch batch;
  batch.emplace_back([this] { stop_accepting(); });
  post(std::move(batch));
}

void IoThread::stop_accepting() {
  for (const auto& listener : listeners_) accept_batch(*listener);  // who is there already
  stopping_ = true;
  listeners_.clear();
  for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->begin_stop();
  note_if_drained();
}

void IoThread::note_if_drained() {
  if (!stopping_ || !connections_.empty() || drained_told_) return;
  drained_told_ = true;
  drained_.set_value();
}

void IoThread::wait_until_drained(Monotonic deadline) {
  if (thread_.joinable()) drained_.get_future().wait_until(deadline);
}

void IoThread::end() {
  if (!thread_.joinable()) return;
  TaskBatch batch;
  batch.emplace_back([this] {
    for (std::size_t i = connections_.size(); i-- > 0;) connections_[i]->close();
    context_.stop();
  });
  post(std::move(batch));
  thread_.join();
  thread_id_ = std::thread::id();
}

}  // namespace muster::net
