#include "core/slug.h"

#include "base/limits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace muster::core {
namespace {

// The ASCII letters that remain of a letter when its compatibility decomposition (Unicode NFKD)
// loses its accents; '.' where none does, or where several do (kSeveral).
constexpr char32_t kLatinFirst = 0xA0;
constexpr std::string_view kLatin =
    " ....... .a.... ..23 ... 1o.....aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii"
    ".nooooo..uuuuy.yaaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.lllllll"
    "l..nnnnnnn..oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzzs................"
    "................oo.............uu............................aaiioouuuuuuuuuu.aa"
    "aa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeoooooo"
    "ooyy............................";
constexpr char32_t kLatinAdditionalFirst = 0x1E00;
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas...."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy......";

struct Several {
  char32_t letter;
  std::string_view folded;
};
constexpr auto kSeveral = std::to_array<Several>({
    Several{0x00BC, "14"},  Several{0x00BD, "12"},  Several{0x00BE, "34"}, Several{0x0132, "ij"},
    Several{0x0133, "ij"},  Several{0x01C4, "dz"},  Several{0x01C5, "dz"}, Several{0x01C6, "dz"},
    Several{0x01C7, "lj"},  Several{0x01C8, "lj"},  Several{0x01C9, "lj"}, Several{0x01CA, "nj"},
    Several{0x01CB, "nj"},  Several{0x01CC, "nj"},  Several{0x01F1, "dz"}, Several{0x01F2, "dz"},
    Several{0x01F3, "dz"},  Several{0xFB00, "ff"},  Several{0xFB01, "fi"}, Several{0xFB02, "fl"},
    Several{0xFB03, "ffi"}, Several{0xFB04, "ffl"}, Several{0xFB05, "st"}, Several{0xFB06, "st"},
});

constexpr char32_t kFullWidthFirst = 0xFF01;  // these stand for '!' to '~'
constexpr char32_t kFullWidthLast = 0xFF5E;
constexpr char32_t kIdeographicSpace = 0x3000;

// Takes one code point from the front; bytes that are not UTF-8 come out as U+FFFD, one by one.
char32_t take_code_point(std::string_view& text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC0 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                                           : 4;
  char32_t code_point = length <= 1 ? lead : lead & (0x7Fu >> length);
  bool whole = length != 0 && length <= text.size();
  for (std::size_t i = 1; whole && i < length; ++i) {
    whole = (byte(i) & 0xC0u) == 0x80u;
    code_point = (code_point << 6) | (byte(i) & 0x3Fu);
  }
  text.remove_prefix(whole ? length : 1);
  return whole ? code_point : 0xFFFD;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void append_folded(std::string& out, char32_t c) {
  const auto in = [c](char32_t first, std::string_view table) {
    return c >= first && c - first < table.size();
  };
  if (c < 0x80) {
    out += lower(static_cast<char>(c));
  } else if (c == kIdeographicSpace) {
    out += ' ';
  } else if (c >= kFullWidthFirst && c <= kFullWidthLast) {
    out += lower(static_cast<char>(c - kFullWidthFirst + '!'));
  } else if (const auto several = std::ranges::find(kSeveral, c, &Several::letter);
             several != kSeveral.end()) {
    out += several->folded;
  } else if (in(kLatinFirst, kLatin)) {
    if (const char folded = kLatin[c - kLatinFirst]; folded != '.') out += folded;
  } else if (in(kLatinAdditionalFirst, kLatinAdditional)) {
    const char folded = kLatinAdditional[c - kLatinAdditionalFirst];
    if (folded != '.') out += folded;
  }
}

bool is_blank_or_hyphen(char c) {
  return c == '-' || c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

bool is_slug_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

bool is_slug(std::string_view text) {
  return text.size() <= limits::kSlugChars && std::ranges::all_of(text, is_slug_char);
}

std::string slug_of(std::string_view name) {
  std::string folded;
  while (!name.empty()) append_folded(folded, take_code_point(name));

  std::string slug;
  for (const char c : folded) {
    if (is_blank_or_hyphen(c)) {
      if (!slug.ends_with('-')) slug += '-';
    } else if (is_slug_char(c)) {
      slug += c;
    }
  }
  slug.resize(std::min(slug.size(), limits::kSlugChars));
  slug.erase(0, slug.find_first_not_of("-_"));
  slug.erase(slug.find_last_not_of("-_") + 1);
  return slug;
}

}  // namespace muster::core
