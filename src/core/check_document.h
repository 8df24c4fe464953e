// The check as the Healthchecks API shows it (§2.5): the JSON object of 29 members that clients,
// and
// `$JSON` in webhooks, know. Four members of our own follow only where they differ from their
// defaults (start_limit, run_limit, failures_before_down, successes_before_up). Pure; any thread.
#pragma once

#include "base/time.h"
#include "core/check.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::core {

// Who looks: the holder of a read-write key sees everything; the holder of a read-only key sees no
// secret and nothing that leads to one, but a `unique_key` instead.
class View {
 public:
  static View read_write() { return View(std::nullopt); }
  // `unique_key`: hex SHA-1 over unique_key_text of the check's id.
  static View read_only(std::string unique_key) { return View(std::move(unique_key)); }

  const std::optional<std::string>& unique_key() const { return unique_key_; }

 private:
  explicit View(std::optional<std::string> unique_key) : unique_key_(std::move(unique_key)) {}

  std::optional<std::string> unique_key_;
};

struct DocumentUrls {
  std::string site;  // "https://muster.example.org", no slash at the end
};

// `version` (1–3) is the API version asked for: it stands in the URLs, and 1 has the status
// "started". `channel_ids` are UUIDs in any order; read-only views do not show them.
std::string check_document(const Check& check, const std::vector<std::string>& channel_ids,
                           const View& view, int version, Time now, const DocumentUrls& urls);

// The first 16 hex digits of the id: what a unique key is the SHA-1 of.
std::string unique_key_text(const CheckId& id);

}  // namespace muster::core
