#include "cmd/config.h"

namespace muster::cmd {
namespace {

Log::Level level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return Log::Level::debug;
    case LogLevel::info:
      return Log::Level::info;
    case LogLevel::warn:
      return Log::Level::warn;
    case LogLevel::error:
      return Log::Level::error;
  }
  return Log::Level::info;
}

}  // namespace

Log::Options log_options(const LogConfig& config) {
  return {.level = level_of(config.level),
          .format = config.format == LogFormat::json ? Log::Format::json : Log::Format::text};
}

}  // namespace muster::cmd
