#include "barcode.hpp"
#include "drawing.hpp"
#include "sheet.hpp"

#include <algorithm>

namespace hurtrock::papers {
namespace {

constexpr double width = 100, height = 150, margin = 4, right = width - margin;
const Type small{.size = 7}, normal{.size = 8.5}, strong{.size = 9.5, .face = Face::bold};

class Label {
public:
    Label(Pdf& pdf, const Value& facts, const Words& words, const LabelRules& rules)
        : pdf_{pdf}, facts_{facts}, words_{words}, rules_{rules}
    {
        pdf_.page(width, height);
    }

    void draw()
    {
        pdf_.frame(2, 2, width - 4, height - 4, 0.4);
        courier();
        code();
        recipient();
        sender();
        measures();
        contents();
    }

private:
    void rule(double y) { pdf_.line(2, y, width - 2, y, 0.3); }

    double lines(double y, std::string_view text, const Type& type, double room, std::size_t most, double step)
    {
        for (const auto& line : pdf_.wrap(text, type, room, most)) {
            pdf_.text(margin, y, line, type);
            y += step;
        }
        return y;
    }

    /// On one line, in letters as small as it takes, down to `least`; what is still too long is cut.
    void one_line(double y, std::string_view text, Type type, double room, double least)
    {
        while (type.size > least && pdf_.width(text, type) > room)
            type.size -= 0.5;
        pdf_.text(margin, y, pdf_.wrap(text, type, room, 1).front(), type);
    }

    void courier()
    {
        const auto cod = facts_["cod"].integer();
        const std::string money = cod > 0 ? "COD " + Money{cod}.text() : "NON-COD";
        const Type bold{.size = 12, .face = Face::bold, .align = Align::right};
        const bool pickup = facts_["pickup"].boolean();
        one_line(9.5, pickup ? words_("Collected in the store") : std::string{facts_["courier"].text()},
                 {.size = 14, .face = Face::bold}, right - margin - pdf_.width(money, bold) - 4, 7);
        pdf_.text(right, 9.5, money, bold);
        rule(12.5);
    }

    /// Code 128 over the full width, what it says below it; the QR stands with the measures.
    void code()
    {
        const auto tracking = printable(facts_["tracking"].text());
        const auto shown = tracking.empty() ? printable(facts_["order"].text()) : tracking;
        draw_code128(pdf_, {2, 15, width - 4, 16}, shown);
        pdf_.text(width / 2, 35.5, pdf_.wrap(shown, {.size = 11, .face = Face::bold}, 90, 1).front(),
                  {.size = 11, .face = Face::bold, .align = Align::centre});
        rule(38);
    }

    void recipient()
    {
        const auto& address = facts_["address"];
        const auto or_buyer = [&](const char* key, const char* of_buyer) {
            const auto text = address[key].text();
            return text.empty() ? facts_["buyer"][of_buyer].text() : text;
        };
        pdf_.text(margin, 42, words_("Recipient"), small);
        double y = lines(46.5, or_buyer("recipient", "name"), {.size = 11, .face = Face::bold}, 92, 2, 4.8);
        const auto phone = or_buyer("phone", "phone");
        y = lines(y, rules_.mask_phone ? masked_phone(phone) : std::string{phone}, normal, 92, 1, 4.2);
        // A long street gives way, the levels after it never do.
        const auto all = address_lines(address);
        for (std::size_t index = 0; index < all.size(); ++index)
            y = lines(y, all[index], index + 2 >= all.size() ? strong : normal, 92, index == 0 ? 4 : 2, 4.2);
        rule(88);
    }

    void sender()
    {
        const auto& seller = facts_["seller"][words_.locale];
        pdf_.text(margin, 91.5, words_("Sender"), small);
        double y = lines(95.5, seller["name"].text(), strong, 60, 1, 4);
        if (rules_.sender == "name") return;
        const auto phone = seller["phone"].text();
        y = lines(y, rules_.sender == "masked" ? masked_phone(phone) : std::string{phone}, small, 60, 1, 3.4);
        std::string address;
        for (const auto& line : split_lines(seller["address"].text()))
            address += (address.empty() ? "" : ", ") + line;
        lines(y, address, small, 60, 3, 3.4);
    }

    void measures()
    {
        constexpr double qr = 27;
        draw_qr(pdf_, {right - qr, 89, qr, qr}, printable(facts_["order"].text()));
        pdf_.text(right - qr / 2, 118, facts_["order"].text(), {.size = 8, .face = Face::bold, .align = Align::centre});
        pdf_.line(67, 88, 67, 120, 0.3);
        const auto grams = facts_["weight_g"].integer();
        // Couriers count whole kilograms and tenths; a parcel never weighs 0,0.
        const auto tenths = std::max<std::int64_t>((grams + 99) / 100, grams > 0 ? 1 : 0);
        const std::string kilograms =
            std::to_string(tenths / 10) + (words_.locale == "en" ? "." : ",") + std::to_string(tenths % 10) + " kg";
        std::string measured =
            words_("Parcel %(part)s of %(parts)s", {{"part", std::max<std::int64_t>(facts_["part"].integer(), 1)},
                                                    {"parts", facts_["parts"].integer()}});
        measured += " · " + words_("%(count)s pieces", {{"count", facts_["pieces"].integer()}});
        if (grams > 0) measured += " · " + kilograms;
        pdf_.text(margin, 114, measured, {.size = 7.5, .face = Face::bold});
        pdf_.text(margin, 118, words_.date(facts_["day"].text()), small);
        rule(120);
    }

    void contents()
    {
        double y = 124;
        constexpr double lowest = height - 5, step = 3.5;
        if (facts_["cod_elsewhere"].boolean())
            y = lines(y, words_("The money is collected with parcel 1."), normal, 92, 1, 4);
        if (const auto note = facts_["note"].text(); !note.empty())
            y = lines(y, words_("Note") + ": " + std::string{note}, small, 92, 2, step);
        if (!rules_.contents) return;
        const auto& all = facts_["lines"].items();
        for (std::size_t index = 0; index < all.size(); ++index) {
            const auto left = all.size() - index;
            if (y > lowest - step && left > 1) {
                pdf_.text(margin, y, words_("and %(count)s more lines", {{"count", static_cast<std::int64_t>(left)}}),
                          small);
                return;
            }
            std::string text =
                std::to_string(all[index]["quantity"].integer()) + " × " + std::string{all[index]["name"].text()};
            if (const auto variant = all[index]["variant"].text(); !variant.empty())
                text += " (" + std::string{variant} + ")";
            y = lines(y, text, small, 92, 1, step);
        }
    }

    Pdf& pdf_;
    const Value& facts_;
    const Words& words_;
    const LabelRules& rules_;
};

} // namespace

void draw_label(Pdf& pdf, const Value& facts, const Words& words, const LabelRules& rules)
{
    Label{pdf, facts, words, rules}.draw();
}

} // namespace hurtrock::papers
