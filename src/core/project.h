// Who owns what: projects, their API keys and their channels. Values.
#pragma once

#include "base/time.h"
#include "base/uuid.h"
#include "core/check.h"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::core {

struct Project {
  ProjectKey key = 0;
  ProjectId id;
  std::string name;       // unique, 1–100 characters
  std::string ping_key;   // 22 of [a-z0-9]; part of every slug URL
  std::string badge_key;  // 22 of [a-z0-9]; public, part of the tag badges' URLs
  bool enabled = true;    // false: nothing in it is judged or changed
  Time created_at;

  friend bool operator==(const Project&, const Project&) = default;
};

struct ApiKey;
using ApiKeyId = Id<ApiKey>;
enum class KeyAccess { read_write, read_only };

// A management key. Only its keyed hash is kept (Healthchecks §2.6 "Keys").
struct ApiKey {
  ApiKeyId id;
  ProjectKey project = 0;
  std::string name;
  KeyAccess access = KeyAccess::read_write;
  std::string hash;  // hex HMAC-SHA256(server secret, key)
  Time created_at;

  friend bool operator==(const ApiKey&, const ApiKey&) = default;
};

// Where notices go. The configuration belongs to the channel kind; it holds secrets, is sealed
// where it is stored, and never leaves through an API.
struct Channel {
  ChannelKey key = 0;
  ChannelId id;
  ProjectKey project = 0;
  std::string kind;    // mail, webhook
  std::string name;    // unique in its project
  std::string config;  // JSON, as its kind validated it
  bool enabled = true;
  bool wants_down = true;  // false: this channel has no message for that direction
  bool wants_up = true;
  std::string last_error;  // empty when the last delivery went well
  Time created_at;

  friend bool operator==(const Channel&, const Channel&) = default;
};

}  // namespace muster::core
