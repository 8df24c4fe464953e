// Which columns a record has, and in which order: said once for each type, by visiting each
// column's name and member. Statements (statements.cpp), writing and reading (session.h) all follow
// from it.
#pragma once

#include "base/result.h"
#include "engine/ports/store.h"

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace muster::store {

template <class R, class T>
concept Of = std::same_as<std::remove_const_t<R>, T>;

// A Check as the table has it: what is not one value in core stands beside it, and is empty inside.
struct CheckRecord {
  core::Check check;
  std::optional<seconds> period;
  std::optional<std::string> expression;
  std::optional<std::string> zone;
  struct FilterColumns {
    std::optional<std::string> start_words;
    std::optional<std::string> success_words;
    std::optional<std::string> failure_words;
    std::optional<bool> subject;
    std::optional<bool> mail_body;
    std::optional<bool> http_body;
    std::optional<bool> default_fail;
  } filters;
};

CheckRecord to_record(const core::Check& check);
// corrupt when schedule or filters do not say what they must say.
Result<core::Check> to_check(CheckRecord&& record);

template <class Column, Of<core::Project> R>
void columns(Column& column, R& project) {
  column("key", project.key);
  column("id", project.id);
  column("name", project.name);
  column("ping_key", project.ping_key);
  column("badge_key", project.badge_key);
  column("enabled", project.enabled);
  column("created_at", project.created_at);
}

template <class Column, Of<core::ApiKey> R>
void columns(Column& column, R& key) {
  column("id", key.id);
  column("project", key.project);
  column("name", key.name);
  column("access", key.access);
  column("hash", key.hash);
  column("created_at", key.created_at);
}

// `totp_secret` is sealed here.
template <class Column, Of<core::User> R>
void columns(Column& column, R& user) {
  column("id", user.id);
  column("name", user.name);
  column("email", user.email);
  column("phone", user.phone);
  column("admin", user.admin);
  column("enabled", user.enabled);
  column("language", user.language);
  column("time_zone", user.time_zone);
  column("theme", user.theme);
  column("password_hash", user.password_hash);
  column("totp_secret", user.totp_secret);
  column("totp_on", user.totp_on);
  column("totp_step", user.totp_step);
  column("created_at", user.created_at);
  column("last_seen_at", user.last_seen_at);
}

// The first two are its key.
template <class Column, Of<core::Membership> R>
void columns(Column& column, R& membership) {
  column("user_id", membership.user);
  column("project", membership.project);
  column("role", membership.role);
  column("run_commands", membership.run_commands);
  column("scan", membership.scan);
}

template <class Column, Of<core::Session> R>
void columns(Column& column, R& session) {
  column("id", session.id);
  column("user_id", session.user);
  column("hash", session.hash);
  column("created_at", session.created_at);
  column("last_seen_at", session.last_seen_at);
  column("expires_at", session.expires_at);
  column("remember", session.remember);
  column("address", session.address);
  column("user_agent", session.user_agent);
}

template <class Column, Of<core::ApiToken> R>
void columns(Column& column, R& token) {
  column("id", token.id);
  column("user_id", token.user);
  column("project", token.project);
  column("access", token.access);
  column("name", token.name);
  column("hash", token.hash);
  column("created_at", token.created_at);
  column("last_used_at", token.last_used_at);
  column("expires_at", token.expires_at);
}

// An event with its place in the chain (audit_chain.h).
struct AuditRecord {
  core::AuditEvent event;
  std::string previous;
  std::string hash;
};

template <class Column, Of<AuditRecord> R>
void columns(Column& column, R& record) {
  column("row", record.event.row);
  column("at", record.event.at);
  column("user_id", record.event.user_id);
  column("actor", record.event.actor);
  column("address", record.event.address);
  column("action", record.event.action);
  column("object_kind", record.event.object_kind);
  column("object_id", record.event.object_id);
  column("object_name", record.event.object_name);
  column("project", record.event.project);
  column("outcome", record.event.outcome);
  column("detail", record.event.detail);
  column("previous", record.previous);
  column("hash", record.hash);
}

template <class Column, Of<engine::AuditSeen> R>
void columns(Column& column, R& seen) {
  column("user_id", seen.user);
  column("row", seen.row);
}

// `config` is sealed here.
template <class Column, Of<core::Channel> R>
void columns(Column& column, R& channel) {
  column("key", channel.key);
  column("id", channel.id);
  column("project", channel.project);
  column("kind", channel.kind);
  column("name", channel.name);
  column("config", channel.config);
  column("enabled", channel.enabled);
  column("wants_down", channel.wants_down);
  column("wants_up", channel.wants_up);
  column("last_error", channel.last_error);
  column("created_at", channel.created_at);
}

template <class Column, Of<core::CheckState> R>
void columns(Column& column, R& state) {
  column("status", state.status);
  column("last_ping", state.last_ping);
  column("last_duration", state.last_duration);
  column("runs", state.runs);
  column("failures_in_row", state.failures_in_row);
  column("successes_in_row", state.successes_in_row);
  column("pings", state.pings);
  column("last_row", state.last_row);
  column("blackout", state.blackout);
}

template <class Column, Of<engine::CheckStateRow> R>
void columns(Column& column, R& row) {
  column("key", row.check);
  columns(column, row.state);
}

template <class Column, Of<CheckRecord::FilterColumns> R>
void columns(Column& column, R& filters) {
  column("start_words", filters.start_words);
  column("success_words", filters.success_words);
  column("failure_words", filters.failure_words);
  column("filter_subject", filters.subject);
  column("filter_mail_body", filters.mail_body);
  column("filter_http_body", filters.http_body);
  column("filter_default_fail", filters.default_fail);
}

template <class Column, Of<CheckRecord> R>
void columns(Column& column, R& record) {
  auto& check = record.check;
  column("key", check.key);
  column("project", check.project);
  column("id", check.id);
  column("badge_id", check.badge_id);
  column("created_at", check.created_at);
  auto& spec = check.spec;
  column("name", spec.name);
  column("slug", spec.slug);
  column("tags", spec.tags);
  column("description", spec.description);
  column("period_s", record.period);
  column("expression", record.expression);
  column("zone", record.zone);
  column("grace_s", spec.grace);
  column("start_limit_s", spec.start_limit);
  column("run_limit_s", spec.run_limit);
  column("failures_before_down", spec.failures_before_down);
  column("successes_before_up", spec.successes_before_up);
  column("methods", spec.methods);
  column("resume", spec.resume);
  column("channels", spec.channels);
  columns(column, record.filters);
  columns(column, check.state);
}

// Without the body, which has its own table.
template <class Column, Of<engine::PingRow> R>
void columns(Column& column, R& row) {
  column("row", row.row);
  column("check_key", row.check);
  column("number", row.number);
  column("previous_row", row.previous_row);
  column("at", row.at);
  column("kind", row.ping.kind);
  column("scheme", row.ping.scheme);
  column("remote_address", row.ping.remote_address);
  column("method", row.ping.method);
  column("user_agent", row.ping.user_agent);
  column("rid", row.ping.rid);
  column("exit_status", row.ping.exit_status);
  column("duration", row.duration);
  column("body_bytes", row.body_bytes);
}

template <class Column, Of<engine::TransitionRow> R>
void columns(Column& column, R& row) {
  column("row", row.row);
  column("check_key", row.check);
  column("status_from", row.transition.from);
  column("status_to", row.transition.to);
  column("reason", row.transition.reason);
  column("at", row.transition.at);
}

template <class Column, Of<core::Alert> R>
void columns(Column& column, R& alert) {
  column("id", alert.id);
  column("check_key", alert.check);
  column("project", alert.project);
  column("reason", alert.reason);
  column("opened_at", alert.opened_at);
  column("resolved_at", alert.resolved_at);
  column("acknowledged_at", alert.acknowledged_at);
  column("acknowledged_by", alert.acknowledged_by);
  column("remark", alert.remark);
}

template <class Column, Of<core::Delivery> R>
void columns(Column& column, R& delivery) {
  column("id", delivery.id);
  column("alert", delivery.alert);
  column("check_key", delivery.check);
  column("channel", delivery.channel);
  column("direction", delivery.direction);
  column("reason", delivery.reason);
  column("transition_at", delivery.transition_at);
  column("ping_row", delivery.ping_row);
  column("state", delivery.state);
  column("attempts", delivery.attempts);
  column("created_at", delivery.created_at);
  column("next_attempt_at", delivery.next_attempt_at);
  column("settled_at", delivery.settled_at);
  column("answer", delivery.answer);
}

template <class Column, Of<engine::Meta> R>
void columns(Column& column, R& meta) {
  column("alive_at", meta.alive_at);
  column("folded_row", meta.folded_row);
  column("blackout_from", meta.blackout_from);
  column("blackout_to", meta.blackout_to);
}

}  // namespace muster::store
