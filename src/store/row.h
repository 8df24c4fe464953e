// RowWriter and RowReader: one row's values going into a statement and coming out of one, in the
// order of its parameters and of its columns. The narrow waist between records, which know no
// engine, and the engines, which know no record. Used and gone within one call; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::store {

// Every call writes the next parameter. A text is copied at once; bytes, which may be large, must
// stay where they are until the statement has run.
class RowWriter {
 public:
  virtual void null() = 0;
  virtual void boolean(bool value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void text(std::string_view value) = 0;  // stored as valid_text makes it
  virtual void bytes(std::string_view value) = 0;

 protected:
  ~RowWriter() = default;
};

// Every call takes the next column, except that null() takes it only if it is NULL. Nothing where
// the column does not hold such a value. Views hold until the next row is asked for.
class RowReader {
 public:
  virtual bool null() = 0;
  virtual std::optional<bool> boolean() = 0;
  virtual std::optional<std::int64_t> integer() = 0;
  virtual std::optional<std::string_view> text() = 0;
  virtual std::optional<std::string_view> bytes() = 0;

 protected:
  ~RowReader() = default;
};

}  // namespace muster::store
