#include "cmd/ping_client.h"

#include "cmd/answer_code.h"
#include "cmd/version.h"
#include "core/slug.h"

#include <algorithm>
#include <charconv>
#include <future>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace muster::cmd {
namespace {

bool worth_another_attempt(const Result<net::HttpAnswer>& answer) {
  if (!answer) return answer.error().code != Code::invalid;
  return answer->status == 408 || answer->status == 429 || answer->status >= 500;
}

// The first line, in printable characters, of what a server said.
std::string first_line(std::string_view body) {
  constexpr std::size_t kCharsMax = 200;
  std::string line(body.substr(0, std::min(body.find_first_of("\r\n"), kCharsMax)));
  std::ranges::replace_if(line, [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }, ' ');
  return line;
}

std::optional<std::uint64_t> body_limit_of(const net::HttpAnswer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name != "ping-body-limit") continue;
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bytes);
    if (error == std::errc{} && end == value.data() + value.size()) return bytes;
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<PingClient>> PingClient::open(const PingTarget& target) {
  std::string base = target.server;
  while (base.ends_with('/')) base.pop_back();
  if (!base.starts_with("http://") && !base.starts_with("https://")) {
    return fail(Code::invalid,
                fmt::format("expected http://host or https://host, got \"{}\"", base), "--server");
  }
  if (parse_uuid_any_case(target.check)) {
    base += "/ping/" + to_string(*parse_uuid_any_case(target.check));
  } else if (!core::is_slug(target.check) || target.check.empty()) {
    return fail(
        Code::invalid,
        fmt::format("expected a UUID or a slug of a-z, 0-9, _ and -, got \"{}\"", target.check),
        "check");
  } else if (target.ping_key.empty() || !core::is_slug(target.ping_key)) {
    return fail(Code::invalid, "a slug needs the project's ping key, from here or MUSTER_PING_KEY",
                "--ping-key");
  } else {
    base += fmt::format("/ping/{}/{}", target.ping_key, target.check);
  }
  // The administrator of this machine named the address, so any will do.
  auto outgoing = TRY(net::Outgoing::open({.private_targets = net::PrivateTargets::allow,
                                           .user_agent = fmt::format("muster/{}", kVersion)}));
  return std::unique_ptr<PingClient>(
      new PingClient(std::move(base), target.create ? "create=1" : "", std::move(outgoing)));
}

PingClient::PingClient(std::string base, std::string query, std::unique_ptr<net::Outgoing> outgoing)
    : base_(std::move(base)), query_(std::move(query)), outgoing_(std::move(outgoing)) {}

std::string PingClient::url_for(const PingCall& call) const {
  std::string url = base_;
  if (!call.signal.empty()) url += '/' + call.signal;
  if (!query_.empty()) url += '?' + query_;
  if (call.rid) url += (query_.empty() ? "?rid=" : "&rid=") + to_string(*call.rid);
  return url;
}

Result<net::HttpAnswer> PingClient::post(const PingCall& call, std::chrono::milliseconds timeout) {
  std::promise<Result<net::HttpAnswer>> promise;
  auto answer = promise.get_future();
  // A redirect would turn POST into GET and lose the body, so none is followed.
  outgoing_->http({.method = "POST",
                   .url = url_for(call),
                   .headers = {{"Content-Type", "text/plain"}},
                   .body = call.body,
                   .timeout_ms = static_cast<int>(timeout.count()),
                   .redirects_max = 0},
                  [promise = std::move(promise)](Result<net::HttpAnswer> result) mutable {
                    promise.set_value(std::move(result));
                  });
  return answer.get();
}

Result<PingReceipt> PingClient::send(const PingCall& call, const PingPatience& patience) {
  auto pause = patience.first_pause;
  Result<net::HttpAnswer> answer = post(call, patience.attempt_timeout);
  for (int attempt = 1; attempt < patience.attempts && worth_another_attempt(answer); ++attempt) {
    std::this_thread::sleep_for(pause);
    pause *= 2;
    answer = post(call, patience.attempt_timeout);
  }
  if (!answer) return std::unexpected(std::move(answer).error());
  if (answer->status == 200 || answer->status == 201) {
    return PingReceipt{first_line(answer->body), body_limit_of(*answer)};
  }
  return fail(code_of_answer(answer->status),
              fmt::format("the server answered {}: {}", answer->status, first_line(answer->body)));
}

}  // namespace muster::cmd
