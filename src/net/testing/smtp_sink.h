// A mail server for tests: takes mail, or refuses and drops where its script says so.
#pragma once

#include "net/testing/scripted_server.h"

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace muster::net::testing {

struct SunkMail {
  std::string from;
  std::vector<std::string> recipients;
  std::string message;
  bool tls = false;
};

class SmtpSink {
 public:
  // By verb (CONNECT, EHLO, AUTH, CREDENTIALS, MAIL, RCPT, DATA, END, QUIT) what is answered
  // instead of the default, in turn. kDrop closes the connection, kHang says nothing until the
  // client leaves.
  using Script = std::map<std::string, std::deque<std::string>>;
  static constexpr const char* kDrop = "drop";
  static constexpr const char* kHang = "hang";

  explicit SmtpSink(Script script = {}, std::unique_ptr<ServerTls> tls = nullptr)
      : script_(std::move(script)), tls_(std::move(tls)) {}

  std::uint16_t port() const { return server_.port(); }
  std::vector<SunkMail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  std::vector<std::string> commands() const {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  enum class Said { yes, no, nothing };  // nothing: the connection is over

  Said reply(RawClient& client, const std::string& verb, const std::string& usual) {
    std::string text = usual;
    if (auto found = script_.find(verb); found != script_.end() && !found->second.empty()) {
      text = std::exchange(found->second.front(), {});
      found->second.pop_front();
    }
    if (text == kHang) client.rest();
    if (text == kHang || text == kDrop || !client.send(text + "\r\n")) return Said::nothing;
    return text < "4" ? Said::yes : Said::no;
  }

  void serve(RawClient& client) {
    if (reply(client, "CONNECT", "220 sink") == Said::nothing) return;
    SunkMail mail;
    for (;;) {
      const std::string line = client.line();
      if (line.empty()) return;
      {
        const std::lock_guard lock(mutex_);
        commands_.push_back(line);
      }
      if (obey(client, line, mail) == Said::nothing) return;
    }
  }

  Said obey(RawClient& client, const std::string& line, SunkMail& mail) {
    const std::string verb = line.substr(0, line.find(' '));
    const bool in_clear = client.session() == nullptr;
    if (verb == "EHLO") {
      return reply(client, verb,
                   tls_ && in_clear ? "250-sink\r\n250 STARTTLS" : "250-sink\r\n250 AUTH PLAIN");
    }
    if (verb == "STARTTLS") {
      const Said said = reply(client, verb, "220 go on");
      return said != Said::yes || client.accept_tls(*tls_) ? said : Said::nothing;
    }
    if (verb == "AUTH") {
      const Said said = reply(client, verb, "334 ");
      if (said != Said::yes) return said;
      client.line();
      return reply(client, "CREDENTIALS", "235 welcome");
    }
    if (verb == "MAIL") {
      mail = {.from = line.substr(10), .tls = !in_clear};
      return reply(client, verb, "250 sender ok");
    }
    if (verb == "RCPT") {
      mail.recipients.push_back(line.substr(8));
      return reply(client, verb, "250 recipient ok");
    }
    if (verb == "DATA") return take_message(client, mail);
    return reply(client, verb, verb == "QUIT" ? "221 bye" : "500 what?");
  }

  Said take_message(RawClient& client, SunkMail& mail) {
    Said said = reply(client, "DATA", "354 go on");
    if (said != Said::yes) return said;
    for (;;) {
      const auto line = client.whole_line();
      if (!line) return Said::nothing;
      if (*line == ".") break;
      mail.message += *line + "\n";
    }
    said = reply(client, "END", "250 2.0.0 taken as 17");
    if (said == Said::yes) {
      const std::lock_guard lock(mutex_);
      mails_.push_back(mail);
    }
    return said;
  }

  Script script_;
  std::unique_ptr<ServerTls> tls_;
  mutable std::mutex mutex_;
  std::vector<SunkMail> mails_;
  std::vector<std::string> commands_;
  ScriptedServer server_{[this](RawClient& client) { serve(client); }};
};

}  // namespace muster::net::testing
