// Making keys and tokens: the text is shown once, the hash is kept. State thread, since randomness
// is.
#pragma once

#include "api/services.h"
#include "core/project.h"
#include "engine/ports/entropy.h"

#include <string>

namespace muster::api::native {

struct NewSecret {
  std::string text;
  std::string hash;
};

// hcw_ or hcr_ and 28 letters and digits (Healthchecks §2.6 "Keys"): 167 bits.
NewSecret new_api_key(engine::Entropy& entropy, const Secrets& secrets, core::KeyAccess access);
// mst_ and 40 letters and digits.
NewSecret new_user_token(engine::Entropy& entropy, const Secrets& secrets);
// 43 letters and digits: 256 bits.
NewSecret new_session_token(engine::Entropy& entropy, const Secrets& secrets);
// 16 characters of which none is easily taken for another: 80 bits.
std::string new_password(engine::Entropy& entropy);

}  // namespace muster::api::native
