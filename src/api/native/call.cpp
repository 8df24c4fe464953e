#include "api/native/call.h"

#include "api/url_text.h"
#include "base/limits.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace muster::api::native {
namespace {

constexpr std::string_view kProjectPrefix = "/v1/projects/";
constexpr std::size_t kPageRowsDefault = 100;

}  // namespace

Call read_call(const Services& services, Exchange& exchange) {
  return {.credential = credential_of(exchange.request, services.secrets),
          .right = exchange.right,
          .captures = std::move(exchange.captures),
          .names_project = exchange.request.path.starts_with(kProjectPrefix)};
}

Result<Permit> permit(engine::Transaction& transaction, const Call& call) {
  Permit allowed{.transaction = transaction,
                 .caller = identify(transaction.state, call.credential)};
  if (call.names_project) {
    allowed.project =
        TRY(project_for(transaction.state, allowed.caller, call.right, call.captures.at(0)));
  } else {
    TRY_DO(authorise(allowed.caller, call.right));
  }
  return allowed;
}

Result<std::size_t> page_limit(std::string_view query) {
  const std::optional<std::string> text = query_value(query, "limit");
  if (!text) return kPageRowsDefault;
  std::size_t limit = 0;
  const char* const end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, limit);
  if (parsed.ec != std::errc{} || parsed.ptr != end || limit < 1 || limit > limits::kPageRows) {
    return fail(Code::invalid, fmt::format("expected a number from 1 to {}", limits::kPageRows),
                "limit");
  }
  return limit;
}

}  // namespace muster::api::native
