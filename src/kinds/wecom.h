// The channel kind `wecom`: a robot in a WeCom (WeChat Work) group (Healthchecks §5.5).
#pragma once

#include "kinds/channel_kind.h"
#include "kinds/messages.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace muster::kinds {

struct WeComConfig {
  std::string url;                     // of the robot, as WeCom shows it
  std::vector<std::string> mentioned;  // who is called when a check goes down: user ids, mobile
                                       // numbers, @all
  std::optional<Language> language;

  static constexpr std::array<std::string_view, 1> kRequired{"url"};
  friend bool operator==(const WeComConfig&, const WeComConfig&) = default;
};
BOOST_DESCRIBE_STRUCT(WeComConfig, (), (url, mentioned, language))

extern const ChannelKind kWeCom;

}  // namespace muster::kinds
