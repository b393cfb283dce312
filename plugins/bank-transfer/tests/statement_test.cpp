#include "statement.hpp"

#include <gtest/gtest.h>

namespace hurtrock::bank_transfer {
namespace {

TEST(Rupiah, is_read_in_the_spellings_of_banks)
{
    for (const auto* cell : {"1250123", "1.250.123", "1,250,123", "Rp1.250.123", "Rp 1.250.123,00", "1,250,123.00",
                             "IDR 1250123.0", "1.250.123,00 CR", "1250123CR", "+1.250.123"})
        EXPECT_EQ(rupiah_in(cell), 1'250'123) << cell;
    EXPECT_EQ(rupiah_in("5.000 DB"), -5'000);
    EXPECT_EQ(rupiah_in("-5.000,00"), -5'000);
    EXPECT_EQ(rupiah_in("(5.000)"), -5'000);
    EXPECT_EQ(rupiah_in("12.500"), 12'500);
    EXPECT_EQ(rupiah_in("0"), 0);
}

TEST(Rupiah, is_nothing_else)
{
    for (const auto* cell : {"", "abc", "1.25", "12.50", "1.2345.678", "1..000", "1.000,5", "12-34",
                             "99999999999999999999", "Rp", "1.000.", "0x10"})
        EXPECT_EQ(rupiah_in(cell), std::nullopt) << cell;
}

TEST(Statement, finds_its_columns_by_name)
{
    const auto read = read_statement("Saldo;Tanggal;Keterangan;Kredit\n9.000;21/11/2026;\"TRSF; "
                                     "HR-1042\";1.250.123,00\n8.000;21/11/2026;biaya;5.000 DB\n");
    ASSERT_EQ(read.lines.size(), 1u);
    EXPECT_EQ(read.lines[0].amount, Money{1'250'123});
    EXPECT_EQ(read.lines[0].description, "TRSF; HR-1042");
    EXPECT_EQ(read.outgoing, 1);
    EXPECT_TRUE(read.unread.empty());
}

TEST(Statement, without_a_header_is_date_description_amount)
{
    const auto read = read_statement("\xEF\xBB\xBF"
                                     "21/11,Budi,150000\r\n\r\n21/11,Siti,seribu\r\n21/11,Budi,150000");
    ASSERT_EQ(read.lines.size(), 2u);
    EXPECT_NE(read.lines[0].fact, read.lines[1].fact) << "two transfers of one day and amount are two";
    EXPECT_EQ(read.unread, std::vector<int>{3});
    EXPECT_EQ(read_statement("21/11,Budi,150000").lines[0].fact, read.lines[0].fact) << "pasted again it is the same";
}

TEST(Statement, of_any_bytes_is_read_without_harm)
{
    EXPECT_TRUE(read_statement("").lines.empty());
    EXPECT_TRUE(read_statement("\"").lines.empty());
    EXPECT_TRUE(read_statement(std::string(100'000, ',')).lines.empty());
    std::string many;
    for (int i = 0; i < 600; ++i)
        many += "1,a,1000\n";
    EXPECT_TRUE(read_statement(many).cut);
    EXPECT_EQ(read_statement(many).lines.size(), statement_rows_max);
}

TEST(OrderNumber, is_found_in_what_people_write)
{
    EXPECT_EQ(order_number_in("TRSF E-BANKING CR hr1042 BUDI"), "HR-1042");
    EXPECT_EQ(order_number_in("HR-1042"), "HR-1042");
    EXPECT_EQ(order_number_in("pesanan HR 1042/ gitar"), "HR-1042");
    EXPECT_EQ(order_number_in("BAHR 1042"), "");
    EXPECT_EQ(order_number_in("hr12"), "");
}

} // namespace
} // namespace hurtrock::bank_transfer
