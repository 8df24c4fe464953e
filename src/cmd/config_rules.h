// What the codec cannot know of a Config: which values make sense, alone and together. Reads the
// files that hold secrets or certificates to prove that it can; changes nothing.
#pragma once

#include "base/error.h"
#include "cmd/config.h"

#include <string>
#include <vector>

namespace muster::cmd {

// Fills in what follows from other settings (site_url from listen) and the forms that mean the
// same.
void complete(Config& config);

// "http://127.0.0.1:8000"; a wildcard address becomes localhost.
std::string default_site_url(const ServerConfig& server);

// Every error, `where` is the key.
std::vector<Error> check_config(const Config& config);

}  // namespace muster::cmd
