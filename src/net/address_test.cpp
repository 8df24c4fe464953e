#include "net/address.h"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

TEST(Address, ParsesAndPrints) {
  for (const char* text : {"192.0.2.1", "0.0.0.0", "::1", "2001:db8::1", "fe80::1"}) {
    const auto address = parse_ip(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(to_string(*address), text);
  }
  EXPECT_EQ(parse_ip("::ffff:192.0.2.1"), parse_ip("192.0.2.1"));
  EXPECT_EQ(to_string(*parse_ip("2001:DB8:0::0:1")), "2001:db8::1");
}

TEST(Address, RefusesWhatIsNone) {
  for (const std::string& text :
       {std::string(), std::string("1.2.3"), std::string("1.2.3.4.5"), std::string("01.2.3.4"),
        std::string("256.1.1.1"), std::string("0x7f.1"), std::string("[::1]"),
        std::string("::1%lo"), std::string("1.2.3.4 "), std::string("1.2.3.4\0", 8),
        std::string("host"), std::string(100, '1')}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
}

TEST(Cidr, ContainsByPrefix) {
  const auto set = CidrSet::parse(" 10.0.0.0/8, ::1/128,192.0.2.7 ,2001:db8:8000::/33,0.0.0.0/32");
  ASSERT_TRUE(set);
  for (const char* inside : {"10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3", "::1", "192.0.2.7",
                             "2001:db8:8000::1", "2001:db8:ffff::1", "0.0.0.0"}) {
    EXPECT_TRUE(set->contains(inside)) << inside;
  }
  for (const char* outside : {"11.0.0.0", "9.255.255.255", "::2", "192.0.2.8", "2001:db8:7fff::1",
                              "", "garbage", "0.0.0.1", "::"}) {
    EXPECT_FALSE(set->contains(outside)) << outside;
  }
  const auto everything = CidrSet::parse("0.0.0.0/0");
  ASSERT_TRUE(everything);
  EXPECT_TRUE(everything->contains("203.0.113.9"));
  EXPECT_FALSE(everything->contains("2001:db8::1"));
}

TEST(Cidr, NamesWhatIsWrong) {
  for (const char* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.1/8", "::1/129",
                           "10.0.0.0/8,", ",", "host/8", "10.0.0.0/8x", "10.0.0.0/ 8"}) {
    const auto set = CidrSet::parse(text);
    ASSERT_FALSE(set) << text;
    EXPECT_EQ(set.error().code, Code::invalid);
    EXPECT_TRUE(set.error().message.contains("got")) << set.error().message;
  }
  EXPECT_TRUE(CidrSet::parse("")->empty());
}

struct OriginRow {
  const char* what;
  Peer peer;
  const char* trusted;
  Headers headers;
  Origin expected;
};

void expect_origins(const std::vector<OriginRow>& rows) {
  for (const OriginRow& row : rows) {
    Request request;
    request.peer = row.peer;
    request.headers = row.headers;
    const Origin origin = origin_of(request, *CidrSet::parse(row.trusted));
    EXPECT_EQ(origin.address, row.expected.address) << row.what;
    EXPECT_EQ(origin.scheme, row.expected.scheme) << row.what;
  }
}

TEST(Origin, S2_6_ClientAddressBehindATrustedProxy) {
  expect_origins({
      {"no proxy", {"203.0.113.9"}, "10.0.0.0/8", {}, {"203.0.113.9", "http"}},
      {"tls", {"203.0.113.9", false, true}, "", {}, {"203.0.113.9", "https"}},
      {"a stranger's claim is not believed",
       {"203.0.113.9"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-proto", "https"}},
       {"203.0.113.9", "http"}},
      {"one proxy",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "198.51.100.7"}, {"x-forwarded-proto", "https"}},
       {"198.51.100.7", "https"}},
      {"what the client itself wrote is skipped",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "1.1.1.1, 198.51.100.7"}},
       {"198.51.100.7", "http"}},
      {"over two trusted hops",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "1.1.1.1,198.51.100.7 , 10.0.0.2"}},
       {"198.51.100.7", "http"}},
      {"two headers are one list",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "198.51.100.7"}, {"x-forwarded-for", "10.0.0.2"}},
       {"198.51.100.7", "http"}},
      {"all trusted: the first",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "10.0.0.3, 10.0.0.2"}},
       {"10.0.0.3", "http"}},
      {"IPv4 loses its port",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "198.51.100.7:4711"}},
       {"198.51.100.7", "http"}},
      {"IPv6 with port",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "[2001:db8::9]:4711"}},
       {"2001:db8::9", "http"}},
      {"IPv6", {"::1"}, "::1", {{"x-forwarded-for", "2001:db8::9"}}, {"2001:db8::9", "http"}},
      {"mapped stays text",
       {"::ffff:10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "::ffff:198.51.100.7"}},
       {"::ffff:198.51.100.7", "http"}},
  });
}

TEST(Origin, S2_6_GarbageGivesThePeerAndSocketsNeedTrust) {
  expect_origins({
      {"empty", {"10.0.0.1"}, "10.0.0.0/8", {{"x-forwarded-for", ""}}, {"10.0.0.1", "http"}},
      {"garbage",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "198.51.100.7, unknown"}, {"x-forwarded-proto", "gopher"}},
       {"10.0.0.1", "http"}},
      {"only commas",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", ",,"}},
       {"10.0.0.1", "http"}},
      {"open bracket",
       {"10.0.0.1"},
       "10.0.0.0/8",
       {{"x-forwarded-for", "["}},
       {"10.0.0.1", "http"}},
      {"Unix socket, nobody trusted",
       {"", true},
       "",
       {{"x-forwarded-for", "198.51.100.7"}},
       {"", "http"}},
      {"Unix socket",
       {"", true},
       "127.0.0.1",
       {{"x-forwarded-for", "198.51.100.7"}},
       {"198.51.100.7", "http"}},
  });
}

TEST(Guard, S34_SpecialRangesAreNamed) {
  const std::vector<std::pair<const char*, const char*>> rows{
      {"0.0.0.0", "unspecified"},
      {"0.1.2.3", "unspecified"},
      {"10.0.0.0", "private"},
      {"10.255.255.255", "private"},
      {"100.64.0.0", "carrier-grade NAT"},
      {"100.127.255.255", "carrier-grade NAT"},
      {"127.0.0.1", "loopback"},
      {"127.255.255.254", "loopback"},
      {"168.63.129.16", "metadata"},
      {"169.254.0.1", "link-local"},
      {"169.254.169.254", "metadata"},
      {"172.16.0.0", "private"},
      {"172.31.255.255", "private"},
      {"192.0.0.1", "reserved"},
      {"192.0.2.1", "documentation"},
      {"192.88.99.1", "reserved"},
      {"192.168.0.1", "private"},
      {"198.18.0.1", "benchmarking"},
      {"198.19.255.255", "benchmarking"},
      {"198.51.100.1", "documentation"},
      {"203.0.113.1", "documentation"},
      {"224.0.0.1", "multicast"},
      {"239.255.255.255", "multicast"},
      {"240.0.0.1", "reserved"},
      {"255.255.255.255", "broadcast"},
      {"::", "unspecified"},
      {"::1", "loopback"},
      {"::127.0.0.1", "loopback"},
      {"::ffff:127.0.0.1", "loopback"},
      {"::ffff:0:127.0.0.1", "loopback"},
      {"64:ff9b::127.0.0.1", "loopback"},
      {"64:ff9b::a9fe:a9fe", "metadata"},
      {"64:ff9b:1::1", "private"},
      {"2002:7f00:1::", "loopback"},
      {"2002:c0a8:101::1", "private"},
      {"2001:db8::1", "documentation"},
      {"3fff::1", "documentation"},
      {"2001::1", "reserved"},
      {"2001:10::1", "reserved"},
      {"100::1", "reserved"},
      {"fc00::1", "private"},
      {"fd00:ec2::254", "private"},
      {"fe80::1", "link-local"},
      {"febf::1", "link-local"},
      {"fec0::1", "private"},
      {"ff02::1", "multicast"},
      {"4000::1", "reserved"},
      {"5f00::1", "reserved"},
  };
  for (const auto& [text, range] : rows) {
    EXPECT_EQ(special_range(*parse_ip(text)), range) << text;
  }
}

TEST(Guard, S34_ThePublicInternetIsOpen) {
  for (const char* text : {"1.1.1.1",          "9.255.255.255",       "11.0.0.0",
                           "100.63.255.255",   "100.128.0.0",         "126.255.255.255",
                           "128.0.0.1",        "169.253.255.255",     "169.255.0.0",
                           "172.15.255.255",   "172.32.0.0",          "192.0.1.0",
                           "192.167.255.255",  "192.169.0.0",         "198.17.255.255",
                           "198.20.0.0",       "223.255.255.255",     "::ffff:1.1.1.1",
                           "64:ff9b::1.1.1.1", "2002:101:101::1",     "2606:4700::1111",
                           "2a00:1450::1",     "2001:4860:4860::8888"}) {
    EXPECT_EQ(special_range(*parse_ip(text)), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace muster::net
