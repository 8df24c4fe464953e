// PgArrays: many rows on their way into PostgreSQL as one array for each column. One thread; its
// buffers are used again.
#pragma once

#include "store/row.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::store {

class PgArrays final : public RowWriter {
 public:
  explicit PgArrays(std::size_t columns) : arrays_(columns) {}

  void end_row() { column_ = 0; }
  std::size_t bytes() const;

  // Writes the arrays as the parameters of a statement, and is empty again.
  void move_to(RowWriter& parameters);

  void null() override;
  void boolean(bool value) override;
  void integer(std::int64_t value) override;
  void text(std::string_view value) override;
  void bytes(std::string_view value) override;

 private:
  std::string& next_element();

  std::vector<std::string> arrays_;  // "{1,2,3" without its end
  std::size_t column_ = 0;
};

}  // namespace muster::store
