#include "kinds/all.h"

#include "kinds/dingtalk.h"
#include "kinds/exec.h"
#include "kinds/feishu.h"
#include "kinds/mail.h"
#include "kinds/ntfy.h"
#include "kinds/secrets.h"
#include "kinds/slack.h"
#include "kinds/telegram.h"
#include "kinds/webhook.h"
#include "kinds/wecom.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::kinds {
namespace {

constexpr std::array kChannelKinds{
    &kMail, &kWebhook, &kDingTalk, &kFeishu, &kWeCom, &kSlack, &kTelegram, &kNtfy, &kExec,
};

Result<const ChannelKind*> known(const ChannelTable& table, std::string_view kind) {
  if (const ChannelKind* const found = table.find(kind)) return found;
  return fail(Code::invalid,
              fmt::format("expected one of {}, got {:?}", fmt::join(table.names(), ", "),
                          std::string(kind.substr(0, 40))),
              "kind");
}

}  // namespace

std::vector<std::string_view> ChannelTable::names() const {
  std::vector<std::string_view> names;
  for (const ChannelKind* kind : kChannelKinds) names.push_back(kind->name);
  return names;
}

const ChannelKind* ChannelTable::find(std::string_view name) const {
  const auto found =
      std::ranges::find(kChannelKinds, name, [](const ChannelKind* kind) { return kind->name; });
  return found == kChannelKinds.end() ? nullptr : *found;
}

Result<engine::ValidChannel> ChannelTable::validate(std::string_view kind,
                                                    std::string_view config_json) const {
  return TRY(known(*this, kind))->validate(config_json);
}

Result<engine::PublicConfig> ChannelTable::public_view(std::string_view kind,
                                                       std::string_view config_json) const {
  return without_secrets(TRY(known(*this, kind))->secrets, config_json);
}

Result<std::string> ChannelTable::merge(std::string_view kind, std::string_view stored_json,
                                        std::string_view update_json) const {
  return with_kept_secrets(TRY(known(*this, kind))->secrets, stored_json, update_json);
}

bool ChannelTable::needs_admin(std::string_view kind) const {
  const ChannelKind* const known = find(kind);
  return known != nullptr && known->for_whom == ForWhom::administrators;
}

}  // namespace muster::kinds
