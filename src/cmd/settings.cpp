#include "cmd/settings.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

#include <boost/json/array.hpp>

namespace muster::cmd {
namespace {

constexpr std::array kSettings{
    Setting{"server.listen", "--listen", "HOST:PORT",
            "Address and port for pings and the API; [::1]:8000 for IPv6, :8000 for every address"},
    Setting{"server.data_dir", "--data-dir", "DIR",
            "Directory of the database, the master key and the admin socket; made if missing"},
    Setting{"server.site_url", "--site-url", "URL",
            "Base of every URL that is shown or sent, as https://muster.example.org"},
    Setting{"server.trusted_proxies", "--trusted-proxies", "CIDR,...",
            "Networks whose X-Forwarded-For and X-Forwarded-Proto are believed"},
    Setting{"server.ping_body_limit", "--ping-body-limit", "BYTES",
            "Bytes kept of a ping's body, 0 to 67108864"},
    Setting{"server.io_threads", "--io-threads", "N",
            "Threads for connections, 1 to 64; 0 means half the processors, 4 at the most"},
    Setting{"server.tls_certificate", "--tls-certificate", "FILE",
            "PEM file of the certificate with its chain; reloaded on SIGHUP"},
    Setting{"server.tls_key", "--tls-key", "FILE", "PEM file of the certificate's private key"},
    Setting{"server.metrics_token", "", "",
            "Bearer token for /metrics; without one only direct loopback callers are answered",
            Secrecy::secret},
    Setting{"server.metrics_token_file", "--metrics-token-file", "FILE",
            "File that holds the token for /metrics"},
    Setting{"database.url", "--database", "URL",
            "postgresql://USER@HOST/NAME; empty or \"sqlite\" for muster.db in the data directory",
            Secrecy::password},
    Setting{"mail.host", "", "", "Mail server that notices leave through; empty for none"},
    Setting{"mail.port", "", "", "Its port, 1 to 65535"},
    Setting{"mail.security", "", "", "none, starttls or tls"},
    Setting{"mail.username", "", "", "Name to log in with; empty for no log-in"},
    Setting{"mail.password_file", "", "", "File that holds the password"},
    Setting{"mail.from", "", "", "Sender address of notices, as watch@example.org"},
    Setting{"mail.from_name", "", "", "Sender name of notices"},
    Setting{"mail.ca_file", "", "",
            "PEM file of authorities to trust; empty for those of the system"},
    Setting{"webhooks.allow_private", "--webhooks-allow-private", "",
            "Let webhooks reach loopback, private and link-local addresses"},
    Setting{"retention.pings_days", "", "", "Days for which pings are kept, 1 to 36500"},
    Setting{"retention.history_days", "", "",
            "Days for which transitions, alerts and deliveries are kept, 1 to 36500"},
    Setting{"blackout.extend_deadlines", "", "",
            "Move deadlines by the time in which this server was not running"},
    Setting{"log.level", "--log-level", "LEVEL", "debug, info, warn or error"},
    Setting{"log.format", "--log-format", "FORMAT", "text or json"},
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

boost::json::array list_of(std::string_view text) {
  boost::json::array items;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const std::string_view item = trimmed(text.substr(0, comma));
    if (!item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

}  // namespace

std::span<const Setting> all_settings() { return kSettings; }

const Setting& setting(std::string_view key) {
  const auto* found = std::ranges::find(kSettings, key, &Setting::key);
  CHECK(found != kSettings.end());
  return *found;
}

std::string environment_name(std::string_view key) {
  std::string name = "MUSTER_";
  for (const char c : key) {
    if (c == '.') {
      name += "__";
    } else {
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return name;
}

boost::json::value typed_value(std::string_view text, const boost::json::value& like) {
  if (like.is_array()) return list_of(text);
  if (like.is_bool() && (text == "true" || text == "false")) return text == "true";
  if (like.is_number()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
  }
  return boost::json::string(text);
}

}  // namespace muster::cmd
