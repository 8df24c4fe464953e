#include "cmd/admin_link.h"
#include "cmd/installation.h"
#include "cmd/ports.h"
#include "cmd/state_thread.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace muster::cmd {
namespace {

constexpr std::chrono::seconds kAnswerTimeout{30};
constexpr Duration kStepPause = std::chrono::milliseconds(5);

// Takes the one answer, from whatever thread it comes.
class AnswerBox final : public net::ReplyTarget {
 public:
  void answer(net::Response response) override {
    const std::scoped_lock lock(mutex_);
    response_ = std::move(response);
  }
  int io_index() const override { return 0; }

  std::optional<net::Response> take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(response_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::optional<net::Response> response_;
};

class LocalLink final : public AdminLink {
 public:
  Result<void> open(const Config& config) {
    store::Opened storage = TRY(store::open(storage_options(config)));
    installation_ = TRY(Installation::open(
        config, std::move(storage),
        {.clock = clock_, .entropy = entropy_, .replies = replies_, .log = log_}, Notices::keep));
    return {};
  }

  ~LocalLink() override {
    if (!installation_) return;
    installation_->close();
    // The state is on disk with every COMMIT; this only notes until when somebody watched.
    static_cast<void>(installation_->ledger().stop(moment_of(clock_)));
  }

  Result<AdminAnswer> call(net::Method method, const std::string& path,
                           const std::string& body) override {
    net::Request request;
    request.method = method;
    request.method_name = net::to_string(method);
    request.target = path;
    request.path = path;
    request.headers = {{"content-type", "application/json"}};
    request.body = body;
    request.body_bytes_total = body.size();
    request.peer = {.address = "", .local_socket = true, .tls = false};
    installation_->dispatcher().handle(std::move(request), net::Reply(box_));

    engine::Ledger& ledger = installation_->ledger();
    const Duration deadline = clock_.running() + kAnswerTimeout;
    for (;;) {
      ledger.step(moment_of(clock_));
      if (auto response = box_.take()) return AdminAnswer{response->status, response->body};
      if (clock_.running() > deadline) return fail(Code::timeout, "no answer within 30 s");
      ledger.wait(kStepPause);
    }
  }

 private:
  SystemClock clock_;
  KernelEntropy entropy_;
  InlineReplies replies_;
  Log log_{Log::Options{.level = Log::Level::error}};
  AnswerBox box_;
  std::unique_ptr<Installation> installation_;
};

}  // namespace

Result<std::unique_ptr<AdminLink>> open_local_link(const Config& config) {
  auto link = std::make_unique<LocalLink>();
  TRY_DO(link->open(config));
  return link;
}

}  // namespace muster::cmd
