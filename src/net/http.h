// HTTP as plain values: what a client asked, what it gets, and the Reply that is still owed. A
// Request and a Response belong to whoever holds them. A Reply belongs to one connection of a
// server and is best used on that connection's io thread. Nothing here knows a socket.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::net {

// `other` is any further token; Request::method_name keeps what was sent.
enum class Method { get, head, post, put, patch, delete_, options, other };
std::string_view to_string(Method method);
Method method_from(std::string_view name);

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Peer {
  std::string address;  // "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"; "" for a Unix socket
  bool local_socket = false;
  bool tls = false;

  friend bool operator==(const Peer&, const Peer&) = default;
};

struct Request {
  Method method = Method::get;
  std::string method_name;
  std::string target;  // as sent
  std::string path;    // before '?', not percent-decoded
  std::string query;   // after '?', as sent
  Headers headers;     // in the order sent, names in lower case, values without outer blanks
  std::string body;    // whole, or its first bytes where the BodyPolicy cuts
  std::uint64_t body_bytes_total = 0;  // what the client sent, kept or not
  Peer peer;

  // The first value of a header, "" when it is absent.
  std::string_view header(std::string_view lower_name) const;
  bool has_header(std::string_view lower_name) const;

  friend bool operator==(const Request&, const Request&) = default;
};

// Where a stream's bytes go: one connection, on its io thread. Valid until StreamSource::closed().
class StreamSink {
 public:
  // Sends at once, or keeps what does not go yet. A client that lets too much gather is closed.
  virtual void write(std::string_view bytes) = 0;
  virtual void end() = 0;

 protected:
  ~StreamSink() = default;
};

// What feeds an answer that goes on after its head (Response::stream). Every call comes on the io
// thread of the connection, and may come out of a call to its sink.
class StreamSource {
 public:
  virtual ~StreamSource() = default;
  // The head is on its way. Once, and first.
  virtual void opened(StreamSink& sink) = 0;
  // Nothing was written for ServerLimits::stream_idle: a good moment for a sign of life.
  virtual void idle(StreamSink& sink) = 0;
  // The connection is gone, and the sink with it. Once, and last; not if it never opened.
  virtual void closed() = 0;
};

// The server adds Date, Server, Content-Length and Connection; headers with these names are
// dropped, but for `connection: close`, which is obeyed. A name or value that would break the
// framing (CR, LF, NUL) turns the whole answer into a 500.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::string content_type;  // "" sends none
  // When set, everything above is ignored: these are the bytes of status line, headers (with
  // Content-Length) and body, made once and shared. Only a Connection line is put in where the
  // request wants one, and the body is left out for HEAD.
  std::shared_ptr<const std::string> prebuilt;
  // When set, the answer goes on after its headers (`body` is left out) for as long as the source
  // and the client like; it has no length and ends with the connection.
  std::shared_ptr<StreamSource> stream;
};

// An RFC 9457 problem body: {"type":"about:blank","title":…,"status":…,"detail":…}.
Response problem(int status, std::string_view detail);
// The phrase of RFC 9110 §15, "Unknown" for a number without one.
std::string_view reason_phrase(int status);

// How much of a request's body is kept. Decided when the header is complete, before the body.
struct BodyPolicy {
  enum class Over { refuse, cut };
  std::uint64_t bytes_max = 0;
  // refuse: a longer body is answered 413 and never reaches the handler.
  // cut: the first bytes_max bytes are kept, the rest is counted and thrown away.
  Over over = Over::refuse;
};

// Where an answer goes: a connection of the server, or a recorder in a test.
class ReplyTarget {
 public:
  virtual void answer(Response response) = 0;
  virtual int io_index() const = 0;

 protected:
  ~ReplyTarget() = default;
};

// One answer owed; one pointer large, so that a closure which holds one needs no allocation.
// Dropped unsent, it answers 500. All must be gone before their HttpServer is.
class Reply {
 public:
  explicit Reply(ReplyTarget& target) : target_(&target) {}
  Reply(Reply&& other) noexcept : target_(std::exchange(other.target_, nullptr)) {}
  Reply& operator=(Reply&& other) noexcept {
    std::swap(target_, other.target_);
    return *this;
  }
  ~Reply();

  // Once. On the connection's own io thread it is written at once; from any other thread it costs a
  // wake-up of its own, so release many together through HttpServer::post.
  void send(Response response) &&;
  // The io thread that owns the connection: the argument for HttpServer::post.
  int io_index() const { return target_->io_index(); }

 private:
  ReplyTarget* target_;
};

// What answers requests. Both functions run on the io threads, several at a time.
class Handler {
 public:
  virtual ~Handler() = default;
  // `head` is complete but for its body.
  virtual BodyPolicy body_policy(const Request& head) const = 0;
  // Must not block. May answer now or later. The request is the handler's to move from; what is not
  // taken is reused by the next one.
  virtual void handle(Request&& request, Reply reply) = 0;
  // The requests that were waiting on this io thread have all been handed over: a good moment to
  // pass on together what `handle` has gathered.
  virtual void turn_over() {}
};

}  // namespace muster::net
