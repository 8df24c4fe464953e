// A checksum on every page of a database file, in eight bytes that SQLite is told to leave free at
// its end, made when the page is written and proved when it is read: without it, two out of three
// flipped bits are read back as data (reliability, decision 3). A thin layer over SQLite's own file
// layer; the write-ahead log has checksums of its own. A database written by other SQLite programs
// no longer matches, and is refused: they may only read it.
#pragma once

#include <cstdint>
#include <string_view>

namespace muster::store {

inline constexpr int kPageBytes = 4096;
inline constexpr int kChecksumBytes = 8;

// Makes the layer known to SQLite, once in the process, and gives its name for sqlite3_open_v2.
const char* checksum_vfs_name();

// Of a page without its last eight bytes. A page that landed in another page's place does not
// match.
std::uint64_t page_checksum(std::string_view content, std::int64_t offset);

}  // namespace muster::store
