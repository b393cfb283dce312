#include "next_path.hpp"

#include <gtest/gtest.h>

namespace hurtrock::customers {
namespace {

TEST(NextPath, KeepsPathsOfThisShop)
{
    EXPECT_EQ(local_path("/checkout"), "/checkout");
    EXPECT_EQ(local_path("/products?q=bass&page=2"), "/products?q=bass&page=2");
    EXPECT_EQ(local_path("/"), "/");
}

TEST(NextPath, DropsTheLanguageThatRedirectAddsAgain)
{
    EXPECT_EQ(local_path("/en/checkout"), "/checkout");
    EXPECT_EQ(local_path("/en"), "/");
    EXPECT_EQ(local_path("/english-horns"), "/english-horns");
}

TEST(NextPath, RefusesEveryOtherPlace)
{
    for (const auto* typed : {"", "checkout", "https://evil.example", "//evil.example", "/\\evil.example", "/en//evil.example",
                              "/a\r\nSet-Cookie: x", "/a b", "javascript:alert(1)", "/\t/evil.example"})
        EXPECT_EQ(local_path(typed), "") << typed;
    EXPECT_EQ(local_path("/" + std::string(500, 'a')), "");
}

TEST(NextPath, RefusesTheDoorItself)
{
    for (const auto* typed : {"/login", "/login?next=/cart", "/en/login", "/logout", "/register/sent", "/reset?token=x", "/confirm?token=x"})
        EXPECT_EQ(local_path(typed), "") << typed;
    EXPECT_EQ(local_path("/login-guide"), "/login-guide");
}

TEST(NextPath, IsEncodedForAQuery)
{
    EXPECT_EQ(next_query("/products?q=a&b", '?'), "?next=%2Fproducts%3Fq%3Da%26b");
    EXPECT_EQ(next_query("/cart", '&'), "&next=%2Fcart");
    EXPECT_EQ(next_query(""), "");
}

} // namespace
} // namespace hurtrock::customers
