#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "engine/sample_notice.h"

namespace muster::api::native {
namespace {

struct TestMessage {
  engine::Notice notice;
  ContactTests::Turn turn;
};

Result<TestMessage> prepare(const Permit& allowed, ContactTests& tests, core::Channel contact,
                            core::Direction direction) {
  const bool has_message =
      direction == core::Direction::down ? contact.wants_down : contact.wants_up;
  if (!has_message) {
    return fail(Code::invalid, "the contact has no message for this direction", "/direction");
  }
  auto turn = tests.begin(contact.id);
  if (!turn) return fail(Code::conflict, "a test of this contact is running; wait for its end");
  const core::Project& project = allowed.project->project;
  return TestMessage{.notice = engine::sample_notice(std::move(contact), direction, project.name,
                                                     project.id, allowed.transaction.now),
                     .turn = *std::move(turn)};
}

// The far side's answer is ours, however it turns out: the call itself succeeded.
void send(const Services& services, OwedReply reply, TestMessage message) {
  const Duration begun = services.clock.running();
  services.sender.send(std::move(message.notice), [&services, begun, reply = std::move(reply),
                                                   turn = std::move(message.turn)](
                                                      const core::Attempt& attempt) mutable {
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(services.clock.running() - begun);
    {
      const ContactTests::Turn over = std::move(turn);
    }  // before anybody can ask again
    std::move(reply).send(
        json_answer(200, ContactTestAnswer{.taken = attempt.taken == core::Taken::yes,
                                           .answer = attempt.answer,
                                           .took_ms = took.count()}));
  });
}

}  // namespace

void test_contact(const Services& services, Exchange exchange) {
  Result<ContactTest> body = decode_text<ContactTest>(exchange.request.body);
  Call call = read_call(services, exchange);
  on_state<TestMessage>(
      services, std::move(exchange.reply),
      [&services, call = std::move(call),
       body = std::move(body)](engine::Transaction& transaction) -> Result<TestMessage> {
        const auto work = [&](const Permit& allowed, const auto& captures) -> Result<TestMessage> {
          core::Channel contact = TRY(find_contact(allowed, captures.at(1)));
          return prepare(allowed, *services.contact_tests, std::move(contact), TRY(body).direction);
        };
        return work_once<TestMessage>(transaction, call, work);
      },
      [&log = services.log](const Error& error) { return refuse(log, error); },
      [&services](OwedReply reply, TestMessage message) {
        send(services, std::move(reply), std::move(message));
      });
}

}  // namespace muster::api::native
