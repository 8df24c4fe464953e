// What the command line can ask for, as values: one struct per command, filled by arguments.cpp and
// carried out by the file of the same name. An empty text means "not given".
#pragma once

#include "base/limits.h"
#include "cmd/config_load.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::cmd {

struct ServerCommand {
  friend bool operator==(const ServerCommand&, const ServerCommand&) = default;
};

struct UserCreate {
  std::string name;
  std::string email;
  std::string role = "viewer";  // admin, operator, viewer
  std::string project;
  bool password_from_stdin = false;

  friend bool operator==(const UserCreate&, const UserCreate&) = default;
};
struct UserPassword {
  std::string name;

  friend bool operator==(const UserPassword&, const UserPassword&) = default;
};
struct ProjectCreate {
  std::string name;

  friend bool operator==(const ProjectCreate&, const ProjectCreate&) = default;
};
struct ProjectShow {
  std::string name;

  friend bool operator==(const ProjectShow&, const ProjectShow&) = default;
};
struct ChannelCreate {
  std::string project;
  std::string kind;
  std::string name;
  std::string config;  // JSON; "-" reads it from standard input

  friend bool operator==(const ChannelCreate&, const ChannelCreate&) = default;
};
struct CheckCreate {
  std::string project;
  std::string name;
  std::string slug;
  std::string tags;
  std::string description;
  std::optional<std::int64_t> timeout;  // seconds
  std::string schedule;
  std::string zone;
  std::optional<std::int64_t> grace;  // seconds
  std::string channels;

  friend bool operator==(const CheckCreate&, const CheckCreate&) = default;
};
using AdminCommand =
    std::variant<UserCreate, UserPassword, ProjectCreate, ProjectShow, ChannelCreate, CheckCreate>;

// Where pings go.
struct PingTarget {
  std::string server;    // "http://127.0.0.1:8000"
  std::string ping_key;  // needed where `check` is a slug
  std::string check;     // UUID or slug
  bool create = false;   // make a check of that slug if there is none

  friend bool operator==(const PingTarget&, const PingTarget&) = default;
};
struct ExecCommand {
  PingTarget target;
  std::vector<std::string> command;  // the program and its arguments; never through a shell

  friend bool operator==(const ExecCommand&, const ExecCommand&) = default;
};
struct PingCommand {
  PingTarget target;
  std::string signal;  // "" success, else "start", "fail", "log" or an exit status
  std::string body;    // "-" reads it from standard input

  friend bool operator==(const PingCommand&, const PingCommand&) = default;
};

struct ScheduleNext {
  std::string expression;
  std::string zone = "UTC";
  std::string after;  // ISO 8601; empty means the present
  std::uint32_t count = 5;

  friend bool operator==(const ScheduleNext&, const ScheduleNext&) = default;
};

struct DoctorCommand {
  bool online = false;

  friend bool operator==(const DoctorCommand&, const DoctorCommand&) = default;
};
struct ConfigShow {
  bool origin = false;

  friend bool operator==(const ConfigShow&, const ConfigShow&) = default;
};
struct ConfigDefaults {
  friend bool operator==(const ConfigDefaults&, const ConfigDefaults&) = default;
};
struct BackupCommand {
  std::string file;

  friend bool operator==(const BackupCommand&, const BackupCommand&) = default;
};
struct RestoreCommand {
  std::string file;
  bool replace = false;

  friend bool operator==(const RestoreCommand&, const RestoreCommand&) = default;
};
// Reads the audit log by itself, beside a running server, too.
struct AuditVerify {
  friend bool operator==(const AuditVerify&, const AuditVerify&) = default;
};
struct OpenapiCommand {
  friend bool operator==(const OpenapiCommand&, const OpenapiCommand&) = default;
};
struct VersionCommand {
  friend bool operator==(const VersionCommand&, const VersionCommand&) = default;
};

using Command = std::variant<ServerCommand, AdminCommand, ExecCommand, PingCommand, ScheduleNext,
                             DoctorCommand, ConfigShow, ConfigDefaults, AuditVerify, BackupCommand,
                             RestoreCommand, OpenapiCommand, VersionCommand>;

struct Arguments {
  Command command;
  std::string config_path;  // --config
  std::vector<FlagValue> flags;
  bool json = false;

  friend bool operator==(const Arguments&, const Arguments&) = default;
};

}  // namespace muster::cmd
