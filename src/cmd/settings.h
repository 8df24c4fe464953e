// The table of settings: for every key of the configuration its one-line meaning, the flag that
// sets it (if any) and whether it may be shown. Names and types come from Config itself; a test
// holds the two together. Constants; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace muster::cmd {

enum class Secrecy {
  open,
  secret,    // shown as "(set)"
  password,  // an URL that may hold a password, which is left out
};

struct Setting {
  std::string_view key;   // "server.listen"
  std::string_view flag;  // "--listen", empty for none
  std::string_view
      argument;  // what help calls the flag's value; empty: the flag takes none and means true
  std::string_view meaning;  // one line, with unit and accepted values
  Secrecy secrecy = Secrecy::open;
};

std::span<const Setting> all_settings();
const Setting& setting(std::string_view key);  // which must exist

// "server.listen" → "MUSTER_SERVER__LISTEN".
std::string environment_name(std::string_view key);

// A value given as text (environment, flag) in the JSON type that the setting has in Config. Text
// that is none stays text, so that the codec says what was expected.
boost::json::value typed_value(std::string_view text, const boost::json::value& like);

}  // namespace muster::cmd
