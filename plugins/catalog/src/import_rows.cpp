#include "import_rows.hpp"

#include "texts.hpp"

#include <algorithm>

namespace hurtrock::catalog {
namespace {

constexpr std::array numeric_columns{Column::price_idr, Column::stock,    Column::weight_g, Column::compare_at_idr,
                                     Column::length_mm, Column::width_mm, Column::height_mm};

std::optional<bool> yes_or_no(std::string_view typed)
{
    const auto word = lower_ascii(typed);
    for (const auto* yes : {"true", "1", "yes", "ya", "y", "benar"})
        if (word == yes) return true;
    for (const auto* no : {"false", "0", "no", "tidak", "n", "salah"})
        if (word == no) return false;
    return std::nullopt;
}

std::string with_plain_line_ends(std::string text)
{
    std::erase(text, '\r');
    return text;
}

class FileReader
{
public:
    explicit FileReader(ImportFile& file) noexcept : file_{file} {}

    /// False when rows cannot be understood without this header.
    bool read_header(const CsvRow& header)
    {
        for (const auto& field : header) {
            const auto typed = lower_ascii(trimmed(field.text));
            const auto known = std::find(column_names.begin(), column_names.end(), typed);
            if (known == column_names.end()) {
                const auto suggestion = nearest(typed, column_names);
                refuse(field, suggestion.empty() ? "catalog.import_column_unknown" : "catalog.import_column_suggest",
                       {{"name", typed}, {"suggestion", suggestion}});
                continue;
            }
            const auto column = static_cast<std::size_t>(known - column_names.begin());
            if (std::find(order_.begin(), order_.end(), column) != order_.end())
                refuse(field, "catalog.import_column_twice", {{"name", typed}});
            order_.push_back(column);
        }
        const auto has = [&](Column column) {
            return std::find(order_.begin(), order_.end(), static_cast<std::size_t>(column)) != order_.end();
        };
        if (!has(Column::name) && !has(Column::slug) && !has(Column::sku))
            refuse(header.front(), "catalog.import_no_identity", Value::map());
        return file_.problems.empty();
    }

    void read_row(const CsvRow& fields)
    {
        ImportRow row;
        row.line = fields.front().line;
        if (fields.size() != order_.size()) {
            const auto& place = fields[std::min(fields.size(), order_.size() + 1) - 1];
            refuse(place, "catalog.import_field_count", {{"fields", fields.size()}, {"expected", order_.size()}});
            return;
        }
        for (std::size_t index = 0; index < fields.size(); ++index) {
            row.cells[order_[index]] = with_plain_line_ends(trimmed(fields[index].text));
            row.columns[order_[index]] = fields[index].column;
        }
        read_numbers(row);
        row.active = read_flag(row, Column::is_active);
        row.featured = read_flag(row, Column::is_featured);
        read_names(row);
        file_.rows.push_back(std::move(row));
    }

private:
    void refuse(const CsvField& place, const char* code, Value arguments)
    {
        arguments.set("line", place.line).set("column", place.column);
        file_.problems.push_back({.code = code, .arguments = std::move(arguments)});
    }
    void refuse_cell(const ImportRow& row, Column column, const char* code, Value arguments = Value::map())
    {
        file_.problems.push_back(cell_problem(row, column, code, std::move(arguments)));
    }
    void read_numbers(ImportRow& row)
    {
        for (const auto column : numeric_columns) {
            const auto text = row.text(column);
            if (text.empty()) continue;
            const auto number = whole_number(text);
            if (!number)
                refuse_cell(row, column, "catalog.import_number", {{"typed", text.substr(0, 40)}});
            else
                row.numbers[static_cast<std::size_t>(column)] = *number;
        }
        const auto &price = row.number(Column::price_idr), &before = row.number(Column::compare_at_idr);
        if (price && before && *before <= *price)
            refuse_cell(row, Column::compare_at_idr, "catalog.compare_at_invalid");
    }
    std::optional<bool> read_flag(ImportRow& row, Column column)
    {
        const auto text = row.text(column);
        if (text.empty()) return std::nullopt;
        const auto flag = yes_or_no(text);
        if (!flag) refuse_cell(row, column, "catalog.import_flag", {{"typed", text.substr(0, 40)}});
        return flag;
    }
    void read_names(ImportRow& row)
    {
        for (const auto column : {Column::slug, Column::slug_en})
            if (!row.text(column).empty() && !is_slug(row.text(column)))
                refuse_cell(row, column, "catalog.import_slug", {{"suggestion", slug_of(row.text(column))}});
        if (!row.text(Column::sku).empty() && !is_sku(sku_of(row.text(Column::sku))))
            refuse_cell(row, Column::sku, "catalog.sku_invalid");
        if (row.text(Column::slug).empty() && row.text(Column::sku).empty() && slug_of(row.text(Column::name)).empty())
            refuse_cell(row, Column::name, "catalog.import_row_unnamed");
    }

    ImportFile& file_;
    std::vector<std::size_t> order_;
};

} // namespace

Problem cell_problem(const ImportRow& row, Column column, std::string code, Value arguments)
{
    const auto index = static_cast<std::size_t>(column);
    arguments.set("line", row.line).set("column", row.columns[index]).set("name", column_names[index]);
    return {.code = std::move(code), .arguments = std::move(arguments)};
}

ImportFile read_import(std::string_view bytes)
{
    ImportFile file;
    const auto rows = read_csv(bytes);
    if (!rows) {
        file.problems.push_back(rows.problem());
        return file;
    }
    if (rows->empty()) {
        file.problems.push_back({.code = "catalog.import_empty", .arguments = {{"line", 1}, {"column", 1}}});
        return file;
    }
    FileReader reader{file};
    if (!reader.read_header(rows->front())) return file;
    for (std::size_t index = 1; index < rows->size() && file.problems.size() < import_problems_max; ++index)
        reader.read_row((*rows)[index]);
    return file;
}

std::vector<NamedLine> named_lines(std::string_view text)
{
    std::vector<NamedLine> lines;
    std::string heading;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) continue;
        if (line.starts_with("##")) {
            heading = trimmed(std::string_view{line}.substr(2));
            continue;
        }
        std::string name;
        std::size_t at = 0;
        for (; at < line.size() && line[at] != ':'; ++at) {
            if (line[at] == '\\' && at + 1 < line.size()) ++at;
            name += line[at];
        }
        lines.push_back(
            {heading, trimmed(name), at < line.size() ? trimmed(std::string_view{line}.substr(at + 1)) : ""});
    }
    return lines;
}

std::string text_of(const std::vector<NamedLine>& lines)
{
    std::string text, heading;
    for (const auto& line : lines) {
        if (line.heading != heading) text += "## " + line.heading + "\n";
        heading = line.heading;
        for (const char byte : line.name) {
            if (byte == ':' || byte == '\\') text += '\\';
            text += byte;
        }
        text += ": " + line.value + "\n";
    }
    if (!text.empty()) text.pop_back();
    return text;
}

} // namespace hurtrock::catalog
