// Log: one line per record, as text (key=value) or JSON, to one file descriptor. Control characters
// are escaped, so what comes from outside cannot forge a line (F69h). Handed by reference to the
// parts that speak; any thread. A line that cannot be written is dropped and counted, never waited
// for. Secrets are not logged: callers pass names and ids.
#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

namespace muster {

// One key and its value, already text; numbers stay bare in JSON.
struct LogField {
  std::string_view key;
  std::string value;
  bool number = false;

  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const std::string& v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(v) {}
  template <class N>
    requires std::integral<N> || std::floating_point<N>
  LogField(std::string_view k, N v) : key(k), value(std::to_string(v)), number(true) {}
};

class Log {
 public:
  enum class Level { debug, info, warn, error };
  enum class Format { text, json };
  struct Options {
    Level level = Level::info;
    Format format = Format::text;
    int descriptor = 2;
  };

  explicit Log(Options options) : options_(options) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void debug(std::string_view message, std::initializer_list<LogField> fields = {});
  void info(std::string_view message, std::initializer_list<LogField> fields = {});
  void warn(std::string_view message, std::initializer_list<LogField> fields = {});
  void error(std::string_view message, std::initializer_list<LogField> fields = {});

  std::uint64_t dropped_lines() const { return dropped_; }

 private:
  void write(Level level, std::string_view message, std::initializer_list<LogField> fields);

  const Options options_;
  std::mutex mutex_;
  std::atomic<std::uint64_t> dropped_ = 0;
};

}  // namespace muster
