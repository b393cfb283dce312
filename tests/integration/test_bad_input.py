"""What nobody should send, sent to the checkout: a clear message each time, and nothing lost."""

import time

from selling import CUSTOMER, Variant, checkout, order_of, order_row, put_in_cart, words
from test_orders import delivered_order, line_ids
from test_pricing import cart_form, code, make_promotion
from test_races import nothing_is_torn

LINES_MANY = 10_000
# A page that takes longer than this with so many lines is not linear.
PAGE_SECONDS_MAX = 20


def of_cart(shop, variant):
    return shop.db(f"SELECT l.id, l.quantity FROM cart.lines l WHERE l.variant_id = {variant.id} ORDER BY l.id DESC LIMIT 1")


def orders_of(shop, variant):
    return int(shop.db(f"SELECT count(*) FROM orders.lines WHERE variant_id = {variant.id} AND order_id > {variant.since}")[0][0])


def test_a_product_that_is_not_sold_cannot_be_put_in_and_blocks_only_its_line(shop):
    gone, there = Variant(shop, 5), Variant(shop, 5)
    session = shop.session()
    put_in_cart(session, gone, 2)
    put_in_cart(session, there)
    page = session.get("/checkout")
    shop.db(f"UPDATE catalog.variants SET active = false WHERE id = {gone.id}")
    try:
        refused = put_in_cart(shop.session(), gone, headers={"Accept": "application/json"})
        assert refused.status == 404 and refused.json["detail"]
        # Another tab still has the form: what is not sold any more is no order, and the cart says which line it is.
        answer = session.submit(page, "/checkout", {**CUSTOMER, "action": "place"})
        assert orders_of(shop, gone) == 0 and orders_of(shop, there) == 0
        assert answer.status in (200, 409) and "notice-danger" in answer.text or 'role="alert"' in answer.text
        assert "has-problem" in session.get("/cart").text
        assert of_cart(shop, gone)[0][1] == "2" and of_cart(shop, there)[0][1] == "1"
    finally:
        shop.db(f"UPDATE catalog.variants SET active = true WHERE id = {gone.id}")
    order_of(checkout(session))
    nothing_is_torn(shop, there)


def test_lines_of_another_order_are_not_sent_back(shop):
    _, session, _, mine = delivered_order(shop, 1)
    _, _, _, other = delivered_order(shop, 1)
    (foreign,) = line_ids(shop, other)
    page = session.get(f"/orders/{mine}/return")
    answer = session.submit(page, f"/orders/{mine}/return", {f"quantity_{foreign}": 1, "reason": "broken"})
    assert answer.status == 422 and 'role="alert"' in answer.text
    assert shop.db(f"SELECT count(*) FROM orders.return_lines WHERE line_id = {foreign}") == [["0"]]


def test_a_code_that_expires_while_the_form_is_filled_in_is_said_before_anything_is_bought(shop):
    variant, gift = Variant(shop, 5), code()
    promotion = make_promotion(shop, percent=50, code=gift)
    session = shop.session()
    put_in_cart(session, variant)
    cart_form(session, "/cart/coupons", {"code": gift})
    page = session.get("/checkout")
    shop.db(f"UPDATE promotions.promotions SET ends_at = now() - interval '1 second' WHERE public_id = '{promotion}'")
    answer = session.submit(page, "/checkout", {**CUSTOMER, "action": "place"})
    assert answer.status == 409 and 'role="alert"' in answer.text and orders_of(shop, variant) == 0
    assert answer.fields("/checkout")["address"] == CUSTOMER["address"], "what was typed is still there"
    # Sent again from the page that says so, it is an order at the price that stands there.
    public_id = order_of(session.submit(answer, "/checkout", {**CUSTOMER, "action": "place"}))
    assert int(order_row(shop, public_id)["subtotal"]) == variant.price
    assert shop.db(f"SELECT discount_total FROM orders.orders WHERE public_id = '{public_id}'") == [["0"]]
    nothing_is_torn(shop, variant)


def test_a_cart_of_ten_thousand_lines_is_shown_and_refused_in_bounded_time(shop):
    variant = Variant(shop, 5)
    session = shop.session()
    put_in_cart(session, variant)
    page = session.get("/checkout")
    cart = shop.db(f"SELECT cart_id FROM cart.lines WHERE id = {of_cart(shop, variant)[0][0]}")[0][0]
    shop.db(f"INSERT INTO cart.lines (cart_id, variant_id, quantity, price) SELECT {cart}, 200000000 + n, 1, 1000 FROM generate_series(2, {LINES_MANY}) n")
    try:
        began = time.monotonic()
        answer = session.submit(page, "/checkout", {**CUSTOMER, "action": "place"})
        assert answer.status in (200, 409) and ("notice" in answer.text or 'role="alert"' in answer.text)
        shown = session.get("/cart")
        assert shown.status == 200 and "10000 baris" in words(shown)
        assert put_in_cart(session, Variant(shop, 3), headers={"Accept": "application/json"}).status == 422
        assert time.monotonic() - began < PAGE_SECONDS_MAX
        assert orders_of(shop, variant) == 0
        assert shop.db(f"SELECT count(*) FROM cart.lines WHERE cart_id = {cart}") == [[str(LINES_MANY)]], "nothing is lost"
    finally:
        shop.db(f"DELETE FROM cart.lines WHERE cart_id = {cart} AND variant_id > 200000000")
    order_of(checkout(session))


def test_the_back_button_after_payment_neither_pays_nor_buys_again(shop):
    variant = Variant(shop, 5)
    session = shop.session()
    put_in_cart(session, variant)
    form_page = session.get("/checkout")
    answer = session.submit(form_page, "/checkout", {**CUSTOMER, "payment_method": "simulator", "action": "place"}, follow=False)
    public_id = order_of(answer)
    session.get(f"/orders/{public_id}/pay", follow=False)
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    gateway = session.get(f"/simulator/pay/{attempt}")
    session.submit(gateway, f"/simulator/pay/{attempt}", {"action": "pay"})
    books = f"SELECT l.kind, l.amount FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id WHERE p.order_public_id = '{public_id}' ORDER BY l.id"
    deadline = time.monotonic() + 20
    while order_row(shop, public_id)["state"] != "paid" and time.monotonic() < deadline:
        session.get(f"/orders/{public_id}/back")
        time.sleep(0.2)
    paid = shop.db(books)
    assert len(paid) >= 1

    # Back to the gateway, to the way to pay, and to the form itself, pressing the button on each.
    assert session.submit(gateway, f"/simulator/pay/{attempt}", {"action": "pay"}).status < 500
    assert session.get(f"/orders/{public_id}/pay").url.endswith(f"/orders/{public_id}")
    again = session.submit(form_page, "/checkout", {**CUSTOMER, "payment_method": "simulator", "action": "place"}, follow=False)
    assert order_of(again) == public_id, "the same form is the same order"
    shown = words(session.get(f"/orders/{public_id}"))
    assert order_row(shop, public_id)["number"] in shown
    assert shop.db(books) == paid and orders_of(shop, variant) == 1
    assert shop.db(f"SELECT count(*) FROM payments.payments WHERE order_public_id = '{public_id}'") == [["1"]]
    nothing_is_torn(shop, variant)
