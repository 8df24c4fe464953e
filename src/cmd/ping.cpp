#include "cmd/ping.h"

#include "cmd/ping_client.h"

#include <chrono>
#include <utility>

namespace muster::cmd {

Result<std::string> run_ping(const PingCommand& command, const std::string& standard_input) {
  using std::chrono::milliseconds;
  constexpr PingPatience kPatience{3, milliseconds(5'000), milliseconds(1'000)};
  const auto client = TRY(PingClient::open(command.target));
  PingReceipt receipt =
      TRY(client->send({.signal = command.signal,
                        .rid = {},
                        .body = command.body == "-" ? standard_input : command.body},
                       kPatience));
  return std::move(receipt.answer);
}

}  // namespace muster::cmd
