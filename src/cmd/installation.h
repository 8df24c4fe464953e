// Installation: everything of a Muster server but its sockets and its threads, put together:
// storage, Ledger, channels and the dispatcher of the API. The server serves it on HTTP; the
// administrative commands use one directly when no server runs. Owned by the command that runs,
// opened and closed on its thread.
#pragma once

#include "api/dispatcher.h"
#include "api/services.h"
#include "base/log.h"
#include "base/result.h"
#include "base/worker_pool.h"
#include "cmd/config.h"
#include "cmd/notice_gate.h"
#include "engine/ledger.h"
#include "kinds/all.h"
#include "kinds/channel_sender.h"
#include "net/outgoing.h"
#include "store/open.h"

#include <chrono>
#include <memory>

namespace muster::cmd {

// What happens to notices that are due.
enum class Notices {
  send,
  keep,  // they stay in the store for the next server
};

class Installation {
 public:
  struct Ports {
    engine::Clock& clock;
    engine::Entropy& entropy;
    engine::Replies& replies;
    Log& log;
  };

  // Takes over an opened store. Errors: those of the secret files, of the master key and of
  // Ledger::open.
  static Result<std::unique_ptr<Installation>> open(const Config& config, store::Opened storage,
                                                    Ports ports, Notices notices);
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;
  ~Installation() { close(); }

  engine::Ledger& ledger() { return *ledger_; }
  api::Services& services() { return *services_; }
  api::LiveFeed& feed() { return feed_; }
  api::Dispatcher& dispatcher() { return *dispatcher_; }

  // Lets no further notice out; waits for those under way, then cuts them off. Their ends reach the
  // Ledger, which must be stepped meanwhile and once more.
  void finish_notices(std::chrono::milliseconds longest);
  // Ends everything that runs by itself. Afterwards no reply is held any more. Safe to call twice.
  void close();

 private:
  Installation(store::Opened storage, Ports ports);
  Result<void> wire_sending(const Config& config, Notices notices);
  Result<void> wire_ledger(const Config& config);
  Result<void> wire_api(const Config& config);

  // Destroyed in reverse: the sender waits for errands, whose ends still reach the Ledger.
  const Ports ports_;
  store::Opened storage_;
  std::unique_ptr<WorkerPool> pool_;
  const kinds::ChannelTable channel_table_;
  api::LiveFeed feed_;
  api::FrontDoor front_door_;
  std::unique_ptr<NoticeGate> gate_;
  std::unique_ptr<engine::Ledger> ledger_;
  std::unique_ptr<net::Outgoing> outgoing_;
  std::unique_ptr<kinds::ChannelSender> sender_;
  std::unique_ptr<api::Secrets> secrets_;
  api::Site site_;
  std::unique_ptr<api::Services> services_;
  std::unique_ptr<api::Dispatcher> dispatcher_;
};

// DIR/muster.db or the PostgreSQL database of the configuration.
store::OpenOptions storage_options(const Config& config);
bool on_postgres(const Config& config);

}  // namespace muster::cmd
