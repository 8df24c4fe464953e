#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/people.h"
#include "engine/accounts.h"

#include <algorithm>
#include <utility>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

MemberDocument document_of(const core::Membership& membership, const Permit& allowed) {
  const core::User& user = allowed.transaction.state.users.at(membership.user);
  const bool may_write = allowed.grant.access == core::KeyAccess::read_write;
  return {.user = user.id,
          .name = user.name,
          .email = may_write ? std::optional(user.email) : std::nullopt,
          .role = membership.role,
          .run_commands = membership.run_commands,
          .scan = membership.scan};
}

}  // namespace

void list_members(const Services& services, Exchange exchange) {
  answer_call<MemberList>(services, std::move(exchange), 200,
                          [](const Permit& allowed, const Captures&) -> Result<MemberList> {
                            const engine::State& state = allowed.transaction.state;
                            const core::ProjectKey project = allowed.project->project.key;
                            MemberList list;
                            for (const auto& [id, user] : state.users) {
                              const auto* membership = state.find_membership(id, project);
                              if (membership == nullptr) continue;
                              list.members.push_back(document_of(*membership, allowed));
                            }
                            std::ranges::sort(list.members, {}, &MemberDocument::name);
                            return list;
                          });
}

void set_member(const Services& services, Exchange exchange) {
  answer_call_with<MemberRequest, MemberDocument>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures& captures,
         const MemberRequest& body) -> Result<MemberDocument> {
        const core::UserId user = TRY(find_user(allowed.transaction.state, captures.at(1)));
        const core::Membership membership =
            TRY(engine::set_member(allowed.transaction, {.user = user,
                                                         .project = allowed.project->project.key,
                                                         .role = body.role,
                                                         .run_commands = body.run_commands,
                                                         .scan = body.scan}));
        return document_of(membership, allowed);
      });
}

void remove_member(const Services& services, Exchange exchange) {
  answer_call<Nothing>(
      services, std::move(exchange), 204,
      [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
        const core::UserId user = TRY(find_user(allowed.transaction.state, captures.at(1)));
        TRY_DO(engine::remove_member(allowed.transaction,
                                     {.user = user, .project = allowed.project->project.key}));
        return Nothing{};
      });
}

}  // namespace muster::api::native
