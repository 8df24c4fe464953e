#include "kinds/mail.h"

#include "base/codec.h"
#include "base/escape.h"
#include "core/words.h"
#include "kinds/answer.h"
#include "kinds/mail_address.h"
#include "kinds/mime.h"
#include "kinds/placeholders.h"
#include "kinds/plain_text.h"
#include "kinds/story.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace muster::kinds {
namespace {

constexpr std::size_t kRecipientsMax = 50;
constexpr std::size_t kSubjectTemplateBytesMax = 500;
constexpr std::size_t kSubjectBytesMax = 500;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Puts a list in the place of "a@example.org, b@example.org".
void split_recipients(boost::json::value& json) {
  boost::json::object* const object = json.if_object();
  boost::json::value* const to = object == nullptr ? nullptr : object->if_contains("to");
  if (to == nullptr || !to->is_string()) return;
  boost::json::array list;
  for (const std::string_view address : core::split_at(std::string_view(to->get_string()), ',')) {
    list.emplace_back(boost::json::string(trimmed(address)));
  }
  *to = std::move(list);
}

Result<void> check_subject(const std::optional<std::string>& subject, std::string_view where) {
  if (!subject) return {};
  if (subject->size() > kSubjectTemplateBytesMax) {
    return fail(Code::invalid,
                fmt::format("a subject has at most {} bytes", kSubjectTemplateBytesMax),
                std::string(where));
  }
  if (std::ranges::any_of(
          *subject, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
    return fail(Code::invalid, "a subject is one line without control characters",
                std::string(where));
  }
  return {};
}

Result<engine::ValidChannel> validate(std::string_view config_json) {
  boost::json::value json = TRY(parse_json(config_json));
  split_recipients(json);
  MailConfig config = TRY(decode<MailConfig>(json));
  if (config.to.empty()) return fail(Code::invalid, "expected at least one mail address", "/to");
  if (config.to.size() > kRecipientsMax) {
    return fail(Code::invalid, fmt::format("at most {} mail addresses", kRecipientsMax), "/to");
  }
  for (std::size_t i = 0; i < config.to.size(); ++i) {
    TRY_DO(check_mail_address(config.to[i], fmt::format("/to/{}", i)));
  }
  std::vector<std::string> once;
  for (std::string& address : config.to) {
    if (std::ranges::find(once, address) == once.end()) once.push_back(std::move(address));
  }
  config.to = std::move(once);
  if (!config.down && !config.up) {
    return fail(Code::invalid, "expected down, up or both to be true", "/down");
  }
  TRY_DO(check_subject(config.subject_down, "/subject_down"));
  TRY_DO(check_subject(config.subject_up, "/subject_up"));
  return engine::ValidChannel{
      .config = encode(config), .wants_down = config.down, .wants_up = config.up};
}

std::string html(const Story& story) {
  const Messages& words = messages(story.language);
  const std::string_view colour = story.direction == core::Direction::down ? "#b3261e" : "#1b6e3c";
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif;color:#1f1f1f\">\n"
      "<h2 style=\"color:{}\">{}</h2>\n<table style=\"border-collapse:collapse\">\n",
      colour, markup_escaped(story.headline));
  for (const Fact& fact : story.facts) {
    page += fmt::format(
        "<tr><td style=\"padding:2px 16px 2px 0;color:#5f5f5f;vertical-align:top\">{}</td>"
        "<td style=\"padding:2px 0\">{}</td></tr>\n",
        markup_escaped(fact.label), markup_escaped(fact.value));
  }
  page += "</table>\n";
  if (!story.output.empty()) {
    page += fmt::format(
        "<p>{}{}</p>\n<pre style=\"background:#f3f3f3;padding:8px;"
        "white-space:pre-wrap\">{}</pre>\n",
        words.last_output, words.colon, markup_escaped(story.output));
  }
  if (!story.link.empty()) {
    page += fmt::format("<p><a href=\"{0}\">{0}</a></p>\n", markup_escaped(story.link));
  }
  return page + "</body></html>\n";
}

struct Subject {
  std::string text;
  std::string remark;  // why the template was not used
};

Subject subject(const Occasion& occasion, const MailConfig& config) {
  const engine::Notice& notice = occasion.notice;
  const bool down = notice.delivery.direction == core::Direction::down;
  const Messages& words = messages(config.language);
  std::string plain =
      said(down ? words.subject_down : words.subject_up, title(notice.check.spec, words));
  if (notice.sample_ping) plain = said(words.test, plain);
  const std::string wanted = (down ? config.subject_down : config.subject_up).value_or("");
  if (wanted.empty()) return {plain, {}};
  const engine::PingRow* ping = mentions_ping(wanted) ? occasion.last_ping.get() : nullptr;
  const PlaceholderValues values = placeholder_values(notice, occasion.settings.site_url,
                                                      ping == nullptr ? nullptr : &ping->ping);
  Result<std::string> text = expand(wanted, values, TemplateOf::line);
  if (!text) return {plain, "subject: " + text.error().message + "; the plain one was sent"};
  return {shortened(*text, kSubjectBytesMax), {}};
}

// The opening message's id comes from alert and channel, so that the message of recovery can name
// it without anything having been remembered.
std::string opening_id(const engine::Notice& notice, std::string_view domain) {
  return fmt::format("{}.{}@{}", to_string(notice.delivery.alert), to_string(notice.channel.id),
                     domain);
}

MailMessage compose(const Occasion& occasion, const MailConfig& config, std::string subject_text) {
  const engine::Notice& notice = occasion.notice;
  const MailSettings& mail = occasion.settings.mail;
  const std::string_view domain = mail_domain(mail.from);
  const std::string delivery = to_string(notice.delivery.id);
  const bool down = notice.delivery.direction == core::Direction::down;
  const Story story = tell(occasion, config.language);
  const std::string opening = opening_id(notice, domain);
  return MailMessage{
      .id = down ? opening : fmt::format("{}@{}", delivery, domain),
      .answers_id = down ? "" : opening,
      .date = notice.now,
      .from = mail.from,
      .from_name = mail.from_name,
      .to = config.to,
      .subject = std::move(subject_text),
      .more_headers = {{"Auto-Submitted", "auto-generated"}, {"X-Muster-Delivery", delivery}},
      .boundary = "=_" + delivery,
      .text = plain_text(story),
      .html = html(story)};
}

Result<Errand> prepare(const Occasion& occasion) {
  const MailSettings& mail = occasion.settings.mail;
  if (mail.host.empty()) {
    return fail(Code::unavailable, "no mail server is configured (mail.host)");
  }
  if (!check_mail_address(mail.from, "mail.from")) {
    return fail(Code::unavailable, "no sender address is configured (mail.from)");
  }
  const MailConfig config = TRY(stored_config<MailConfig>(occasion.notice.channel));
  Subject line = subject(occasion, config);
  const MailMessage message = compose(occasion, config, std::move(line.text));
  std::string remark = occasion.last_ping.trouble();
  if (!line.remark.empty()) remark += (remark.empty() ? "" : "; ") + line.remark;
  return Errand{
      .way = MailErrand{.call = {.host = mail.host,
                                 .port = mail.port,
                                 .security = mail.security,
                                 .username = mail.username,
                                 .password = mail.password,
                                 .from = mail.from,
                                 .recipients = config.to,
                                 .message = write_message(message),
                                 .timeout_ms = static_cast<int>(occasion.settings.timeout.count()),
                                 .ca_file = mail.ca_file},
                        .judge = &judge_mail},
      .remark = std::move(remark)};
}

}  // namespace

constinit const ChannelKind kMail{.name = "mail", .validate = &validate, .prepare = &prepare};

core::Attempt judge_mail(const net::MailAnswer& answer) {
  constexpr std::array kAboutOurselves{530, 534, 535, 538};
  std::string text = one_line(fmt::format("{} {}", answer.smtp_status, answer.text), kAnswerBytes);
  const int status = answer.smtp_status;
  if (status >= 200 && status < 300) return {core::Taken::yes, std::move(text), std::nullopt};
  const bool about_us = std::ranges::find(kAboutOurselves, status) != kAboutOurselves.end();
  const bool may_pass = about_us || answer.text.starts_with("5.4.4");
  const bool final_word = status >= 500 && status < 600 && !may_pass;
  return {final_word ? core::Taken::never : core::Taken::not_now, std::move(text), std::nullopt};
}

}  // namespace muster::kinds
