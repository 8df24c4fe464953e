#include "engine/checks.h"

#include "api/healthchecks/check_change.h"
#include "api/healthchecks/check_copy.h"
#include "api/healthchecks/handlers.h"
#include "api/healthchecks/unique_key.h"
#include "api/problem.h"
#include "api/url_text.h"
#include "core/badge.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace muster::api::healthchecks {
namespace {

// A copy of a check, and what is needed to show it.
struct Shown {
  CheckCopy copy;
  core::KeyAccess access;
  Time now;
};

Shown show(const engine::Transaction& transaction, engine::CheckSlot slot, core::KeyAccess access) {
  const core::Check& check = transaction.state.checks.at(slot).check;
  return {.copy = copy_check(transaction.state, check), .access = access, .now = transaction.now};
}

void send_shown(const Services& services, CorsReply reply, int version, const Shown& shown) {
  std::move(reply).send(
      json_response(200, document(shown.copy, services.site, version, shown.access, shown.now)));
}

// A call that changes one check.
struct Order {
  core::CheckId id;
  Ask ask;
};
// Errors: not_found for what is no UUID, and those of read_ask.
Result<Order> read_order(const Call& call, const Secrets& secrets) {
  const auto id = parse_uuid(call.captures.front());
  if (!id) return fail(Code::not_found, "no such check");
  return Order{.id = core::CheckId{*id}, .ask = TRY(read_ask(call, secrets))};
}

// `work`: (Transaction&, CheckSlot) → Result<Shown>, once the caller has the right to it.
template <class Work>
void carry_out(const Services& services, Call call, const Order& order, Work work) {
  on_state<Shown>(
      services, std::move(call.reply),
      [claim = order.ask.claim, id = order.id,
       work = std::move(work)](engine::Transaction& transaction) mutable -> Result<Shown> {
        const Visitor visitor = TRY(admit(transaction.state, claim));
        const engine::CheckSlot slot = TRY(find_check(transaction.state, visitor, id));
        return work(transaction, slot);
      },
      [&services, version = call.version](CorsReply reply, const Shown& shown) {
        send_shown(services, std::move(reply), version, shown);
      });
}

// For calls whose body says nothing.
template <class Work>
void carry_out(const Services& services, Call call, Work work) {
  const auto order = read_order(call, services.secrets);
  if (!order) return std::move(call.reply).refuse(order.error());
  carry_out(services, std::move(call), *order, std::move(work));
}

// Unique keys are for reading only (§2.6).
net::Response unique_keys_are_read_only() { return {.status = 405}; }

class ListWalk final : public Walk {
 public:
  ListWalk(Claim claim, std::string_view query, const Site& site, int version)
      : claim_(std::move(claim)),
        slug_(query_value(query, "slug").value_or("")),
        tags_(query_values(query, "tag")),
        site_(site),
        version_(version) {}

  Result<core::ProjectKey> enter(const engine::State& state) override {
    visitor_ = TRY(admit(state, claim_));
    return visitor_.project;
  }
  std::string_view slug() const override { return slug_; }

  void see(const engine::State& state, const core::Check& check, Time) override {
    const bool wanted = std::ranges::all_of(
        tags_, [&](const std::string& tag) { return core::has_tag(check.spec.tags, tag); });
    if (wanted) seen_.push_back(copy_check(state, check));
  }

  bool digest(Time now) override {
    for (const CheckCopy& copy : seen_) {
      if (!list_.empty()) list_ += ',';
      list_ += document(copy, site_, version_, visitor_.access, now);
    }
    seen_.clear();
    return false;
  }

  void finish(const Services&, CorsReply reply) override {
    std::move(reply).send(json_response(200, "{\"checks\":[" + list_ + "]}"));
  }

 private:
  const Claim claim_;
  const std::string slug_;
  const std::vector<std::string> tags_;
  const Site& site_;
  const int version_;
  Visitor visitor_;
  std::vector<CheckCopy> seen_;
  std::string list_;
};

}  // namespace

void list_checks(const Services& services, Call call) {
  auto ask = read_ask(call, services.secrets);
  if (!ask) return std::move(call.reply).refuse(ask.error());
  walk_checks(services, std::move(call.reply),
              std::make_unique<ListWalk>(std::move(ask->claim), call.request.query, services.site,
                                         call.version));
}

void get_check(const Services& services, Call call) {
  const int version = call.version;
  find_target(services, std::move(call), [&services, version](CorsReply reply, ReadTarget target) {
    on_state<Shown>(
        services, std::move(reply),
        [target = std::move(target)](engine::Transaction& transaction) -> Result<Shown> {
          const engine::State& state = transaction.state;
          const Visitor visitor = TRY(admit(state, target.claim));
          const engine::CheckSlot slot = TRY(find_check(state, visitor, target.id));
          return show(transaction, slot, visitor.access);
        },
        [&services, version](CorsReply owed, const Shown& shown) {
          send_shown(services, std::move(owed), version, shown);
        });
  });
}

void update_check(const Services& services, Call call) {
  if (looks_like_unique_key(call.captures.front())) {
    return std::move(call.reply).send(unique_keys_are_read_only());
  }
  const auto order = read_order(call, services.secrets);
  if (!order) return std::move(call.reply).refuse(order.error());
  const int version = call.version;
  carry_out(services, std::move(call), *order,
            [change = read_change(order->ask.body), version](
                engine::Transaction& transaction, engine::CheckSlot slot) -> Result<Shown> {
              if (!change) return std::unexpected(change.error());
              const core::Check& check = transaction.state.checks.at(slot).check;
              core::CheckSpec spec =
                  TRY(changed_spec(transaction.state, check.project, *change, check.spec, version));
              engine::update_check(transaction, slot, std::move(spec));
              return show(transaction, slot, core::KeyAccess::read_write);
            });
}

void delete_check(const Services& services, Call call) {
  if (looks_like_unique_key(call.captures.front())) {
    return std::move(call.reply).send(unique_keys_are_read_only());
  }
  carry_out(services, std::move(call),
            [](engine::Transaction& transaction, engine::CheckSlot slot) -> Result<Shown> {
              Shown as_it_was = show(transaction, slot, core::KeyAccess::read_write);
              engine::delete_check(transaction, slot);
              return as_it_was;
            });
}

void pause_check(const Services& services, Call call) {
  carry_out(services, std::move(call),
            [](engine::Transaction& transaction, engine::CheckSlot slot) -> Result<Shown> {
              engine::pause_check(transaction, slot);
              return show(transaction, slot, core::KeyAccess::read_write);
            });
}

void resume_check(const Services& services, Call call) {
  carry_out(services, std::move(call),
            [](engine::Transaction& transaction, engine::CheckSlot slot) -> Result<Shown> {
              TRY_DO(engine::resume_check(transaction, slot));
              return show(transaction, slot, core::KeyAccess::read_write);
            });
}

}  // namespace muster::api::healthchecks
