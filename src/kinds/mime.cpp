#include "kinds/mime.h"

#include "base/json_writer.h"
#include "kinds/plain_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kHeaderColumns = 78;
constexpr std::size_t kWordColumns = 75;
constexpr std::size_t kBodyColumns = 76;
constexpr std::string_view kWordBegin = "=?UTF-8?B?";
constexpr std::string_view kWordEnd = "?=";

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

// How many bytes at the front of valid UTF-8 make whole characters and fit into `bytes_max` (≥ 4).
std::size_t whole_characters(std::string_view valid, std::size_t bytes_max) {
  if (valid.size() <= bytes_max) return valid.size();
  std::size_t end = bytes_max;
  while ((static_cast<unsigned char>(valid[end]) & 0xC0) == 0x80) --end;
  return end;
}

// One encoded-word to a line; the first line has `columns_used` columns before it.
std::string encoded_words(std::string_view valid, std::size_t columns_used) {
  constexpr std::size_t kFrame = kWordBegin.size() + kWordEnd.size();
  std::string out;
  std::size_t columns = kWordColumns - std::min(columns_used, kWordColumns / 2);
  while (!valid.empty()) {
    const std::size_t bytes = whole_characters(valid, (columns - kFrame) / 4 * 3);
    if (!out.empty()) out += "\r\n ";
    out += fmt::format("{}{}{}", kWordBegin, base64(valid.substr(0, bytes)), kWordEnd);
    valid.remove_prefix(bytes);
    columns = kWordColumns;
  }
  return out;
}

std::string hex_of(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

std::string mime_part(const MailMessage& message, std::string_view type, std::string_view content) {
  return fmt::format(
      "--{}\r\n"
      "Content-Type: {}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "\r\n"
      "{}\r\n",
      message.boundary, type, quoted_printable(content));
}

}  // namespace

std::string text_header(std::string_view name, std::string_view text) {
  const std::string line = one_line(text, kHeaderColumns * 8);
  const bool plain = is_printable_ascii(line) && !line.contains("=?") &&
                     name.size() + 2 + line.size() <= kHeaderColumns;
  return fmt::format("{}: {}\r\n", name, plain ? line : encoded_words(line, name.size() + 2));
}

std::string address_header(std::string_view name, std::string_view display_name,
                           std::string_view address) {
  const std::string shown = one_line(display_name, kHeaderColumns * 4);
  if (shown.empty()) return fmt::format("{}: {}\r\n", name, address);
  if (!is_printable_ascii(shown) || shown.size() > kHeaderColumns / 2 || shown.contains("=?")) {
    return fmt::format("{}: {}\r\n <{}>\r\n", name, encoded_words(shown, name.size() + 2), address);
  }
  std::string quoted;
  for (const char c : shown) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return fmt::format("{}: \"{}\"\r\n <{}>\r\n", name, quoted, address);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > kBodyColumns - 1) {  // one is for the soft line break
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool line_ends = i + 1 == text.size() || text[i + 1] == '\n';
    const bool blank = c == ' ' || c == '\t';
    // A blank at the end of a line may be lost on the way.
    const bool plain =
        (c > ' ' && c <= '~' && c != '=' && !(c == '.' && column == 0)) || (blank && !line_ends);
    if (plain) {
      put(text.substr(i, 1));
    } else {
      put(hex_of(c));
    }
  }
  return out;
}

std::string mail_date(Time time) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<seconds>(time - midnight));
  return fmt::format(
      "{}, {} {} {:04} {:02}:{:02}:{:02} +0000",
      kDays.at(std::chrono::weekday(midnight).c_encoding()), static_cast<unsigned>(date.day()),
      kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string write_message(const MailMessage& message) {
  std::string out = fmt::format("Date: {}\r\n", mail_date(message.date));
  out += address_header("From", message.from_name, message.from);
  out += "To: ";
  for (std::size_t i = 0; i < message.to.size(); ++i) {
    out += (i == 0 ? "" : ",\r\n ") + message.to[i];
  }
  out += "\r\n" + text_header("Subject", message.subject);
  out += fmt::format("Message-ID: <{}>\r\n", message.id);
  if (!message.answers_id.empty()) {
    out += fmt::format("In-Reply-To: <{0}>\r\nReferences: <{0}>\r\n", message.answers_id);
  }
  for (const auto& [name, value] : message.more_headers) {
    out += fmt::format("{}: {}\r\n", name, value);
  }
  out += fmt::format(
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative; boundary=\"{}\"\r\n"
      "\r\n",
      message.boundary);
  out += mime_part(message, "text/plain", to_valid_utf8(message.text));
  out += mime_part(message, "text/html", to_valid_utf8(message.html));
  return out + fmt::format("--{}--\r\n", message.boundary);
}

}  // namespace muster::kinds
