#include "api/healthchecks/cors_reply.h"

#include "api/problem.h"
#include "base/json_writer.h"

#include <string>

namespace muster::api::healthchecks {
namespace {

net::Response json_error(int status, std::string_view message) {
  JsonWriter json;
  json.begin_object().field("error", message).end_object();
  return json_response(status, json.finish());
}

net::Response unavailable() {
  net::Response response = json_error(503, "not possible at the moment; try again");
  response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterSeconds));
  return response;
}

}  // namespace

std::string_view methods(Verbs verbs) {
  switch (verbs) {
    case Verbs::get:
      return "GET, OPTIONS";
    case Verbs::post:
      return "POST, OPTIONS";
    case Verbs::get_and_post:
      return "GET, POST, OPTIONS";
    case Verbs::get_post_and_delete:
      return "GET, POST, DELETE, OPTIONS";
  }
  return "OPTIONS";
}

net::Response with_cors(net::Response response, std::string_view methods) {
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Access-Control-Allow-Headers", "X-Api-Key");
  response.headers.emplace_back("Access-Control-Allow-Methods", methods);
  response.headers.emplace_back("Access-Control-Max-Age", "600");
  return response;
}

net::Response error_answer(const Error& error) {
  switch (error.code) {
    case Code::invalid:
      return json_error(400, error.message);
    case Code::unauthenticated:
      return json_error(401, error.message);
    case Code::forbidden:
    case Code::limited:
      return {.status = 403};
    case Code::not_found:
      return json_error(404, "not found");
    case Code::conflict:
      return text_response(409, error.message);
    case Code::unavailable:
    case Code::cancelled:
      return unavailable();
    case Code::too_large:
    case Code::timeout:
    case Code::corrupt:
    case Code::bug:
      break;
  }
  return json_error(http_status(error.code), "something is wrong on the server");
}

net::Response answer_other_verb(net::Method verb, std::string_view allow) {
  std::string methods(allow);
  if (!methods.contains("OPTIONS")) methods += methods.empty() ? "OPTIONS" : ", OPTIONS";
  if (verb == net::Method::options) return with_cors({.status = 204}, methods);
  net::Response response{.status = 405};
  response.headers.emplace_back("Allow", methods);
  return with_cors(std::move(response), methods);
}

CorsReply::~CorsReply() {
  if (owed_) std::move(*this).send(unavailable());
}

void CorsReply::send(net::Response response) && {
  owed_ = false;
  std::move(reply_).send(with_cors(std::move(response), methods(verbs_)));
}

}  // namespace muster::api::healthchecks
