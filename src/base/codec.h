// Codec: C++ structs from and to JSON, and to JSON Schema, from one BOOST_DESCRIBE_STRUCT line per
// type. It is strict on the way in: a wrong type, an unknown field, a missing field or a number out
// of range is an Error (Code::invalid) whose `where` is the JSON pointer of the place. Pure; any
// thread. It knows shape only; what a value means is for the caller to check.
//
// JSON to C++: true/false ↔ bool · whole number ↔ any integer, range-checked · number ↔ double ·
// string ↔ std::string · array ↔ std::vector · object ↔ described struct or std::map<std::string,
// T> · absent or null ↔ std::optional · name ↔ described enum · ISO 8601 text ↔ Time · text ↔ Uuid,
// Id<T> · anything ↔ boost::json::value. A field or enumerator that ends in `_` because C++ wants
// it (`operator_`) is written without it.
//
// Required is a field without which the struct means nothing. A struct may list its required
// fields:
//     static constexpr std::array<std::string_view, 2> kRequired{"host", "port"};
// If it does not, then a field may be left out if it is an optional, a bool, a list or a map, if
// its default member initializer is other than zero or empty, or if it is a struct that requires
// nothing.
#pragma once

#include "base/json_writer.h"
#include "base/result.h"
#include "base/time.h"
#include "base/uuid.h"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

namespace muster {

// The text as one JSON document. Refused with line and column: anything before or after it, nesting
// deeper than 32, a key that appears twice in an object, a number too large for a double, bytes
// that are not UTF-8, NUL characters.
Result<boost::json::value> parse_json(std::string_view text);

template <class T>
Result<T> decode(const boost::json::value& json);

// Takes the fields that are there over `base`; none is required, but structs inside lists, maps and
// empty optionals are read as by decode(). For updates and layers of configuration.
template <class T>
Result<T> decode_over(T base, const boost::json::value& json);

template <class T>
Result<T> decode_text(std::string_view json);

// Empty optionals are left out.
template <class T>
std::string encode(const T& value);
// The same as a part of a larger document.
template <class T>
void encode_into(JsonWriter& writer, const T& value);

// JSON Schema (OpenAPI 3.1) of what decode() takes …
template <class T>
std::string schema();
// … and of what encode() makes, where every field that is no optional is present.
template <class T>
std::string output_schema();

// The described name of an enumerator, and back.
template <class E>
std::string_view enum_name(E value);
template <class E>
std::optional<E> enum_from(std::string_view name);

namespace codec {

// Where we are in a document: a chain of stack frames, turned into text only for an Error.
struct Place {
  const Place* parent = nullptr;
  std::string_view key;
  std::optional<std::size_t> index;  // set: an array element, else the field `key`
};
std::string pointer(const Place& place);

enum class Missing { refuse, keep };  // what is done about required fields that are absent
enum class SchemaOf { input, output };

Result<bool> read_bool(const boost::json::value& json, const Place& place);
Result<std::int64_t> read_signed(const boost::json::value& json, const Place& place,
                                 std::int64_t min, std::int64_t max);
Result<std::uint64_t> read_unsigned(const boost::json::value& json, const Place& place,
                                    std::uint64_t max);
Result<double> read_double(const boost::json::value& json, const Place& place);
Result<std::string> read_string(const boost::json::value& json, const Place& place);
Result<Time> read_time(const boost::json::value& json, const Place& place);
Result<Uuid> read_uuid(const boost::json::value& json, const Place& place);
// The index of the name among `names`.
Result<std::size_t> read_name(const boost::json::value& json, const Place& place,
                              std::span<const std::string_view> names);
Result<const boost::json::array*> read_array(const boost::json::value& json, const Place& place);
Result<const boost::json::object*> read_object(const boost::json::value& json, const Place& place);
// An Error for the first key that is none of `names`, with the nearest of them.
Result<void> refuse_unknown(const boost::json::object& object, const Place& place,
                            std::span<const std::string_view> names);
std::unexpected<Error> missing(const Place& place);
void encode_json(JsonWriter& writer, const boost::json::value& json);

// The name in JSON of a described member or enumerator.
constexpr std::string_view json_name(std::string_view cpp_name) {
  return cpp_name.ends_with('_') ? cpp_name.substr(0, cpp_name.size() - 1) : cpp_name;
}

template <class T>
concept Struct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept Enum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;

template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_a<Template<Arguments...>, Template> = true;

template <class T>
concept StringMap = is_a<T, std::map> && std::same_as<typename T::key_type, std::string>;

template <class T>
inline constexpr bool never = false;  // a static_assert that names the type

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;

// Calls visit(json name, pointer to member) for each described member.
template <Struct T, class Visit>
void for_each_member(Visit visit) {
  boost::mp11::mp_for_each<Members<T>>(
      [&](auto member) { visit(json_name(member.name), member.pointer); });
}

template <Struct T>
std::span<const std::string_view> member_names() {
  static constexpr auto kNames = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<std::string_view, sizeof...(D)>{json_name(D::name)...};
  }(boost::mp11::mp_rename<Members<T>, boost::mp11::mp_list>{});
  return kNames;
}

template <Enum E>
struct Enumerators {
  static constexpr auto kNames = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<std::string_view, sizeof...(D)>{json_name(D::name)...};
  }(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>{});
  static constexpr auto kValues = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<E, sizeof...(D)>{D::value...};
  }(boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>{});
};

template <Struct T>
bool requires_anything();

// `Owner` is T or a base of it.
template <Struct T, class Owner, class M>
bool is_required(std::string_view name, M Owner::* member) {
  if constexpr (requires { T::kRequired; }) {
    return std::ranges::find(T::kRequired, name) != std::ranges::end(T::kRequired);
  } else if constexpr (std::same_as<M, boost::json::value>) {
    return true;
  } else if constexpr (is_a<M, std::optional> || is_a<M, std::vector> || StringMap<M> ||
                       std::same_as<M, bool>) {
    return false;
  } else if constexpr (Struct<M>) {
    return requires_anything<M>();
  } else {
    return T{}.*member == M{};
  }
}

template <Struct T>
bool requires_anything() {
  bool any = false;
  for_each_member<T>(
      [&](std::string_view name, auto member) { any = any || is_required<T>(name, member); });
  return any;
}

template <class T>
Result<T> read(const boost::json::value& json, const Place& place, T base, Missing missing_rule);

template <class T>
Result<T> read_new(const boost::json::value& json, const Place& place) {
  return read<T>(json, place, T{}, Missing::refuse);
}

template <Struct T>
Result<T> read_struct(const boost::json::value& json, const Place& place, T value,
                      Missing missing_rule) {
  const boost::json::object* object = TRY(read_object(json, place));
  TRY_DO(refuse_unknown(*object, place, member_names<T>()));
  std::optional<Error> error;
  for_each_member<T>([&]<class Owner, class M>(std::string_view name, M Owner::* member) {
    if (error) return;
    const Place here{.parent = &place, .key = name};
    if (const boost::json::value* found = object->if_contains(name)) {
      Result<M> result = read<M>(*found, here, std::move(value.*member), missing_rule);
      if (result) {
        value.*member = std::move(*result);
      } else {
        error = std::move(result).error();
      }
    } else if (missing_rule == Missing::refuse && is_required<T>(name, member)) {
      error = missing(here).error();
    }
  });
  if (error) return std::unexpected(std::move(*error));
  return value;
}

template <class T>
Result<std::vector<T>> read_vector(const boost::json::value& json, const Place& place) {
  const boost::json::array* array = TRY(read_array(json, place));
  std::vector<T> values;
  values.reserve(array->size());
  for (const boost::json::value& element : *array) {
    const Place here{.parent = &place, .key = {}, .index = values.size()};
    values.push_back(TRY(read_new<T>(element, here)));
  }
  return values;
}

template <class T>
Result<std::map<std::string, T>> read_map(const boost::json::value& json, const Place& place) {
  const boost::json::object* object = TRY(read_object(json, place));
  std::map<std::string, T> values;
  for (const auto& [key, element] : *object) {
    const Place here{.parent = &place, .key = std::string_view(key)};
    values.emplace(key, TRY(read_new<T>(element, here)));
  }
  return values;
}

// What is absent in `json` keeps its value from `base` (structs only).
template <class T>
Result<T> read(const boost::json::value& json, const Place& place, T base, Missing missing_rule) {
  if constexpr (std::same_as<T, boost::json::value>) {
    return json;
  } else if constexpr (std::same_as<T, bool>) {
    return read_bool(json, place);
  } else if constexpr (Integer<T> && std::is_signed_v<T>) {
    using Limits = std::numeric_limits<T>;
    return static_cast<T>(TRY(read_signed(json, place, Limits::min(), Limits::max())));
  } else if constexpr (Integer<T>) {
    return static_cast<T>(TRY(read_unsigned(json, place, std::numeric_limits<T>::max())));
  } else if constexpr (std::same_as<T, double>) {
    return read_double(json, place);
  } else if constexpr (std::same_as<T, std::string>) {
    return read_string(json, place);
  } else if constexpr (std::same_as<T, Time>) {
    return read_time(json, place);
  } else if constexpr (std::same_as<T, Uuid>) {
    return read_uuid(json, place);
  } else if constexpr (is_a<T, Id>) {
    return T{TRY(read_uuid(json, place))};
  } else if constexpr (Enum<T>) {
    return Enumerators<T>::kValues.at(TRY(read_name(json, place, Enumerators<T>::kNames)));
  } else if constexpr (is_a<T, std::optional>) {
    using Inner = typename T::value_type;
    if (json.is_null()) return T{};
    if (base) return T{TRY(read<Inner>(json, place, std::move(*base), missing_rule))};
    return T{TRY(read_new<Inner>(json, place))};
  } else if constexpr (is_a<T, std::vector>) {
    return read_vector<typename T::value_type>(json, place);
  } else if constexpr (StringMap<T>) {
    return read_map<typename T::mapped_type>(json, place);
  } else if constexpr (Struct<T>) {
    return read_struct<T>(json, place, std::move(base), missing_rule);
  } else {
    static_assert(never<T>, "the codec does not know this type");
  }
}

template <class T>
void write(JsonWriter& writer, const T& value) {
  if constexpr (std::same_as<T, boost::json::value>) {
    encode_json(writer, value);
  } else if constexpr (std::same_as<T, Time>) {
    writer.value(to_iso_micros(value));
  } else if constexpr (std::same_as<T, Uuid> || is_a<T, Id>) {
    writer.value(to_string(value));
  } else if constexpr (Enum<T>) {
    writer.value(enum_name(value));
  } else if constexpr (is_a<T, std::optional>) {
    if (value) {
      write(writer, *value);
    } else {
      writer.null();
    }
  } else if constexpr (is_a<T, std::vector>) {
    writer.begin_array();
    for (const typename T::value_type element : value) write(writer, element);
    writer.end_array();
  } else if constexpr (StringMap<T>) {
    writer.begin_object();
    for (const auto& [key, element] : value) write(writer.key(key), element);
    writer.end_object();
  } else if constexpr (Struct<T>) {
    writer.begin_object();
    for_each_member<T>([&]<class Owner, class M>(std::string_view name, M Owner::* member) {
      if constexpr (is_a<M, std::optional>) {
        if (!(value.*member)) return;
      }
      write(writer.key(name), value.*member);
    });
    writer.end_object();
  } else {
    writer.value(value);
  }
}

template <class T>
void describe(JsonWriter& writer, SchemaOf use);

template <Struct T>
void describe_struct(JsonWriter& writer, SchemaOf use) {
  writer.begin_object().field("type", "object");
  writer.key("properties").begin_object();
  std::vector<std::string_view> required;
  for_each_member<T>([&]<class Owner, class M>(std::string_view name, M Owner::* member) {
    describe<M>(writer.key(name), use);
    const bool always_there = !is_a<M, std::optional>;
    if (use == SchemaOf::input ? is_required<T>(name, member) : always_there) {
      required.push_back(name);
    }
  });
  writer.end_object();
  if (!required.empty()) {
    writer.key("required").begin_array();
    for (const std::string_view name : required) writer.value(name);
    writer.end_array();
  }
  if (use == SchemaOf::input) writer.field("additionalProperties", false);
  writer.end_object();
}

template <Integer T>
void describe_integer(JsonWriter& writer) {
  using Limits = std::numeric_limits<T>;
  writer.begin_object().field("type", "integer");
  // 64-bit bounds say nothing to a client whose numbers are doubles.
  if (sizeof(T) < 8 || std::is_unsigned_v<T>) writer.field("minimum", Limits::min());
  if (sizeof(T) < 8) writer.field("maximum", Limits::max());
  writer.end_object();
}

template <class T>
void describe(JsonWriter& writer, SchemaOf use) {
  if constexpr (std::same_as<T, boost::json::value>) {
    writer.begin_object().end_object();
  } else if constexpr (std::same_as<T, bool>) {
    writer.begin_object().field("type", "boolean").end_object();
  } else if constexpr (Integer<T>) {
    describe_integer<T>(writer);
  } else if constexpr (std::same_as<T, double>) {
    writer.begin_object().field("type", "number").end_object();
  } else if constexpr (std::same_as<T, std::string>) {
    writer.begin_object().field("type", "string").end_object();
  } else if constexpr (std::same_as<T, Time>) {
    writer.begin_object().field("type", "string").field("format", "date-time").end_object();
  } else if constexpr (std::same_as<T, Uuid> || is_a<T, Id>) {
    writer.begin_object().field("type", "string").field("format", "uuid").end_object();
  } else if constexpr (Enum<T>) {
    writer.begin_object().field("type", "string").key("enum").begin_array();
    for (const std::string_view name : Enumerators<T>::kNames) writer.value(name);
    writer.end_array().end_object();
  } else if constexpr (is_a<T, std::optional>) {
    describe<typename T::value_type>(writer, use);
  } else if constexpr (is_a<T, std::vector>) {
    writer.begin_object().field("type", "array").key("items");
    describe<typename T::value_type>(writer, use);
    writer.end_object();
  } else if constexpr (StringMap<T>) {
    writer.begin_object().field("type", "object").key("additionalProperties");
    describe<typename T::mapped_type>(writer, use);
    writer.end_object();
  } else {
    describe_struct<T>(writer, use);
  }
}

}  // namespace codec

template <class T>
Result<T> decode(const boost::json::value& json) {
  return codec::read_new<T>(json, codec::Place{});
}

template <class T>
Result<T> decode_over(T base, const boost::json::value& json) {
  return codec::read<T>(json, codec::Place{}, std::move(base), codec::Missing::keep);
}

template <class T>
Result<T> decode_text(std::string_view json) {
  return decode<T>(TRY(parse_json(json)));
}

template <class T>
void encode_into(JsonWriter& writer, const T& value) {
  codec::write(writer, value);
}

template <class T>
std::string encode(const T& value) {
  JsonWriter writer;
  codec::write(writer, value);
  return writer.finish();
}

template <class T>
std::string schema() {
  JsonWriter writer;
  codec::describe<T>(writer, codec::SchemaOf::input);
  return writer.finish();
}

template <class T>
std::string output_schema() {
  JsonWriter writer;
  codec::describe<T>(writer, codec::SchemaOf::output);
  return writer.finish();
}

template <class E>
std::string_view enum_name(E value) {
  const auto& values = codec::Enumerators<E>::kValues;
  const auto found = std::ranges::find(values, value);
  if (found == values.end()) return {};
  return codec::Enumerators<E>::kNames.at(static_cast<std::size_t>(found - values.begin()));
}

template <class E>
std::optional<E> enum_from(std::string_view name) {
  const auto& names = codec::Enumerators<E>::kNames;
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return codec::Enumerators<E>::kValues.at(static_cast<std::size_t>(found - names.begin()));
}

}  // namespace muster
