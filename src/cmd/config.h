// Config: everything an administrator may set, as one Described value. It is made once, at start,
// from four sources in rising precedence (defaults, TOML file, MUSTER_SECTION__KEY, flags), and
// read-only afterwards. Secrets come in by file path; nothing here ever prints one.
#pragma once

#include "base/limits.h"
#include "base/log.h"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace muster::cmd {

struct ServerConfig {
  std::string listen = "127.0.0.1:8000";
  std::string data_dir = ".";
  std::string site_url;  // filled in from `listen` when it is not set
  std::vector<std::string> trusted_proxies;
  std::uint64_t ping_body_limit = limits::kPingBodyBytesDefault;
  std::int32_t io_threads = 0;
  std::string tls_certificate;
  std::string tls_key;
  std::string metrics_token;
  std::string metrics_token_file;

  friend bool operator==(const ServerConfig&, const ServerConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(ServerConfig, (),
                      (listen, data_dir, site_url, trusted_proxies, ping_body_limit, io_threads,
                       tls_certificate, tls_key, metrics_token, metrics_token_file))

struct DatabaseConfig {
  std::string url;

  friend bool operator==(const DatabaseConfig&, const DatabaseConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(DatabaseConfig, (), (url))

enum class MailSecurity { none, starttls, tls };
BOOST_DESCRIBE_ENUM(MailSecurity, none, starttls, tls)

struct MailConfig {
  std::string host;
  std::uint16_t port = 25;
  MailSecurity security = MailSecurity::starttls;
  std::string username;
  std::string password_file;
  std::string from;
  std::string from_name = "Muster";
  std::string ca_file;

  friend bool operator==(const MailConfig&, const MailConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(MailConfig, (),
                      (host, port, security, username, password_file, from, from_name, ca_file))

struct WebhooksConfig {
  bool allow_private = false;

  friend bool operator==(const WebhooksConfig&, const WebhooksConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(WebhooksConfig, (), (allow_private))

struct RetentionConfig {
  std::int32_t pings_days = 31;
  std::int32_t history_days = 183;

  friend bool operator==(const RetentionConfig&, const RetentionConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(RetentionConfig, (), (pings_days, history_days))

struct BlackoutConfig {
  bool extend_deadlines = true;

  friend bool operator==(const BlackoutConfig&, const BlackoutConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(BlackoutConfig, (), (extend_deadlines))

enum class LogLevel { debug, info, warn, error };
BOOST_DESCRIBE_ENUM(LogLevel, debug, info, warn, error)
enum class LogFormat { text, json };
BOOST_DESCRIBE_ENUM(LogFormat, text, json)

struct LogConfig {
  LogLevel level = LogLevel::info;
  LogFormat format = LogFormat::text;

  friend bool operator==(const LogConfig&, const LogConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(LogConfig, (), (level, format))

struct Config {
  ServerConfig server;
  DatabaseConfig database;
  MailConfig mail;
  WebhooksConfig webhooks;
  RetentionConfig retention;
  BlackoutConfig blackout;
  LogConfig log;

  friend bool operator==(const Config&, const Config&) = default;
};
BOOST_DESCRIBE_STRUCT(Config, (), (server, database, mail, webhooks, retention, blackout, log))

Log::Options log_options(const LogConfig& config);

}  // namespace muster::cmd
