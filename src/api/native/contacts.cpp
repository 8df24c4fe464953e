#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "base/limits.h"
#include "engine/directory.h"

#include <boost/json/object.hpp>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

// Its configuration is shown to those who may change it, and never its secrets. One that its kind
// cannot read, or whose kind is gone, is shown as empty, so that it can still be mended or deleted.
ContactDocument document_of(const Services& services, const Permit& allowed,
                            const core::Channel& channel) {
  ContactDocument document{.id = channel.id,
                           .name = channel.name,
                           .kind = channel.kind,
                           .enabled = channel.enabled,
                           .tells_down = channel.wants_down,
                           .tells_up = channel.wants_up,
                           .config = boost::json::object(),
                           .secrets_set = {},
                           .last_error = channel.last_error,
                           .created_at = channel.created_at};
  if (!may_write(allowed, channel.project)) return document;
  auto shown = services.channel_kinds.public_view(channel.kind, channel.config);
  if (!shown) return document;
  if (auto config = parse_json(shown->config)) document.config = *std::move(config);
  document.secrets_set = std::move(shown->secrets_set);
  return document;
}

std::string json_text(const boost::json::value& json) {
  JsonWriter writer;
  codec::encode_json(writer, json);
  return writer.finish();
}

// A wrong field of the configuration is named as a field of the body.
template <class T>
Result<T> inside_config(Result<T> result) {
  if (!result && result.error().where != "kind") {
    const std::string& inside = result.error().where;
    result.error().where =
        "/config" + std::string(inside.starts_with('/') || inside.empty() ? "" : "/") + inside;
  }
  return result;
}

Result<void> check_kind(const Services& services, const Permit& allowed, const std::string& kind) {
  const engine::State& state = allowed.transaction.state;
  const bool only_for_others = services.channel_kinds.needs_admin(kind) &&
                               !authorise(state, allowed.caller, Right::instance);
  if (!only_for_others) return {};
  return fail(Code::forbidden, "contacts of this kind are made and changed by administrators only");
}

// What a stored configuration becomes. A secret that nobody was shown is kept by leaving it out.
Result<engine::ValidChannel> reconfigure(const Services& services, const core::Channel& old,
                                         const boost::json::value& config) {
  const engine::ChannelKinds& kinds = services.channel_kinds;
  const std::string merged =
      TRY(inside_config(kinds.merge(old.kind, old.config, json_text(config))));
  return inside_config(kinds.validate(old.kind, merged));
}

void set_enabled(const Services& services, Exchange exchange, engine::Enabled enabled) {
  answer_call<ContactDocument>(
      services, std::move(exchange), 200,
      [&services, enabled](const Permit& allowed,
                           const Captures& captures) -> Result<ContactDocument> {
        const core::Channel channel = TRY(find_contact(allowed, captures.at(1)));
        return document_of(
            services, allowed,
            TRY(engine::set_channel_enabled(allowed.transaction, channel.key, enabled)));
      });
}

}  // namespace

void create_contact(const Services& services, Exchange exchange) {
  answer_call_with<ContactRequest, ContactDocument>(
      services, std::move(exchange), 201,
      [&services](const Permit& allowed, const Captures&,
                  ContactRequest body) -> Result<ContactDocument> {
        if (allowed.project->channels.size() >= limits::kChannelsPerProject) {
          return fail(Code::limited, "the project has as many contacts as it may have");
        }
        TRY_DO(check_kind(services, allowed, body.kind));
        engine::ValidChannel valid =
            TRY(inside_config(services.channel_kinds.validate(body.kind, json_text(body.config))));
        return document_of(
            services, allowed,
            TRY(engine::create_channel(allowed.transaction, allowed.project->project.key,
                                       {.kind = std::move(body.kind),
                                        .name = std::move(body.name),
                                        .config = std::move(valid.config),
                                        .wants_down = valid.wants_down,
                                        .wants_up = valid.wants_up})));
      });
}

void list_contacts(const Services& services, Exchange exchange) {
  answer_call<ContactList>(
      services, std::move(exchange), 200,
      [&services](const Permit& allowed, const Captures&) -> Result<ContactList> {
        ContactList list;
        for (const core::ChannelKey key : allowed.project->channels) {
          list.contacts.push_back(
              document_of(services, allowed, allowed.transaction.state.channels.at(key)));
        }
        return list;
      });
}

void get_contact(const Services& services, Exchange exchange) {
  answer_call<ContactDocument>(
      services, std::move(exchange), 200,
      [&services](const Permit& allowed, const Captures& captures) -> Result<ContactDocument> {
        return document_of(services, allowed, TRY(find_contact(allowed, captures.at(1))));
      });
}

void update_contact(const Services& services, Exchange exchange) {
  answer_call_with<ContactUpdate, ContactDocument>(
      services, std::move(exchange), 200,
      [&services](const Permit& allowed, const Captures& captures,
                  ContactUpdate body) -> Result<ContactDocument> {
        const core::Channel old = TRY(find_contact(allowed, captures.at(1)));
        engine::NewChannel changed{.kind = old.kind,
                                   .name = body.name.value_or(old.name),
                                   .config = old.config,
                                   .wants_down = old.wants_down,
                                   .wants_up = old.wants_up};
        if (body.config) {
          TRY_DO(check_kind(services, allowed, old.kind));
          engine::ValidChannel valid = TRY(reconfigure(services, old, *body.config));
          changed.config = std::move(valid.config);
          changed.wants_down = valid.wants_down;
          changed.wants_up = valid.wants_up;
        }
        return document_of(
            services, allowed,
            TRY(engine::update_channel(allowed.transaction, old.key, std::move(changed))));
      });
}

void enable_contact(const Services& services, Exchange exchange) {
  set_enabled(services, std::move(exchange), engine::Enabled::yes);
}

void disable_contact(const Services& services, Exchange exchange) {
  set_enabled(services, std::move(exchange), engine::Enabled::no);
}

void delete_contact(const Services& services, Exchange exchange) {
  answer_call<Nothing>(services, std::move(exchange), 204,
                       [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
                         const core::Channel channel = TRY(find_contact(allowed, captures.at(1)));
                         engine::delete_channel(allowed.transaction, channel.key);
                         return Nothing{};
                       });
}

}  // namespace muster::api::native
