#include "cmd/server.h"

#include "base/check.h"
#include "cmd/admin_socket.h"
#include "cmd/config_show.h"
#include "cmd/installation.h"
#include "cmd/ports.h"
#include "cmd/service_manager.h"
#include "cmd/signals.h"
#include "cmd/state_thread.h"
#include "net/http_server.h"
#include "net/limits.h"
#include "net/listener.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace muster::cmd {
namespace {

using namespace std::chrono_literals;

// Together below the 5 s in which a server that is asked to stop has stopped.
constexpr auto kRequestsEnd = 2'500ms;
constexpr auto kNoticesEnd = 1'500ms;
constexpr auto kStandbyPause = 1s;
constexpr int kIoThreadsAutomaticMax = 4;

int io_threads(const ServerConfig& server) {
  if (server.io_threads > 0) return server.io_threads;
  const auto half = static_cast<int>(std::thread::hardware_concurrency() / 2);
  return std::clamp(half, 1, kIoThreadsAutomaticMax);
}

bool is_loopback(const std::string& listen) {
  const auto where = net::parse_host_port(listen);
  return where &&
         (where->host == "localhost" || where->host == "::1" || where->host.starts_with("127."));
}

class Server {
 public:
  Server(const LoadedConfig& loaded, Log& log, SignalQueue& signals)
      : loaded_(loaded), config_(loaded.config), log_(log), signals_(signals) {}

  Result<int> run() {
    const Duration started = clock_.running();
    warn_of_settings();
    if (auto limit = net::raise_open_files_limit(); !limit) {
      log_.warn("the limit of open files stays as it is", {{"error", to_string(limit.error())}});
    }
    auto storage = TRY(open_storage());
    if (!storage) return 0;  // asked to stop while waiting
    installation_ = TRY(Installation::open(
        config_, *std::move(storage),
        {.clock = clock_, .entropy = entropy_, .replies = replies_, .log = log_}, Notices::send));
    http_ = TRY(open_http());
    replies_.connect(*http_);
    installation_->feed().connect(http_->io_threads(), [this](int lane, net::Task task) {
      http_->post(lane, std::move(task));
    });
    installation_->services().http_counters = [this] { return http_->counters(); };
    broken_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    CHECK(broken_.is_open());
    state_thread_ = std::make_unique<StateThread>(
        installation_->ledger(), clock_, [this](const Error& error) { end_broken(error); });
    http_->run();
    tell_ready(started);
    const Ending ending = serve();
    return ending == Ending::asked ? stop() : stop_broken();
  }

 private:
  enum class Ending { asked, broken };

  void warn_of_settings() {
    if (config_.webhooks.allow_private) {
      log_.warn("webhooks may reach private and loopback addresses (webhooks.allow_private)");
    }
    if (config_.mail.host.empty()) {
      log_.warn("no mail server is configured (mail.host): mail channels wait");
    }
    if (!loaded_.origins.contains("server.site_url") && !is_loopback(config_.server.listen)) {
      log_.warn("server.site_url is not set: ping URLs and links in messages use the default",
                {{"url", config_.server.site_url}});
    }
  }

  // None when a signal asked to stop. Where another server holds a PostgreSQL database, this one
  // stands by to take over; a data directory that is held, or a schema that is newer, is refused at
  // once.
  Result<std::optional<store::Opened>> open_storage() {
    for (bool told = false;; told = true) {
      auto opened = store::open(storage_options(config_));
      if (opened) return std::optional(*std::move(opened));
      const Error& error = opened.error();
      const bool held = error.code == Code::conflict && error.where == "postgresql";
      if (!held) return std::unexpected(error);
      if (!told) {
        log_.info("standing by: another server holds the database", {{"error", error.message}});
        notify_service_manager("READY=1\nSTATUS=standing by");
      }
      while (const auto signal = signals_.wait(kStandbyPause)) {
        if (signal->number != SIGHUP) return std::optional<store::Opened>();
      }
    }
  }

  Result<std::unique_ptr<net::HttpServer>> open_http() {
    const ServerConfig& server = config_.server;
    TRY_DO(refuse_taken_address(server.listen));
    std::optional<net::TlsFiles> tls;
    if (!server.tls_certificate.empty()) tls = {server.tls_certificate, server.tls_key};
    return net::HttpServer::open({.listen = server.listen,
                                  .unix_socket_path = admin_socket_path(server.data_dir),
                                  .tls = std::move(tls),
                                  .io_threads = io_threads(server),
                                  .limits = {},
                                  .clock = {}},
                                 installation_->dispatcher());
  }

  void tell_ready(Duration started) {
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock_.running() - started);
    const auto where = net::parse_host_port(config_.server.listen);
    CHECK(where.has_value());
    log_.info("ready", {{"url", config_.server.site_url},
                        {"listen", fmt::format("{}:{}", where->host, http_->port())},
                        {"data_dir", config_.server.data_dir},
                        {"database", on_postgres(config_) ? "postgresql" : "sqlite"},
                        {"config", loaded_.file_path},
                        {"took_ms", took.count()}});
    notify_service_manager("READY=1\nSTATUS=serving");
    offer_setup();
  }

  // While there is no user, whoever reads the log may make the first one.
  void offer_setup() {
    const auto nobody = [](engine::Transaction& transaction) -> Result<bool> {
      return transaction.state.users.empty();
    };
    const auto tell = [this](const Result<bool>& empty) {
      if (!empty || !*empty) return;
      log_.warn("there is no user yet: open this link to make the first one",
                {{"url", fmt::format("{}/setup/{}", config_.server.site_url,
                                     installation_->services().front_door.setup_token)}});
    };
    // A queue that is full at start is full of work for people who are here already.
    [[maybe_unused]] const bool asked = installation_->ledger().submit<bool>(0, nobody, tell);
  }

  // On the state thread.
  void end_broken(const Error& error) {
    log_.error("the database can no longer be trusted; ending, so that a restart reads it anew",
               {{"error", to_string(error)}});
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(broken_.get(), &one, sizeof one);
  }

  Ending serve() {
    for (;;) {
      std::array<pollfd, 2> waits{
          pollfd{.fd = signals_.descriptor(), .events = POLLIN, .revents = 0},
          pollfd{.fd = broken_.get(), .events = POLLIN, .revents = 0},
      };
      if (::poll(waits.data(), waits.size(), -1) < 0) continue;
      if (waits[1].revents != 0) return Ending::broken;
      const auto signal = signals_.take();
      if (!signal) continue;
      if (signal->number != SIGHUP) {
        log_.info("stopping", {{"signal", signal->number == SIGTERM ? "SIGTERM" : "SIGINT"}});
        return Ending::asked;
      }
      reload();
    }
  }

  void reload() {
    if (config_.server.tls_certificate.empty()) {
      log_.info("nothing to reload: TLS is off");
    } else if (auto reloaded = http_->reload_tls(); reloaded) {
      log_.info("the TLS certificate was reloaded");
    } else {
      log_.error("the TLS certificate was not reloaded; the old one stays",
                 {{"error", to_string(reloaded.error())}});
    }
  }

  // The state thread runs until the end, because requests and notices end by its answers.
  int stop() {
    notify_service_manager("STOPPING=1");
    http_->stop(kRequestsEnd);
    installation_->finish_notices(kNoticesEnd);
    state_thread_->stop();
    int status = 0;
    if (auto stopped = installation_->ledger().stop(moment_of(clock_)); !stopped) {
      log_.error("the stop was not recorded", {{"error", to_string(stopped.error())}});
      status = exit_status(stopped.error().code);
    }
    installation_->close();
    log_.info("stopped", {{"log_lines_dropped", log_.dropped_lines()}});
    return status;
  }

  // Nothing more is written: what was acknowledged is on disk, and the rest is in doubt.
  int stop_broken() {
    notify_service_manager("STOPPING=1");
    state_thread_->stop();
    http_->stop(0ms);
    installation_->close();
    return exit_status(Code::corrupt);
  }

  const LoadedConfig& loaded_;
  const Config& config_;
  Log& log_;
  SignalQueue& signals_;
  SystemClock clock_;
  KernelEntropy entropy_;
  HttpReplies replies_;
  FileDescriptor broken_;
  std::unique_ptr<Installation> installation_;
  std::unique_ptr<net::HttpServer> http_;
  std::unique_ptr<StateThread> state_thread_;
};

}  // namespace

Result<int> run_server(const LoadedConfig& loaded) {
  // Before the first thread, so that signals come here alone.
  SignalQueue signals = TRY(SignalQueue::open({SIGTERM, SIGINT, SIGHUP}));
  Log log(log_options(loaded.config.log));
  return Server(loaded, log, signals).run();
}

}  // namespace muster::cmd
