/// Draws papers and reads them back with poppler and zbar, as a person and a courier would.
#include "drawing.hpp"
#include "facts.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace hurtrock::papers {
namespace {

class Drawn : public ::testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = "/tmp/hurtrock-papers-XXXXXX";
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    static Words words(const std::string& locale = "en")
    {
        return {locale, [](std::string_view message, const Value& arguments) {
                    std::string text{message};
                    for (const auto& [name, value] : arguments.entries()) {
                        const std::string place = "%(" + std::string{name} + ")s";
                        const auto at = text.find(place);
                        if (at == std::string::npos) continue;
                        text.replace(at, place.size(),
                                     value.is_text() ? std::string{value.text()} : std::to_string(value.integer()));
                    }
                    return text;
                }};
    }
    template <class Draw>
    std::string make(Draw draw)
    {
        Pdf pdf{"test"};
        draw(pdf);
        auto bytes = pdf.bytes();
        std::ofstream{folder_ + "/paper.pdf", std::ios::binary} << bytes;
        return bytes;
    }
    std::string run(const std::string& command) const
    {
        std::string output;
        FILE* pipe = popen(("cd " + folder_ + " && " + command + " 2>/dev/null").c_str(), "r");
        char part[4096];
        for (std::size_t size; (size = fread(part, 1, sizeof part, pipe)) > 0;)
            output.append(part, size);
        pclose(pipe);
        return output;
    }
    std::string read() const { return run("pdftotext -layout paper.pdf -"); }
    /// Without blanks, which pdftotext sets by distance.
    std::string squeezed() const
    {
        auto text = read();
        text.erase(std::remove_if(text.begin(), text.end(), [](unsigned char letter) { return std::isspace(letter); }),
                   text.end());
        return text;
    }
    std::string codes() const { return run("pdftoppm -r 300 -png paper.pdf page && zbarimg -q page*.png"); }
    int pages() const { return std::atoi(run("pdfinfo paper.pdf | sed -n 's/^Pages: *//p'").c_str()); }

    std::string folder_;
};

shop::OrderDetail order(std::size_t lines)
{
    shop::OrderDetail order;
    order.summary.number = "HR-1042";
    order.summary.public_id = "abcdefghijklmnopqrstuv";
    order.summary.customer_name = "Siti Nurhaliza \xF0\x9F\x8E\xB8\x07\xE2\x80\xAE Ñandú";
    order.summary.customer_email = "siti@example.com";
    order.summary.money = shop::MoneyState::paid;
    order.summary.stage = shop::OrderStage::confirmed;
    order.summary.placed_at = Time{std::chrono::seconds{1'795'000'000}};
    order.paid_at = order.summary.placed_at + std::chrono::hours{1};
    order.phone = "+6281234567890";
    order.locale = "id";
    order.address = {"Siti Nurhaliza", "+6281234567890", "Jl. Merdeka 1, RT 02/RW 05, dekat masjid",
                     "Gegerkalong",    "Sukasari",       "Kota Bandung",
                     "Jawa Barat",     "40154"};
    order.shipping_name = "JNE REG";
    order.shipping_price = Money{18500};
    for (std::size_t index = 0; index < lines; ++index) {
        shop::OrderLineDetail line;
        line.id = static_cast<std::int64_t>(index) + 1;
        line.sku = "SKU-" + std::to_string(index + 1);
        line.product_name = index % 7 == 3
                                ? "Gitar listrik dengan nama yang sangat panjang sekali dan " + std::string(90, 'W')
                                : "Senar gitar No " + std::to_string(index + 1);
        line.variant_name = "Merah";
        line.unit_price = Money{125000};
        line.quantity = 2;
        line.gross = Money{250000};
        line.discount = {Money{25000}, {{"promo", "Pekan gitar: 10 %", "GITAR10", Money{25000}}}};
        line.total = Money{225000};
        line.tax = Money{225000}.share(11, 111);
        line.weight_g = 300;
        order.subtotal += line.gross;
        order.discount_total += line.discount.amount;
        order.tax += line.tax;
        order.lines.push_back(line);
    }
    order.shipping_tax = Money{1833};
    order.tax += order.shipping_tax;
    order.tax_name = "PPN";
    order.tax_rate = "11 %";
    order.total = order.subtotal - order.discount_total + order.shipping_price;
    order.payment.title = "Bank transfer";
    order.payment.captured = order.total;
    return order;
}

shop::OrderParcel parcel(int number, shop::ParcelState state, std::vector<shop::ParcelLine> lines,
                         const std::string& tracking = "")
{
    shop::OrderParcel parcel;
    parcel.number = number;
    parcel.state = state;
    parcel.tracking_number = tracking;
    parcel.lines = std::move(lines);
    return parcel;
}

shop::TaxSummary split(const shop::OrderDetail& order)
{
    shop::TaxSummary tax;
    for (const auto& line : order.lines)
        tax.lines.push_back({line.total - line.tax, (line.total - line.tax).share(11, 12), line.tax});
    const Money net = order.shipping_price - order.shipping_tax;
    tax.shipping = {net, net.share(11, 12), order.shipping_tax};
    tax.name = "PPN";
    tax.statutory_rate = "12 %";
    return tax;
}

Letterhead head()
{
    const Value seller{{"name", "Hurtrock Music Store"},
                       {"address", "Jl. Braga 10\nBandung"},
                       {"phone", "+62227654321"},
                       {"email", "toko@example.com"}};
    return {{{"id", seller}, {"en", seller}}, "01.234.567.8-901.000", {{"id", "Terima kasih."}, {"en", "Thank you."}}};
}

const Time now{std::chrono::seconds{1'795'003'600}};

Value issued(const shop::OrderDetail& order)
{
    const auto tax = split(order);
    auto facts = invoice_facts(order, head(), &tax, now);
    facts.set("number", "INV/2026/000007");
    return facts;
}

TEST_F(Drawn, an_invoice_says_who_what_and_how_much)
{
    const auto sold = order(2);
    make([&](Pdf& pdf) { draw_invoice(pdf, issued(sold), words()); });
    const auto text = squeezed();
    for (const char* expected : {"INV/2026/000007", "HR-1042", "HurtrockMusicStore", "SitiNurhaliza", "Ñandú",
                                 "Rp468.500", "Rp125.000", "−Rp50.000", "Pekangitar:10%(GITAR10)", "PAID", "PPN12%",
                                 "DPPnilailain", "Page1of1", "NPWP:01.234.567.8-901.000"})
        EXPECT_NE(text.find(expected), std::string::npos) << expected << "\n" << read();
    // 450000 x 11/111 by line, and 1833 inside the shipping.
    EXPECT_NE(text.find(sold.tax.text()), std::string::npos);
    EXPECT_NE(text.find((sold.total - sold.tax).text()), std::string::npos);
    EXPECT_NE(run("pdfinfo paper.pdf").find("(A4)"), std::string::npos);
    EXPECT_NE(run("pdffonts paper.pdf").find("yes yes yes"), std::string::npos) << run("pdffonts paper.pdf");
}

TEST_F(Drawn, the_same_facts_give_the_same_bytes)
{
    const auto facts = issued(order(3));
    const auto first = make([&](Pdf& pdf) { draw_invoice(pdf, facts, words()); });
    EXPECT_EQ(first, make([&](Pdf& pdf) { draw_invoice(pdf, facts, words()); }));
}

TEST_F(Drawn, what_is_not_issued_is_a_proforma)
{
    auto sold = order(1);
    sold.summary.money = shop::MoneyState::unpaid;
    sold.paid_at.reset();
    sold.payment.due = sold.total;
    make([&](Pdf& pdf) { draw_invoice(pdf, invoice_facts(sold, head(), nullptr, now), words("id")); });
    const auto text = squeezed();
    EXPECT_NE(text.find("Proformainvoice"), std::string::npos);
    EXPECT_NE(text.find("UNPAID"), std::string::npos);
    EXPECT_EQ(text.find("DPPnilailain"), std::string::npos);
    EXPECT_NE(text.find("November2026"), std::string::npos);
}

TEST_F(Drawn, two_hundred_lines_go_over_pages_that_repeat_the_head)
{
    make([&](Pdf& pdf) { draw_invoice(pdf, issued(order(200)), words()); });
    const int count = pages();
    EXPECT_GE(count, 8);
    const auto text = squeezed();
    const auto last = std::to_string(count);
    EXPECT_NE(text.find("Page" + last + "of" + last), std::string::npos);
    EXPECT_NE(text.find("SKU-200"), std::string::npos);
    for (int page = 1; page < count; ++page) {
        const auto one =
            run("pdftotext -layout -f " + std::to_string(page) + " -l " + std::to_string(page) + " paper.pdf -");
        EXPECT_NE(one.find("Quantity"), std::string::npos) << page;
        EXPECT_NE(one.find("INV/2026/000007"), std::string::npos) << page;
    }
}

TEST_F(Drawn, more_lines_than_a_paper_takes_are_refused)
{
    Pdf pdf{"test"};
    const auto facts = issued(order(lines_max + 1));
    EXPECT_THROW(draw_invoice(pdf, facts, words()), PaperTooLong);
}

TEST_F(Drawn, a_label_is_read_back_exactly)
{
    auto sold = order(3);
    sold.parcels.push_back(parcel(1, shop::ParcelState::shipped, {{1, 2}, {2, 1}}, "JP1234567890-xyZ"));
    const auto parcels = parcel_facts(sold, head(), now);
    ASSERT_EQ(parcels.size(), 1U);
    make([&](Pdf& pdf) { draw_label(pdf, parcels.front(), words(), {.sender = "masked"}); });
    const auto found = codes();
    EXPECT_NE(found.find("CODE-128:JP1234567890-xyZ\n"), std::string::npos) << found;
    EXPECT_NE(found.find("QR-Code:HR-1042\n"), std::string::npos) << found;
    EXPECT_NE(run("pdfinfo paper.pdf").find("283.465 x 425.197 pts"), std::string::npos) << run("pdfinfo paper.pdf");
    const auto text = squeezed();
    for (const char* expected : {"NON-COD", "+62812****7890", "KotaBandung", "40154", "0.9kg", "3pieces", "Senargitar"})
        EXPECT_NE(text.find(expected), std::string::npos) << expected << "\n" << read();
    EXPECT_EQ(text.find("+6281234567890"), std::string::npos);
    EXPECT_EQ(text.find("+62227654321"), std::string::npos);
}

TEST_F(Drawn, the_longest_tracking_number_keeps_its_quiet_zone_and_is_read)
{
    auto sold = order(1);
    const std::string tracking = "ABCDEFGH-0123456789-abcdefghij";
    sold.parcels.push_back(parcel(1, shop::ParcelState::packed, {{1, 1}}, tracking));
    make([&](Pdf& pdf) { draw_label(pdf, parcel_facts(sold, head(), now).front(), words(), {}); });
    EXPECT_NE(codes().find("CODE-128:" + tracking + "\n"), std::string::npos) << codes();
}

TEST_F(Drawn, money_at_the_door_is_asked_for_once)
{
    auto sold = order(2);
    sold.summary.money = shop::MoneyState::promised;
    sold.payment.on_delivery = true;
    sold.payment.due = Money{468500};
    sold.parcels.push_back(parcel(1, shop::ParcelState::cancelled, {{1, 2}}));
    sold.parcels.push_back(parcel(2, shop::ParcelState::packed, {{1, 2}}));
    sold.parcels.push_back(parcel(3, shop::ParcelState::packed, {{2, 2}}));
    const auto parcels = parcel_facts(sold, head(), now);
    ASSERT_EQ(parcels.size(), 2U);
    EXPECT_EQ(parcels[0]["cod"].integer(), 468500);
    EXPECT_EQ(parcels[1]["cod"].integer(), 0);
    make([&](Pdf& pdf) {
        for (const auto& parcel : parcels)
            draw_label(pdf, parcel, words(), {});
    });
    const auto text = squeezed();
    EXPECT_NE(text.find("CODRp468.500"), std::string::npos);
    EXPECT_NE(text.find("NON-COD"), std::string::npos);
    EXPECT_NE(codes().find("CODE-128:HR-1042\n"), std::string::npos);
}

TEST_F(Drawn, slips_carry_no_prices_and_fifty_fit_in_one_document)
{
    auto parcel = parcel_facts(order(4), head(), now).front();
    make([&](Pdf& pdf) {
        for (int index = 0; index < 50; ++index)
            draw_slip(pdf, parcel, words());
    });
    EXPECT_EQ(pages(), 50);
    EXPECT_EQ(read().find("Rp"), std::string::npos);
}

TEST_F(Drawn, receipts_are_as_wide_as_their_roll)
{
    const auto facts = issued(order(200));
    make([&](Pdf& pdf) { draw_receipt(pdf, facts, words(), 58); });
    EXPECT_NE(run("pdfinfo paper.pdf").find("164.409 x"), std::string::npos) << run("pdfinfo paper.pdf");
    EXPECT_NE(squeezed().find(amount(facts["total"])), std::string::npos);
    make([&](Pdf& pdf) { draw_receipt(pdf, facts, words(), 80); });
    EXPECT_NE(run("pdfinfo paper.pdf").find("226.772 x"), std::string::npos);
}

TEST(Printable, drops_what_a_paper_cannot_show)
{
    EXPECT_EQ(printable("a\tb\r\n\x01 c"), "a b c");
    EXPECT_EQ(printable("\xF0\x9F\x8E\xB8 rock"), "\xE2\x96\xA1 rock");
    EXPECT_EQ(printable("x\xE2\x80\xAEy"), "xy");
    EXPECT_EQ(printable("\xFFok\xC3"), "?ok?");
}

TEST(Phones, keep_enough_to_be_told_apart)
{
    EXPECT_EQ(masked_phone("+6281234567890"), "+62812****7890");
    EXPECT_EQ(masked_phone("12345"), "*****");
}

} // namespace
} // namespace hurtrock::papers
