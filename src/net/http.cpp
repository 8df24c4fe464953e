#include "net/http.h"

#include <array>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace muster::net {

namespace {

struct MethodName {
  Method method;
  std::string_view name;
};
constexpr std::array<MethodName, 7> kMethods{{{Method::get, "GET"},
                                              {Method::post, "POST"},
                                              {Method::head, "HEAD"},
                                              {Method::put, "PUT"},
                                              {Method::patch, "PATCH"},
                                              {Method::delete_, "DELETE"},
                                              {Method::options, "OPTIONS"}}};

}  // namespace

std::string_view to_string(Method method) {
  for (const MethodName& known : kMethods) {
    if (known.method == method) return known.name;
  }
  return "OTHER";
}

Method method_from(std::string_view name) {
  for (const MethodName& known : kMethods) {
    if (known.name == name) return known.method;
  }
  return Method::other;
}

std::string_view Request::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_name) return value;
  }
  return {};
}

bool Request::has_header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_name) return true;
  }
  return false;
}

Response problem(int status, std::string_view detail) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = fmt::format(
      R"({{"type":"about:blank","title":"{}","status":{},"detail":{}}})", reason_phrase(status),
      status, boost::json::serialize(boost::json::string_view(detail.data(), detail.size())));
  return response;
}

std::string_view reason_phrase(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  static constexpr std::array kPhrases =
      std::to_array<Phrase>({{100, "Continue"},
                             {101, "Switching Protocols"},
                             {200, "OK"},
                             {201, "Created"},
                             {202, "Accepted"},
                             {204, "No Content"},
                             {206, "Partial Content"},
                             {301, "Moved Permanently"},
                             {302, "Found"},
                             {303, "See Other"},
                             {304, "Not Modified"},
                             {307, "Temporary Redirect"},
                             {308, "Permanent Redirect"},
                             {400, "Bad Request"},
                             {401, "Unauthorized"},
                             {403, "Forbidden"},
                             {404, "Not Found"},
                             {405, "Method Not Allowed"},
                             {406, "Not Acceptable"},
                             {408, "Request Timeout"},
                             {409, "Conflict"},
                             {410, "Gone"},
                             {412, "Precondition Failed"},
                             {413, "Content Too Large"},
                             {414, "URI Too Long"},
                             {415, "Unsupported Media Type"},
                             {417, "Expectation Failed"},
                             {422, "Unprocessable Content"},
                             {428, "Precondition Required"},
                             {429, "Too Many Requests"},
                             {431, "Request Header Fields Too Large"},
                             {500, "Internal Server Error"},
                             {501, "Not Implemented"},
                             {502, "Bad Gateway"},
                             {503, "Service Unavailable"},
                             {504, "Gateway Timeout"},
                             {505, "HTTP Version Not Supported"},
                             {507, "Insufficient Storage"}});
  for (const Phrase& phrase : kPhrases) {
    if (phrase.status == status) return phrase.text;
  }
  return "Unknown";
}

Reply::~Reply() {
  if (target_ != nullptr) {
    std::exchange(target_, nullptr)->answer(problem(500, "the request was not answered"));
  }
}

void Reply::send(Response response) && {
  std::exchange(target_, nullptr)->answer(std::move(response));
}

}  // namespace muster::net
