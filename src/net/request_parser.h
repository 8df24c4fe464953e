// Reads one request: Boost.Beast's parser with stricter rules (RFC 9112, no leniency where two
// servers could disagree about the framing), writing straight into a Request that is used again and
// again. Owned by an io thread, lent to a connection while a request is under way. It never touches
// a socket, and it asks the Handler only how much of a body to keep.
#pragma once

#include "net/http.h"
#include "net/limits.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

namespace muster::net {

// Why a request is not served. The detail is a literal.
struct Refusal {
  int status = 400;
  std::string_view detail;

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  // `request` keeps its buffers; its peer must be set by the caller.
  RequestParser(Request& request, const Handler& handler, const ServerLimits& limits);

  // Takes what it can use of `bytes` and says how much that was. What is left must be given again,
  // with more behind it. Nothing is taken after `complete` or `refusal`.
  std::size_t take(std::string_view bytes);

  bool head_complete() const { return head_complete_; }
  bool complete() const { return complete_; }
  const std::optional<Refusal>& refusal() const { return refusal_; }
  // The client waits for 100 Continue before it sends the body.
  bool expects_continue() const { return expects_continue_; }
  bool http_1_0() const { return http_1_0_; }

 private:
  using Base = boost::beast::http::basic_parser<true>;
  using ErrorCode = boost::beast::error_code;
  using View = boost::beast::string_view;
  using Field = boost::beast::http::field;

  void on_request_impl(boost::beast::http::verb verb, View method, View target, int version,
                       ErrorCode& error) override;
  void on_response_impl(int, View, int, ErrorCode&) override {}
  void on_field_impl(Field field, View name, View value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(View bytes, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, View extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, View bytes, ErrorCode& error) override;
  void on_finish_impl(ErrorCode&) override { complete_ = true; }

  void refuse(int status, std::string_view detail, ErrorCode& error);
  Refusal explain(const ErrorCode& error, std::string_view bytes) const;
  void set_target(std::string_view target, ErrorCode& error);
  void check_framing(Field field, std::string_view value, ErrorCode& error);
  void keep(std::string_view bytes, ErrorCode& error);

  Request& request_;
  const Handler& handler_;
  const ServerLimits& limits_;
  std::optional<Refusal> refusal_;
  std::string_view input_;      // what `take` was given; to recognise folded values
  std::string_view authority_;  // of an absolute-form target; a view of request_.target
  BodyPolicy policy_;
  std::size_t header_bytes_ = 0;
  std::size_t header_count_ = 0;
  std::size_t extension_bytes_ = 0;
  int host_count_ = 0;
  int content_length_count_ = 0;
  bool line_complete_ = false;
  bool head_complete_ = false;
  bool complete_ = false;
  bool expects_continue_ = false;
  bool http_1_0_ = false;
};

}  // namespace muster::net
