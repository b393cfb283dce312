#include "barcode.hpp"
#include "drawing.hpp"
#include "sheet.hpp"

#include <algorithm>

namespace hurtrock::papers {
namespace {

constexpr double name_x = Sheet::margin + 8, name_width = 72;
constexpr double quantity_x = 106, price_x = 136, discount_x = 164;
const Type normal{.size = 9}, small{.size = 7.5, .grey = 0.3};
const Type number{.size = 9, .align = Align::right};

std::vector<std::string> buyer_lines(const Value& facts)
{
    std::vector<std::string> lines;
    for (const char* key : {"name", "email", "phone"})
        if (const auto text = facts["buyer"][key].text(); !text.empty()) lines.emplace_back(text);
    return lines;
}

std::vector<std::string> destination_lines(const Value& facts, const Words& words)
{
    if (facts["pickup"].boolean()) return {words("Collected in the store")};
    std::vector<std::string> lines;
    const auto& address = facts["address"];
    if (!address["recipient"].text().empty()) lines.emplace_back(address["recipient"].text());
    if (!address["phone"].text().empty()) lines.emplace_back(address["phone"].text());
    for (auto& line : address_lines(address))
        lines.push_back(std::move(line));
    return lines;
}

/// Name and its small print: variant, SKU, why it is cheaper.
struct Described {
    std::vector<std::string> name, notes;
    double height() const
    {
        return static_cast<double>(name.size()) * 4.2 + static_cast<double>(notes.size()) * 3.5 + 2;
    }
};

Described describe(Pdf& pdf, const Value& line, double width)
{
    Described described{pdf.wrap(line["name"].text(), normal, width, 6), {}};
    std::string below{line["variant"].text()};
    if (const auto sku = line["sku"].text(); !sku.empty()) below += (below.empty() ? "" : " · ") + std::string{sku};
    if (!below.empty()) described.notes = pdf.wrap(below, small, width, 2);
    for (const auto& reason : line["reasons"].items())
        for (auto& text : pdf.wrap(reason.text(), small, width, 2))
            described.notes.push_back(std::move(text));
    return described;
}

void print(Sheet& sheet, const Described& described)
{
    double y = sheet.y;
    for (const auto& text : described.name) {
        sheet.pdf().text(name_x, y, text, normal);
        y += 4.2;
    }
    for (const auto& text : described.notes) {
        sheet.pdf().text(name_x, y - 0.4, text, small);
        y += 3.5;
    }
}

void draw_lines(Sheet& sheet, const Value& facts)
{
    const auto& words = sheet.words();
    sheet.table({{"#", Sheet::margin + 1, Align::left},
                 {words("Product"), name_x, Align::left},
                 {words("Quantity"), quantity_x, Align::right},
                 {words("Price"), price_x, Align::right},
                 {words("Discount"), discount_x, Align::right},
                 {words("Total"), Sheet::right - 1, Align::right}});
    std::int64_t position = 0;
    for (const auto& line : facts["lines"].items()) {
        const auto described = describe(sheet.pdf(), line, name_width);
        sheet.need(described.height(), true);
        auto& pdf = sheet.pdf();
        pdf.text(Sheet::margin + 1, sheet.y, std::to_string(++position), small);
        print(sheet, described);
        pdf.text(quantity_x, sheet.y, std::to_string(line["quantity"].integer()), number);
        pdf.text(price_x, sheet.y, amount(line["price"]), number);
        pdf.text(discount_x, sheet.y, minus(line["discount"].integer()), number);
        pdf.text(Sheet::right - 1, sheet.y, amount(line["total"]), number);
        sheet.y += described.height();
    }
    sheet.pdf().line(Sheet::margin, sheet.y - 3, Sheet::right, sheet.y - 3, 0.2, 0.5);
    sheet.y += 2;
}

void total_row(Sheet& sheet, const std::string& label, const std::string& value, bool strong = false)
{
    sheet.need(8, false);
    const Type type{.size = strong ? 11.0 : 9.0, .face = strong ? Face::bold : Face::regular, .align = Align::right};
    if (strong) sheet.y += 1.8;
    // Labels end on one line, but for an amount that needs more room.
    const double label_x = std::min(160.0, Sheet::right - 1 - sheet.pdf().width(value, type) - 4);
    sheet.pdf().text(label_x, sheet.y, label, type);
    sheet.pdf().text(Sheet::right - 1, sheet.y, value, type);
    sheet.y += strong ? 6.5 : 4.8;
}

void draw_tax(Sheet& sheet, const Value& tax)
{
    if (!tax.is_map()) return;
    const auto& words = sheet.words();
    total_row(sheet, words("DPP (price before tax)"), amount(tax["net"]));
    if (tax.has("base") && tax["base"].integer() != tax["net"].integer())
        total_row(sheet, words("DPP nilai lain (tax base)"), amount(tax["base"]));
    total_row(
        sheet,
        words("%(name)s %(rate)s, included in the total", {{"name", tax["name"].text()}, {"rate", tax["rate"].text()}}),
        amount(tax["amount"]));
}

void draw_totals(Sheet& sheet, const Value& facts)
{
    const auto& words = sheet.words();
    // The sums stand together, with the stamp beside them.
    sheet.need(48, false);
    const double top = sheet.y;
    const int page = sheet.pdf().pages();
    total_row(sheet, words("Subtotal"), amount(facts["subtotal"]));
    if (facts["discount"].integer() != 0) total_row(sheet, words("Discount"), minus(facts["discount"].integer()));
    const auto& shipping = facts["shipping"];
    total_row(
        sheet,
        sheet.pdf().wrap(words("Shipping cost") + " (" + std::string{shipping["name"].text()} + ")", normal, 80, 1).front(),
        amount(shipping["price"]));
    if (shipping["discount"].integer() != 0) {
        std::string label = words("Shipping discount");
        for (const auto& reason : shipping["reasons"].items())
            label += ", " + std::string{reason.text()};
        total_row(sheet, sheet.pdf().wrap(label, normal, 95, 1).front(), minus(shipping["discount"].integer()));
    }
    total_row(sheet, words("Total"), amount(facts["total"]), true);
    draw_tax(sheet, facts["tax"]);
    if (facts["state"].text() == "unpaid") total_row(sheet, words("To pay"), amount(facts["payment"]["due"]), true);
    const auto state = facts["state"].text();
    const auto word = state == "paid" ? words("PAID") : state == "cancelled" ? words("CANCELLED") : words("UNPAID");
    if (page == sheet.pdf().pages()) sheet.pdf().stamp(Sheet::margin, top + 8, word, state == "paid" ? 0.35 : 0.1);
}

void draw_closing(Sheet& sheet, const Value& facts)
{
    const auto& words = sheet.words();
    const auto say = [&](const std::string& text) {
        for (const auto& line : sheet.pdf().wrap(text, normal, Sheet::right - Sheet::margin, 8)) {
            sheet.need(5, false);
            sheet.pdf().text(Sheet::margin, sheet.y, line, normal);
            sheet.y += 4.4;
        }
    };
    sheet.y += 3;
    if (const auto title = facts["payment"]["title"].text(); !title.empty())
        say(words("Payment") + ": " + std::string{title});
    if (const auto paid = facts["paid"].text(); !paid.empty())
        say(words("Paid on %(date)s", {{"date", words.date(paid)}}));
    if (const auto note = facts["note"].text(); !note.empty()) say(words("Note") + ": " + std::string{note});
}

} // namespace

void draw_invoice(Pdf& pdf, const Value& facts, const Words& words)
{
    if (facts["lines"].size() > lines_max) throw PaperTooLong{};
    const bool issued = !facts["number"].text().empty();
    Sheet sheet{pdf, words, facts, issued ? words("Invoice") : words("Proforma invoice")};
    sheet.blocks(words("Billed to"), buyer_lines(facts), words("Shipped to"), destination_lines(facts, words));
    draw_lines(sheet, facts);
    draw_totals(sheet, facts);
    draw_closing(sheet, facts);
    sheet.finish();
}

void draw_credit(Pdf& pdf, const Value& facts, const Words& words)
{
    Sheet sheet{pdf, words, facts, words("Credit note")};
    sheet.blocks(words("Credited to"), buyer_lines(facts), words("Address"), destination_lines(facts, words));
    total_row(sheet, words("Sent back"), amount(facts["amount"]), true);
    if (const auto reason = facts["reason"].text(); !reason.empty())
        for (const auto& line :
             pdf.wrap(words("Reason") + ": " + words(reason), normal, Sheet::right - Sheet::margin, 6)) {
            pdf.text(Sheet::margin, sheet.y, line, normal);
            sheet.y += 4.4;
        }
    sheet.finish();
}

void draw_slip(Pdf& pdf, const Value& facts, const Words& words)
{
    if (facts["lines"].size() > lines_max) throw PaperTooLong{};
    Sheet sheet{pdf, words, facts, words("Packing slip")};
    std::vector<std::string> parcel{
        words("Parcel %(part)s of %(parts)s",
              {{"part", std::max<std::int64_t>(facts["part"].integer(), 1)}, {"parts", facts["parts"].integer()}}),
        std::string{facts["courier"].text()}};
    if (const auto tracking = facts["tracking"].text(); !tracking.empty()) parcel.emplace_back(tracking);
    sheet.blocks(words("Shipped to"), destination_lines(facts, words), words("Shipment"), parcel);
    draw_code128(pdf, {Sheet::margin - 4, sheet.y, 58, 12}, facts["order"].text());
    sheet.y += 20;
    sheet.table({{"#", Sheet::margin + 1, Align::left},
                 {words("Product"), name_x, Align::left},
                 {words("Quantity"), 170, Align::right},
                 {words("Packed"), Sheet::right - 1, Align::right}});
    std::int64_t position = 0;
    for (const auto& line : facts["lines"].items()) {
        auto plain = line;
        plain.erase("reasons");
        const auto described = describe(pdf, plain, 130);
        sheet.need(described.height(), true);
        pdf.text(Sheet::margin + 1, sheet.y, std::to_string(++position), small);
        print(sheet, described);
        pdf.text(170, sheet.y, std::to_string(line["quantity"].integer()),
                 {.size = 10, .face = Face::bold, .align = Align::right});
        pdf.frame(Sheet::right - 8, sheet.y - 3.2, 4, 4);
        sheet.y += described.height();
    }
    sheet.need(12, false);
    pdf.line(Sheet::margin, sheet.y - 3, Sheet::right, sheet.y - 3, 0.2, 0.5);
    sheet.y += 2;
    total_row(sheet, words("Pieces"), std::to_string(facts["pieces"].integer()), true);
    if (const auto note = facts["note"].text(); !note.empty())
        for (const auto& line :
             pdf.wrap(words("Note") + ": " + std::string{note}, normal, Sheet::right - Sheet::margin, 8)) {
            sheet.need(5, false);
            pdf.text(Sheet::margin, sheet.y, line, normal);
            sheet.y += 4.4;
        }
    sheet.finish();
}

} // namespace hurtrock::papers
