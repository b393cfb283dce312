#include "checkout.hpp"
#include "tax.hpp"

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

shop::CartView cart(std::vector<shop::CartLine> lines)
{
    shop::CartView view;
    for (const auto& made : lines)
        view.subtotal += made.total;
    view.lines = std::move(lines);
    return view;
}

const std::vector<shop::ShippingOption> couriers{{.code = "jne-reg", .name = "JNE REG", .price = Money{12'000}}};

TEST(Tax, inside_a_price_is_11_of_111_rounded_half_up)
{
    const std::pair<std::int64_t, std::int64_t> checks[]{{111'000, 11'000},
                                                         {125'000, 12'387},
                                                         {1'250'000, 123'874},
                                                         {268'000, 26'559},
                                                         {18'500, 1'833},
                                                         {999, 99},
                                                         {0, 0}};
    for (const auto& [price, tax] : checks)
        EXPECT_EQ(tax_inside(Money{price}), Money{tax}) << price;
}

TEST(OrderLines, add_up_to_the_cart_and_their_tax_to_the_orders)
{
    const auto view = cart({line(1, 125'000, 1), line(2, 999, 3), line(3, 18'500, 2)});
    const auto lines = to_order_lines(view, true);
    Money total, tax;
    for (const auto& made : lines) {
        EXPECT_EQ(made.total, made.unit_price * made.quantity);
        EXPECT_EQ(made.tax, tax_inside(made.total));
        total += made.total;
        tax += made.tax;
    }
    EXPECT_EQ(total, view.subtotal);
    EXPECT_EQ(sum_of_tax(lines), tax);
    EXPECT_TRUE(sum_of_tax(to_order_lines(view, false)).is_zero());
}

TEST(Token, carries_what_the_page_showed)
{
    const auto view = cart({line(1, 125'000, 2)});
    const auto made = make_token(view, couriers);
    const auto read = CheckoutToken::parse(made.text());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, made.key);
    EXPECT_EQ(read->subtotal, Money{250'000});
    EXPECT_EQ(read->fingerprint, fingerprint(view, couriers));
    EXPECT_NE(make_token(view, couriers).key, made.key);
}

TEST(Token, differs_for_another_price_quantity_or_shipping_price)
{
    const auto seen = fingerprint(cart({line(1, 125'000, 2)}), couriers);
    EXPECT_EQ(seen, fingerprint(cart({line(1, 125'000, 2)}), couriers));
    EXPECT_NE(seen, fingerprint(cart({line(1, 125'001, 2)}), couriers));
    EXPECT_NE(seen, fingerprint(cart({line(1, 125'000, 3)}), couriers));
    EXPECT_NE(seen, fingerprint(cart({line(2, 125'000, 2)}), couriers));
    EXPECT_NE(seen, fingerprint(cart({line(1, 125'000, 2)}), {}));
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
                      .payment_method = "y"};
    auto other = form;
    EXPECT_EQ(form.body(), other.body());
    other.address.city = "Kota Bandung";
    EXPECT_NE(form.body(), other.body());
    // A text may not slide from one field into the next.
    auto left = form, right = form;
    left.email = "ab", left.name = "c";
    right.email = "a", right.name = "bc";
    EXPECT_NE(left.body(), right.body());
}

} // namespace
} // namespace hurtrock::orders
