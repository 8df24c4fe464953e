#include "engine/checks.h"

#include "api/native/call.h"
#include "api/native/check_bars.h"
#include "api/native/handlers.h"
#include "api/native/lookup.h"
#include "api/url_text.h"
#include "base/limits.h"
#include "core/check_rules.h"
#include "core/heartbeat.h"

#include <algorithm>
#include <charconv>

#include <boost/json/object.hpp>

namespace muster::api::native {
namespace {

using Captures = std::vector<std::string>;
using engine::CheckSlot;

ShownStatus shown(const core::Check& check, Time now) {
  switch (core::heartbeat::shown_status(check.spec, check.state, now)) {
    case core::heartbeat::ShownStatus::fresh:
      return ShownStatus::new_;
    case core::heartbeat::ShownStatus::up:
      return ShownStatus::up;
    case core::heartbeat::ShownStatus::grace:
      return ShownStatus::grace;
    case core::heartbeat::ShownStatus::down:
      return ShownStatus::down;
    case core::heartbeat::ShownStatus::paused:
      return ShownStatus::paused;
  }
  return ShownStatus::new_;
}

std::optional<std::int64_t> count_of(const std::optional<seconds>& limit) {
  return limit ? std::optional<std::int64_t>(limit->count()) : std::nullopt;
}

CheckDocument document_of(const core::Check& check, const Permit& allowed, const Site& site) {
  const core::CheckSpec& spec = check.spec;
  const Time now = allowed.transaction.now;
  CheckDocument document{
      .id = std::to_string(check.key),
      .name = spec.name,
      .slug = spec.slug,
      .tags = spec.tags,
      .description = spec.description,
      .grace = spec.grace.count(),
      .start_limit = count_of(spec.start_limit),
      .run_limit = count_of(spec.run_limit),
      .failures_before_down = spec.failures_before_down,
      .successes_before_up = spec.successes_before_up,
      .methods = spec.methods,
      .resume = spec.resume,
      .status = shown(check, now),
      .started = core::heartbeat::is_started(check.state),
      .paused = check.state.status == core::Status::paused,
      .last_ping = check.state.last_ping,
      .next_ping = core::heartbeat::next_ping_at(spec, check.state),
      .overdue_since = core::heartbeat::overdue_since(spec, check.state, now),
      .pings = check.state.pings,
      .created_at = check.created_at,
  };
  if (check.state.last_duration) {
    document.last_duration = std::chrono::duration<double>(*check.state.last_duration).count();
  }
  if (spec.schedule.kind() == core::Schedule::Kind::period) {
    document.timeout = spec.schedule.every().count();
  } else {
    document.schedule = std::string(spec.schedule.expression());
    document.tz = std::string(spec.schedule.zone().name());
  }
  document.badge_url = site.url + "/b/2/" + to_string(check.badge_id) + ".svg";
  for (const core::ChannelKey key : spec.channels) {
    document.contacts.push_back(allowed.transaction.state.channels.at(key).id);
  }
  if (may_write(allowed, check.project)) {
    document.uuid = check.id;
    document.ping_url = site.url + "/ping/" + to_string(check.id);
  }
  return document;
}

// The request in the words of the check rules, which judge every field.
boost::json::object in_words_of_rules(const CheckUpdate& body) {
  boost::json::object words;
  const auto put = [&words](std::string_view key, const auto& field) {
    if (field) words.emplace(key, boost::json::value(*field));
  };
  put("name", body.name);
  put("slug", body.slug);
  put("tags", body.tags);
  put("desc", body.description);
  put("timeout", body.timeout);
  put("schedule", body.schedule);
  put("tz", body.tz);
  put("grace", body.grace);
  put("start_limit", body.start_limit);
  put("run_limit", body.run_limit);
  put("failures_before_down", body.failures_before_down);
  put("successes_before_up", body.successes_before_up);
  if (body.methods) words["methods"] = *body.methods == core::Methods::any ? "" : "POST";
  if (body.resume) words["manual_resume"] = *body.resume == core::Resume::by_hand;
  return words;
}

Result<std::vector<core::ChannelKey>> channels_of(const Permit& allowed,
                                                  const std::vector<std::string>& contacts) {
  std::vector<core::NamedChannel> known;
  for (const core::ChannelKey key : allowed.project->channels) {
    const core::Channel& channel = allowed.transaction.state.channels.at(key);
    known.push_back({.key = key, .id = to_string(channel.id), .name = channel.name});
  }
  std::vector<core::ChannelKey> keys;
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    Result<std::vector<core::ChannelKey>> found = core::resolve_channels(contacts[i], known);
    if (!found || found->empty()) {
      return fail(Code::invalid, "expected the id or name of one contact of the project, or \"*\"",
                  "/contacts/" + std::to_string(i));
    }
    keys.insert(keys.end(), found->begin(), found->end());
  }
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  return keys;
}

Result<core::CheckSpec> changed_spec(const Permit& allowed, const CheckUpdate& body,
                                     core::CheckSpec spec) {
  const core::CheckChange change = TRY(core::decode_check_change(in_words_of_rules(body)));
  spec = TRY(core::apply_change(change, std::move(spec), {}, core::SlugFrom::request_only));
  if (body.contacts) spec.channels = TRY(channels_of(allowed, *body.contacts));
  return spec;
}

// Answers with the check after `change`: (Permit, CheckSlot) → Result<void>.
template <class Change>
void answer_changed(const Services& services, Exchange exchange, Change change) {
  answer_call<CheckDocument>(
      services, std::move(exchange), 200,
      [&services, change](const Permit& allowed,
                          const Captures& captures) -> Result<CheckDocument> {
        const CheckSlot slot = TRY(find_check(allowed, captures.at(1)));
        TRY_DO(change(allowed, slot));
        return document_of(allowed.transaction.state.checks.at(slot).check, allowed, services.site);
      });
}

enum class Bars { no, yes };

Result<Bars> wanted_bars(std::string_view query) {
  const auto text = query_value(query, "bars");
  if (!text || *text == "false") return Bars::no;
  if (*text == "true") return Bars::yes;
  return fail(Code::invalid, R"(expected "true" or "false")", "bars");
}

// Documents, and from where in the log the bars of each are read.
template <class T>
struct WithoutBars {
  T document;
  std::vector<std::int64_t> newest_rows;
};

// Checks are listed in the order in which they were made, which is that of their keys.
Result<core::CheckKey> page_start(const std::optional<std::string>& after) {
  core::CheckKey key = 0;
  if (!after) return key;
  const char* const end = after->data() + after->size();
  const auto parsed = std::from_chars(after->data(), end, key);
  if (parsed.ec == std::errc{} && parsed.ptr == end && key >= 0) return key;
  return fail(Code::invalid, "expected the `next` of the page before", "after");
}

WithoutBars<CheckList> page_of_checks(const Permit& allowed, core::CheckKey after,
                                      std::size_t rows_max, const Site& site) {
  const engine::Checks& checks = allowed.transaction.state.checks;
  const std::vector<CheckSlot>& slots = allowed.project->checks;
  const auto key_of = [&checks](CheckSlot slot) { return checks.at(slot).check.key; };
  WithoutBars<CheckList> page;
  CheckList& list = page.document;
  auto at = std::ranges::upper_bound(slots, after, {}, key_of);
  for (; at != slots.end() && list.checks.size() < rows_max; ++at) {
    const core::Check& check = checks.at(*at).check;
    list.checks.push_back(document_of(check, allowed, site));
    page.newest_rows.push_back(check.state.last_row);
  }
  if (at != slots.end()) list.next = key_of(*std::prev(at));
  return page;
}

Result<CheckList> add_bars(engine::Reader& reader, WithoutBars<CheckList> page) {
  for (std::size_t i = 0; i < page.newest_rows.size(); ++i) {
    page.document.checks[i].bars = TRY(read_bars(reader, page.newest_rows[i]));
  }
  return std::move(page.document);
}

}  // namespace

void create_check(const Services& services, Exchange exchange) {
  answer_call_with<CheckRequest, CheckDocument>(
      services, std::move(exchange), 201,
      [&services](const Permit& allowed, const Captures&,
                  const CheckRequest& body) -> Result<CheckDocument> {
        core::CheckSpec spec = TRY(changed_spec(allowed, body, {}));
        const CheckSlot slot = TRY(engine::create_check(
            allowed.transaction, allowed.project->project.key, std::move(spec)));
        return document_of(allowed.transaction.state.checks.at(slot).check, allowed, services.site);
      });
}

void list_checks(const Services& services, Exchange exchange) {
  const std::string_view query = exchange.request.query;
  const Result<Bars> bars = wanted_bars(query);
  auto look = [&services, bars, limit = page_limit(query),
               after = page_start(query_value(query, "after"))](
                  const Permit& allowed, const Captures&) -> Result<WithoutBars<CheckList>> {
    std::size_t rows_max = TRY(limit);
    if (TRY(bars) == Bars::yes) rows_max = std::min(rows_max, limits::kChecksWithBars);
    return page_of_checks(allowed, TRY(after), rows_max, services.site);
  };
  if (bars && *bars == Bars::yes) {
    return answer_from_history<WithoutBars<CheckList>, CheckList>(services, std::move(exchange),
                                                                  std::move(look), add_bars);
  }
  answer_call<CheckList>(services, std::move(exchange), 200,
                         [look = std::move(look)](const Permit& allowed,
                                                  const Captures& captures) -> Result<CheckList> {
                           return TRY(look(allowed, captures)).document;
                         });
}

void get_check(const Services& services, Exchange exchange) {
  const Result<Bars> bars = wanted_bars(exchange.request.query);
  const auto look = [&services, bars](
                        const Permit& allowed,
                        const Captures& captures) -> Result<WithoutBars<CheckDocument>> {
    const CheckSlot slot = TRY(find_check(allowed, captures.at(1)));
    TRY_DO(bars);
    const core::Check& check = allowed.transaction.state.checks.at(slot).check;
    return WithoutBars<CheckDocument>{.document = document_of(check, allowed, services.site),
                                      .newest_rows = {check.state.last_row}};
  };
  if (bars && *bars == Bars::yes) {
    return answer_from_history<WithoutBars<CheckDocument>, CheckDocument>(
        services, std::move(exchange), look,
        [](engine::Reader& reader, WithoutBars<CheckDocument> one) -> Result<CheckDocument> {
          one.document.bars = TRY(read_bars(reader, one.newest_rows.front()));
          return std::move(one.document);
        });
  }
  answer_call<CheckDocument>(
      services, std::move(exchange), 200,
      [look](const Permit& allowed, const Captures& captures) -> Result<CheckDocument> {
        return TRY(look(allowed, captures)).document;
      });
}

void update_check(const Services& services, Exchange exchange) {
  answer_call_with<CheckUpdate, CheckDocument>(
      services, std::move(exchange), 200,
      [&services](const Permit& allowed, const Captures& captures,
                  const CheckUpdate& body) -> Result<CheckDocument> {
        const CheckSlot slot = TRY(find_check(allowed, captures.at(1)));
        const engine::CheckEntry& entry = allowed.transaction.state.checks.at(slot);
        core::CheckSpec spec = TRY(changed_spec(allowed, body, entry.check.spec));
        engine::update_check(allowed.transaction, slot, std::move(spec));
        return document_of(entry.check, allowed, services.site);
      });
}

void pause_check(const Services& services, Exchange exchange) {
  answer_changed(services, std::move(exchange), [](const Permit& allowed, CheckSlot slot) {
    engine::pause_check(allowed.transaction, slot);
    return Result<void>();
  });
}

void resume_check(const Services& services, Exchange exchange) {
  answer_changed(services, std::move(exchange), [](const Permit& allowed, CheckSlot slot) {
    return engine::resume_check(allowed.transaction, slot);
  });
}

void delete_check(const Services& services, Exchange exchange) {
  answer_call<Nothing>(services, std::move(exchange), 204,
                       [](const Permit& allowed, const Captures& captures) -> Result<Nothing> {
                         const CheckSlot slot = TRY(find_check(allowed, captures.at(1)));
                         engine::delete_check(allowed.transaction, slot);
                         return Nothing{};
                       });
}

}  // namespace muster::api::native
