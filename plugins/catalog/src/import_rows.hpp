#pragma once
/// The product list as a CSV file: which columns there are, and its rows read and checked one by one. Pure functions.

#include "csv.hpp"
#include "types.hpp"

#include <array>

namespace hurtrock::catalog {

enum class Column {
    name,
    slug,
    brand,
    model,
    category,
    price_idr,
    stock,
    weight_g,
    is_active,
    is_featured,
    description,
    name_en,
    slug_en,
    description_en,
    sku,
    category_en,
    compare_at_idr,
    supplier,
    length_mm,
    width_mm,
    height_mm,
    warranty,
    warranty_en,
    options,
    options_en,
    specifications,
    specifications_en,
};
inline constexpr std::array<std::string_view, 27> column_names{
    "name",     "slug",        "brand",          "model",       "category",       "price_idr",         "stock",
    "weight_g", "is_active",   "is_featured",    "description", "name_en",        "slug_en",           "description_en",
    "sku",      "category_en", "compare_at_idr", "supplier",    "length_mm",      "width_mm",          "height_mm",
    "warranty", "warranty_en", "options",        "options_en",  "specifications", "specifications_en",
};

/// One line of the list: a product with its only variant, or one of several variants of the product its slug names.
struct ImportRow {
    std::size_t line{0};
    /// The cell without space around it; nullopt where the file has no such column.
    std::array<std::optional<std::string>, column_names.size()> cells{};
    /// Where each cell begins.
    std::array<std::size_t, column_names.size()> columns{};
    /// The numeric cells, where they hold something.
    std::array<std::optional<std::int64_t>, column_names.size()> numbers{};
    std::optional<bool> active{};
    std::optional<bool> featured{};

    const std::optional<std::string>& cell(Column column) const { return cells[static_cast<std::size_t>(column)]; }
    std::string_view text(Column column) const
    {
        const auto& found = cell(column);
        return found ? std::string_view{*found} : std::string_view{};
    }
    const std::optional<std::int64_t>& number(Column column) const { return numbers[static_cast<std::size_t>(column)]; }
};

/// How many problems one import tells at most.
inline constexpr std::size_t import_problems_max = 50;

/// Problems carry {line, column, name} of the cell they are about; the list is empty when every row is good.
struct ImportFile {
    std::vector<ImportRow> rows;
    std::vector<Problem> problems;
};
ImportFile read_import(std::string_view bytes);

/// A problem about a cell of a row.
Problem cell_problem(const ImportRow& row, Column column, std::string code, Value arguments = Value::map());

/// "Body: Alder", one a line, below "## Heading" lines; a colon or backslash inside a name is written with a backslash
/// before it.
struct NamedLine {
    std::string heading;
    std::string name;
    std::string value;
};
std::vector<NamedLine> named_lines(std::string_view text);
/// The other way round.
std::string text_of(const std::vector<NamedLine>& lines);

} // namespace hurtrock::catalog
