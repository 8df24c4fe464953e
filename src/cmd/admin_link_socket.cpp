#include "base/check.h"
#include "cmd/admin_link.h"

#include <memory>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

namespace muster::cmd {
namespace {

constexpr long kTimeoutMs = 30'000;
constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;

using Handle = std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)>;

// Called by libcurl; less than it was given ends the transfer.
std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (body.size() + count > kAnswerBytesMax) return 0;
  body.append(bytes, count);
  return count;
}

class SocketLink final : public AdminLink {
 public:
  SocketLink(Handle handle, std::string path)
      : handle_(std::move(handle)), path_(std::move(path)) {}

  Result<AdminAnswer> call(net::Method method, const std::string& path,
                           const std::string& body) override {
    CURL* curl = handle_.get();
    ::curl_easy_reset(curl);
    const std::string url = "http://localhost" + path;
    const std::string verb(net::to_string(method));
    AdminAnswer answer;
    const std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)> headers(
        ::curl_slist_append(nullptr, "Content-Type: application/json"), &::curl_slist_free_all);
    ::curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, path_.c_str());
    ::curl_easy_setopt(curl, CURLOPT_PROXY, "");
    ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    ::curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, verb.c_str());
    ::curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    ::curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTimeoutMs);
    ::curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    ::curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    ::curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    if (!body.empty()) {
      ::curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
      ::curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    }
    if (const CURLcode code = ::curl_easy_perform(curl); code != CURLE_OK) {
      return fail(code == CURLE_OPERATION_TIMEDOUT ? Code::timeout : Code::unavailable,
                  fmt::format("the server does not answer: {}", ::curl_easy_strerror(code)), path_);
    }
    long status = 0;
    ::curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
  }

 private:
  const Handle handle_;
  const std::string path_;
};

}  // namespace

Result<std::unique_ptr<AdminLink>> open_socket_link(const std::string& path) {
  CHECK(::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
  Handle handle(::curl_easy_init(), &::curl_easy_cleanup);
  CHECK(handle != nullptr);
  auto link = std::make_unique<SocketLink>(std::move(handle), path);
  // Connecting is the only way to learn whether somebody listens behind the file.
  const auto answer = link->call(net::Method::get, "/healthz", "");
  if (!answer) return std::unexpected(answer.error());
  return link;
}

}  // namespace muster::cmd
