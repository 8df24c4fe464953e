// The files of the web console as they stand in the program: made from web/dist when it is built
// (cmake/console.cmake). Static storage; any thread.
#pragma once

#include <span>
#include <string_view>

namespace muster::api {

struct ConsoleFile {
  std::string_view path;  // "/index.html", "/assets/index-3fd1c2.js"
  std::string_view content_type;
  std::string_view etag;    // of the plain bytes, without quotes
  std::string_view plain;   // the bytes
  std::string_view gzip;    // the same compressed; "" where that gains nothing
  std::string_view brotli;  // likewise
};

// By path. Empty in a program that was built without the console.
std::span<const ConsoleFile> console_files();

}  // namespace muster::api
