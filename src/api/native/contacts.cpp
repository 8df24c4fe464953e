#include "api/native/call.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "base/limits.h"
#include "engine/directory.h"

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;

ContactDocument document_of(const core::Channel& channel) {
  return {.id = channel.id,
          .name = channel.name,
          .kind = channel.kind,
          .enabled = channel.enabled,
          .tells_down = channel.wants_down,
          .tells_up = channel.wants_up,
          .last_error = channel.last_error,
          .created_at = channel.created_at};
}

std::string json_text(const boost::json::value& json) {
  JsonWriter writer;
  codec::encode_json(writer, json);
  return writer.finish();
}

// The kind's validation; a wrong field of the configuration is named as a field of the body.
Result<engine::ValidChannel> validate(const Services& services, const std::string& kind,
                                      const boost::json::value& config) {
  Result<engine::ValidChannel> valid = services.channel_kinds.validate(kind, json_text(config));
  if (!valid && valid.error().where != "kind") {
    const std::string& inside = valid.error().where;
    valid.error().where =
        "/config" + std::string(inside.starts_with('/') || inside.empty() ? "" : "/") + inside;
  }
  return valid;
}

void set_enabled(const Services& services, Exchange exchange, engine::Enabled enabled) {
  answer_call<ContactDocument>(
      services, std::move(exchange), 200,
      [enabled](const Permit& allowed, const Captures& captures) -> Result<ContactDocument> {
        const core::Channel channel = TRY(find_contact(allowed, captures.at(1)));
        return document_of(
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
        engine::ValidChannel valid = TRY(validate(services, body.kind, body.config));
        return document_of(
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
      [](const Permit& allowed, const Captures&) -> Result<ContactList> {
        ContactList list;
        for (const core::ChannelKey key : allowed.project->channels) {
          list.contacts.push_back(document_of(allowed.transaction.state.channels.at(key)));
        }
        return list;
      });
}

void get_contact(const Services& services, Exchange exchange) {
  answer_call<ContactDocument>(
      services, std::move(exchange), 200,
      [](const Permit& allowed, const Captures& captures) -> Result<ContactDocument> {
        return document_of(TRY(find_contact(allowed, captures.at(1))));
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
          engine::ValidChannel valid = TRY(validate(services, old.kind, *body.config));
          changed.config = std::move(valid.config);
          changed.wants_down = valid.wants_down;
          changed.wants_up = valid.wants_up;
        }
        return document_of(
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
