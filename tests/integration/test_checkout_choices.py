"""What a checkout asks beyond the address: what to do when stock is short, and whether the terms are accepted."""

import contextlib

import pytest
from selling import Variant, checkout, order_of, order_row, put_in_cart, unique_email, words
from test_orders import desk, line_counts, order_states, ship_units
from test_sale import confirm


@contextlib.contextmanager
def short(shop, here):
    """A variant of which so many are here, and of which more may be ordered."""
    variant = Variant(shop, 5)
    product = f"WHERE id = (SELECT product_id FROM catalog.variants WHERE id = {variant.id})"
    shop.db(f"UPDATE catalog.products SET backorder = true, expected_on = '2027-12-24' {product}")
    variant.set_stock(here)
    try:
        yield variant
    finally:
        shop.db(f"UPDATE catalog.products SET backorder = false, expected_on = NULL {product}")


def held(shop, public_id):
    """(reserved, waited for)"""
    return tuple(int(cell) for cell in shop.db(f"SELECT coalesce(sum(quantity), 0), coalesce(sum(waiting), 0) FROM inventory.reservations WHERE holder = '{public_id}'")[0])


def counted(admin, variant, on_hand):
    admin.submit(admin.get(f"/admin/stock/{variant.id}"), f"/admin/stock/{variant.id}", {"on_hand": on_hand, "reason": "kiriman"})


@pytest.mark.parametrize("choice, ordered, waiting", [("split", 3, 2), ("together", 3, 2), ("reduce", 1, 0)])
def test_short_stock_is_the_customers_choice(shop, choice, ordered, waiting):
    with short(shop, 1) as variant:
        session = shop.session()
        put_in_cart(session, variant, 3)
        page = session.get("/checkout")
        assert 'name="short_stock"' in page.text and "24 Desember 2027" in words(page), "it says what is short and when more comes"
        unasked = checkout(session, email=unique_email())
        assert unasked.status == 422 and "Pilih mau bagaimana" in words(unasked)
        # The price of less is shown before it is ordered.
        shown = checkout(session, email=unique_email(), short_stock=choice, action="refresh")
        public_id = order_of(session.submit(shown, "/checkout", {"action": "place"}))
        assert int(order_row(shop, public_id)["subtotal"]) == ordered * variant.price
        confirm(shop, public_id)
        assert order_states(shop, public_id)[:2] == ("confirmed", "paid")

        admin = shop.admin()
        if choice == "reduce":
            ship_units(admin, shop, public_id, 1, "JNE-KURANG")
            assert order_states(shop, public_id)[2] == "shipped"
            return
        assert held(shop, public_id)[1] == waiting
        if choice == "split":
            ship_units(admin, shop, public_id, 1, "JNE-DULU")
            assert line_counts(shop, public_id) == [(3, 1, 1, 0)] and order_states(shop, public_id)[2] == "partly_shipped"
        else:
            assert "semuanya dikirim sekaligus" in words(desk(admin, public_id)), "the desk is told to wait"
        counted(admin, variant, variant.stock()[0] + waiting)
        assert held(shop, public_id)[1] == 0, "what came in went to who waited"
        ship_units(admin, shop, public_id, waiting if choice == "split" else 3, "JNE-SISA")
        assert order_states(shop, public_id)[2] == "shipped"


def test_the_terms_are_asked_for_where_the_shop_wants_a_tick(shop):
    variant = Variant(shop, 3)
    session = shop.session()
    put_in_cart(session, variant)
    shop.run("settings", "orders", "ask_terms", "true")
    try:
        assert 'name="terms"' in session.get("/checkout").text
        refused = checkout(session, email=unique_email())
        assert refused.status == 422 and "Setujui syaratnya" in words(refused)
        public_id = order_of(checkout(session, email=unique_email(), terms="1"))
        assert shop.db(f"SELECT terms_accepted_at IS NOT NULL FROM orders.orders WHERE public_id = '{public_id}'") == [["t"]]
    finally:
        shop.run("settings", "orders", "ask_terms", "false")


@pytest.mark.parametrize("typed", ["0812-3456-7890", "+62 812 3456 7890", "62 812.3456.7890", "(0812) 3456 7890", "8123456 7890", "0062 812 3456 7890", "+62 (0)812 3456 7890"])
def test_a_phone_in_any_usual_spelling_is_one_number(shop, typed):
    session = shop.session()
    put_in_cart(session, Variant(shop, 3))
    public_id = order_of(checkout(session, email=unique_email(), phone=typed))
    assert shop.db(f"SELECT phone FROM orders.orders WHERE public_id = '{public_id}'") == [["+6281234567890"]]
