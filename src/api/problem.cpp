#include "api/problem.h"

#include "api/owed_reply.h"

#include <fmt/format.h>

namespace muster::api {
namespace {

// May the caller read what this Error says?
bool is_public(Code code) {
  switch (code) {
    case Code::invalid:
    case Code::not_found:
    case Code::conflict:
    case Code::unauthenticated:
    case Code::forbidden:
    case Code::too_large:
    case Code::limited:
    case Code::timeout:
    case Code::cancelled:
      return true;
    case Code::unavailable:
    case Code::corrupt:
    case Code::bug:
      return false;
  }
  return false;
}

std::string_view detail_of(const Error& error) {
  if (is_public(error.code)) return error.message;
  if (error.code == Code::unavailable) return "not possible at the moment; try again";
  return "something is wrong on the server; its log says what";
}

}  // namespace

OwedReply::~OwedReply() {
  if (owed_) std::move(reply_).send(overloaded());
}

net::Response problem(const Error& error) {
  const int status = http_status(error.code);
  JsonWriter writer;
  writer.begin_object()
      .field("type", "about:blank")
      .field("title", net::reason_phrase(status))
      .field("status", status)
      .field("detail", detail_of(error))
      .field("code", code_name(error.code));
  if (!error.where.empty() && is_public(error.code)) {
    writer.field("pointer", (error.where.starts_with('/') ? "" : "/") + error.where);
  }
  writer.end_object();

  net::Response response{
      .status = status, .body = writer.finish(), .content_type = "application/problem+json"};
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) {
    response.headers.emplace_back("Retry-After", std::to_string(kRetryAfterSeconds));
  }
  return response;
}

net::Response refuse(Log& log, const Error& error) {
  // `unavailable` is told by the part that is away, once, not by each request that meets it.
  if (error.code == Code::bug || error.code == Code::corrupt) {
    log.error("request failed", {{"code", code_name(error.code)}, {"error", to_string(error)}});
  }
  return problem(error);
}

net::Response overloaded() {
  return problem(Error{.code = Code::unavailable, .message = "the queue is full"});
}

net::Response json_response(int status, std::string body) {
  return {.status = status, .body = std::move(body), .content_type = "application/json"};
}

net::Response text_response(int status, std::string body) {
  return {.status = status, .body = std::move(body), .content_type = "text/plain; charset=utf-8"};
}

std::shared_ptr<const std::string> prebuild(const net::Response& response) {
  std::string bytes =
      fmt::format("HTTP/1.1 {} {}\r\n", response.status, net::reason_phrase(response.status));
  if (!response.content_type.empty()) bytes += "Content-Type: " + response.content_type + "\r\n";
  for (const auto& [name, value] : response.headers) bytes += name + ": " + value + "\r\n";
  // 204 ends with its headers (RFC 9110 §8.6).
  if (response.status != 204) bytes += fmt::format("Content-Length: {}\r\n", response.body.size());
  bytes += "\r\n" + response.body;
  return std::make_shared<const std::string>(std::move(bytes));
}

}  // namespace muster::api
