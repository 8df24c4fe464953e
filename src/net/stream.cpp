#include "net/stream.h"

#include <cerrno>

#include <openssl/err.h>
#include <sys/socket.h>

namespace muster::net {

namespace {

Moved plain_outcome(ssize_t count, Moved::Outcome blocked) {
  if (count > 0) return {Moved::Outcome::bytes, static_cast<std::size_t>(count)};
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return {blocked, 0};
  return {Moved::Outcome::ended, 0};
}

}  // namespace

Moved Stream::read(std::span<char> into) {
  if (!session_) {
    return plain_outcome(::recv(socket_, into.data(), into.size(), 0), Moved::Outcome::want_read);
  }
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_read_ex(session_.get(), into.data(), into.size(), &count);
  return result == 1 ? Moved{Moved::Outcome::bytes, count} : tls_outcome(result);
}

Moved Stream::write(std::string_view bytes) {
  if (!session_) {
    return plain_outcome(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
                         Moved::Outcome::want_write);
  }
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &count);
  return result == 1 ? Moved{Moved::Outcome::bytes, count} : tls_outcome(result);
}

Moved Stream::tls_outcome(int result) const {
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {Moved::Outcome::want_read, 0};
    case SSL_ERROR_WANT_WRITE:
      return {Moved::Outcome::want_write, 0};
    default:  // an int of OpenSSL, not an enum
      return {Moved::Outcome::ended, 0};
  }
}

void Stream::say_goodbye() {
  if (!session_ || SSL_is_init_finished(session_.get()) != 1) return;
  ERR_clear_error();
  SSL_shutdown(session_.get());
}

void Stream::end_input() { ::shutdown(socket_, SHUT_RD); }

void Stream::end_output() {
  say_goodbye();
  ::shutdown(socket_, SHUT_WR);
}

}  // namespace muster::net
