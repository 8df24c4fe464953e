#include "store/sqlite/checksum_vfs.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include <sqlite3.h>

namespace muster::store {
namespace {

constexpr std::size_t kContentBytes = kPageBytes - kChecksumBytes;

struct Vfs : sqlite3_vfs {
  sqlite3_vfs* below = nullptr;
};

// What SQLite sees as its file; the file of the layer below lies behind it in the same memory,
// which SQLite aligns to eight bytes.
struct File : sqlite3_file {
  std::unique_ptr<std::array<char, kPageBytes>> page;  // being written

  sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

static_assert(alignof(File) <= 8 && sizeof(File) % 8 == 0);

File& file_of(sqlite3_file* file) { return *static_cast<File*>(file); }

bool is_page(int bytes, sqlite3_int64 offset) {
  return bytes == kPageBytes && offset % kPageBytes == 0;
}

// A page that was never written is a hole in the file, which reads as zeros.
bool page_holds(const char* page, sqlite3_int64 offset) {
  std::uint64_t stored = 0;
  std::memcpy(&stored, page + kContentBytes, sizeof stored);
  if (stored == page_checksum({page, kContentBytes}, offset)) return true;
  return std::all_of(page, page + kPageBytes, [](char byte) { return byte == 0; });
}

int read(sqlite3_file* file, void* buffer, int bytes, sqlite3_int64 offset) {
  sqlite3_file* const below = file_of(file).below();
  const int outcome = below->pMethods->xRead(below, buffer, bytes, offset);
  if (outcome != SQLITE_OK || !is_page(bytes, offset)) return outcome;
  return page_holds(static_cast<const char*>(buffer), offset) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int write(sqlite3_file* file, const void* buffer, int bytes, sqlite3_int64 offset) {
  sqlite3_file* const below = file_of(file).below();
  if (!is_page(bytes, offset)) return below->pMethods->xWrite(below, buffer, bytes, offset);
  auto& page = *file_of(file).page;
  std::memcpy(page.data(), buffer, kContentBytes);
  const std::uint64_t checksum = page_checksum({page.data(), kContentBytes}, offset);
  std::memcpy(page.data() + kContentBytes, &checksum, sizeof checksum);
  return below->pMethods->xWrite(below, page.data(), bytes, offset);
}

int close(sqlite3_file* file) {
  sqlite3_file* const below = file_of(file).below();
  const int outcome = below->pMethods->xClose(below);
  std::destroy_at(&file_of(file));
  return outcome;
}

// Hands a call to the layer below as it is.
template <auto Method, class... Arguments>
auto hand_down(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* const below = file_of(file).below();
  return (below->pMethods->*Method)(below, arguments...);
}

// Version 2: shared memory for the log, no memory-mapped reads, which would pass us by.
constexpr sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = hand_down<&sqlite3_io_methods::xTruncate>,
    .xSync = hand_down<&sqlite3_io_methods::xSync>,
    .xFileSize = hand_down<&sqlite3_io_methods::xFileSize>,
    .xLock = hand_down<&sqlite3_io_methods::xLock>,
    .xUnlock = hand_down<&sqlite3_io_methods::xUnlock>,
    .xCheckReservedLock = hand_down<&sqlite3_io_methods::xCheckReservedLock>,
    .xFileControl = hand_down<&sqlite3_io_methods::xFileControl>,
    .xSectorSize = hand_down<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = hand_down<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = hand_down<&sqlite3_io_methods::xShmMap>,
    .xShmLock = hand_down<&sqlite3_io_methods::xShmLock>,
    .xShmBarrier = hand_down<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = hand_down<&sqlite3_io_methods::xShmUnmap>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* memory, int flags, int* flags_out) {
  sqlite3_vfs* const under = static_cast<Vfs*>(vfs)->below;
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
    return under->xOpen(under, name, memory, flags, flags_out);
  File& file = *std::construct_at(reinterpret_cast<File*>(memory));
  const int outcome = under->xOpen(under, name, file.below(), flags, flags_out);
  if (outcome == SQLITE_OK) {
    file.page = std::make_unique<std::array<char, kPageBytes>>();
    file.pMethods = &kMethods;
  } else {
    std::destroy_at(&file);
    memory->pMethods = nullptr;
  }
  return outcome;
}

Vfs make_vfs() {
  CHECK(sqlite3_initialize() == SQLITE_OK);
  sqlite3_vfs* const below = sqlite3_vfs_find(nullptr);
  CHECK(below != nullptr);
  Vfs vfs{*below, below};
  vfs.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
  vfs.pNext = nullptr;
  vfs.zName = "muster-checksum";
  vfs.xOpen = open;
  return vfs;
}

}  // namespace

const char* checksum_vfs_name() {
  // SQLite keeps a list of these; this is our entry in it.
  static Vfs vfs = make_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  CHECK(registered == SQLITE_OK);
  return vfs.zName;
}

std::uint64_t page_checksum(std::string_view content, std::int64_t offset) {
  // Every step can be undone, so two contents that differ in one word never meet.
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15;
  std::uint64_t hash = static_cast<std::uint64_t>(offset) + kMultiplier;
  for (std::size_t at = 0; at + sizeof hash <= content.size(); at += sizeof hash) {
    std::uint64_t word = 0;
    std::memcpy(&word, content.data() + at, sizeof word);
    hash = (hash ^ word) * kMultiplier;
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace muster::store
