#include "core/ping.h"

namespace muster::core {

std::string_view name(Scheme scheme) {
  switch (scheme) {
    case Scheme::http:
      return "http";
    case Scheme::https:
      return "https";
    case Scheme::email:
      return "email";
  }
  return "http";
}

}  // namespace muster::core
