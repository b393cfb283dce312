#pragma once
/// CSV as RFC 4180 has it: fields separated by commas, quoted where they hold commas, quotes or line breaks, a quote
/// inside written twice; lines end with CRLF or LF; a byte order mark is skipped. Pure functions.

#include <hurtrock/result.hpp>

namespace hurtrock::catalog {

/// Sizes a shop's list may have.
inline constexpr std::size_t csv_bytes_max = 64U << 20U;
inline constexpr std::size_t csv_rows_max = 100'000;
inline constexpr std::size_t csv_columns_max = 100;

struct CsvField {
    std::string text;
    /// Where it begins, both counted from 1; the column in characters.
    std::size_t line{1};
    std::size_t column{1};
};
using CsvRow = std::vector<CsvField>;

/// All rows; blank lines are left out. Problems with {line, column}: "catalog.csv_not_utf8", "catalog.csv_quote_inside"
/// (a quote in the middle of an unquoted field), "catalog.csv_after_quote" (text after a closing quote),
/// "catalog.csv_quote_open" (a quote that is never closed; the place is where it opened), "catalog.csv_too_large",
/// "catalog.csv_control_character".
Result<std::vector<CsvRow>> read_csv(std::string_view bytes);

/// One line with CRLF; fields are quoted only where they must be.
std::string csv_line(const std::vector<std::string>& fields);

} // namespace hurtrock::catalog
