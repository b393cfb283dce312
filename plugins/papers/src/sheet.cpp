#include "sheet.hpp"

#include <algorithm>

namespace hurtrock::papers {
namespace {

constexpr double line_mm = 4.2;
const Type small{.size = 8, .grey = 0.25};
const Type normal{.size = 9};
const Type strong{.size = 9, .face = Face::bold};

} // namespace

std::vector<std::string> split_lines(std::string_view text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        if (auto line = printable(text.substr(begin, end - begin)); !line.empty()) lines.push_back(std::move(line));
        begin = end + 1;
    }
    return lines;
}

std::vector<std::string> address_lines(const Value& address)
{
    const auto part = [&](std::string_view key) { return std::string{address[key].text()}; };
    std::vector<std::string> lines;
    const auto add = [&](std::initializer_list<std::string> parts, std::string_view between) {
        std::string joined;
        for (const auto& text : parts)
            if (!text.empty()) joined += (joined.empty() ? "" : std::string{between}) + text;
        if (!joined.empty()) lines.push_back(std::move(joined));
    };
    add({part("street")}, "");
    add({part("village"), part("district")}, ", ");
    add({part("city")}, "");
    add({part("province"), part("postal_code")}, " ");
    return lines;
}

Sheet::Sheet(Pdf& pdf, const Words& words, const Value& facts, std::string title)
    : pdf_{pdf}, words_{words}, facts_{facts}, title_{std::move(title)}, first_page_{pdf.pages()}
{
    pdf_.page(width, height);
    head();
}

void Sheet::head()
{
    const auto& seller = facts_["seller"][words_.locale];
    y = margin + 5;
    const Type name{.size = 15, .face = Face::bold}, big{.size = 17, .face = Face::bold, .align = Align::right};
    const auto names = pdf_.wrap(seller["name"].text(), name, 105, 2);
    pdf_.text(right, y, title_, big);
    double right_y = y + 6;
    const auto fact = [&](const std::string& label, std::string_view value) {
        if (value.empty()) return;
        pdf_.text(right - 45, right_y, label, {.size = 8, .align = Align::right, .grey = 0.25});
        pdf_.text(right, right_y, value, {.size = 9, .face = Face::bold, .align = Align::right});
        right_y += line_mm;
    };
    fact(words_("Number"), facts_["number"].text());
    fact(words_("Date"), words_.date(facts_["day"].text()));
    fact(words_("Order"), facts_["order"].text());
    fact(words_("For invoice"), facts_["invoice"].text());
    for (const auto& line : names) {
        pdf_.text(margin, y, line, name);
        y += 6;
    }
    const auto print = [&](std::string_view text) {
        for (const auto& line : pdf_.wrap(text, small, 95, 4)) {
            pdf_.text(margin, y, line, small);
            y += 3.8;
        }
    };
    for (const auto& line : split_lines(seller["address"].text()))
        print(line);
    for (const char* key : {"phone", "email"})
        if (!seller[key].text().empty()) print(seller[key].text());
    if (!facts_["tax_number"].text().empty())
        print(words_("NPWP: %(number)s", {{"number", facts_["tax_number"].text()}}));
    y = std::max(y, right_y) + 2;
    rule();
}

void Sheet::rule()
{
    pdf_.line(margin, y, right, y, 0.3, 0.4);
    y += 6;
}

void Sheet::blocks(const std::string& left_title, const std::vector<std::string>& left, const std::string& right_title,
                   const std::vector<std::string>& right_lines)
{
    const double top = y;
    double lowest = y;
    const auto block = [&](double x, const std::string& title, const std::vector<std::string>& lines) {
        y = top;
        pdf_.text(x, y, title, {.size = 8, .face = Face::bold, .grey = 0.35});
        y += line_mm + 0.6;
        for (const auto& text : lines)
            for (const auto& line : pdf_.wrap(text, normal, 82, 4)) {
                pdf_.text(x, y, line, normal);
                y += line_mm;
            }
        lowest = std::max(lowest, y);
    };
    block(margin, left_title, left);
    block(margin + 95, right_title, right_lines);
    y = lowest + 3;
}

void Sheet::table(std::vector<Column> columns)
{
    columns_ = std::move(columns);
    need(24, false);
    table_head();
}

void Sheet::table_head()
{
    pdf_.fill(margin, y - 4.6, right - margin, 7, 0.9);
    for (const auto& column : columns_)
        pdf_.text(column.x, y, column.title, {.size = 8, .face = Face::bold, .align = column.align});
    y += 7;
}

void Sheet::new_page()
{
    pdf_.page(width, height);
    y = margin + 4;
    pdf_.text(margin, y, facts_["seller"][words_.locale]["name"].text(), strong);
    std::string_view number = facts_["number"].text();
    if (number.empty()) number = facts_["order"].text();
    pdf_.text(right, y, title_ + " " + std::string{number}, {.size = 9, .face = Face::bold, .align = Align::right});
    y += 3;
    rule();
}

void Sheet::need(double millimetres, bool in_table)
{
    if (y + millimetres <= bottom) return;
    new_page();
    if (in_table) table_head();
}

void Sheet::finish()
{
    const int pages = pdf_.pages() - first_page_;
    const auto footer = split_lines(facts_["footer"][words_.locale].text());
    for (int page = 0; page < pages; ++page) {
        pdf_.select(first_page_ + page);
        double at = height - 13;
        for (std::size_t index = 0; index < footer.size() && index < 2; ++index, at += 3.6)
            pdf_.text(margin, at, pdf_.wrap(footer[index], small, 140, 1).front(), small);
        pdf_.text(right, height - 13, words_("Page %(page)s of %(pages)s", {{"page", page + 1}, {"pages", pages}}),
                  {.size = 8, .align = Align::right, .grey = 0.25});
    }
    pdf_.select(pdf_.pages() - 1);
}

} // namespace hurtrock::papers
