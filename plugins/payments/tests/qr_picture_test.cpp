#include "qr_picture.hpp"

#include <gtest/gtest.h>

namespace hurtrock::payments {
namespace {

TEST(QrPicture, is_a_square_png)
{
    const auto picture = qr_picture("00020101021226620014COM.GO-JEK.WWW");
    ASSERT_TRUE(picture);
    EXPECT_TRUE(picture->starts_with("\x89PNG\r\n\x1a\n"));
    EXPECT_EQ(picture->substr(12, 4), "IHDR");
    EXPECT_EQ(picture->substr(16, 4), picture->substr(20, 4));
    EXPECT_LT(picture->size(), 40'000U);
    EXPECT_TRUE(picture->ends_with("IEND\xAE\x42\x60\x82"));
}

TEST(QrPicture, is_not_made_of_nothing_or_too_much)
{
    EXPECT_FALSE(qr_picture(""));
    EXPECT_FALSE(qr_picture(std::string(1'001, 'x')));
    EXPECT_TRUE(qr_picture(std::string(1'000, 'x')));
}

} // namespace
} // namespace hurtrock::payments
