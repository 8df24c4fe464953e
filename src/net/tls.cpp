#include "net/tls.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <openssl/err.h>

namespace muster::net {

namespace {

std::string openssl_reason() {
  std::array<char, 256> text{};
  const unsigned long error = ERR_get_error();
  ERR_clear_error();
  if (error == 0) return "unknown TLS error";
  ERR_error_string_n(error, text.data(), text.size());
  return text.data();
}

int select_http_1_1(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(&found, chosen_size, kHttp11.data(), kHttp11.size(),
                                           offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Result<void> load_files(SSL_CTX* context, const TlsFiles& files) {
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate_path.c_str()) != 1) {
    return fail(Code::invalid, "expected a PEM certificate chain: " + openssl_reason(),
                files.certificate_path);
  }
  if (SSL_CTX_use_PrivateKey_file(context, files.key_path.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    return fail(Code::invalid,
                "expected the PEM private key of the certificate: " + openssl_reason(),
                files.key_path);
  }
  return {};
}

Result<SslContext> make_context(const TlsFiles& files) {
  ERR_clear_error();
  SslContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) return fail(Code::unavailable, openssl_reason(), "tls");
  SSL_CTX* raw = context.get();
  // Forward secrecy and authenticated ciphers only (RFC 9325 §4.2).
  const bool configured =
      SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1 &&
      SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
      SSL_CTX_set1_groups_list(raw, "X25519:P-256:P-384") == 1 &&
      SSL_CTX_set_session_id_context(
          raw, std::array<unsigned char, 6>{'m', 'u', 's', 't', 'e', 'r'}.data(), 6) == 1 &&
      SSL_CTX_set_num_tickets(raw, 1) == 1;
  if (!configured) return fail(Code::unavailable, openssl_reason(), "tls");
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                               SSL_OP_PRIORITIZE_CHACHA | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(raw, 1);
  SSL_CTX_set_alpn_select_cb(raw, select_http_1_1, nullptr);
  TRY_DO(load_files(raw, files));
  return context;
}

}  // namespace

Result<std::unique_ptr<ServerTls>> ServerTls::open(TlsFiles files) {
  SslContext context = TRY(make_context(files));
  return std::unique_ptr<ServerTls>(new ServerTls(std::move(files), std::move(context)));
}

ServerTls::ServerTls(TlsFiles files, SslContext context)
    : files_(std::move(files)), context_(std::move(context)) {}

Result<void> ServerTls::reload() {
  SslContext fresh = TRY(make_context(files_));
  const std::lock_guard lock(mutex_);
  std::swap(context_, fresh);
  return {};
}

SslSession ServerTls::make_session(int socket) {
  SslSession session;
  {
    const std::lock_guard lock(mutex_);
    session.reset(SSL_new(context_.get()));  // counts a reference to the context
  }
  if (!session || SSL_set_fd(session.get(), socket) != 1) return nullptr;
  SSL_set_accept_state(session.get());
  return session;
}

}  // namespace muster::net
