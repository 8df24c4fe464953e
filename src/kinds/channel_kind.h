// What a channel kind is: a constant with a name, a check of its configuration, and a function that
// turns one notice into one errand: the call to make and how to read the answer. A kind keeps no
// state and opens no connection; ChannelSender carries the errand. A new kind is one file with such
// a constant and one line in all.cpp.
#pragma once

#include "base/codec.h"
#include "base/limits.h"
#include "base/result.h"
#include "core/alert.h"
#include "engine/ports/channel_kinds.h"
#include "engine/ports/reader.h"
#include "engine/ports/sender.h"
#include "host/command_runner.h"
#include "net/outgoing.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace muster::kinds {

// The mail server of the installation and what we write as its sender.
struct MailSettings {
  std::string host;  // "" when there is none: mail channels then wait
  int port = 587;
  net::MailCall::Security security = net::MailCall::Security::starttls;
  std::string username;  // "" sends no credentials
  std::string password;
  std::string from;       // bare address: watch@example.org
  std::string from_name;  // may be empty
  std::string ca_file;    // PEM; "" for the system's authorities
};

struct SenderSettings {
  std::string site_url;  // "https://muster.example.org", no slash at the end; "" shows no links
  MailSettings mail;
  std::chrono::milliseconds timeout = limits::kSendTimeout;  // of one attempt
};

// The last ping that is not later than the transition, read when it is first asked for. Blocking,
// so for pool threads only.
class LastPing {
 public:
  LastPing(engine::Reader& reader, std::int64_t row) : reader_(reader), row_(row) {}
  // The ping that a test message brings along, or that which the delivery names.
  LastPing(engine::Reader& reader, const engine::Notice& notice)
      : reader_(reader), row_(notice.delivery.ping_row), ping_(notice.sample_ping) {}
  LastPing(const LastPing&) = delete;
  LastPing& operator=(const LastPing&) = delete;

  // Null when there was none, when retention took it, and when it cannot be read.
  const engine::PingRow* get();
  // Why it cannot be read; empty otherwise.
  const std::string& trouble() const { return trouble_; }

 private:
  engine::Reader& reader_;
  const std::int64_t row_;
  bool asked_ = false;
  std::optional<engine::PingRow> ping_;
  std::string trouble_;
};

// All that a kind may use to make one message.
struct Occasion {
  const engine::Notice& notice;
  const SenderSettings& settings;
  LastPing& last_ping;
};

struct HttpErrand {
  net::HttpCall call;
  core::Attempt (*judge)(const net::HttpAnswer& answer, Time now);
};

struct MailErrand {
  net::MailCall call;
  core::Attempt (*judge)(const net::MailAnswer& answer);
};

struct ExecErrand {
  host::Command command;
  core::Attempt (*judge)(const host::CommandEnd& end);
};

struct Errand {
  std::variant<HttpErrand, MailErrand, ExecErrand> way;
  std::string remark;  // what went wrong in making the message that goes out anyway; may be empty
};

// The configuration of a channel as it was stored, read back. One that cannot be read is corrupt:
// the notice waits until somebody mends it.
template <class Config>
Result<Config> stored_config(const core::Channel& channel) {
  Result<Config> config = decode_text<Config>(channel.config);
  if (config) return config;
  return fail(Code::corrupt,
              "the channel's configuration cannot be read: " + to_string(config.error()));
}

// A member of the configuration that never leaves again. `goes_to` names the member that says where
// the secret is sent, if there is one: whoever changes that must know the secret.
struct Secret {
  std::string_view name;
  std::string_view goes_to = {};
};

// Who may make channels of a kind.
enum class ForWhom { operators, administrators };

struct ChannelKind {
  std::string_view name;
  std::span<const Secret> secrets = {};
  ForWhom for_whom = ForWhom::operators;
  // Errors: invalid, with the JSON pointer of the wrong field.
  Result<engine::ValidChannel> (*validate)(std::string_view config_json);
  // Blocking. An Error means that there is nothing to send now: attempt_from (answer.h) reads it.
  Result<Errand> (*prepare)(const Occasion& occasion);
};

}  // namespace muster::kinds
