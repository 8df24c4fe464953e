// MIME: the text of one mail message after RFC 5322 and RFC 2045–2047, with a plain and an HTML
// form of the same content. Whatever the values hold, no header begins but those written here
// (F69i), and no line is longer than 998 octets. Pure; any thread.
#pragma once

#include "base/time.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::kinds {

struct MailMessage {
  std::string id;          // of Message-ID, without brackets
  std::string answers_id;  // the message this one belongs under; empty for none
  Time date;
  std::string from;             // bare address
  std::string from_name;        // may be empty
  std::vector<std::string> to;  // bare addresses
  std::string subject;
  std::vector<std::pair<std::string, std::string>> more_headers;  // written by us: plain ASCII
  std::string boundary;  // between the parts; must hold "=_", which no encoded text can
  std::string text;      // UTF-8, lines ended by '\n'
  std::string html;
};

// CRLF line ends throughout.
std::string write_message(const MailMessage& message);

// "Subject: …" with its CRLF: printable ASCII as it is where it fits into 78 columns, else as
// base64 encoded-words of at most 75 octets, one to a line (RFC 2047 §2). Control characters become
// blanks.
std::string text_header(std::string_view name, std::string_view text);

// "Name" <address>, or the address alone; the name quoted or as encoded-words.
std::string address_header(std::string_view name, std::string_view display_name,
                           std::string_view address);

// RFC 2045 §6.7: lines of at most 76 characters, ended by CRLF.
std::string quoted_printable(std::string_view text);

// "Fri, 20 Nov 2026 18:43:47 +0000"
std::string mail_date(Time time);

}  // namespace muster::kinds
