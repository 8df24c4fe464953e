// IP addresses as values: parsing, networks, who a request really came from, and which addresses
// the outgoing client must not reach. Pure functions; any thread.
#pragma once

#include "base/result.h"
#include "net/http.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::net {

// 16 bytes in network order; an IPv4 address is held in its mapped form ::ffff:a.b.c.d (RFC 4291
// §2.5.5.2), so that both spellings of it are equal.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  bool is_v4() const;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1". No port, brackets, zone or blanks.
std::optional<IpAddress> parse_ip(std::string_view text);
// The short form; IPv4 in dots.
std::string to_string(const IpAddress& address);

struct Cidr {
  IpAddress network;
  int prefix_bits = 128;  // of the 16 bytes: 10.0.0.0/8 is 104

  bool contains(const IpAddress& address) const;
  friend bool operator==(const Cidr&, const Cidr&) = default;
};

class CidrSet {
 public:
  // Networks or single addresses, separated by commas; blanks are allowed, "" is the empty set.
  // Bits beyond the prefix must be zero: "10.0.0.1/8" is more likely a slip than a wish.
  static Result<CidrSet> parse(std::string_view text);

  // False for text that is no address.
  bool contains(std::string_view address) const;
  bool contains(const IpAddress& address) const;
  bool empty() const { return networks_.empty(); }

 private:
  std::vector<Cidr> networks_;
};

// Where a request comes from, as the rest of the program should see it.
struct Origin {
  std::string address;  // "" for a Unix socket that no proxy speaks through
  std::string scheme;   // "http" or "https"

  friend bool operator==(const Origin&, const Origin&) = default;
};

// X-Forwarded-For and X-Forwarded-Proto are believed only from a trusted peer. Walking from the
// right, the first address that is not itself trusted is the client: what stands left of it, the
// client may have written (Healthchecks §2.5 takes the first element; with one honest proxy both
// give the same). A Unix socket is trusted if the set is not empty. Garbage gives the peer.
Origin origin_of(const Request& request, const CidrSet& trusted);

// Why the outgoing client must not connect there ("loopback", "private", "link-local", …), or
// nothing for an address of the public internet. Addresses that carry an IPv4 address inside
// (mapped, compatible, NAT64, 6to4) are judged by it.
std::optional<std::string_view> special_range(const IpAddress& address);

}  // namespace muster::net
