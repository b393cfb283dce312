#include "statement.hpp"

#include <hurtrock/crypto.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace hurtrock::bank_transfer {
namespace {

constexpr std::size_t fact_digits = 32;
constexpr std::size_t cell_max = 200;

std::string lower(std::string_view text)
{
    std::string plain{text};
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return plain;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\r' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// The cells of one row; quotes as in RFC 4180, without line breaks inside.
std::vector<std::string> cells_of(std::string_view row, char separator)
{
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const char letter = row[i];
        if (quoted && letter == '"' && i + 1 < row.size() && row[i + 1] == '"') {
            cells.back() += '"';
            ++i;
        } else if (letter == '"') {
            quoted = !quoted;
        } else if (!quoted && letter == separator) {
            cells.emplace_back();
        } else if (cells.back().size() < cell_max) {
            cells.back() += letter;
        }
    }
    for (auto& cell : cells)
        cell = std::string{trimmed(cell)};
    return cells;
}

char separator_of(std::string_view first_row)
{
    for (const char separator : {';', '\t'})
        if (first_row.find(separator) != std::string_view::npos) return separator;
    return ',';
}

struct Columns {
    std::size_t date{0}, description{1}, amount{2};
};

std::optional<Columns> header_in(const std::vector<std::string>& cells)
{
    static constexpr std::array<std::string_view, 5> dates{"tanggal", "tgl", "date", "posting date",
                                                           "transaction date"};
    static constexpr std::array<std::string_view, 6> texts{"keterangan",  "uraian", "berita",
                                                           "description", "remark", "details"};
    static constexpr std::array<std::string_view, 9> amounts{"jumlah", "nominal", "kredit", "credit",     "mutasi",
                                                             "amount", "masuk",   "cr",     "kredit (rp)"};
    const auto found = [&](const auto& names) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (std::find(names.begin(), names.end(), lower(cells[i])) != names.end()) return i;
        return cells.size();
    };
    const Columns columns{found(dates), found(texts), found(amounts)};
    if (columns.amount == cells.size()) return std::nullopt;
    return columns;
}

std::string cell_at(const std::vector<std::string>& cells, std::size_t index)
{
    return index < cells.size() ? cells[index] : "";
}

} // namespace

std::optional<std::int64_t> rupiah_in(std::string_view cell)
{
    cell = trimmed(cell);
    auto text = lower(cell);
    bool out = false;
    for (const auto& [mark, outgoing] :
         {std::pair{" cr", false}, {"cr", false}, {" db", true}, {"db", true}, {" dr", true}})
        if (text.size() > std::string_view{mark}.size() && text.ends_with(mark)) {
            out = outgoing;
            text.resize(text.size() - std::string_view{mark}.size());
            break;
        }
    std::string_view rest = trimmed(text);
    if (rest.starts_with("-") || (rest.starts_with("(") && rest.ends_with(")"))) out = true;
    if (rest.starts_with("(") && rest.ends_with(")")) rest = rest.substr(1, rest.size() - 2);
    if (rest.starts_with("-") || rest.starts_with("+")) rest.remove_prefix(1);
    for (const std::string_view sign : {"idr", "rp.", "rp"})
        if (rest.starts_with(sign)) {
            rest = trimmed(rest.substr(sign.size()));
            break;
        }
    // The last separator with one or two digits behind it is a decimal point.
    const auto last = rest.find_last_of(".,");
    if (last != std::string_view::npos && rest.size() - last - 1 <= 2) {
        if (rest.substr(last + 1).find_first_not_of('0') != std::string_view::npos || last + 1 == rest.size())
            return std::nullopt;
        rest = rest.substr(0, last);
    }
    std::string digits;
    std::size_t group = 0;
    bool grouped = false;
    for (const char letter : rest) {
        if (letter >= '0' && letter <= '9') {
            digits += letter;
            ++group;
        } else if ((letter == '.' || letter == ',') && group > 0 && group <= 3 && (!grouped || group == 3)) {
            grouped = true;
            group = 0;
        } else {
            return std::nullopt;
        }
    }
    if (digits.empty() || digits.size() > 15 || (grouped && group != 3)) return std::nullopt;
    std::int64_t amount = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    return out ? -amount : amount;
}

Statement read_statement(std::string_view csv)
{
    Statement statement;
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    Columns columns;
    char separator = 0;
    std::map<std::string, int> twins;
    std::size_t rows = 0;
    for (int number = 1; !csv.empty(); ++number) {
        const auto end = csv.find('\n');
        const auto row = trimmed(csv.substr(0, end));
        csv = end == std::string_view::npos ? std::string_view{} : csv.substr(end + 1);
        if (row.empty()) continue;
        if (++rows > statement_rows_max) {
            statement.cut = true;
            break;
        }
        const bool first = separator == 0;
        if (first) separator = separator_of(row);
        const auto cells = cells_of(row, separator);
        if (const auto header = header_in(cells); header && statement.lines.empty()) {
            columns = *header;
            continue;
        }
        const auto amount = rupiah_in(cell_at(cells, columns.amount));
        if (!amount) {
            statement.unread.push_back(number);
            continue;
        }
        if (*amount <= 0) {
            ++statement.outgoing;
            continue;
        }
        StatementLine line{cell_at(cells, columns.date), cell_at(cells, columns.description), Money{*amount}, ""};
        const auto key = line.date + "\n" + line.description + "\n" + std::to_string(*amount);
        line.fact = sha256_hex(key + "\n" + std::to_string(twins[key]++)).substr(0, fact_digits);
        statement.lines.push_back(std::move(line));
    }
    return statement;
}

std::string order_number_in(std::string_view description)
{
    const auto text = lower(description);
    for (auto at = text.find("hr"); at != std::string::npos; at = text.find("hr", at + 1)) {
        if (at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1]))) continue;
        auto digits = at + 2;
        while (digits < text.size() && (text[digits] == '-' || text[digits] == ' '))
            ++digits;
        auto end = digits;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9')
            ++end;
        if (end - digits >= 3 && end - digits <= 12) return "HR-" + text.substr(digits, end - digits);
    }
    return {};
}

} // namespace hurtrock::bank_transfer
