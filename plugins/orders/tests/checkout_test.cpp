#include "checkout.hpp"

#include <gtest/gtest.h>

namespace hurtrock::orders
{
namespace
{

shop::CartLine line(std::int64_t variant, std::int64_t price, std::int64_t quantity)
{
    shop::CartLine made;
    made.variant.id = VariantId{variant};
    made.variant.price = Money{price};
    made.variant.active = true;
    made.quantity = quantity;
    made.total = Money{price} * quantity;
    made.available = quantity;
    return made;
}

std::vector<OfferedLine> one(const shop::CartLine& line, std::int64_t later = 0)
{
    return std::vector<OfferedLine>(1, {line, later});
}

shop::Discounts off(std::int64_t amount)
{
    shop::Discounts discounts;
    discounts.lines.emplace_back().amount = Money{amount};
    return discounts;
}

const std::vector<shop::ShippingOption> couriers{{.code = "jne-reg", .name = "JNE REG", .price = Money{12'000}}};

TEST(Token, carries_what_the_page_showed)
{
    const auto view = one(line(1, 125'000, 2));
    const auto made = make_token(view, {}, couriers);
    const auto read = CheckoutToken::parse(made.text());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, made.key);
    EXPECT_EQ(read->subtotal, Money{250'000});
    EXPECT_EQ(read->fingerprint, seen(view, {}, couriers).fingerprint);
    EXPECT_NE(make_token(view, {}, couriers).key, made.key);
}

TEST(Token, differs_for_another_price_quantity_discount_wait_or_shipping_price)
{
    const auto print = [](const std::vector<OfferedLine>& lines, const shop::Discounts& discounts = {},
                          const std::vector<shop::ShippingOption>& options = couriers) {
        return seen(lines, discounts, options).fingerprint;
    };
    const auto shown = print(one(line(1, 125'000, 2)));
    EXPECT_EQ(shown, print(one(line(1, 125'000, 2))));
    EXPECT_NE(shown, print(one(line(1, 125'001, 2))));
    EXPECT_NE(shown, print(one(line(1, 125'000, 3))));
    EXPECT_NE(shown, print(one(line(2, 125'000, 2))));
    EXPECT_NE(shown, print(one(line(1, 125'000, 2), 1)));
    EXPECT_NE(shown, print(one(line(1, 125'000, 2)), off(1)));
    EXPECT_NE(shown, print(one(line(1, 125'000, 2)), {}, {}));
}

TEST(Token, of_a_program_is_a_bare_key_and_nonsense_is_none)
{
    const auto bare = CheckoutToken::parse("0b8f2c1e-1111-4222-8333-944445555666");
    ASSERT_TRUE(bare);
    EXPECT_FALSE(bare->subtotal);
    for (const auto* text :
         {"", "short", "has space in it", "12345678.", "12345678.x.0123456789abcdef", "12345678.5.abc",
          "12345678.99999999999999999999.0123456789abcdef", "'; DROP TABLE orders; --"})
        EXPECT_FALSE(CheckoutToken::parse(text)) << text;
    EXPECT_FALSE(CheckoutToken::parse(std::string(65, 'a')));
}

TEST(CheckoutForm, is_another_body_when_any_field_is_another)
{
    CheckoutForm form{.email = "a@example.com",
                      .name = "A",
                      .phone = "+62812",
                      .note = "",
                      .address = {},
                      .shipping_method = "x",
                      .payment_method = "y",
                      .short_stock = ShortStock::none,
                      .payment_fields = Value::map()};
    auto other = form;
    EXPECT_EQ(form.body(), other.body());
    other.address.city = "Kota Bandung";
    EXPECT_NE(form.body(), other.body());
    other = form;
    other.short_stock = ShortStock::split;
    EXPECT_NE(form.body(), other.body());
    other = form;
    other.payment_fields.set("bank", "bca");
    EXPECT_NE(form.body(), other.body());
    // A text may not slide from one field into the next.
    auto left = form, right = form;
    left.email = "ab", left.name = "c";
    right.email = "a", right.name = "bc";
    EXPECT_NE(left.body(), right.body());
}

} // namespace
} // namespace hurtrock::orders
