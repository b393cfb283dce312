#include "drawing.hpp"
#include "sheet.hpp"

#include <algorithm>

namespace hurtrock::papers {
namespace {

/// A page of PDF is at most 14400 points long (ISO 32000-1, annex C); printers take less at once.
constexpr double length_mm_max = 3000;
constexpr double end_mm = 8;

/// Everything is set first, so that the roll can be cut to length.
class Roll {
public:
    struct Row {
        std::string left, right;
        Type type;
        bool rule{false};
        double step{0};
    };

    Roll(Pdf& pdf, int roll_mm) : pdf_{pdf}, paper_{static_cast<double>(roll_mm)}, print_{roll_mm == 58 ? 48.0 : 72.0}
    {
        edge_ = (paper_ - print_) / 2;
        size_ = roll_mm == 58 ? 7 : 8;
    }

    void centred(std::string_view text, double larger = 0, Face face = Face::regular)
    {
        add(text, {.size = size_ + larger, .face = face, .align = Align::centre});
    }
    void plain(std::string_view text, Face face = Face::regular) { add(text, {.size = size_, .face = face}); }
    /// Label at the left, amount at the right; on two lines where both do not fit on one.
    void pair(const std::string& left, const std::string& right, Face face = Face::regular)
    {
        const Type type{.size = size_, .face = face};
        if (pdf_.width(left, type) + pdf_.width(right, type) + 2 <= print_) {
            rows_.push_back({left, right, type, false, step(type)});
            return;
        }
        add(left, type);
        rows_.push_back({"", right, type, false, step(type)});
    }
    void rule() { rows_.push_back({"", "", {}, true, 3}); }
    void gap() { rows_.push_back({"", "", {}, false, 1.2}); }

    void draw()
    {
        for (std::size_t begin = 0; begin < rows_.size();) {
            double length = 5;
            auto end = begin;
            while (end < rows_.size() && length + rows_[end].step + end_mm <= length_mm_max)
                length += rows_[end++].step;
            pdf_.page(paper_, length + end_mm);
            double y = 5;
            for (; begin < end; ++begin)
                y = draw_row(rows_[begin], y);
        }
    }

private:
    static double step(const Type& type) { return type.size * 0.3528 * 1.35; }

    void add(std::string_view text, const Type& type)
    {
        const auto lines = pdf_.wrap(text, type, print_, 6);
        for (const auto& line : lines)
            rows_.push_back({line, "", type, false, step(type)});
    }

    double draw_row(const Row& row, double y)
    {
        if (row.rule) {
            pdf_.line(edge_, y, edge_ + print_, y, 0.2);
            return y + row.step;
        }
        const double baseline = y + row.step * 0.75;
        pdf_.text(row.type.align == Align::centre ? paper_ / 2 : edge_, baseline, row.left, row.type);
        auto at_right = row.type;
        at_right.align = Align::right;
        pdf_.text(edge_ + print_, baseline, row.right, at_right);
        return y + row.step;
    }

    Pdf& pdf_;
    const double paper_, print_;
    double edge_{0}, size_{0};
    std::vector<Row> rows_;
};

void draw_lines(Roll& roll, const Value& facts)
{
    for (const auto& line : facts["lines"].items()) {
        std::string name{line["name"].text()};
        if (const auto variant = line["variant"].text(); !variant.empty()) name += " (" + std::string{variant} + ")";
        roll.plain(name);
        roll.pair(std::to_string(line["quantity"].integer()) + " × " + amount(line["price"]), amount(line["gross"]));
        if (const auto discount = line["discount"].integer(); discount != 0) {
            std::string why;
            for (const auto& reason : line["reasons"].items())
                why += (why.empty() ? "" : ", ") + std::string{reason.text()};
            roll.pair(why, minus(discount));
        }
        roll.gap();
    }
}

void draw_sums(Roll& roll, const Value& facts, const Words& words)
{
    roll.pair(words("Subtotal"), amount(facts["subtotal"]));
    if (const auto discount = facts["discount"].integer(); discount != 0) roll.pair(words("Discount"), minus(discount));
    roll.pair(words("Shipping cost"), amount(facts["shipping"]["price"]));
    if (const auto discount = facts["shipping"]["discount"].integer(); discount != 0)
        roll.pair(words("Shipping discount"), minus(discount));
    roll.pair(words("Total"), amount(facts["total"]), Face::bold);
    if (const auto& tax = facts["tax"]; tax.is_map())
        roll.pair(words("Including %(name)s %(rate)s", {{"name", tax["name"].text()}, {"rate", tax["rate"].text()}}),
                  amount(tax["amount"]));
}

} // namespace

void draw_receipt(Pdf& pdf, const Value& facts, const Words& words, int roll_mm)
{
    if (facts["lines"].size() > lines_max) throw PaperTooLong{};
    Roll roll{pdf, roll_mm};
    const auto& seller = facts["seller"][words.locale];
    roll.centred(seller["name"].text(), 3, Face::bold);
    for (const auto& line : split_lines(seller["address"].text()))
        roll.centred(line);
    if (!seller["phone"].text().empty()) roll.centred(seller["phone"].text());
    roll.rule();
    roll.pair(words("Order"), std::string{facts["order"].text()});
    if (const auto number = facts["number"].text(); !number.empty()) roll.pair(words("Number"), std::string{number});
    roll.pair(words("Date"), words.date(facts["day"].text()));
    roll.rule();
    draw_lines(roll, facts);
    roll.rule();
    draw_sums(roll, facts, words);
    roll.rule();
    if (const auto title = facts["payment"]["title"].text(); !title.empty())
        roll.pair(words("Payment"), std::string{title});
    const auto state = facts["state"].text();
    roll.centred(state == "paid"        ? words("PAID")
                 : state == "cancelled" ? words("CANCELLED")
                                        : words("UNPAID"),
                 3, Face::bold);
    for (const auto& line : split_lines(facts["footer"][words.locale].text()))
        roll.centred(line);
    roll.draw();
}

} // namespace hurtrock::papers
