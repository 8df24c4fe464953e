// A browser for tests: keeps the cookie that it is given, and sends what a page of ours would send.
#pragma once

#include "api/api_test_support.h"

#include <string>
#include <string_view>
#include <utility>

namespace muster::api {

class TestBrowser {
 public:
  explicit TestBrowser(Bench& bench) : bench_(bench) {}

  // With the cookie and, for what it is worth, the proof.
  Answer ask(std::string_view verb_and_target, std::string body = {}) {
    net::Request request = bare(verb_and_target, std::move(body));
    if (!csrf_.empty()) request.headers.emplace_back("x-csrf-token", csrf_);
    return take(bench_.ask(std::move(request)));
  }
  // With the cookie alone, as another site's page could make it.
  net::Request bare(std::string_view verb_and_target, std::string body = {}) const {
    net::Request request = Bench::request(verb_and_target, std::move(body));
    request.headers.emplace_back("host", "muster.test");
    request.headers.emplace_back("user-agent", "test browser");
    if (!cookie_.empty()) request.headers.emplace_back("cookie", cookie_);
    return request;
  }
  Answer sign_in(std::string_view name, std::string_view password, std::string_view more = "") {
    return ask("POST /v1/session", "{\"name\":\"" + std::string(name) + "\",\"password\":\"" +
                                       std::string(password) + "\"" + std::string(more) + "}");
  }
  std::string state() { return ask("GET /v1/session").text("state"); }

  const std::string& cookie() const { return cookie_; }
  const std::string& csrf() const { return csrf_; }

 private:
  Answer take(Answer answer) {
    if (const std::string_view set = answer.header("Set-Cookie"); !set.empty()) {
      cookie_ = set.substr(0, set.find(';'));
      if (cookie_.ends_with('=')) cookie_.clear();
    }
    if (answer.content_type == "application/json") {
      if (const std::string csrf = answer.text("csrf"); !csrf.empty()) csrf_ = csrf;
    }
    return answer;
  }

  Bench& bench_;
  std::string cookie_;
  std::string csrf_;
};

}  // namespace muster::api
