#include "api/openapi.h"

#include "api/route.h"
#include "api/url_text.h"
#include "base/check.h"
#include "base/codec.h"
#include "core/words.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace muster::api {
namespace {

namespace json = boost::json;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return result;
}

json::value parsed(const std::string& text) {
  Result<json::value> value = parse_json(text);
  CHECK(value.has_value());
  return std::move(*value);
}

std::string_view security_of(const Route& route) {
  return route.manners == nullptr ? std::string_view("bearer") : route.manners->security;
}

// Empty: nothing need be proven.
json::array security_requirement(const Route& route) {
  switch (route.right) {
    case Right::anyone:
      return {};
    case Right::metrics:
    case Right::authenticated:
    case Right::signed_in:
    case Right::project_read:
    case Right::project_write:
    case Right::instance:
      break;
  }
  json::object scheme;
  scheme[security_of(route)] = json::array();
  json::array one_of{std::move(scheme)};
  const bool native = route.right != Right::metrics && security_of(route) == "bearer";
  if (native) one_of.push_back(json::object{{"session", json::array()}});
  return one_of;
}

std::string_view right_in_words(Right right) {
  switch (right) {
    case Right::anyone:
      return "No credentials.";
    case Right::metrics:
      return "The metrics token, or a direct caller on the same machine.";
    case Right::authenticated:
      return "Any session, API token or API key that holds.";
    case Right::signed_in:
      return "A person: a session, or an API token that is not cut down to a project.";
    case Right::project_read:
      return "An API key of the project, a member, or an administrator.";
    case Right::project_write:
      return "A read-write API key of the project, an operator of it, or an administrator.";
    case Right::instance:
      return "An administrator.";
  }
  return "";
}

json::array parameters_of(const Route& route) {
  json::array parameters;
  const auto add = [&parameters](std::string_view name, std::string_view place) {
    parameters.push_back(json::object{{"name", name},
                                      {"in", place},
                                      {"required", place == "path"},
                                      {"schema", json::object{{"type", "string"}}}});
  };
  for (const std::string_view segment : path_segments(route.path)) {
    if (segment.starts_with('{')) add(segment.substr(1, segment.size() - 2), "path");
  }
  for (const std::string_view name : core::split_words(route.query)) add(name, "query");
  return parameters;
}

json::object json_content(const std::string& schema_text, std::string_view media_type) {
  return {{media_type, json::object{{"schema", parsed(schema_text)}}}};
}

json::object operation_of(const Route& route) {
  json::object operation{{"summary", route.summary},
                         {"description", right_in_words(route.right)},
                         {"tags", json::array{path_segments(route.path).front()}},
                         {"security", security_requirement(route)}};
  json::array parameters = parameters_of(route);
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (route.request_schema != nullptr) {
    operation["requestBody"] = json::object{
        {"required", true}, {"content", json_content(route.request_schema(), "application/json")}};
  }
  json::object success{{"description", "Done"}};
  if (route.response_schema != nullptr) {
    success["content"] = json_content(route.response_schema(), "application/json");
  }
  json::object responses{{"2XX", std::move(success)}};
  if (route.right != Right::anyone && security_of(route) == "bearer") {
    responses["default"] = json::object{{"$ref", "#/components/responses/Problem"}};
  }
  operation["responses"] = std::move(responses);
  return operation;
}

json::object paths() {
  std::vector<Route> routes = all_routes();
  std::ranges::sort(routes, {}, [](const Route& route) {
    return std::pair(route.path, static_cast<int>(route.verb));
  });
  json::object all;
  for (const Route& route : routes) {
    json::value& place = all[route.path];
    if (place.is_null()) place.emplace_object();
    place.get_object()[lower(net::to_string(route.verb))] = operation_of(route);
  }
  return all;
}

json::object components() {
  const json::object problem_schema{
      {"type", "object"},
      {"description", "RFC 9457"},
      {"properties",
       json::object{
           {"type", json::object{{"type", "string"}}},
           {"title", json::object{{"type", "string"}}},
           {"status", json::object{{"type", "integer"}}},
           {"detail", json::object{{"type", "string"}}},
           {"code", json::object{{"type", "string"}}},
           {"pointer", json::object{{"type", "string"},
                                    {"description", "JSON pointer of the field that is wrong"}}}}},
      {"required", json::array{"type", "title", "status", "detail"}}};
  const json::object problem_response{
      {"description", "What went wrong"},
      {"content",
       json::object{{"application/problem+json", json::object{{"schema", problem_schema}}}}}};
  return {
      {"responses", json::object{{"Problem", problem_response}}},
      {"securitySchemes",
       json::object{
           {"bearer", json::object{{"type", "http"},
                                   {"scheme", "bearer"},
                                   {"description", "A user's token or a project's API key"}}},
           {"session",
            json::object{{"type", "apiKey"},
                         {"in", "cookie"},
                         {"name", "__Host-muster"},
                         {"description",
                          "Set by signing in. Everything but GET and HEAD also takes the header "
                          "X-CSRF-Token with the `csrf` of GET /v1/session."}}},
           {"apiKey", json::object{{"type", "apiKey"}, {"in", "header"}, {"name", "X-Api-Key"}}}}}};
}

void print(std::string& out, const json::value& value, int depth);

// `begin` and `end` around one line per item.
template <class Items, class PrintItem>
void print_items(std::string& out, const Items& items, int depth, std::string_view around,
                 PrintItem print_item) {
  const auto indent = [&out](int levels) {
    out += '\n';
    out.append(static_cast<std::size_t>(2 * levels), ' ');
  };
  out += around[0];
  bool first = true;
  for (const auto& item : items) {
    if (!std::exchange(first, false)) out += ',';
    indent(depth + 1);
    print_item(item);
  }
  if (!items.empty()) indent(depth);
  out += around[1];
}

// With line ends and indentation, so that a change shows as lines in a diff.
void print(std::string& out, const json::value& value, int depth) {
  if (const json::object* object = value.if_object()) {
    print_items(out, *object, depth, "{}", [&](const auto& member) {
      out += json_quoted(std::string_view(member.key())) + ": ";
      print(out, member.value(), depth + 1);
    });
  } else if (const json::array* array = value.if_array()) {
    print_items(out, *array, depth, "[]",
                [&](const json::value& element) { print(out, element, depth + 1); });
  } else {
    out += encode(value);
  }
}

}  // namespace

std::string openapi_document() {
  const json::object document{
      {"openapi", "3.1.0"},
      {"info",
       json::object{{"title", "Muster"},
                    {"version", "1"},
                    {"description", "Pings, the Healthchecks management API and the native API."}}},
      {"paths", paths()},
      {"components", components()}};
  std::string text;
  print(text, document, 0);
  return text + '\n';
}

}  // namespace muster::api
