#include "kinds/all.h"

#include "kinds/mail.h"
#include "kinds/webhook.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::kinds {
namespace {

constexpr std::array kChannelKinds{
    &kMail,
    &kWebhook,
};

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
  if (const ChannelKind* known = find(kind)) return known->validate(config_json);
  return fail(Code::invalid,
              fmt::format("expected one of {}, got {:?}", fmt::join(names(), ", "),
                          std::string(kind.substr(0, 40))),
              "kind");
}

}  // namespace muster::kinds
