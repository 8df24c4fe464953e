#include "kinds/mail_address.h"

#include "core/words.h"

#include <algorithm>
#include <string>

namespace muster::kinds {
namespace {

constexpr std::size_t kAddressBytesMax = 254;
constexpr std::size_t kLocalBytesMax = 64;
constexpr std::size_t kLabelBytesMax = 63;

bool is_dot_atom(std::string_view text) {
  constexpr std::string_view kPunctuation = "!#$%&'*+-/=?^_`{|}~";
  return std::ranges::all_of(core::split_at(text, '.'), [&](std::string_view atom) {
    return !atom.empty() && std::ranges::all_of(atom, [&](char c) {
      return core::is_letter(c) || core::is_digit(c) || kPunctuation.contains(c);
    });
  });
}

bool is_host_name(std::string_view text) {
  return std::ranges::all_of(core::split_at(text, '.'), [](std::string_view label) {
    return !label.empty() && label.size() <= kLabelBytesMax && label.front() != '-' &&
           label.back() != '-' && std::ranges::all_of(label, [](char c) {
             return core::is_letter(c) || core::is_digit(c) || c == '-';
           });
  });
}

bool is_address_literal(std::string_view text) {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return false;
  return std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
    return core::is_letter(c) || core::is_digit(c) || c == '.' || c == ':';
  });
}

}  // namespace

Result<void> check_mail_address(std::string_view address, std::string_view where) {
  const std::size_t at = address.find_last_of('@');
  const std::string_view local = address.substr(0, at);
  const std::string_view domain = mail_domain(address);
  if (address.size() <= kAddressBytesMax && at != address.npos && local.size() <= kLocalBytesMax &&
      is_dot_atom(local) && (is_host_name(domain) || is_address_literal(domain))) {
    return {};
  }
  return fail(Code::invalid,
              "expected a bare mail address such as ops@example.org (international domains in "
              "their xn-- form)",
              std::string(where));
}

std::string_view mail_domain(std::string_view address) {
  const std::size_t at = address.find_last_of('@');
  return at == address.npos ? std::string_view{} : address.substr(at + 1);
}

}  // namespace muster::kinds
