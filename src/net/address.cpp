#include "net/address.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace muster::net {

namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int kMappedBits = 96;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::uint32_t v4_at(const IpAddress& address, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | address.bytes[offset + i];
  return value;
}

std::uint64_t high_half(const IpAddress& address) {
  return std::uint64_t{v4_at(address, 0)} << 32 | v4_at(address, 4);
}

Result<Cidr> parse_cidr(std::string_view text) {
  const auto wrong = [&](std::string_view wish) {
    return fail(Code::invalid, fmt::format("{}, got \"{}\"", wish, text));
  };
  const auto slash = text.find('/');
  const auto address = parse_ip(text.substr(0, slash));
  if (!address) return wrong("expected an IP address or a network such as 10.0.0.0/8");
  Cidr cidr{.network = *address};
  if (slash == text.npos) return cidr;

  const bool v4 = !text.substr(0, slash).contains(':');
  const std::string_view digits = text.substr(slash + 1);
  int bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || bits < 0 ||
      bits > (v4 ? 32 : 128)) {
    return wrong(v4 ? "expected a prefix of 0 to 32 bits" : "expected a prefix of 0 to 128 bits");
  }
  cidr.prefix_bits = v4 ? bits + kMappedBits : bits;
  for (int bit = cidr.prefix_bits; bit < 128; ++bit) {
    if ((address->bytes[static_cast<std::size_t>(bit / 8)] & (0x80 >> (bit % 8))) != 0) {
      return wrong("expected no bits set beyond the prefix");
    }
  }
  return cidr;
}

// "192.0.2.1:1234" and "[2001:db8::1]:443" lose their port.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
  if (std::ranges::count(text, ':') == 1) return text.substr(0, text.find(':'));
  return text;
}

// The elements of all headers of this name, in the order in which they were added.
std::vector<std::string_view> list_elements(const Request& request, std::string_view lower_name) {
  std::vector<std::string_view> elements;
  for (const auto& [name, value] : request.headers) {
    if (name != lower_name) continue;
    std::string_view rest = value;
    for (;;) {
      const auto comma = rest.find(',');
      elements.push_back(trim(rest.substr(0, comma)));
      if (comma == rest.npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return elements;
}

struct V4Range {
  std::uint32_t network;
  int bits;
  std::string_view name;
};
// IANA IPv4 Special-Purpose Address Registry, and where a cloud keeps its credentials.
constexpr std::array kV4Ranges = std::to_array<V4Range>({{0x00000000, 8, "unspecified"},
                                                         {0x0a000000, 8, "private"},
                                                         {0x64400000, 10, "carrier-grade NAT"},
                                                         {0x7f000000, 8, "loopback"},
                                                         {0xa83f8110, 32, "metadata"},
                                                         {0xa9fea9fe, 32, "metadata"},
                                                         {0xa9fe0000, 16, "link-local"},
                                                         {0xac100000, 12, "private"},
                                                         {0xc0000000, 24, "reserved"},
                                                         {0xc0000200, 24, "documentation"},
                                                         {0xc0586300, 24, "reserved"},
                                                         {0xc0a80000, 16, "private"},
                                                         {0xc6120000, 15, "benchmarking"},
                                                         {0xc6336400, 24, "documentation"},
                                                         {0xcb007100, 24, "documentation"},
                                                         {0xe0000000, 4, "multicast"},
                                                         {0xffffffff, 32, "broadcast"},
                                                         {0xf0000000, 4, "reserved"}});

struct V6Range {
  std::uint64_t high_half;
  int bits;
  std::string_view name;
};
// IANA IPv6 Special-Purpose Address Registry; those that carry an IPv4 address are taken apart
// before. Teredo (2001::/32) is among the reserved.
constexpr std::array kV6Ranges =
    std::to_array<V6Range>({{0x0064'ff9b'0001'0000, 48, "private"},
                            {0x0100'0000'0000'0000, 64, "reserved"},
                            {0x2001'0db8'0000'0000, 32, "documentation"},
                            {0x2001'0000'0000'0000, 23, "reserved"},
                            {0x3fff'0000'0000'0000, 20, "documentation"},
                            {0xfc00'0000'0000'0000, 7, "private"},
                            {0xfe80'0000'0000'0000, 10, "link-local"},
                            {0xfec0'0000'0000'0000, 10, "private"},
                            {0xff00'0000'0000'0000, 8, "multicast"}});

std::optional<std::string_view> special_v4(std::uint32_t address) {
  for (const V4Range& range : kV4Ranges) {
    if ((address ^ range.network) >> (32 - range.bits) == 0) return range.name;
  }
  return std::nullopt;
}

// The IPv4 address that a packet to this one ends up at, if its form says so.
std::optional<std::uint32_t> carried_v4(const IpAddress& address) {
  const std::uint64_t high = high_half(address);
  const std::uint32_t third = v4_at(address, 8);
  const bool translated = high == 0 && (third == 0x0000'ffff || third == 0xffff'0000);
  const bool compatible = high == 0 && third == 0;
  const bool nat64 = high == 0x0064'ff9b'0000'0000 && third == 0;
  if (translated || compatible || nat64) return v4_at(address, 12);
  if (high >> 48 == 0x2002) return v4_at(address, 2);  // 6to4
  return std::nullopt;
}

}  // namespace

bool IpAddress::is_v4() const {
  return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin());
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() || text.contains('\0')) return std::nullopt;
  std::ranges::copy(text, terminated.begin());
  IpAddress address;
  if (text.contains(':')) {
    if (::inet_pton(AF_INET6, terminated.data(), address.bytes.data()) != 1) return std::nullopt;
  } else {
    std::ranges::copy(kMappedPrefix, address.bytes.begin());
    if (::inet_pton(AF_INET, terminated.data(), address.bytes.data() + kMappedPrefix.size()) != 1) {
      return std::nullopt;
    }
  }
  return address;
}

std::string to_string(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.is_v4()) {
    ::inet_ntop(AF_INET, address.bytes.data() + kMappedPrefix.size(), text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
  }
  return text.data();
}

bool Cidr::contains(const IpAddress& address) const {
  const auto whole = static_cast<std::size_t>(prefix_bits / 8);
  if (!std::equal(network.bytes.begin(), network.bytes.begin() + prefix_bits / 8,
                  address.bytes.begin())) {
    return false;
  }
  const int rest = prefix_bits % 8;
  return rest == 0 || (network.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

Result<CidrSet> CidrSet::parse(std::string_view text) {
  CidrSet set;
  if (trim(text).empty()) return set;
  for (;;) {
    const auto comma = text.find(',');
    set.networks_.push_back(TRY(parse_cidr(trim(text.substr(0, comma)))));
    if (comma == text.npos) return set;
    text.remove_prefix(comma + 1);
  }
}

bool CidrSet::contains(std::string_view address) const {
  const auto parsed = parse_ip(address);
  return parsed && contains(*parsed);
}

bool CidrSet::contains(const IpAddress& address) const {
  return std::ranges::any_of(networks_, [&](const Cidr& cidr) { return cidr.contains(address); });
}

Origin origin_of(const Request& request, const CidrSet& trusted) {
  const Peer& peer = request.peer;
  Origin origin{.address = peer.address, .scheme = peer.tls ? "https" : "http"};
  if (peer.local_socket ? trusted.empty() : !trusted.contains(peer.address)) return origin;

  const auto hops = list_elements(request, "x-forwarded-for");
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const std::string_view address = without_port(*hop);
    if (!parse_ip(address)) break;
    origin.address = address;
    if (!trusted.contains(address)) break;
  }
  const auto schemes = list_elements(request, "x-forwarded-proto");
  if (!schemes.empty() && (schemes.back() == "http" || schemes.back() == "https")) {
    origin.scheme = schemes.back();
  }
  return origin;
}

std::optional<std::string_view> special_range(const IpAddress& address) {
  if (address == IpAddress{}) return "unspecified";
  IpAddress loopback;
  loopback.bytes.back() = 1;
  if (address == loopback) return "loopback";
  if (const auto v4 = carried_v4(address)) return special_v4(*v4);
  const std::uint64_t high = high_half(address);
  for (const V6Range& range : kV6Ranges) {
    if ((high ^ range.high_half) >> (64 - range.bits) == 0) return range.name;
  }
  // Only 2000::/3 is handed out (RFC 4291 §2.4).
  if (high >> 61 != 1) return "reserved";
  return std::nullopt;
}

}  // namespace muster::net
