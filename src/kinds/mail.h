// The channel kind `mail`: one message for each notice, with all addresses of the channel as its
// recipients in one SMTP transaction. So a repeated attempt never reaches somebody who has the
// message already; in return one refused address refuses the message. Whoever wants addresses to be
// independent makes a channel for each.
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace muster::kinds {

struct MailConfig {
  std::vector<std::string> to;  // bare addresses; on the way in also one text with commas
  bool down = true;             // tell when a check goes down
  bool up = true;               // tell when it comes up again
  std::optional<std::string> subject_down;  // templates (placeholders.h)
  std::optional<std::string> subject_up;
  std::optional<Language> language;

  static constexpr std::array<std::string_view, 1> kRequired{"to"};
  friend bool operator==(const MailConfig&, const MailConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(MailConfig, (), (to, down, up, subject_down, subject_up, language))

extern const ChannelKind kMail;

// 2xx: taken. 5xx: refused for good, but for 5.4.4 (the recipient's server was not found just now)
// and for what the server holds against ourselves (authentication: RFC 4954), which an
// administrator can mend while the notice waits. All else: later.
core::Attempt judge_mail(const net::MailAnswer& answer);

}  // namespace muster::kinds
