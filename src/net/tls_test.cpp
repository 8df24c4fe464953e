#include "net/tls.h"

#include "net/testing/certificate.h"
#include "net/testing/raw_client.h"
#include "net/testing/test_server.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::net::testing {
namespace {

using ::testing::EndsWith;

SslContext client_context(int version_max = 0) {
  SslContext context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_security_level(context.get(), 0);
  if (version_max != 0) SSL_CTX_set_max_proto_version(context.get(), version_max);
  return context;
}

std::string common_name(SSL* session) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(session),
                                                                &X509_free);
  std::array<char, 100> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name.data(),
                            name.size());
  return name.data();
}

class Tls : public ::testing::Test {
 protected:
  ServerOptions options() const { return {.tls = certificate_.files()}; }

  Certificate certificate_{"first"};
  RecordingHandler handler_;
  TestServer server_{handler_, options()};
};

constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(Tls, ServesBothVersions) {
  for (const int version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
    const SslContext context = client_context(version);
    RawClient client(server_.port());
    ASSERT_TRUE(client.start_tls(context.get()));
    EXPECT_EQ(SSL_version(client.session()), version);
    for (int i = 0; i < 3; ++i) {
      client.send(kGet);
      EXPECT_THAT(client.answer(), EndsWith("/a"));
    }
    EXPECT_TRUE(handler_.requests().back().peer.tls);
  }
}

TEST_F(Tls, F69k_OldVersionsAreRefused) {
  const SslContext context = client_context(TLS1_1_VERSION);
  RawClient client(server_.port());
  EXPECT_FALSE(client.start_tls(context.get()));
  EXPECT_TRUE(server_.eventually([](const auto& count) { return count.open == 0; }));
}

TEST_F(Tls, PlainTextIsNotServed) {
  RawClient client(server_.port());
  client.send(kGet);
  EXPECT_FALSE(client.rest().contains("200"));
  EXPECT_TRUE(handler_.requests().empty());
}

TEST_F(Tls, LargeBodiesBothWaysAndPipelining) {
  handler_.policy.bytes_max = 5'000'000;
  const SslContext context = client_context();
  RawClient client(server_.port());
  ASSERT_TRUE(client.start_tls(context.get()));
  const std::string body(3'000'000, 'x');
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + body);
  EXPECT_THAT(client.answer(), EndsWith("/a"));
  EXPECT_EQ(handler_.requests().at(0).body, body);

  std::string many;
  for (int i = 0; i < 2000; ++i) many += kGet;
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n" + many);
  std::move(handler_.take_replies(1).at(0)).send(text("later"));
  EXPECT_THAT(client.answer(), EndsWith("later"));
  for (int i = 0; i < 2000; ++i) EXPECT_THAT(client.answer(), EndsWith("/a"));
}

TEST_F(Tls, RecordsThatArriveTogetherAreAllServed) {
  const SslContext context = client_context();
  RawClient client(server_.port());
  ASSERT_TRUE(client.start_tls(context.get()));
  const auto cork = [&](int on) {
    ::setsockopt(client.socket().get(), IPPROTO_TCP, TCP_CORK, &on, sizeof on);
  };
  cork(1);
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  client.send(kGet);
  client.send(kGet);
  cork(0);
  std::move(handler_.take_replies(1).at(0)).send(text("later"));
  EXPECT_THAT(client.answer(), EndsWith("later"));
  EXPECT_THAT(client.answer(), EndsWith("/a"));
  EXPECT_THAT(client.answer(), EndsWith("/a"));
}

TEST_F(Tls, ReloadChangesTheCertificateOfNewConnections) {
  const SslContext context = client_context();
  RawClient before(server_.port());
  ASSERT_TRUE(before.start_tls(context.get()));
  EXPECT_EQ(common_name(before.session()), "first");

  certificate_.write("second");
  EXPECT_TRUE(server_->reload_tls());
  RawClient after(server_.port());
  ASSERT_TRUE(after.start_tls(context.get()));
  EXPECT_EQ(common_name(after.session()), "second");
  before.send(kGet);
  EXPECT_THAT(before.answer(), EndsWith("/a"));

  std::ofstream(certificate_.files().key_path) << "broken";
  const auto reloaded = server_->reload_tls();
  ASSERT_FALSE(reloaded);
  EXPECT_EQ(reloaded.error().where, certificate_.files().key_path);
  RawClient still(server_.port());
  EXPECT_TRUE(still.start_tls(context.get()));
}

TEST_F(Tls, SessionsAreResumed) {
  const SslContext context = client_context(TLS1_2_VERSION);
  RawClient first(server_.port());
  ASSERT_TRUE(first.start_tls(context.get()));
  const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> kept(
      SSL_get1_session(first.session()), &SSL_SESSION_free);
  ASSERT_TRUE(SSL_SESSION_has_ticket(kept.get()));
  SSL_CTX_add_session(context.get(), kept.get());

  const SslSession second(SSL_new(context.get()));
  const FileDescriptor socket = client_socket(AF_INET);
  ASSERT_TRUE(connect_loopback(socket, server_.port()));
  SSL_set_session(second.get(), kept.get());
  SSL_set_fd(second.get(), socket.get());
  ASSERT_EQ(SSL_connect(second.get()), 1);
  EXPECT_EQ(SSL_session_reused(second.get()), 1);
}

TEST_F(Tls, F69_AHandshakeThatNeverEndsIsEnded) {
  RawClient client(server_.port());
  client.send("\x16\x03\x01");
  EXPECT_TRUE(server_.eventually([](const auto& count) { return count.open == 1; }));
  server_.pass(10);
  EXPECT_EQ(client.rest(), "");
}

TEST_F(Tls, ReloadWithoutTlsIsAnError) {
  TestServer plain(handler_);
  ASSERT_FALSE(plain->reload_tls());
  EXPECT_EQ(plain->reload_tls().error().code, Code::conflict);
}

}  // namespace
}  // namespace muster::net::testing
