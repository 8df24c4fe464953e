// JsonWriter: writes one JSON document front to back into a string. Bytes that are not valid UTF-8
// come out as U+FFFD, so the document is always valid. Commas and quotes are its business; balance
// of begin/end is the caller's, and checked by CHECK in finish().
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::same_as<bool> auto truth) { return raw(truth ? "true" : "false"); }
  JsonWriter& value(std::integral auto number)
    requires(!std::same_as<decltype(number), bool>)
  {
    return raw(std::to_string(number));
  }
  JsonWriter& value(double number);  // shortest form that reads back the same; null if not finite
  JsonWriter& null() { return raw("null"); }
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  JsonWriter& field(std::string_view name, auto&& content) {
    return key(name).value(std::forward<decltype(content)>(content));
  }

  // The document. The writer is empty again afterwards.
  std::string finish();

 private:
  void separate();

  std::string out_;
  int depth_ = 0;
  bool needs_comma_ = false;
};

// `text` with every byte that is not part of valid UTF-8 replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);

// A JSON string with its quotes.
std::string json_quoted(std::string_view text);

}  // namespace muster
