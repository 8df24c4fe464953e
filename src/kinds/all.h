// The table of channel kinds: the one list that says which there are. A kind that is not in it does
// not exist. Holds nothing but constants; any thread.
#pragma once

#include "engine/ports/channel_kinds.h"
#include "kinds/channel_kind.h"

#include <string_view>
#include <vector>

namespace muster::kinds {

class ChannelTable final : public engine::ChannelKinds {
 public:
  std::vector<std::string_view> names() const override;
  Result<engine::ValidChannel> validate(std::string_view kind,
                                        std::string_view config_json) const override;
  Result<engine::PublicConfig> public_view(std::string_view kind,
                                           std::string_view config_json) const override;
  Result<std::string> merge(std::string_view kind, std::string_view stored_json,
                            std::string_view update_json) const override;
  bool needs_admin(std::string_view kind) const override;

  // Null when there is no kind of that name.
  const ChannelKind* find(std::string_view name) const;
};

}  // namespace muster::kinds
