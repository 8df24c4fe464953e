#include "net/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace muster::net {

namespace {

bool equal_ignoring_case(std::string_view a, std::string_view lower_b) {
  return std::ranges::equal(a, lower_b, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c + 0; });
}

// Headers that only the server may write.
bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 5> kOurs{"connection", "content-length", "date", "server",
                                                  "transfer-encoding"};
  return std::ranges::any_of(kOurs, [&](auto ours) { return equal_ignoring_case(name, ours); });
}

// A byte that would end the line early (RFC 9110 §5.5).
bool breaks_framing(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool breaks_framing(const Response& response) {
  return breaks_framing(response.content_type) ||
         std::ranges::any_of(response.headers, [](const auto& header) {
           return header.first.empty() || header.first.find_first_of(": \t") != std::string::npos ||
                  breaks_framing(header.first) || breaks_framing(header.second);
         });
}

void append_number(std::string& output, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  output.append(digits.data(), end);
}

std::string_view connection_line(const AnswerForm& form) {
  if (form.close_after) return "Connection: close\r\n";
  if (form.http_1_0) return "Connection: keep-alive\r\n";
  return {};
}

void append_prebuilt(std::string& output, std::string_view bytes, const AnswerForm& form) {
  if (form.head) bytes = bytes.substr(0, bytes.find("\r\n\r\n") + 4);
  const std::size_t line_end = bytes.find("\r\n") + 2;
  output.append(bytes.substr(0, line_end))
      .append(connection_line(form))
      .append(bytes.substr(line_end));
}

void append_head(std::string& output, const Response& response, const AnswerForm& form,
                 std::string_view date_line) {
  if (response.status == 200) {
    output.append("HTTP/1.1 200 OK\r\n");
  } else {
    output.append("HTTP/1.1 ");
    append_number(output, static_cast<std::uint64_t>(response.status));
    output.append(" ").append(reason_phrase(response.status)).append("\r\n");
  }
  output.append(date_line).append("Server: muster\r\n");
  if (!response.content_type.empty()) {
    output.append("Content-Type: ").append(response.content_type).append("\r\n");
  }
  for (const auto& [name, value] : response.headers) {
    if (!is_ours(name)) output.append(name).append(": ").append(value).append("\r\n");
  }
  // 204 and 304 end with their headers (RFC 9110 §8.6).
  if (response.status != 204 && response.status != 304 && !response.stream) {
    output.append("Content-Length: ");
    append_number(output, response.body.size());
    output.append("\r\n");
  }
  output.append(connection_line(form)).append("\r\n");
}

}  // namespace

std::string date_line(std::time_t seconds) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("Date: {}, {:02} {} {:04} {:02}:{:02}:{:02} GMT\r\n",
                     kDays[std::chrono::weekday(day).c_encoding()], unsigned{date.day()},
                     kMonths[unsigned{date.month()} - 1], int{date.year()}, clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

bool asks_to_close(const Response& response) {
  return std::ranges::any_of(response.headers, [](const auto& header) {
    return equal_ignoring_case(header.first, "connection") &&
           equal_ignoring_case(header.second, "close");
  });
}

void append_response(std::string& output, const Response& response, const AnswerForm& form,
                     std::string_view date_line) {
  if (response.prebuilt) return append_prebuilt(output, *response.prebuilt, form);
  if (breaks_framing(response)) {
    return append_response(output, problem(500, "the answer had a malformed header"), form,
                           date_line);
  }
  append_head(output, response, form, date_line);
  if (!form.head && response.status != 204 && response.status != 304 && !response.stream) {
    output.append(response.body);
  }
}

}  // namespace muster::net
