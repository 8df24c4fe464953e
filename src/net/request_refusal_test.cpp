// What is refused before any handler sees it: reliability rows F69b and F69c, over real sockets.
#include "net/testing/raw_client.h"
#include "net/testing/test_server.h"

#include <gtest/gtest.h>

namespace muster::net::testing {
namespace {

using namespace std::string_literals;

struct Row {
  const char* what;
  std::string bytes;
  int status;
};

std::string repeated(int count, const std::string& text) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

// Every row gets one answer with a problem body, the connection is closed and the handler never
// called.
void expect_refused(const std::vector<Row>& rows) {
  RecordingHandler handler;
  handler.policy.bytes_max = 1000;
  TestServer server(handler);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    RawClient client(server.port());
    client.send(row.bytes);
    client.end_sending();
    const std::string got = client.rest();
    EXPECT_TRUE(got.starts_with("HTTP/1.1 " + std::to_string(row.status) + " ")) << got;
    EXPECT_FALSE(got.contains("}HTTP/")) << "more than one answer";
    EXPECT_TRUE(got.contains("Connection: close\r\n")) << got;
    EXPECT_TRUE(got.contains("Content-Type: application/problem+json\r\n")) << got;
    EXPECT_TRUE(got.contains(R"("type":"about:blank")")) << got;
    EXPECT_TRUE(handler.requests().empty()) << row.bytes;
  }
}

TEST(RequestRefusal, F69c_Smuggling) {
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
  const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  expect_refused({
      {"CL and TE", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"TE and CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {"two CL", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" + smuggled, 400},
      {"two equal CL", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
      {"CL list", post + "Content-Length: 5, 5\r\n\r\nhello", 400},
      {"CL list of two", post + "Content-Length: 5,6\r\n\r\nhello", 400},
      {"CL with plus", post + "Content-Length: +5\r\n\r\nhello", 400},
      {"CL negative", post + "Content-Length: -5\r\n\r\nhello", 400},
      {"CL hexadecimal", post + "Content-Length: 0x5\r\n\r\nhello", 400},
      {"CL empty", post + "Content-Length:\r\n\r\nhello", 400},
      {"CL with a blank inside", post + "Content-Length: 5 0\r\n\r\nhello", 400},
      {"CL with a fraction", post + "Content-Length: 5.0\r\n\r\nhello", 400},
      {"CL beyond 64 bits", post + "Content-Length: 18446744073709551621\r\n\r\nhello", 400},
      {"TE unknown", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
      {"TE identity", post + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
      {"TE list", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400},
      {"TE gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"TE chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400},
      {"two TE", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"two TE, one unknown",
       post + "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"TE quoted", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400},
      {"TE after a vertical tab", post + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400},
      {"TE empty", post + "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 400},
      {"TE in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"blank before the colon", post + "Content-Length : 5\r\n\r\nhello", 400},
      {"tab before the colon", post + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n", 400},
      {"blank before the name", "POST / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"bare CR in a value", post + "X: a\rContent-Length: 5\r\n\r\nhello", 400},
      {"bare CR as line end", "GET / HTTP/1.1\rHost: a\r\r", 400},
      {"bare LF as line end", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"bare LF in the headers", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
      {"folded value", post + "X: a\r\n b\r\n\r\n", 400},
      {"folded framing", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
      {"folded to nothing", post + "X:\r\n \r\n\r\n", 400},
      {"folded before a value", post + "X: \r\n\tb\r\n\r\n", 400},
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
      {"another authority in the target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a user in the target", "GET http://a@b/ HTTP/1.1\r\nHost: b\r\n\r\n", 400},
      {"body after a folded header", post + "A: b\r\n \r\nContent-Length: 5\r\n\r\nhello", 400},
  });
}

TEST(RequestRefusal, F69c_RequestLine) {
  expect_refused({
      {"HTTP/0.9", "GET /\r\n\r\n", 400},
      {"blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"tab in the target", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"trailing blank", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
      {"NUL in the target", "GET /"s + '\0' + " HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"DEL in the target", "GET /\x7f HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"relative target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"empty authority", "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"asterisk with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"method no token", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"method empty", " / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/3.1", "GET / HTTP/3.1\r\nHost: a\r\n\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"version too long", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
      {"TLS on a plain port", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400},
      {"target too long", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
      {"request line without end", "GET /" + std::string(20'000, 'a'), 414},
      {"unknown expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", 417},
  });
}

TEST(RequestRefusal, F69b_Sizes) {
  const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
  const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  expect_refused({
      {"10,000 headers", get + repeated(10'000, "A: b\r\n") + "\r\n", 431},
      {"101 headers", get + repeated(100, "A: b\r\n") + "\r\n", 431},
      {"1 MB header", get + "A: " + std::string(1'000'000, 'b') + "\r\n\r\n", 431},
      {"headers too long together", get + repeated(20, "A: " + std::string(900, 'b') + "\r\n"),
       431},
      {"NUL in a value", get + std::string("A: b\0c\r\n\r\n", 10), 400},
      {"control byte in a value", get + "A: b\x01\r\n\r\n", 400},
      {"header without a name", get + ": b\r\n\r\n", 400},
      {"header without a colon", get + "A\r\n\r\n", 400},
      {"control byte in a name", get + "A\x01: b\r\n\r\n", 400},
      {"body longer than allowed",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'x'), 413},
      {"a claim of 2^63",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", 413},
      {"chunks longer than allowed", chunked + "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n",
       413},
      {"many chunks", chunked + repeated(300, "4\r\nabcd\r\n") + "0\r\n\r\n", 413},
      {"negative chunk", chunked + "-1\r\nx\r\n0\r\n\r\n", 400},
      {"chunk with plus", chunked + "+1\r\nx\r\n0\r\n\r\n", 400},
      {"chunk with 0x", chunked + "0x1\r\nx\r\n0\r\n\r\n", 400},
      {"chunk beyond 64 bits", chunked + "10000000000000001\r\nx\r\n0\r\n\r\n", 400},
      {"chunk with garbage", chunked + "1 garbage\r\nx\r\n0\r\n\r\n", 400},
      {"chunk without a size", chunked + "\r\nx\r\n0\r\n\r\n", 400},
      {"chunk without its line end", chunked + "1\r\nxy\r\n0\r\n\r\n", 400},
      {"chunk that ends in LF", chunked + "1\r\nx\n0\r\n\r\n", 400},
      {"chunk line that ends in LF", chunked + "1\nx\r\n0\r\n\r\n", 400},
      {"last chunk with garbage", chunked + "0garbage\r\n\r\n", 400},
      {"chunk extension too long", chunked + "1;a=" + std::string(300, 'b') + "\r\nx\r\n0\r\n\r\n",
       400},
      {"chunk extension without end", chunked + "1;a=" + std::string(40'000, 'b'), 400},
      {"many chunk extensions", chunked + repeated(50, "1;abcdefgh\r\nx\r\n") + "0\r\n\r\n", 400},
      {"trailers without end", chunked + "0\r\n" + repeated(5000, "A: b\r\n"), 400},
      {"framing in the trailers", chunked + "0\r\nContent-Length: 5\r\n\r\n", 400},
      {"Host in the trailers", chunked + "0\r\nHost: b\r\n\r\n", 400},
  });
}

TEST(RequestRefusal, F69b_AnEndlessBodyIsStopped) {
  RecordingHandler handler;
  handler.policy = {.bytes_max = 10, .over = BodyPolicy::Over::cut};
  ServerOptions options;
  options.limits.body_discard_bytes_max = 1'000'000;
  TestServer server(handler, std::move(options));
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "3e8\r\n" + std::string(1000, 'x') + "\r\n";
  for (int i = 0; i < 1001; ++i) client.send(chunk);
  EXPECT_TRUE(client.answer().starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(handler.requests().empty());
  EXPECT_EQ(server->counters().refused, 1U);
}

TEST(RequestRefusal, WhatLooksOddButIsRightIsServed) {
  RecordingHandler handler;
  TestServer server(handler);
  const std::string host = "\r\nHost: a\r\n\r\n";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"GET http://a/x?y HTTP/1.1\r\nHost: A\r\n\r\n", "/x"},
      {"GET HTTPS://a?y HTTP/1.1\r\nHost: a\r\n\r\n", "/"},
      {"OPTIONS * HTTP/1.1" + host, "*"},
      {"GET //a/../b%00?c=d HTTP/1.1" + host, "//a/../b%00"},
      {"GET /\xc3\xa4 HTTP/1.1" + host, "/\xc3\xa4"},
      {"GET / HTTP/1.0\r\n\r\n", "/"},
      {"get / HTTP/1.1" + host, "/"},
      {"GET / HTTP/1.1\r\nHost:a:80\r\nEmpty:\r\nX:  \t v \t\r\n\r\n", "/"},
      {"POST / HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: Chunked\r\n\r\n"
       "2;a=\"b;c\"\r\nab\r\n000\r\nX: y\r\n\r\n",
       "/"},
  };
  for (const auto& [bytes, path] : rows) {
    RawClient client(server.port());
    client.send(bytes);
    const std::string got = client.answer();
    EXPECT_TRUE(got.starts_with("HTTP/1.1 200 ")) << bytes << got;
    EXPECT_TRUE(got.ends_with("\r\n\r\n" + path)) << bytes << got;
  }
  const auto requests = handler.requests();
  EXPECT_EQ(requests[0].query, "y");
  EXPECT_EQ(requests[0].target, "http://a/x?y");
  EXPECT_EQ(requests[6].method, Method::other);
  EXPECT_EQ(requests[6].method_name, "get");
  EXPECT_EQ(requests[7].header("x"), "v");
  EXPECT_EQ(requests[7].header("empty"), "");
  EXPECT_TRUE(requests[7].has_header("empty"));
  EXPECT_EQ(requests[8].body, "ab");
  EXPECT_FALSE(requests[8].has_header("x")) << "trailers are not headers";
}

}  // namespace
}  // namespace muster::net::testing
