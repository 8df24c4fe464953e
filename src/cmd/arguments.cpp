// The one translation unit that sees CLI11, which is slow to compile.
#include "cmd/arguments.h"

#include "cmd/settings.h"
#include "cmd/version.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cmd {
namespace {

enum class FlagSet { all, storage };

// Which settings a command that only opens the storage takes.
bool is_storage(std::string_view key) { return key == "server.data_dir" || key == "database.url"; }

// Builds the tree of commands and remembers which one was chosen. Lives for one parse.
class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", fmt::format("muster {}", kVersion));
    app_.footer("Each command explains itself: muster COMMAND --help");
    add_config_flags(app_, FlagSet::all, "");
    add_server();
    add_admin();
    add_exec();
    add_ping();
    add_schedule();
    add_doctor();
    add_config();
    add_backup();
    add_small_commands();
  }

  Result<std::variant<Arguments, HelpText>> parse(std::span<const std::string> words) {
    // What follows `--` is another program's command line: CLI11 must not touch it.
    const auto dashes = std::ranges::find(words, "--");
    exec_.command.assign(dashes == words.end() ? dashes : dashes + 1, words.end());
    std::vector<std::string> ours(words.begin(), dashes);
    std::ranges::reverse(ours);  // as CLI11 wants it
    try {
      app_.parse(std::move(ours));
    } catch (const CLI::CallForHelp&) {
      return HelpText{app_.help()};
    } catch (const CLI::CallForAllHelp&) {
      return HelpText{app_.help("", CLI::AppFormatMode::All)};
    } catch (const CLI::CallForVersion& version) {
      return HelpText{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& error) {
      return refuse(error.what());
    }
    if (dashes != words.end() && !std::holds_alternative<ExecCommand>(arguments_.command)) {
      return refuse("only `muster exec` takes a command after --");
    }
    if (std::holds_alternative<ExecCommand>(arguments_.command) && exec_.command.empty()) {
      return refuse("expected the command to run after --, as in: muster exec CHECK -- backup.sh");
    }
    return std::move(arguments_);
  }

 private:
  std::unexpected<Error> refuse(std::string message) const {
    std::ranges::replace(message, '\n', ' ');
    std::string where;
    std::string help = "muster";
    const CLI::App* at = &app_;
    while (!at->get_subcommands().empty()) {
      at = at->get_subcommands().front();
      where += (where.empty() ? "" : " ") + at->get_name();
    }
    // CLI11 calls an unknown command a missing one, and hands its name up.
    const auto rest = app_.remaining(true);
    if (at->get_require_subcommand_min() > 0 && !rest.empty()) {
      message = fmt::format("unknown command \"{}\"", rest.front());
    }
    if (!where.empty()) help += ' ' + where;
    return fail(Code::invalid, fmt::format("{} (see {} --help)", message, help), where);
  }

  CLI::App& command(CLI::App& parent, const std::string& name, const std::string& summary,
                    const std::string& examples = {}) {
    CLI::App& added = *parent.add_subcommand(name, summary);
    added.fallthrough();
    if (!examples.empty()) added.footer("Examples:\n" + examples);
    return added;
  }

  template <class C>
  void choose(CLI::App& app, C& chosen) {
    app.callback([this, &chosen] { arguments_.command = chosen; });
  }

  void add_json(CLI::App& app) { app.add_flag("--json", arguments_.json, "Print JSON"); }

  // `group`: the heading in the help text; "" hides them there.
  void add_config_flags(CLI::App& app, FlagSet set, const std::string& group) {
    app.add_option("--config", arguments_.config_path,
                   "Configuration file; otherwise muster.toml in the data directory, if there")
        ->type_name("FILE")
        ->group(group);
    for (const Setting& setting : all_settings()) {
      if (setting.flag.empty() || (set == FlagSet::storage && !is_storage(setting.key))) continue;
      add_config_flag(app, setting)->group(group);
    }
  }

  CLI::Option* add_config_flag(CLI::App& app, const Setting& setting) {
    const std::string flag(setting.flag);
    const std::string meaning(setting.meaning);
    const auto take = [this, &setting, flag](const std::string& value) {
      arguments_.flags.push_back({std::string(setting.key), value, flag});
    };
    if (setting.argument.empty()) {
      return app.add_flag_callback(flag, [take] { take("true"); }, meaning);
    }
    return app.add_option_function<std::string>(flag, take, meaning)
        ->type_name(std::string(setting.argument));
  }

  void add_server() {
    CLI::App& server = command(app_, "server", "Run the server",
                               "  muster server --data-dir /var/lib/muster\n"
                               "  muster server --data-dir . --listen 0.0.0.0:8000 "
                               "--site-url https://muster.example.org");
    add_config_flags(server, FlagSet::all, "Configuration");
    choose(server, server_);
  }

  void add_admin() {
    CLI::App& admin = command(app_, "admin",
                              "Set up projects, channels, checks and users; with or without server",
                              "  muster admin --data-dir DIR project create nightly\n"
                              "  muster admin --data-dir DIR user create ada --role admin");
    admin.require_subcommand(1);
    add_config_flags(admin, FlagSet::storage, "Configuration");
    add_user(admin);
    add_project(admin);
    add_channel(admin);
    add_check(admin);
    add_audit(admin);
  }

  void add_audit(CLI::App& admin) {
    CLI::App& audit = command(admin, "audit", "The log of who did what");
    audit.require_subcommand(1);
    CLI::App& verify =
        command(audit, "verify", "Prove that no row was changed, put in or taken out of its middle",
                "  muster admin --data-dir /var/lib/muster audit verify");
    add_json(verify);
    choose(verify, audit_verify_);
  }

  // An administrative command runs as the alternative of AdminCommand that it fills.
  template <class C>
  void choose_admin(CLI::App& app, C& chosen) {
    add_json(app);
    app.callback([this, &chosen] { arguments_.command = AdminCommand(chosen); });
  }

  void add_user(CLI::App& admin) {
    CLI::App& user = command(admin, "user", "Users and their tokens");
    user.require_subcommand(1);
    CLI::App& create = command(user, "create", "Make a user and print the token, once",
                               "  muster admin user create ada --role admin\n"
                               "  muster admin user create bob --role viewer --project nightly");
    create.add_option("name", user_.name, "Name, 1 to 64 characters")->required();
    create.add_option("--email", user_.email, "Mail address")->type_name("ADDRESS");
    create.add_option("--role", user_.role, "admin, operator or viewer")
        ->check(CLI::IsMember({"admin", "operator", "viewer"}))
        ->capture_default_str();
    create.add_option("--project", user_.project, "Project of an operator or viewer")
        ->type_name("NAME");
    create.add_flag("--password-stdin", user_.password_from_stdin,
                    "Read a password from standard input");
    choose_admin(create, user_);
    CLI::App& password = command(
        user, "password", "Give a user a generated password, printed once; all their sessions end",
        "  muster admin user password ada");
    password.add_option("name", user_password_.name, "Name or id")->required();
    choose_admin(password, user_password_);
  }

  void add_project(CLI::App& admin) {
    CLI::App& project = command(admin, "project", "Projects and their keys");
    project.require_subcommand(1);
    CLI::App& create = command(project, "create", "Make a project and print its keys, once",
                               "  muster admin project create nightly --json");
    create.add_option("name", project_create_.name, "Name, 1 to 100 characters")->required();
    choose_admin(create, project_create_);
    CLI::App& show = command(project, "show", "Show a project and how much is in it",
                             "  muster admin project show nightly");
    show.add_option("name", project_show_.name, "Name")->required();
    choose_admin(show, project_show_);
  }

  void add_channel(CLI::App& admin) {
    CLI::App& channel = command(admin, "channel", "Channels through which people are told");
    channel.require_subcommand(1);
    CLI::App& create =
        command(channel, "create", "Make a channel",
                "  muster admin channel create --project nightly --kind webhook --name ops \\\n"
                "      --config '{\"url_down\":\"https://example.org/down\"}'\n"
                "  muster admin channel create --project nightly --kind mail --name team \\\n"
                "      --config - < team.json");
    create.add_option("--project", channel_.project, "Project that it belongs to")
        ->type_name("NAME")
        ->required();
    create.add_option("--kind", channel_.kind, "Kind, as webhook or mail")
        ->type_name("KIND")
        ->required();
    create.add_option("--name", channel_.name, "Name, unique in the project")
        ->type_name("NAME")
        ->required();
    create
        .add_option("--config", channel_.config,
                    "What the kind needs, as JSON; - reads it from standard input, where no other "
                    "user of this machine sees it")
        ->type_name("JSON")
        ->required();
    choose_admin(create, channel_);
  }

  void add_check(CLI::App& admin) {
    CLI::App& check = command(admin, "check", "Checks");
    check.require_subcommand(1);
    CLI::App& create =
        command(check, "create", "Make a heartbeat check and print its ping URL",
                "  muster admin check create --project nightly --name backup --timeout 86400\n"
                "  muster admin check create --project nightly --name report "
                "--schedule '0 6 * * 1-5' --tz Europe/Berlin --grace 1800 --channels '*'");
    create.add_option("--project", check_.project, "Project")->type_name("NAME")->required();
    create.add_option("--name", check_.name, "Name")->type_name("NAME")->required();
    create.add_option("--slug", check_.slug, "Slug of its readable ping URL")->type_name("SLUG");
    create.add_option("--tags", check_.tags, "Tags, separated by blanks")->type_name("TAGS");
    create.add_option("--description", check_.description, "Description")->type_name("TEXT");
    CLI::Option* timeout = create.add_option("--timeout", check_.timeout, "Seconds between pings")
                               ->type_name("SECONDS");
    create.add_option("--schedule", check_.schedule, "When pings are expected: cron or OnCalendar")
        ->type_name("EXPRESSION")
        ->excludes(timeout);
    create.add_option("--tz", check_.zone, "Time zone of the schedule")->type_name("ZONE");
    create.add_option("--grace", check_.grace, "Seconds that a ping may be late")
        ->type_name("SECONDS");
    create.add_option("--channels", check_.channels, "Names or ids with commas, or * for all")
        ->type_name("LIST");
    choose_admin(create, check_);
  }

  void add_target(CLI::App& app, PingTarget& target) {
    app.add_option("check", target.check, "UUID of the check, or its slug with a ping key")
        ->required();
    app.add_option("--server", target.server, "Base URL of the server; MUSTER_URL does the same")
        ->type_name("URL")
        ->envname(std::string(kUrlVariable))
        ->required();
    // No envname here: help text would print the key that stands in the environment.
    app.add_option("--ping-key", target.ping_key,
                   "Project's ping key, for a slug; MUSTER_PING_KEY does the same and is not shown "
                   "in the list of processes")
        ->type_name("KEY");
    app.add_flag("--create", target.create, "Make a check of that slug if there is none");
  }

  static void take_ping_key(PingTarget& target) {
    if (!target.ping_key.empty()) return;
    const char* value = std::getenv(std::string(kPingKeyVariable).c_str());
    if (value != nullptr) target.ping_key = value;
  }

  void add_exec() {
    CLI::App& exec =
        command(app_, "exec", "Run a command and report its start, end, status and output",
                "  muster exec --server https://muster.example.org 2c7b4a2e-… -- backup.sh --full\n"
                "  muster exec nightly-backup --create -- sh -c 'dump | gzip > /srv/dump.gz'\n"
                "The command runs at once and without a shell; a server that does not answer never "
                "stops it.\n"
                "The exit status is the command's own, 128 + n when signal n ended it, 127 when "
                "there is no\n"
                "such command, 126 when it cannot be run. The end is reported when the command has "
                "exited: a\n"
                "process that it leaves behind should write elsewhere.");
    add_target(exec, exec_.target);
    exec.callback([this] {
      take_ping_key(exec_.target);
      arguments_.command = exec_;
    });
  }

  void add_ping() {
    CLI::App& ping = command(app_, "ping", "Send one ping",
                             "  muster ping --server https://muster.example.org 2c7b4a2e-…\n"
                             "  muster ping nightly-backup --fail --body 'disk full'\n"
                             "  make 2>&1 | muster ping build --log --body -");
    add_target(ping, ping_.target);
    CLI::Option_group& signal = *ping.add_option_group("Signal", "Success unless one is given");
    signal.require_option(0, 1);
    for (const char* name : {"start", "fail", "log"}) {
      signal.add_flag_callback(
          fmt::format("--{}", name), [this, name] { ping_.signal = name; },
          fmt::format("Send /{}", name));
    }
    signal
        .add_option_function<int>(
            "--exit-status", [this](int status) { ping_.signal = std::to_string(status); },
            "Report an exit status, 0 to 255")
        ->check(CLI::Range(0, 255))
        ->type_name("N");
    ping.add_option("--body", ping_.body, "Text to keep with the ping; - reads standard input")
        ->type_name("TEXT");
    ping.callback([this] {
      take_ping_key(ping_.target);
      arguments_.command = ping_;
    });
  }

  void add_schedule() {
    CLI::App& schedule = command(app_, "schedule", "Try out schedules");
    schedule.require_subcommand(1);
    CLI::App& next =
        command(schedule, "next", "Print when a schedule comes next",
                "  muster schedule next '0 2 * * 1-5' --zone Europe/Berlin --count 3\n"
                "  muster schedule next 'Mon..Fri 02:00' --after 2026-03-28T00:00:00Z\n"
                "  muster schedule next 'every 90 minutes'");
    next.add_option("expression", schedule_.expression,
                    "cron, OnCalendar, or a period as \"5 minutes\"")
        ->required();
    next.add_option("--zone", schedule_.zone, "Time zone")
        ->type_name("ZONE")
        ->capture_default_str();
    next.add_option("--after", schedule_.after, "First look after this time; otherwise now")
        ->type_name("ISO-TIME");
    next.add_option("--count", schedule_.count, "How many, 1 to 10000")
        ->type_name("N")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    add_json(next);
    choose(next, schedule_);
  }

  void add_doctor() {
    CLI::App& doctor = command(app_, "doctor", "Examine an installation and say what to do",
                               "  muster doctor --data-dir /var/lib/muster --online");
    doctor.add_flag("--online", doctor_.online, "Also try to reach the mail server");
    add_json(doctor);
    add_config_flags(doctor, FlagSet::all, "Configuration");
    choose(doctor, doctor_);
  }

  void add_config() {
    CLI::App& config = command(app_, "config", "Show the configuration");
    config.require_subcommand(1);
    CLI::App& show = command(config, "show", "Show the settings in force; secrets stay hidden",
                             "  muster config show --origin --data-dir /var/lib/muster");
    show.add_flag("--origin", config_show_.origin, "Also where each value comes from");
    add_json(show);
    add_config_flags(show, FlagSet::all, "Configuration");
    choose(show, config_show_);
    CLI::App& defaults = command(config, "defaults", "Print every setting with its default as TOML",
                                 "  muster config defaults > muster.toml");
    choose(defaults, config_defaults_);
  }

  void add_backup() {
    CLI::App& backup =
        command(app_, "backup", "Copy the database and the master key, also while a server runs",
                "  muster backup /backup/muster.db --data-dir /var/lib/muster");
    backup.add_option("file", backup_.file, "Where to; the master key goes beside it as FILE.key")
        ->required();
    add_json(backup);
    add_config_flags(backup, FlagSet::storage, "Configuration");
    choose(backup, backup_);
    CLI::App& restore = command(app_, "restore", "Put a backup into a data directory",
                                "  muster restore /backup/muster.db --data-dir /var/lib/muster");
    restore.add_option("file", restore_.file, "A backup, with FILE.key beside it")->required();
    restore.add_flag("--replace", restore_.replace, "Replace what is there; it is kept beside");
    add_json(restore);
    add_config_flags(restore, FlagSet::storage, "Configuration");
    choose(restore, restore_);
  }

  void add_small_commands() {
    CLI::App& openapi = command(app_, "openapi", "Print the OpenAPI document of the native API",
                                "  muster openapi > openapi.json");
    choose(openapi, openapi_);
    CLI::App& version =
        command(app_, "version", "Print version and schema numbers", "  muster version --json");
    add_json(version);
    choose(version, version_);
  }

  CLI::App app_{"Muster watches that what should happen does happen, and tells people when not.",
                "muster"};
  Arguments arguments_;
  ServerCommand server_;
  UserCreate user_;
  UserPassword user_password_;
  ProjectCreate project_create_;
  ProjectShow project_show_;
  ChannelCreate channel_;
  CheckCreate check_;
  ExecCommand exec_;
  PingCommand ping_;
  ScheduleNext schedule_;
  DoctorCommand doctor_;
  ConfigShow config_show_;
  ConfigDefaults config_defaults_;
  AuditVerify audit_verify_;
  BackupCommand backup_;
  RestoreCommand restore_;
  OpenapiCommand openapi_;
  VersionCommand version_;
};

}  // namespace

Result<std::variant<Arguments, HelpText>> parse_arguments(std::span<const std::string> words) {
  return CommandLine().parse(words);
}

}  // namespace muster::cmd
