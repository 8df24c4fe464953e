#include "kinds/channel_kind.h"

#include <utility>

namespace muster::kinds {

const engine::PingRow* LastPing::get() {
  if (!std::exchange(asked_, true) && row_ != 0) {
    Result<engine::PingRow> found = reader_.ping(row_);
    if (found) {
      ping_ = std::move(*found);
    } else if (found.error().code != Code::not_found) {
      trouble_ = "the last ping could not be read: " + to_string(found.error());
    }
  }
  return ping_ ? &*ping_ : nullptr;
}

}  // namespace muster::kinds
