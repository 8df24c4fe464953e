// What a fuzz target is: one function that takes any bytes and must neither crash, hang, nor break
// a promise of what it calls (said with CHECK). libFuzzer drives it, or replay.cpp over the corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muster::fuzz {

inline std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

// Takes the first byte off, to choose among `count` variants; 0 when there is none.
inline std::size_t choose(std::string_view& text, std::size_t count) {
  if (text.empty()) return 0;
  const auto choice = static_cast<unsigned char>(text.front()) % count;
  text.remove_prefix(1);
  return choice;
}

}  // namespace muster::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
