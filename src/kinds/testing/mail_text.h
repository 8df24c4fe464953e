// Reads mail messages back, for tests: headers unfolded and decoded, bodies out of
// quoted-printable.
#pragma once

#include "kinds/plain_text.h"

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/evp.h>

namespace muster::kinds {

// Between CRLFs; what follows the last one only if it is not empty.
inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 2);
  }
  return lines;
}

inline std::string decoded_quoted_printable(std::string_view encoded) {
  std::string out;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded.substr(i, 3) == "=\r\n") {
      i += 2;
    } else if (encoded.substr(i, 2) == "\r\n") {
      out += '\n';
      ++i;
    } else if (encoded[i] == '=') {
      const std::string hex(encoded.substr(i + 1, 2));
      out += static_cast<char>(std::strtol(hex.c_str(), nullptr, 16));
      i += 2;
    } else {
      out += encoded[i];
    }
  }
  return out;
}

inline std::string decoded_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  out.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  // Padding decodes to zero bytes.
  for (; text.ends_with('=') && !out.empty(); text.remove_suffix(1)) out.pop_back();
  return out;
}

// The value of the first header of that name: lines joined, encoded-words decoded.
inline std::string decoded_header(std::string_view message, std::string_view name) {
  std::string value;
  bool inside = false;
  for (const std::string_view line : lines_of(message)) {
    if (line.empty()) break;
    if (inside && line.front() != ' ') break;
    if (!inside && !(line.starts_with(name) && line.substr(name.size()).starts_with(": ")))
      continue;
    std::string_view part = inside ? line.substr(1) : line.substr(name.size() + 2);
    inside = true;
    if (part.starts_with("=?UTF-8?B?") && part.ends_with("?=")) {
      value += decoded_base64(part.substr(10, part.size() - 12));
    } else {
      value += part;
    }
  }
  return value;
}

// What text_header keeps of a long text.
inline std::string shown_part(std::string_view text) { return one_line(text, 624); }

}  // namespace muster::kinds
