#include "net/response_writer.h"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

std::string written(const Response& response, const AnswerForm& form = {}) {
  std::string output;
  append_response(output, response, form, "Date: now\r\n");
  return output;
}

TEST(ResponseWriter, WritesHeadAndBody) {
  const Response response{.status = 404,
                          .headers = {{"X-One", "1"}, {"content-length", "99"}, {"Date", "never"}},
                          .body = "gone",
                          .content_type = "text/plain"};
  EXPECT_EQ(written(response),
            "HTTP/1.1 404 Not Found\r\nDate: now\r\nServer: muster\r\nContent-Type: text/plain\r\n"
            "X-One: 1\r\nContent-Length: 4\r\n\r\ngone");
}

TEST(ResponseWriter, SaysWhatHappensToTheConnection) {
  const Response response{.status = 204};
  EXPECT_EQ(written(response, {.close_after = true}),
            "HTTP/1.1 204 No Content\r\nDate: now\r\nServer: muster\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(
      written(response, {.http_1_0 = true}),
      "HTTP/1.1 204 No Content\r\nDate: now\r\nServer: muster\r\nConnection: keep-alive\r\n\r\n");
}

TEST(ResponseWriter, HeadHasLengthButNoBody) {
  EXPECT_EQ(written({.body = "four"}, {.head = true}),
            "HTTP/1.1 200 OK\r\nDate: now\r\nServer: muster\r\nContent-Length: 4\r\n\r\n");
}

TEST(ResponseWriter, PrebuiltIsWrittenAsIs) {
  Response response;
  response.prebuilt =
      std::make_shared<const std::string>("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
  EXPECT_EQ(written(response), *response.prebuilt);
  EXPECT_EQ(written(response, {.head = true}), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(written(response, {.close_after = true}),
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK");
}

TEST(ResponseWriter, F69i_HeadersCannotBeSplit) {
  const std::vector<Response> rows{
      {.headers = {{"Location", "/a\r\nSet-Cookie: x=1"}}},
      {.headers = {{"X\r\nY", "1"}}},
      {.headers = {{"X", "a\nb"}}},
      {.headers = {{"X", std::string("a\0b", 3)}}},
      {.headers = {{"X: Y", "1"}}},
      {.headers = {{"", "1"}}},
      {.content_type = "text/plain\r\nX: 1"},
  };
  for (const Response& row : rows) {
    EXPECT_TRUE(written(row).starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
    EXPECT_FALSE(written(row).contains("Set-Cookie"));
  }
}

TEST(ResponseWriter, DateIsImfFixdate) {
  EXPECT_EQ(date_line(784111777), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  EXPECT_EQ(date_line(0), "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
  EXPECT_EQ(date_line(1709164800), "Date: Thu, 29 Feb 2024 00:00:00 GMT\r\n");
}

TEST(ResponseWriter, ProblemIsRfc9457) {
  const Response response = problem(413, "the \"body\" is\ntoo long");
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Content Too Large","status":413,)"
                           R"("detail":"the \"body\" is\ntoo long"})");
}

TEST(ResponseWriter, HandlerMayAskToClose) {
  EXPECT_TRUE(asks_to_close({.headers = {{"Connection", "Close"}}}));
  EXPECT_FALSE(asks_to_close({.headers = {{"Connection", "keep-alive"}}}));
}

}  // namespace
}  // namespace muster::net
