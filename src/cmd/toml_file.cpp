// The one translation unit that sees toml++, which is slow to compile.
#include "cmd/toml_file.h"

#include <cstdint>
#include <optional>
#include <utility>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace muster::cmd {
namespace {

std::string place_of(const toml::node& node, const std::string& file_name) {
  return fmt::format("{}:{}", file_name, node.source().begin.line);
}

Result<boost::json::value> scalar(const toml::node& node, const std::string& key,
                                  const std::string& file_name) {
  if (const auto* text = node.as_string()) return boost::json::value(text->get());
  if (const auto* whole = node.as_integer()) return boost::json::value(whole->get());
  if (const auto* fraction = node.as_floating_point()) return boost::json::value(fraction->get());
  if (const auto* truth = node.as_boolean()) return boost::json::value(truth->get());
  return fail(
      Code::invalid,
      fmt::format("{}: expected a text, a number, true or false, or a list of those; a date "
                  "must stand in quotes",
                  key),
      place_of(node, file_name));
}

Result<boost::json::value> leaf(const toml::node& node, const std::string& key,
                                const std::string& file_name) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return scalar(node, key, file_name);
  boost::json::array items;
  for (const toml::node& item : *list) items.push_back(TRY(scalar(item, key, file_name)));
  return boost::json::value(std::move(items));
}

Result<void> collect(const toml::table& table, const std::string& prefix,
                     const std::string& file_name, std::vector<FileSetting>& found) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      TRY_DO(collect(*inner, key + ".", file_name, found));
      continue;
    }
    found.push_back({key, TRY(leaf(node, key, file_name)), node.source().begin.line});
  }
  return {};
}

}  // namespace

Result<std::vector<FileSetting>> parse_toml(std::string_view text, const std::string& file_name) {
  // toml++ as Debian builds it reports by exception; this is as far as it travels.
  std::optional<toml::table> table;
  try {
    table = toml::parse(text, std::string_view(file_name));
  } catch (const toml::parse_error& error) {
    return fail(Code::invalid, std::string(error.description()),
                fmt::format("{}:{}", file_name, error.source().begin.line));
  }
  std::vector<FileSetting> found;
  TRY_DO(collect(*table, "", file_name, found));
  return found;
}

}  // namespace muster::cmd
