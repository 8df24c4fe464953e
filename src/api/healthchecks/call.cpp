#include "api/healthchecks/call.h"

#include "base/codec.h"
#include "engine/state.h"

namespace muster::api::healthchecks {
namespace {

namespace json = boost::json;

constexpr std::size_t kKeyLength = 32;

Result<json::object> read_body(const net::Request& request) {
  if (request.method != net::Method::post || request.body.empty()) return json::object();
  Result<json::value> value = parse_json(request.body);
  if (!value) return fail(Code::invalid, "could not parse request body");
  if (!value->is_object()) {
    return fail(Code::invalid, "json validation error: value is not an object");
  }
  return std::move(value->get_object());
}

std::string_view key_of(const net::Request& request, const json::object& body) {
  if (request.has_header("x-api-key")) return request.header("x-api-key");
  const json::value* field = body.if_contains("api_key");
  if (field == nullptr || !field->is_string()) return {};
  return field->get_string();
}

}  // namespace

Result<Ask> read_ask(const Call& call, const Secrets& secrets) {
  json::object body = TRY(read_body(call.request));
  const std::string_view key = key_of(call.request, body);
  if (key.size() != kKeyLength) return fail(Code::unauthenticated, "missing api key");
  Claim claim{.credential = credential_of_key(key, secrets), .right = call.right};
  claim.credential.changes =
      call.request.method == net::Method::post || call.request.method == net::Method::delete_;
  return Ask{.claim = std::move(claim), .body = std::move(body)};
}

Result<Visitor> admit(const engine::State& state, const Claim& claim) {
  const Caller caller = identify_key(state, claim.credential);
  const bool belongs =
      caller.reach == Caller::Reach::project && state.projects.contains(caller.project);
  if (!belongs || !authorise(state, caller, claim.right, caller.project)) {
    return fail(Code::unauthenticated, "wrong api key");
  }
  const bool enabled = state.projects.at(caller.project).project.enabled;
  if (claim.right == Right::project_write && claim.credential.changes && !enabled) {
    return fail(Code::conflict, "the project is disabled");
  }
  return Visitor{.project = caller.project, .access = caller.access};
}

Result<engine::CheckSlot> find_check(const engine::State& state, const Visitor& visitor,
                                     core::CheckId id) {
  const auto slot = state.checks.find(id);
  if (!slot) return fail(Code::not_found, "there is no check of that id");
  if (state.checks.at(*slot).check.project != visitor.project) {
    return fail(Code::forbidden, "the check belongs to another project");
  }
  return *slot;
}

void refuse(const Services& services, CorsReply reply, const Error& error) {
  if (http_status(error.code) == 500) {
    services.log.error("a request failed", {{"error", to_string(error)}});
  }
  std::move(reply).refuse(error);
}

}  // namespace muster::api::healthchecks
