// Console: the web console's files over HTTP: compressed as the browser likes them, with an ETag,
// cached for ever where their name changes with their content. Every page of the console is one
// document, which finds out from its URL what to show. Immutable; any thread.
#pragma once

#include "api/console/files.h"
#include "net/http.h"

#include <optional>
#include <span>

namespace muster::api {

class Console {
 public:
  explicit Console(std::span<const ConsoleFile> files) : files_(files) {}

  // The answer to a GET or HEAD of a path that no route has: a file, the console's document where a
  // person asks for a page, or nothing.
  std::optional<net::Response> answer(const net::Request& request) const;

 private:
  const ConsoleFile* find(std::string_view path) const;

  std::span<const ConsoleFile> files_;
};

}  // namespace muster::api
