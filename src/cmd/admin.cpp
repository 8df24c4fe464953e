#include "cmd/admin.h"

#include "base/codec.h"
#include "base/escape.h"
#include "cmd/answer_code.h"
#include "cmd/settings.h"

#include <initializer_list>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::cmd {
namespace {

// One path segment (RFC 3986 §2.3).

std::string text_field(const boost::json::object& object, std::string_view name) {
  const boost::json::value* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

Error error_of(const AdminAnswer& answer) {
  std::string detail;
  std::string field;
  if (auto json = parse_json(answer.body); json && json->is_object()) {
    detail = text_field(json->get_object(), "detail");
    if (detail.empty()) detail = text_field(json->get_object(), "title");
    field = text_field(json->get_object(), "pointer");
  }
  if (detail.empty()) detail = fmt::format("the server answered {}", answer.status);
  return {code_of_answer(answer.status), std::move(detail),
          field.empty() ? "admin" : field.substr(1)};
}

// What the API calls `name`, printed as `shown_as`.
struct Field {
  std::string_view name;
  std::string_view shown_as = name;
};
using Fields = std::initializer_list<Field>;

// A list of fields as people read it, or as JSON, in the order given; without a list all of them.
std::string shown(const boost::json::object& object, Fields fields, Output output) {
  boost::json::object chosen;
  for (const Field& field : fields) {
    if (const auto* found = object.if_contains(field.name)) chosen[field.shown_as] = *found;
  }
  if (fields.size() == 0) chosen = object;
  if (output == Output::json) return boost::json::serialize(chosen) + "\n";
  std::string text;
  for (const auto& [key, value] : chosen) {
    const std::string_view name = key;
    text += fmt::format(
        "{:<17} {}\n", name,
        value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value));
  }
  return text;
}

class Admin {
 public:
  Admin(AdminLink& link, Output output, const std::string& standard_input)
      : link_(link), output_(output), standard_input_(standard_input) {}

  Result<std::string> operator()(const ProjectCreate& command) {
    return post("/v1/projects", {{"name", command.name}},
                {{"uuid"}, {"name"}, {"ping_key"}, {"api_key"}, {"api_key_readonly"}});
  }

  Result<std::string> operator()(const ProjectShow& command) {
    return call(net::Method::get, "/v1/projects/" + percent_encoded(command.name), "", {});
  }

  Result<std::string> operator()(const ChannelCreate& command) {
    auto config = parse_json(command.config == "-" ? standard_input_ : command.config);
    if (!config) {
      return fail(Code::invalid, "expected JSON: " + config.error().message, "--config");
    }
    return post("/v1/projects/" + percent_encoded(command.project) + "/contacts",
                {{"kind", command.kind}, {"name", command.name}, {"config", *std::move(config)}},
                {{"id"}, {"name"}, {"kind"}});
  }

  Result<std::string> operator()(const CheckCreate& command) {
    boost::json::object body{{"name", command.name}};
    const auto add = [&body](std::string_view name, const std::string& text) {
      if (!text.empty()) body[name] = text;
    };
    add("slug", command.slug);
    add("tags", command.tags);
    add("description", command.description);
    add("schedule", command.schedule);
    add("tz", command.zone);
    if (!command.channels.empty()) {
      body["contacts"] = typed_value(command.channels, boost::json::array());
    }
    if (command.timeout) body["timeout"] = *command.timeout;
    if (command.grace) body["grace"] = *command.grace;
    return post("/v1/projects/" + percent_encoded(command.project) + "/checks", std::move(body),
                {{"uuid", "id"}, {"name"}, {"ping_url"}});
  }

  Result<std::string> operator()(const UserCreate& command) {
    boost::json::object body{{"name", command.name}, {"role", command.role}};
    if (!command.email.empty()) body["email"] = command.email;
    if (!command.project.empty()) body["project"] = command.project;
    if (command.password_from_stdin) {
      std::string password = standard_input_;
      while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
      if (password.empty()) {
        return fail(Code::invalid, "expected a password on standard input", "--password-stdin");
      }
      body["password"] = password;
    }
    auto made = TRY(answer(net::Method::post, "/v1/users", boost::json::serialize(body)));
    made["role"] = command.role;  // which the server knows as a membership
    return shown(made, {{"id"}, {"name"}, {"role"}, {"token"}}, output_);
  }

  Result<std::string> operator()(const UserPassword& command) {
    return call(net::Method::post, "/v1/users/" + percent_encoded(command.name) + "/password", "",
                {{"id"}, {"name"}, {"password"}});
  }

 private:
  Result<std::string> post(const std::string& path, boost::json::object body, Fields fields) {
    return call(net::Method::post, path, boost::json::serialize(body), fields);
  }

  Result<std::string> call(net::Method method, const std::string& path, const std::string& body,
                           Fields fields) {
    return shown(TRY(answer(method, path, body)), fields, output_);
  }

  Result<boost::json::object> answer(net::Method method, const std::string& path,
                                     const std::string& body) {
    const AdminAnswer given = TRY(link_.call(method, path, body));
    if (given.status < 200 || given.status > 299) return std::unexpected(error_of(given));
    auto json = parse_json(given.body);
    if (!json || !json->is_object()) {
      return fail(Code::bug, "the server's answer is no JSON object", "admin");
    }
    return std::move(json->get_object());
  }

  AdminLink& link_;
  const Output output_;
  const std::string& standard_input_;
};

}  // namespace

Result<std::string> run_admin(const AdminCommand& command, AdminLink& link, Output output,
                              const std::string& standard_input) {
  return std::visit(Admin(link, output, standard_input), command);
}

bool wants_standard_input(const AdminCommand& command) {
  if (const auto* channel = std::get_if<ChannelCreate>(&command)) return channel->config == "-";
  if (const auto* user = std::get_if<UserCreate>(&command)) return user->password_from_stdin;
  return false;
}

}  // namespace muster::cmd
