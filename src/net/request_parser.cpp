#include "net/request_parser.h"

#include <algorithm>
#include <functional>

#include <boost/beast/http/error.hpp>

namespace muster::net {

namespace http = boost::beast::http;

namespace {

// A body of unknown honesty gets no more room in advance than this.
constexpr std::uint64_t kReserveBytesMax = 64 * 1024;

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

constexpr bool is_decimal(char c) { return c >= '0' && c <= '9'; }

// uri-host [":" port] of RFC 3986 §3.2, as far as it matters: nothing that could end an authority
// or start something else.
bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_decimal(c) || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("-._~%:[]!$&'()*+;=").contains(c);
  });
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

// "GET / HTTP/2.0": well formed, but not spoken here.
bool names_other_version(std::string_view line) {
  const auto first = line.find(' ');
  const auto second = first == line.npos ? line.npos : line.find(' ', first + 1);
  if (second == line.npos) return false;
  const std::string_view version = line.substr(second + 1, 8);
  return version.size() == 8 && version.starts_with("HTTP/") && is_decimal(version[5]) &&
         version[6] == '.' && is_decimal(version[7]) && version != "HTTP/1.0" &&
         version != "HTTP/1.1";
}

}  // namespace

RequestParser::RequestParser(Request& request, const Handler& handler, const ServerLimits& limits)
    : request_(request), handler_(handler), limits_(limits) {
  eager(true);
  header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
  body_limit(boost::none);
  request_.body.clear();
  request_.body_bytes_total = 0;
}

std::size_t RequestParser::take(std::string_view bytes) {
  if (complete_ || refusal_ || bytes.empty()) return 0;
  input_ = bytes;
  ErrorCode error;
  const std::size_t used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error && error != http::error::need_more) {
    if (!refusal_) refusal_ = explain(error, bytes);
  } else if (!complete_ && bytes.size() - used > limits_.header_bytes_max) {
    // Only a chunk header or trailers can wait for this much.
    refusal_ = Refusal{400, "a chunk header or the trailers are too long"};
  }
  return used;
}

void RequestParser::refuse(int status, std::string_view detail, ErrorCode& error) {
  refusal_ = Refusal{status, detail};
  error = http::error::bad_value;
}

Refusal RequestParser::explain(const ErrorCode& error, std::string_view bytes) const {
  if (error == http::error::header_limit) {
    return line_complete_ ? Refusal{431, "the headers are too long"}
                          : Refusal{414, "the request line is too long"};
  }
  if (error == http::error::bad_version) {
    return names_other_version(bytes) ? Refusal{505, "expected HTTP/1.1 or HTTP/1.0"}
                                      : Refusal{400, "the request line is malformed"};
  }
  if (error == http::error::bad_method) return {400, "the method is not a token"};
  if (error == http::error::bad_target) return {400, "the request target is malformed"};
  if (error == http::error::bad_field) return {400, "a header name is malformed"};
  if (error == http::error::bad_value) return {400, "a header value is malformed"};
  if (error == http::error::bad_line_ending) return {400, "a line does not end with CR LF"};
  if (error == http::error::bad_content_length || error == http::error::multiple_content_length) {
    return {400, "expected one Content-Length, a decimal number, without Transfer-Encoding"};
  }
  if (error == http::error::bad_transfer_encoding) {
    return {400, "expected one Transfer-Encoding: chunked, without Content-Length"};
  }
  if (error == http::error::bad_chunk || error == http::error::bad_chunk_extension) {
    return {400, "a chunk is malformed"};
  }
  return {400, "the request is malformed"};
}

void RequestParser::on_request_impl(http::verb, View method, View target, int version,
                                    ErrorCode& error) {
  line_complete_ = true;
  http_1_0_ = version == 10;
  header_bytes_ = method.size() + target.size() + 12;
  if (target.size() > limits_.target_bytes_max) {
    return refuse(414, "the request target is too long", error);
  }
  if (method == "CONNECT") return refuse(501, "CONNECT is not served here", error);
  request_.method = method_from(view(method));
  request_.method_name.assign(method.data(), method.size());
  request_.target.assign(target.data(), target.size());
  set_target(request_.target, error);
}

// RFC 9112 §3.2: origin-form, absolute-form, or `*` for OPTIONS.
void RequestParser::set_target(std::string_view target, ErrorCode& error) {
  if (target.contains('#')) return refuse(400, "the request target has a fragment", error);
  if (!target.starts_with('/') && !(target == "*" && request_.method == Method::options)) {
    const auto scheme_end = target.find("://");
    const std::string_view scheme = target.substr(0, std::min(scheme_end, target.size()));
    if (scheme_end == target.npos ||
        !(equal_ignoring_case(scheme, "http") || equal_ignoring_case(scheme, "https"))) {
      return refuse(400, "expected a request target that begins with '/'", error);
    }
    target.remove_prefix(scheme_end + 3);
    authority_ = target.substr(0, std::min(target.find_first_of("/?"), target.size()));
    target.remove_prefix(authority_.size());
    if (!is_host(authority_)) return refuse(400, "the request target names no host", error);
  }
  const auto question = std::min(target.find('?'), target.size());
  request_.path.assign(question == 0 ? "/" : target.substr(0, question));
  request_.query.assign(question == target.size() ? "" : target.substr(question + 1));
}

void RequestParser::on_field_impl(Field field, View name, View value, ErrorCode& error) {
  if (++header_count_ > limits_.headers_max) return refuse(431, "too many headers", error);
  header_bytes_ += name.size() + value.size() + 4;
  if (header_bytes_ > limits_.header_bytes_max) {
    return refuse(431, "the headers are too long", error);
  }
  // Beast unfolds continuation lines (RFC 9112 §5.2). A value that stands anywhere else than on
  // the line of its name was folded.
  const char* after_colon = name.data() + name.size() + 1;
  const std::less<const char*> before;
  if (before(value.data(), after_colon) ||
      before(input_.data() + input_.size(), value.data() + value.size()) ||
      std::any_of(after_colon, value.data(), [](char c) { return c == '\r'; })) {
    return refuse(400, "a header is folded over several lines", error);
  }
  check_framing(field, view(value), error);
  if (error || head_complete_) return;  // trailers are checked, but not kept

  if (header_count_ > request_.headers.size()) request_.headers.emplace_back();
  auto& [kept_name, kept_value] = request_.headers[header_count_ - 1];
  kept_name.resize(name.size());
  std::ranges::transform(name, kept_name.begin(), lower);
  kept_value.assign(value.data(), value.size());
}

// What decides where a request ends must have one reading only (RFC 9112 §6.3, §11.2).
void RequestParser::check_framing(Field field, std::string_view value, ErrorCode& error) {
  if (field == Field::host) {
    if (++host_count_ > 1 || !is_host(value)) return refuse(400, "expected one Host", error);
  } else if (field == Field::content_length) {
    if (++content_length_count_ > 1 || value.empty() || !std::ranges::all_of(value, is_decimal)) {
      return refuse(400, "expected one Content-Length, a decimal number", error);
    }
  } else if (field == Field::transfer_encoding) {
    if (http_1_0_ || !equal_ignoring_case(value, "chunked")) {
      return refuse(400, "expected no Transfer-Encoding but chunked", error);
    }
  } else if (field == Field::expect) {
    if (!equal_ignoring_case(value, "100-continue")) {
      return refuse(417, "expected no Expect but 100-continue", error);
    }
    expects_continue_ = !http_1_0_;
  }
}

void RequestParser::on_header_impl(ErrorCode& error) {
  head_complete_ = true;
  request_.headers.resize(header_count_);
  if (!http_1_0_ && host_count_ == 0) return refuse(400, "expected one Host", error);
  if (!authority_.empty() && host_count_ == 1 &&
      !equal_ignoring_case(authority_, request_.header("host"))) {
    return refuse(400, "the request target and Host name different hosts", error);
  }
  const std::uint64_t length = content_length().value_or(0);
  if (length == 0 && !chunked()) {
    expects_continue_ = false;
    return;
  }
  policy_ = handler_.body_policy(request_);
  const std::uint64_t accepted =
      policy_.over == BodyPolicy::Over::refuse ? policy_.bytes_max : limits_.body_discard_bytes_max;
  if (length > accepted) return refuse(413, "the body is too long", error);
  request_.body.reserve(std::min({length, policy_.bytes_max, kReserveBytesMax}));
}

std::size_t RequestParser::on_body_impl(View bytes, ErrorCode& error) {
  keep(view(bytes), error);
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, View extensions, ErrorCode& error) {
  extension_bytes_ += extensions.size();
  if (extension_bytes_ > limits_.chunk_extension_bytes_max) {
    refuse(400, "the chunk extensions are too long", error);
  }
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode& error) {
  keep(view(bytes), error);
  return bytes.size();
}

void RequestParser::keep(std::string_view bytes, ErrorCode& error) {
  request_.body_bytes_total += bytes.size();
  const std::uint64_t room = policy_.bytes_max - request_.body.size();
  const bool cuts = policy_.over == BodyPolicy::Over::cut;
  if (cuts ? request_.body_bytes_total > limits_.body_discard_bytes_max : bytes.size() > room) {
    return refuse(413, "the body is too long", error);
  }
  request_.body.append(bytes.substr(0, std::min<std::uint64_t>(room, bytes.size())));
}

}  // namespace muster::net
