#include "cmd/config_rules.h"

#include "base/codec.h"
#include "cmd/secret_file.h"
#include "net/address.h"
#include "net/listener.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cmd {
namespace {

constexpr std::int32_t kIoThreadsMax = 64;
constexpr std::int32_t kDaysMax = 36'500;

bool is_plain_text(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; });
}

bool is_site_url(std::string_view url) {
  const bool known = url.starts_with("http://") || url.starts_with("https://");
  const std::string_view host = url.substr(std::min(url.find("//") + 2, url.size()));
  return known && !host.empty() && is_plain_text(url) && url.find_first_of(" ?#\"<>") == url.npos;
}

bool is_mail_address(std::string_view address) {
  const auto at = address.find('@');
  return at != address.npos && at > 0 && at + 1 < address.size() && is_plain_text(address) &&
         address.find_first_of(" <>,;\"") == address.npos &&
         address.find('@', at + 1) == address.npos;
}

class Rules {
 public:
  explicit Rules(const Config& config) : config_(config) {}

  std::vector<Error> run() {
    check_server();
    check_tls();
    check_metrics_token();
    check_database();
    check_mail();
    check_retention();
    return std::move(errors_);
  }

 private:
  void refuse(std::string_view key, std::string message) {
    errors_.push_back({Code::invalid, std::move(message), std::string(key)});
  }
  void refuse_value(std::string_view key, std::string_view expected, std::string_view got) {
    refuse(key, fmt::format("expected {}, got {}", expected, json_quoted(got)));
  }
  void check_range(std::string_view key, std::int64_t value, std::int64_t min, std::int64_t max) {
    if (value >= min && value <= max) return;
    refuse(key, fmt::format("expected a whole number from {} to {}, got {}", min, max, value));
  }
  void check_readable(std::string_view key, const std::string& path) {
    if (auto text = read_file(path); !text) refuse(key, to_string(text.error()));
  }
  void check_secret(std::string_view key, const std::string& path) {
    if (auto text = read_secret_file(path); !text) refuse(key, to_string(text.error()));
  }

  void check_server() {
    const ServerConfig& server = config_.server;
    if (!net::parse_host_port(server.listen)) {
      refuse_value("server.listen", "host:port", server.listen);
    }
    if (server.data_dir.empty()) refuse_value("server.data_dir", "a directory", server.data_dir);
    if (!is_site_url(server.site_url)) {
      refuse_value("server.site_url", "http://host or https://host", server.site_url);
    }
    const std::string proxies = fmt::format("{}", fmt::join(server.trusted_proxies, ","));
    if (auto parsed = net::CidrSet::parse(proxies); !parsed) {
      refuse("server.trusted_proxies", parsed.error().message);
    }
    check_range(
        "server.ping_body_limit",
        static_cast<std::int64_t>(std::min<std::uint64_t>(server.ping_body_limit, INT64_MAX)), 0,
        limits::kPingBodyBytesMax);
    check_range("server.io_threads", server.io_threads, 0, kIoThreadsMax);
  }

  void check_tls() {
    const ServerConfig& server = config_.server;
    if (server.tls_certificate.empty() != server.tls_key.empty()) {
      refuse(server.tls_key.empty() ? "server.tls_key" : "server.tls_certificate",
             "expected a file: certificate and key are set together or not at all");
    }
    if (!server.tls_certificate.empty()) {
      check_readable("server.tls_certificate", server.tls_certificate);
    }
    if (!server.tls_key.empty()) check_secret("server.tls_key", server.tls_key);
  }

  void check_metrics_token() {
    const ServerConfig& server = config_.server;
    if (!is_plain_text(server.metrics_token)) {
      refuse("server.metrics_token", "expected printable characters");
    }
    if (server.metrics_token_file.empty()) return;
    if (!server.metrics_token.empty()) {
      refuse("server.metrics_token_file", "expected this or server.metrics_token, not both");
    }
    check_secret("server.metrics_token_file", server.metrics_token_file);
  }

  // The URL may hold a password, so the error does not repeat it.
  void check_database() {
    const std::string_view url = config_.database.url;
    if (url.empty() || url == "sqlite" || url.starts_with("postgresql://") ||
        url.starts_with("postgres://")) {
      return;
    }
    refuse("database.url", "expected \"sqlite\" or postgresql://USER@HOST/NAME");
  }

  void check_mail() {
    const MailConfig& mail = config_.mail;
    if (mail.port == 0) check_range("mail.port", mail.port, 1, 65'535);
    if (!is_plain_text(mail.from_name)) refuse("mail.from_name", "expected printable characters");
    if (!mail.from.empty() && !is_mail_address(mail.from)) {
      refuse_value("mail.from", "an address such as watch@example.org", mail.from);
    }
    if (!mail.password_file.empty()) check_secret("mail.password_file", mail.password_file);
    if (!mail.ca_file.empty()) check_readable("mail.ca_file", mail.ca_file);
    if (mail.host.empty()) return;
    if (mail.host.find_first_of(" /:@") != std::string::npos || !is_plain_text(mail.host)) {
      refuse_value("mail.host", "a host name, with the port in mail.port", mail.host);
    }
    if (mail.from.empty()) {
      refuse_value("mail.from", "an address such as watch@example.org", mail.from);
    }
    if (mail.username.empty() != mail.password_file.empty()) {
      refuse(mail.username.empty() ? "mail.username" : "mail.password_file",
             "expected a value: name and password are set together or not at all");
    }
  }

  void check_retention() {
    check_range("retention.pings_days", config_.retention.pings_days, 1, kDaysMax);
    check_range("retention.history_days", config_.retention.history_days, 1, kDaysMax);
  }

  const Config& config_;
  std::vector<Error> errors_;
};

}  // namespace

std::string default_site_url(const ServerConfig& server) {
  const std::string_view scheme = server.tls_certificate.empty() ? "http" : "https";
  const auto where = net::parse_host_port(server.listen);
  if (!where) return fmt::format("{}://{}", scheme, server.listen);
  const bool wildcard = where->host.empty() || where->host == "0.0.0.0" || where->host == "::";
  const std::string host = wildcard                    ? "localhost"
                           : where->host.contains(':') ? '[' + where->host + ']'
                                                       : where->host;
  return fmt::format("{}://{}:{}", scheme, host, where->port);
}

void complete(Config& config) {
  std::string& url = config.server.site_url;
  if (url.empty()) url = default_site_url(config.server);
  while (url.ends_with('/')) url.pop_back();
}

std::vector<Error> check_config(const Config& config) { return Rules(config).run(); }

}  // namespace muster::cmd
