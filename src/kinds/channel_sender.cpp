#include "kinds/channel_sender.h"

#include "kinds/answer.h"
#include "kinds/plain_text.h"

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace muster::kinds {
namespace {

using core::Attempt;
using core::Taken;

// Calls `done` once: with the attempt's end, or when it is dropped without one.
class Settlement {
 public:
  explicit Settlement(ChannelSender::Done done) : done_(std::move(done)) {}
  Settlement(Settlement&& other) noexcept : done_(std::exchange(other.done_, nullptr)) {}
  Settlement& operator=(Settlement&&) = delete;
  ~Settlement() { settle({Taken::not_now, "not sent: the server is busy or stopping", {}}); }

  void settle(Attempt attempt) {
    if (auto done = std::exchange(done_, nullptr)) done(std::move(attempt));
  }

 private:
  ChannelSender::Done done_;
};

Attempt with_remark(Attempt attempt, const std::string& remark) {
  if (!remark.empty()) attempt.answer = one_line(remark + ": " + attempt.answer, kAnswerBytes);
  return attempt;
}

struct Carriers {
  net::Outgoing& outgoing;
  host::CommandRunner& commands;
};

void carry(Carriers by, HttpErrand errand, std::string remark, Time now, Settlement settlement) {
  by.outgoing.http(std::move(errand.call),
                   [judge = errand.judge, remark = std::move(remark), now,
                    settlement = std::move(settlement)](Result<net::HttpAnswer> answer) mutable {
                     settlement.settle(with_remark(
                         answer ? judge(*answer, now) : attempt_from(answer.error()), remark));
                   });
}

// Without a last word from the mail server or the program nobody has refused anything: whatever the
// Error is, it is between us and our own machines, and an administrator can mend it.
Attempt attempt_without_last_word(const Error& error) {
  Attempt attempt = attempt_from(error);
  attempt.taken = Taken::not_now;
  return attempt;
}

void carry(Carriers by, MailErrand errand, std::string remark, Time /*now*/,
           Settlement settlement) {
  by.outgoing.mail(std::move(errand.call), [judge = errand.judge, remark = std::move(remark),
                                            settlement = std::move(settlement)](
                                               Result<net::MailAnswer> answer) mutable {
    settlement.settle(
        with_remark(answer ? judge(*answer) : attempt_without_last_word(answer.error()), remark));
  });
}

void carry(Carriers by, ExecErrand errand, std::string remark, Time /*now*/,
           Settlement settlement) {
  by.commands.run(std::move(errand.command),
                  [judge = errand.judge, remark = std::move(remark),
                   settlement = std::move(settlement)](Result<host::CommandEnd> end) mutable {
                    settlement.settle(with_remark(
                        end ? judge(*end) : attempt_without_last_word(end.error()), remark));
                  });
}

}  // namespace

ChannelSender::ChannelSender(const ChannelTable& table, net::Outgoing& outgoing,
                             engine::Reader& reader, WorkerPool& pool, SenderSettings settings)
    : table_(table),
      outgoing_(outgoing),
      reader_(reader),
      pool_(pool),
      settings_(std::move(settings)) {}

ChannelSender::~ChannelSender() {
  std::unique_lock lock(mutex_);
  left_.wait(lock, [this] { return in_pool_ == 0; });
}

void ChannelSender::send(engine::Notice notice, Done done) {
  {
    const std::scoped_lock lock(mutex_);
    ++in_pool_;
  }
  const bool taken_in = pool_.run(
      [this, notice = std::move(notice), settlement = Settlement(std::move(done))]() mutable {
        if (Result<Errand> errand = prepare(notice)) {
          std::visit(
              [&](auto& way) {
                carry({outgoing_, commands_}, std::move(way), std::move(errand->remark), notice.now,
                      std::move(settlement));
              },
              errand->way);
        } else {
          settlement.settle(attempt_from(errand.error()));
        }
        leave_pool();
      });
  if (!taken_in) leave_pool();
}

// A bug that one channel brings to light must not take the others along (N8).
Result<Errand> ChannelSender::prepare(const engine::Notice& notice) {
  const ChannelKind* const kind = table_.find(notice.channel.kind);
  if (kind == nullptr) {
    return fail(Code::corrupt, "this version knows no channel kind " + notice.channel.kind);
  }
  LastPing last_ping(reader_, notice);
  try {
    return kind->prepare({.notice = notice, .settings = settings_, .last_ping = last_ping});
  } catch (const std::exception& error) {
    return fail(Code::bug, std::string("the message could not be made: ") + error.what());
  }
}

void ChannelSender::leave_pool() {
  const std::scoped_lock lock(mutex_);
  if (--in_pool_ == 0) left_.notify_all();
}

}  // namespace muster::kinds
