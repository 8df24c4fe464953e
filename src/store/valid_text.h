// What a TEXT column of either engine can hold: UTF-8 without NUL (PostgreSQL refuses anything
// else). Values that come from outside, such as user agents, are repaired here, on both engines
// alike.
#pragma once

#include <string>
#include <string_view>

namespace muster::store {

// Of `text` as it can be stored: itself, or a repaired copy kept in `scratch`, in which every byte
// that belongs to no UTF-8 character, and every NUL, has become U+FFFD.
std::string_view valid_text(std::string_view text, std::string& scratch);

}  // namespace muster::store
