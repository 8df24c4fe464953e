#include "base/check.h"
#include "cmd/admin_link.h"
#include "cmd/admin_socket.h"
#include "cmd/doctor.h"
#include "cmd/secret_file.h"

#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace muster::cmd {
namespace {

using Level = Finding::Level;

constexpr std::chrono::days kExpiresSoon{14};
constexpr long kMailTimeoutMs = 10'000;

Finding examine_listen(const ServerConfig& server) {
  const auto free = refuse_taken_address(server.listen);
  if (free) return {"listen address", Level::ok, server.listen + " is free", ""};
  if (free.error().code == Code::conflict && open_socket_link(admin_socket_path(server.data_dir))) {
    return {"listen address", Level::ok, server.listen + " is in use by the running server", ""};
  }
  return {"listen address", Level::fail, free.error().message,
          "stop what listens there, or set another server.listen"};
}

struct ContextDelete {
  void operator()(SSL_CTX* context) const { ::SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextDelete>;

Time to_time(const ASN1_TIME* time) {
  std::tm broken_down{};
  CHECK(::ASN1_TIME_to_tm(time, &broken_down) == 1);
  return std::chrono::time_point_cast<Duration>(
      std::chrono::system_clock::from_time_t(::timegm(&broken_down)));
}

Finding examine_tls(const ServerConfig& server, Time now) {
  const std::string subject = "TLS certificate";
  const Context context(::SSL_CTX_new(::TLS_server_method()));
  CHECK(context != nullptr);
  if (::SSL_CTX_use_certificate_chain_file(context.get(), server.tls_certificate.c_str()) != 1) {
    return {subject, Level::fail, server.tls_certificate + " cannot be read as PEM",
            "put the certificate and its chain there, readable for this user"};
  }
  if (::SSL_CTX_use_PrivateKey_file(context.get(), server.tls_key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      ::SSL_CTX_check_private_key(context.get()) != 1) {
    return {subject, Level::fail,
            server.tls_key + " cannot be read, or is not the key of this certificate",
            "put the certificate's own private key there, without a passphrase"};
  }
  const X509* certificate = ::SSL_CTX_get0_certificate(context.get());
  const Time ends = to_time(::X509_get0_notAfter(certificate));
  const std::string message = fmt::format("valid until {}", to_iso_seconds(ends));
  if (now >= ends) return {subject, Level::fail, "expired " + to_iso_seconds(ends), "renew it"};
  if (now < to_time(::X509_get0_notBefore(certificate))) {
    return {subject, Level::fail, "is not valid yet", "check this machine's clock"};
  }
  if (ends - now < kExpiresSoon) return {subject, Level::warn, message, "renew it soon"};
  return {subject, Level::ok, message, ""};
}

// Connects, greets, starts TLS and logs in as configured, and sends nothing.
Finding try_mail_server(const MailConfig& mail) {
  const std::string where = fmt::format("{}:{}", mail.host, mail.port);
  const std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> handle(::curl_easy_init(),
                                                                     &::curl_easy_cleanup);
  CHECK(handle != nullptr);
  CURL* curl = handle.get();
  const bool implicit = mail.security == MailSecurity::tls;
  const std::string url = fmt::format("{}://{}", implicit ? "smtps" : "smtp", where);
  ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  ::curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
  ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kMailTimeoutMs);
  ::curl_easy_setopt(curl, CURLOPT_PROXY, "");
  if (mail.security != MailSecurity::none) {
    ::curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  if (!mail.ca_file.empty()) ::curl_easy_setopt(curl, CURLOPT_CAINFO, mail.ca_file.c_str());
  if (!mail.username.empty()) {
    const auto password = read_secret_file(mail.password_file);
    if (!password) return {"mail server", Level::fail, to_string(password.error()), ""};
    ::curl_easy_setopt(curl, CURLOPT_USERNAME, mail.username.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PASSWORD, password->c_str());
  }
  if (const CURLcode code = ::curl_easy_perform(curl); code != CURLE_OK) {
    return {"mail server", Level::fail, where + ": " + ::curl_easy_strerror(code),
            "check mail.host, mail.port, mail.security and the log-in"};
  }
  return {"mail server", Level::ok, where + " greets", ""};
}

Finding examine_mail(const MailConfig& mail, Reach reach) {
  if (mail.host.empty()) {
    return {"mail server", Level::warn, "none is configured",
            "set mail.host and mail.from, or use webhooks: mail channels wait until then"};
  }
  switch (reach) {
    case Reach::mail_server:
      return try_mail_server(mail);
    case Reach::this_machine:
      break;
  }
  return {"mail server", Level::ok,
          fmt::format("{}:{}, not tried (--online does)", mail.host, mail.port), ""};
}

}  // namespace

Findings examine_network(const Config& config, Time now, Reach reach) {
  CHECK(::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
  Findings findings{examine_listen(config.server)};
  if (!config.server.tls_certificate.empty() && !config.server.tls_key.empty()) {
    findings.push_back(examine_tls(config.server, now));
  }
  findings.push_back(examine_mail(config.mail, reach));
  return findings;
}

}  // namespace muster::cmd
