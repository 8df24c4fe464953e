#include "net/outgoing.h"

#include "net/mail_pool.h"
#include "net/transfer_loop.h"

#include <utility>

namespace muster::net {

Result<std::unique_ptr<Outgoing>> Outgoing::open(Options options) {
  TRY_DO(initialise_libcurl());
  auto http = TRY(TransferLoop::open(options.limits));
  return std::unique_ptr<Outgoing>(new Outgoing(std::move(options), std::move(http)));
}

Outgoing::Outgoing(Options options, std::unique_ptr<TransferLoop> http)
    : options_(std::move(options)),
      http_(std::move(http)),
      mail_(std::make_unique<MailPool>(options_)) {}

Outgoing::~Outgoing() = default;

void Outgoing::http(HttpCall call, HttpDone done) {
  http_->submit(make_http_transfer(options_, std::move(call), std::move(done)));
}

void Outgoing::mail(MailCall call, MailDone done) {
  mail_->submit(std::move(call), std::move(done));
}

void Outgoing::stop() {
  http_->stop();
  mail_->stop();
}

}  // namespace muster::net
