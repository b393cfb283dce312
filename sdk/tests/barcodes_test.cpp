#include <hurtrock/barcodes.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace hurtrock {
namespace {

/// The square of 7 modules that stands in three corners: dark, around it light, with a dark heart of 3 by 3.
bool is_finder(const Barcode& code, int top, int left)
{
    for (int row = 0; row < 7; ++row)
        for (int column = 0; column < 7; ++column) {
            const int ring = std::max(std::abs(row - 3), std::abs(column - 3));
            if (code.is_dark(top + row, left + column) != (ring != 2)) return false;
        }
    return true;
}

TEST(Barcodes, QrCodeIsASquareWithItsThreeFinders)
{
    const auto code = qr_code("HR-1001");
    ASSERT_TRUE(code);
    EXPECT_EQ(code->columns, 21);
    EXPECT_EQ(code->rows, 21);
    EXPECT_TRUE(is_finder(*code, 0, 0));
    EXPECT_TRUE(is_finder(*code, 0, 14));
    EXPECT_TRUE(is_finder(*code, 14, 0));
    EXPECT_FALSE(is_finder(*code, 14, 14));
}

TEST(Barcodes, NothingIsDarkAroundTheGrid)
{
    const auto code = qr_code("HR-1001");
    ASSERT_TRUE(code && code->is_dark(0, 0));
    EXPECT_FALSE(code->is_dark(-1, 0));
    EXPECT_FALSE(code->is_dark(0, -1));
    EXPECT_FALSE(code->is_dark(21, 0));
    EXPECT_FALSE(code->is_dark(0, 21));
}

TEST(Barcodes, Code128IsOneRowOfElevenModulesASign)
{
    // Start, seven signs of set B and a checksum of 11 modules each, and a stop of 13 (ISO/IEC 15417, section 4).
    const auto code = code_128("HR-Abcd");
    ASSERT_TRUE(code);
    EXPECT_EQ(code->rows, 1);
    EXPECT_EQ(code->columns, 11 * 9 + 13);
}

TEST(Barcodes, RefusesWhatIsEmptyTooLongOrNotPrintable)
{
    for (const auto& text : {std::string{}, std::string(barcode_bytes_max + 1, 'x')}) {
        EXPECT_FALSE(qr_code(text));
        EXPECT_FALSE(code_128(text));
    }
    EXPECT_FALSE(code_128("Gitar é"));
    EXPECT_FALSE(code_128("a\nb"));
    EXPECT_TRUE(qr_code("Gitar é"));
    EXPECT_TRUE(qr_code(std::string(barcode_bytes_max, 'x')));
}

TEST(Barcodes, QrPictureIsASquarePng)
{
    const auto picture = qr_picture("00020101021226620014COM.GO-JEK.WWW");
    ASSERT_TRUE(picture);
    EXPECT_TRUE(picture->starts_with("\x89PNG\r\n\x1a\n"));
    EXPECT_EQ(picture->substr(12, 4), "IHDR");
    EXPECT_EQ(picture->substr(16, 4), picture->substr(20, 4));
    EXPECT_LT(picture->size(), 40'000U);
    EXPECT_TRUE(picture->ends_with("IEND\xAE\x42\x60\x82"));
    EXPECT_FALSE(qr_picture(""));
}

} // namespace
} // namespace hurtrock
