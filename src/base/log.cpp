#include "base/log.h"

#include "base/time.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <unistd.h>

namespace muster {
namespace {

std::string_view level_name(Log::Level level) {
  switch (level) {
    case Log::Level::debug:
      return "debug";
    case Log::Level::info:
      return "info";
    case Log::Level::warn:
      return "warn";
    case Log::Level::error:
      return "error";
  }
  return "error";
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

bool is_bare_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c != '"' && c != '\\' && c != '=' && static_cast<unsigned char>(c) < 0x7F;
  });
}

std::string text_line(Time now, std::string_view level, std::string_view message,
                      std::initializer_list<LogField> fields) {
  std::string line = fmt::format("{} {:<5} ", to_iso_micros(now), level);
  append_escaped(line, message);
  for (const LogField& field : fields) {
    line += fmt::format(" {}=", field.key);
    if (is_bare_word(field.value)) {
      line += field.value;
    } else {
      append_quoted(line, field.value);
    }
  }
  return line;
}

std::string json_line(Time now, std::string_view level, std::string_view message,
                      std::initializer_list<LogField> fields) {
  std::string line =
      fmt::format(R"({{"time":"{}","level":"{}","message":)", to_iso_micros(now), level);
  append_quoted(line, message);
  for (const LogField& field : fields) {
    line += fmt::format(R"(,"{}":)", field.key);
    if (field.number) {
      line += field.value;
    } else {
      append_quoted(line, field.value);
    }
  }
  return line + "}";
}

}  // namespace

void Log::debug(std::string_view message, std::initializer_list<LogField> fields) {
  write(Level::debug, message, fields);
}
void Log::info(std::string_view message, std::initializer_list<LogField> fields) {
  write(Level::info, message, fields);
}
void Log::warn(std::string_view message, std::initializer_list<LogField> fields) {
  write(Level::warn, message, fields);
}
void Log::error(std::string_view message, std::initializer_list<LogField> fields) {
  write(Level::error, message, fields);
}

void Log::write(Level level, std::string_view message, std::initializer_list<LogField> fields) {
  if (level < options_.level) return;
  const Time now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  const std::string line =
      (options_.format == Format::json ? json_line(now, level_name(level), message, fields)
                                       : text_line(now, level_name(level), message, fields)) +
      "\n";
  const std::scoped_lock lock(mutex_);
  if (::write(options_.descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    ++dropped_;
  }
}

}  // namespace muster
