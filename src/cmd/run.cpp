#include "cmd/run.h"

#include "api/openapi.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "cmd/admin.h"
#include "cmd/admin_link.h"
#include "cmd/arguments.h"
#include "cmd/config_show.h"
#include "cmd/doctor.h"
#include "cmd/exec.h"
#include "cmd/installation.h"
#include "cmd/ping.h"
#include "cmd/ports.h"
#include "cmd/schedule_next.h"
#include "cmd/server.h"
#include "cmd/version.h"
#include "store/backup.h"
#include "store/open.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

constexpr int kUsage = 64;
constexpr int kConfiguration = 78;
constexpr int kUnwell = 1;  // the doctor found something wrong

void complain(const Error& error) { fmt::print(stderr, "muster: {}\n", to_string(error)); }

// A reader that has gone is told by the exit status, not by a signal.
int print(std::string_view text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? 0 : exit_status(Code::unavailable);
}

Result<std::string> read_standard_input() {
  constexpr std::size_t kBytesMax = limits::kPingBodyBytesMax;
  std::string text;
  std::array<char, 64 * 1024> buffer;
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::unavailable, "cannot be read", "standard input");
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > kBytesMax) {
      return fail(Code::too_large, fmt::format("expected at most {} bytes", kBytesMax),
                  "standard input");
    }
  }
}

std::string json_list(const std::vector<std::string>& texts) {
  JsonWriter writer;
  writer.begin_array();
  for (const std::string& text : texts) writer.value(text);
  return writer.end_array().finish() + "\n";
}

// One operator() for each command; the exit status, or why there is none.
class Runner {
 public:
  explicit Runner(const Arguments& arguments) : arguments_(arguments) {}

  Result<int> operator()(const ServerCommand&) {
    const LoadedConfig loaded = load();
    return loaded.errors.empty() ? run_server(loaded) : refuse(loaded);
  }

  Result<int> operator()(const AdminCommand& command) {
    const LoadedConfig loaded = load();
    if (!loaded.errors.empty()) return refuse(loaded);
    const std::string input =
        wants_standard_input(command) ? TRY(read_standard_input()) : std::string();
    const auto link = TRY(AdminLink::open(loaded.config));
    return print(TRY(run_admin(command, *link, output(), input)));
  }

  Result<int> operator()(const ExecCommand& command) {
    KernelEntropy entropy;
    return run_exec(command, entropy);
  }

  Result<int> operator()(const PingCommand& command) {
    const std::string input = command.body == "-" ? TRY(read_standard_input()) : std::string();
    return print(TRY(run_ping(command, input)) + "\n");
  }

  Result<int> operator()(const ScheduleNext& command) {
    const auto times = TRY(schedule_next(command, SystemClock().now()));
    if (arguments_.json) return print(json_list(times));
    std::string text;
    for (const std::string& time : times) text += time + "\n";
    return print(text);
  }

  Result<int> operator()(const DoctorCommand& command) {
    const Findings findings =
        examine(load(), SystemClock(), command.online ? Reach::mail_server : Reach::this_machine);
    const int printed =
        print(arguments_.json ? show_findings_json(findings) + "\n" : show_findings(findings));
    return any_failed(findings) ? kUnwell : printed;
  }

  Result<int> operator()(const ConfigShow& command) {
    const LoadedConfig loaded = load();
    if (!loaded.errors.empty()) return refuse(loaded);
    return print(arguments_.json
                     ? show_config_json(loaded) + "\n"
                     : show_config(loaded, command.origin ? Origins::show : Origins::hide));
  }

  Result<int> operator()(const ConfigDefaults&) { return print(config_reference()); }

  Result<int> operator()(const AuditVerify&) {
    const LoadedConfig loaded = load();
    if (!loaded.errors.empty()) return refuse(loaded);
    const std::int64_t rows = TRY(store::verify_audit(storage_options(loaded.config)));
    if (!arguments_.json) return print(fmt::format("the audit log holds: {} rows\n", rows));
    JsonWriter writer;
    writer.begin_object().field("rows", rows).end_object();
    return print(writer.finish() + "\n");
  }

  Result<int> operator()(const BackupCommand& command) {
    const LoadedConfig loaded = load();
    if (!loaded.errors.empty()) return refuse(loaded);
    TRY_DO(refuse_postgres(loaded.config));
    TRY_DO(store::backup_sqlite(loaded.config.server.data_dir, command.file));
    return report_file("backup", command.file);
  }

  Result<int> operator()(const RestoreCommand& command) {
    const LoadedConfig loaded = load();
    if (!loaded.errors.empty()) return refuse(loaded);
    TRY_DO(refuse_postgres(loaded.config));
    const auto existing = command.replace ? store::Existing::replace : store::Existing::refuse;
    TRY_DO(store::restore_sqlite(command.file, loaded.config.server.data_dir, existing));
    return report_file("restored", command.file);
  }

  Result<int> operator()(const OpenapiCommand&) { return print(api::openapi_document()); }

  Result<int> operator()(const VersionCommand&) {
    if (!arguments_.json) return print(fmt::format("muster {}\n", kVersion));
    JsonWriter writer;
    writer.begin_object().field("version", kVersion).field("schema", store::schema_version());
    return print(writer.end_object().finish() + "\n");
  }

 private:
  LoadedConfig load() const {
    return load_config({.file_path = arguments_.config_path,
                        .environment = muster_environment(),
                        .flags = arguments_.flags});
  }

  int refuse(const LoadedConfig& loaded) const {
    for (const Error& error : loaded.errors) complain(error);
    return kConfiguration;
  }

  Output output() const { return arguments_.json ? Output::json : Output::text; }

  static Result<void> refuse_postgres(const Config& config) {
    if (!on_postgres(config)) return {};
    return fail(
        Code::invalid,
        "a PostgreSQL database is backed up and restored with pg_dump and pg_restore; keep a "
        "copy of master.key with it",
        "database.url");
  }

  int report_file(std::string_view what, const std::string& file) const {
    if (!arguments_.json) return print(fmt::format("{}: {} and {}.key\n", what, file, file));
    JsonWriter writer;
    writer.begin_object().field("file", file).field("key_file", file + ".key").end_object();
    return print(writer.finish() + "\n");
  }

  const Arguments& arguments_;
};

}  // namespace

int run(std::span<const std::string> words) {
  const auto parsed = parse_arguments(words);
  if (!parsed) {
    complain(parsed.error());
    return kUsage;
  }
  if (const auto* help = std::get_if<HelpText>(&*parsed)) return print(help->text);
  const Arguments& arguments = std::get<Arguments>(*parsed);
  const auto status = std::visit(Runner(arguments), arguments.command);
  if (status) return *status;
  complain(status.error());
  return exit_status(status.error().code);
}

}  // namespace muster::cmd
