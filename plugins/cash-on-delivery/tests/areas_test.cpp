#include "provider.hpp"

#include <gtest/gtest.h>

namespace hurtrock::cash_on_delivery {
namespace {

shop::Address in(std::string city, std::string province)
{
    shop::Address address;
    address.city = std::move(city);
    address.province = std::move(province);
    return address;
}

TEST(Areas, none_is_everywhere)
{
    EXPECT_TRUE(lies_in("", in("Kota Bandung", "Jawa Barat")));
    EXPECT_TRUE(lies_in("\n  \r\n", in("Kota Bandung", "Jawa Barat")));
}

TEST(Areas, are_cities_or_provinces_in_any_usual_spelling)
{
    EXPECT_TRUE(lies_in("Kota Cimahi\nbandung\r\n", in("Kota Bandung", "Jawa Barat")));
    EXPECT_TRUE(lies_in("JAWA  BARAT", in("Kabupaten Garut", "Jawa Barat")));
    EXPECT_FALSE(lies_in("Kota Cimahi", in("Kota Bandung", "Jawa Barat")));
    EXPECT_FALSE(lies_in("Band", in("Kota Bandung", "Jawa Barat")));
}

} // namespace
} // namespace hurtrock::cash_on_delivery
