// Bytes to and from one connected, non-blocking socket, in clear or through TLS. Belongs to one
// connection on one io thread. Never waits: it says what to wait for.
#pragma once

#include "base/file_descriptor.h"
#include "net/tls.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace muster::net {

struct Moved {
  enum class Outcome { bytes, want_read, want_write, ended };
  Outcome outcome = Outcome::ended;  // ended: closed or broken; no difference to a server
  std::size_t count = 0;             // of bytes; at least one
};

class Stream {
 public:
  // A null session means in clear.
  Stream(int socket, SslSession session) : socket_(socket), session_(std::move(session)) {}

  Moved read(std::span<char> into);
  Moved write(std::string_view bytes);
  // Without TLS, so that whoever has the socket may read it.
  bool is_clear() const { return !session_; }
  // Bytes were received that a wait on the socket would not show.
  bool holds_input() const { return session_ && SSL_has_pending(session_.get()) == 1; }
  // Tells a TLS peer that the end is meant (RFC 8446 §6.1); before closing the socket.
  void say_goodbye();
  // Nothing more is taken in: what has arrived can still be read, then the end.
  void end_input();
  // Says that no more will be written; the peer may still send.
  void end_output();

 private:
  Moved tls_outcome(int result) const;

  int socket_;
  SslSession session_;
};

}  // namespace muster::net
