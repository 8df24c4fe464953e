// HTTP requests: the same bytes give the same request however the network cuts them.
#include "base/check.h"
#include "fuzz/target.h"
#include "net/request_parser.h"

#include <optional>

using namespace muster;

namespace {

class Keeping final : public net::Handler {
 public:
  net::BodyPolicy body_policy(const net::Request& head) const override {
    using Over = net::BodyPolicy::Over;
    return {.bytes_max = 64, .over = head.path == "/cut" ? Over::cut : Over::refuse};
  }
  void handle(net::Request&&, net::Reply) override { CHECK(false); }
};

struct Outcome {
  net::Request request;
  bool complete = false;
  std::optional<net::Refusal> refusal;
  std::size_t taken = 0;
};

// Gives the bytes as a connection does: `step` more each time, what was not taken again.
Outcome parse(std::string_view text, std::size_t step) {
  const Keeping handler;
  const net::ServerLimits limits;
  Outcome outcome;
  net::RequestParser parser(outcome.request, handler, limits);
  std::size_t shown = 0;
  while (shown < text.size() && !parser.complete() && !parser.refusal()) {
    shown = std::min(text.size(), shown + step);
    const std::size_t taken = parser.take(text.substr(outcome.taken, shown - outcome.taken));
    CHECK(taken <= shown - outcome.taken);
    outcome.taken += taken;
  }
  outcome.complete = parser.complete();
  outcome.refusal = parser.refusal();
  return outcome;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text = fuzz::text_of(bytes, size);
  const std::size_t step = fuzz::choose(text, 32) + 1;
  const Outcome whole = parse(text, text.size());
  const Outcome pieces = parse(text, step);
  // A refusal may come later when the parser waits for a whole header; an acceptance may not
  // differ.
  CHECK(whole.complete == pieces.complete);
  if (whole.complete) {
    CHECK(whole.request == pieces.request);
    CHECK(whole.taken == pieces.taken);
    CHECK(whole.request.body.size() <= 64);
  }
  return 0;
}
