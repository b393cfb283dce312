#include "csv.hpp"

#include "texts.hpp"

namespace hurtrock::catalog {
namespace {

struct Place {
    std::size_t line{1};
    std::size_t column{1};
};

Problem problem_at(const char* code, const Place& place)
{
    return {.code = code, .arguments = {{"line", place.line}, {"column", place.column}}};
}

/// Reads byte by byte and knows where it is.
class Reader
{
public:
    explicit Reader(std::string_view bytes) noexcept : rest_{bytes} {}

    bool done() const noexcept { return rest_.empty(); }
    char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }
    bool at_line_end() const noexcept { return rest_.starts_with('\n') || rest_.starts_with("\r\n"); }
    const Place& place() const noexcept { return place_; }

    char take()
    {
        const char byte = rest_.front();
        rest_.remove_prefix(1);
        if (byte == '\n') {
            ++place_.line;
            place_.column = 1;
        } else if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80) {
            ++place_.column;
        }
        return byte;
    }
    void take_line_end()
    {
        if (peek() == '\r') take();
        if (peek() == '\n') take();
    }

private:
    std::string_view rest_;
    Place place_;
};

bool is_forbidden(char byte)
{
    return static_cast<unsigned char>(byte) < ' ' && byte != '\t' && byte != '\n' && byte != '\r';
}

/// The field that begins here; the reader then stands on a comma, a line end or the end.
Result<CsvField> read_field(Reader& reader)
{
    CsvField field{{}, reader.place().line, reader.place().column};
    if (reader.peek() != '"' || reader.done()) {
        while (!reader.done() && reader.peek() != ',' && !reader.at_line_end()) {
            if (reader.peek() == '"') return problem_at("catalog.csv_quote_inside", reader.place());
            if (is_forbidden(reader.peek())) return problem_at("catalog.csv_control_character", reader.place());
            field.text += reader.take();
        }
        return field;
    }
    const auto opened = reader.place();
    reader.take();
    for (;;) {
        if (reader.done()) return problem_at("catalog.csv_quote_open", opened);
        if (is_forbidden(reader.peek())) return problem_at("catalog.csv_control_character", reader.place());
        const char byte = reader.take();
        if (byte != '"') {
            field.text += byte;
        } else if (reader.peek() == '"') {
            field.text += reader.take();
        } else {
            break;
        }
    }
    if (!reader.done() && reader.peek() != ',' && !reader.at_line_end())
        return problem_at("catalog.csv_after_quote", reader.place());
    return field;
}

bool is_blank(const CsvRow& row)
{
    return row.size() == 1 && trimmed(row.front().text).empty();
}

Place place_of(std::string_view bytes, std::size_t offset)
{
    Reader reader{bytes};
    for (std::size_t at = 0; at < offset; ++at)
        reader.take();
    return reader.place();
}

} // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view bytes)
{
    if (bytes.size() > csv_bytes_max) return problem_at("catalog.csv_too_large", {});
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (const auto broken = first_invalid_utf8(bytes))
        return problem_at("catalog.csv_not_utf8", place_of(bytes, *broken));

    std::vector<CsvRow> rows;
    Reader reader{bytes};
    while (!reader.done()) {
        CsvRow row;
        for (;;) {
            auto field = read_field(reader);
            if (!field) return field.problem();
            row.push_back(std::move(*field));
            if (row.size() > csv_columns_max) return problem_at("catalog.csv_too_large", reader.place());
            if (reader.done() || reader.peek() != ',') break;
            reader.take();
        }
        reader.take_line_end();
        if (!is_blank(row)) rows.push_back(std::move(row));
        if (rows.size() > csv_rows_max) return problem_at("catalog.csv_too_large", reader.place());
    }
    return rows;
}

std::string csv_line(const std::vector<std::string>& fields)
{
    std::string line;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        if (index > 0) line += ',';
        const auto& field = fields[index];
        const bool spaced = !field.empty() && (field.front() == ' ' || field.back() == ' ');
        if (field.find_first_of(",\"\r\n") == std::string::npos && !spaced) {
            line += field;
            continue;
        }
        line += '"';
        for (const char byte : field) {
            if (byte == '"') line += '"';
            line += byte;
        }
        line += '"';
    }
    return line + "\r\n";
}

} // namespace hurtrock::catalog
