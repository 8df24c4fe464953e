// `muster doctor`: examines an installation without changing it and says, line by line, what is
// well, what is doubtful and what is wrong, with what to do about it. Also while a server runs.
// Blocking.
#pragma once

#include "cmd/config_load.h"
#include "engine/ports/clock.h"

#include <string>
#include <vector>

namespace muster::cmd {

struct Finding {
  enum class Level { ok, warn, fail };
  std::string subject;  // "data directory"
  Level level = Level::ok;
  std::string message;  // what is there
  std::string advice;   // what to do, empty when all is well

  friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

enum class Reach {
  this_machine,
  mail_server,  // also talk to the mail server
};

Findings examine(const LoadedConfig& loaded, const engine::Clock& clock, Reach reach);

// One or two lines for each finding.
std::string show_findings(const Findings& findings);
// [{"subject": …, "level": "ok", "message": …, "advice": …}]
std::string show_findings_json(const Findings& findings);
bool any_failed(const Findings& findings);

// The groups of examinations, each in a file of its own.
Findings examine_storage(const Config& config);                         // doctor_storage.cpp
Findings examine_network(const Config& config, Time now, Reach reach);  // doctor_network.cpp
Findings examine_machine(const engine::Clock& clock);                   // doctor.cpp

}  // namespace muster::cmd
