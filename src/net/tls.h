// TLS of the server: the certificate in force, and the sessions made with it. The ServerTls belongs
// to the server and may be reloaded from any thread while io threads make sessions; a session
// belongs to one connection and keeps the certificate it began with.
#pragma once

#include "base/result.h"
#include "net/http_server.h"

#include <memory>
#include <mutex>

#include <openssl/ssl.h>

namespace muster::net {

struct SslDelete {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};
using SslContext = std::unique_ptr<SSL_CTX, SslDelete>;
using SslSession = std::unique_ptr<SSL, SslDelete>;

class ServerTls {
 public:
  static Result<std::unique_ptr<ServerTls>> open(TlsFiles files);

  Result<void> reload();
  // Ready to accept on a connected socket; nothing if memory is short.
  SslSession make_session(int socket);

 private:
  ServerTls(TlsFiles files, SslContext context);

  const TlsFiles files_;
  std::mutex mutex_;
  SslContext context_;
};

}  // namespace muster::net
