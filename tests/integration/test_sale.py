"""The sale: from cart to a delivered order, and every way it can be refused."""

import re
import time
import urllib.parse

from selling import CUSTOMER, Variant, checkout, order_of, order_row, put_in_cart, unique_email, words


def confirm(shop, public_id, amount=None):
    """The owner confirms the transfer on the payment's page; answers that page's answer."""
    admin = shop.admin()
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC")[0][0]
    page = admin.get(f"/admin/payments/{attempt}")
    assert page.status == 200
    changes = {} if amount is None else {"amount": amount}
    return admin.submit(page, f"/admin/payments/{attempt}/receipt", changes)


def payment_row(shop, public_id):
    columns = "id, state, amount, expected"
    row = shop.db(f"SELECT {columns} FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC")[0]
    return dict(zip(columns.split(", "), row))


def ledger(shop, public_id):
    rows = shop.db(
        "SELECT l.kind, l.amount FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id"
        f" WHERE p.order_public_id = '{public_id}' ORDER BY l.id"
    )
    return [(kind, int(amount)) for kind, amount in rows]


def placed_order(shop, variant, quantity=1, **changes):
    session = shop.session()
    put_in_cart(session, variant, quantity)
    return session, order_of(checkout(session, **changes))


# --- the road ---------------------------------------------------------------------------------------------------------


def test_a_guest_buys_pays_by_transfer_and_gets_the_parcel(shop):
    variant = Variant(shop, 5)
    email = unique_email()
    session = shop.session()
    assert put_in_cart(session, variant, 2).url.endswith("/cart")

    answer = checkout(session, follow=False, email=email)
    assert answer.status == 303
    public_id = order_of(answer)
    order = order_row(shop, public_id)
    assert order["state"] == "placed"
    assert int(order["subtotal"]) == 2 * variant.price
    assert int(order["total"]) == int(order["subtotal"]) + int(order["shipping_price"])
    assert variant.stock() == (5, 2)

    page = words(session.get(f"/orders/{public_id}"))
    payment = payment_row(shop, public_id)
    assert payment["state"] == "pending"
    assert 0 < int(payment["expected"]) - int(order["total"]) < 1000
    assert f"Rp{int(payment['expected']):,}".replace(",", ".") in page
    assert "1234567890" in page and order["number"] in page
    assert session.get("/checkout").url.endswith("/cart"), "the cart is empty now"

    confirm(shop, public_id)
    assert order_row(shop, public_id)["state"] == "paid"
    assert variant.stock() == (3, 0)
    received = int(payment["expected"])
    assert ledger(shop, public_id) == [("captured", received), ("rounding", received - int(order["total"]))]

    admin = shop.admin()
    desk = admin.get(f"/admin/orders/{public_id}")
    admin.submit(desk, f"/admin/orders/{public_id}/ship", {"courier": "JNE REG", "tracking_number": "JNE0012345678"})
    assert order_row(shop, public_id)["state"] == "shipped"
    assert "JNE0012345678" in words(session.get(f"/orders/{public_id}"))
    desk = admin.get(f"/admin/orders/{public_id}")
    admin.submit(desk, f"/admin/orders/{public_id}/deliver")
    assert order_row(shop, public_id)["state"] == "delivered"

    events = shop.db(f"SELECT kind, event, actor <> '' FROM orders.order_events WHERE order_id = {order['id']} ORDER BY id")
    assert [(kind, event) for kind, event, _ in events] == [
        ("order", "place"), ("money", "pay"), ("order", "confirm"), ("parcel", "pack"), ("parcel", "ship"), ("fulfilment", "ship"),
        ("parcel", "deliver"), ("fulfilment", "deliver"), ("order", "complete"),
    ]
    assert all(actor == "t" for *_, actor in events)


def test_the_checkout_page_remembers_what_was_typed_when_shipping_is_updated(shop):
    session = shop.session()
    put_in_cart(session, Variant(shop, 3))
    answer = checkout(session, action="refresh", shipping_method="jne-yes", name="Siti")
    assert answer.status == 200
    fields = answer.fields("/checkout")
    assert (fields["name"], fields["shipping_method"]) == ("Siti", "jne-yes")
    assert "Rp22.000" in words(answer) or "Rp" in words(answer)


def test_an_english_visitor_reads_english(shop):
    session = shop.session()
    put_in_cart(session, Variant(shop, 3))
    page = session.get("/en/checkout")
    answer = session.submit(page, "/en/checkout", {**CUSTOMER, "action": "place"})
    assert "/en/orders/" in answer.url
    assert "Order placed" in words(answer)


def test_collecting_in_the_store_needs_no_address_and_costs_nothing(shop):
    variant = Variant(shop, 2)
    empty = {name: "" for name in ("address", "place", "postal_code")}
    _, public_id = placed_order(shop, variant, shipping_method="ambil-di-toko", **empty)
    assert order_row(shop, public_id)["shipping_price"] == "0"


def test_an_order_can_be_tracked_by_number_and_mail_only(shop):
    _, public_id = placed_order(shop, Variant(shop, 2), email="lacak@example.com")
    number = order_row(shop, public_id)["number"]
    visitor = shop.session()
    page = visitor.get("/track")
    assert public_id in visitor.submit(page, "/track", {"number": number.lower(), "email": "Lacak@Example.com"}).url
    wrong = visitor.submit(page, "/track", {"number": number, "email": "orang@example.com"})
    assert wrong.status == 422 and public_id not in wrong.text


def test_the_list_of_orders_asks_who_you_are(shop):
    assert "/login" in shop.session().get("/orders").url
    assert shop.session().get("/orders/" + "0" * 22).status == 404


def wait_for_mail(shop, to, subject_part, seconds=30):
    """The text of a kept mail; mails are written after the commit, from the outbox."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        rows = shop.db(
            "SELECT encode(convert_to(text_body, 'UTF8'), 'hex') FROM core.mails"
            f" WHERE to_address = '{to}' AND subject LIKE '%{subject_part}%' ORDER BY id"
        )
        if rows:
            assert len(rows) == 1, "one mail, not two"
            return bytes.fromhex(rows[0][0]).decode()
        time.sleep(0.2)
    raise AssertionError(f"no mail about {subject_part!r} to {to}")


def test_each_step_is_mailed_once_in_the_customers_language(shop):
    variant = Variant(shop, 3)
    email = unique_email()
    _, public_id = placed_order(shop, variant, email=email)
    expected = int(payment_row(shop, public_id)["expected"])
    received = wait_for_mail(shop, email, "diterima: cara membayar")
    assert f"Rp{expected:,}".replace(",", ".") in received and "1234567890" in received and public_id in received
    confirm(shop, public_id)
    assert "sudah masuk" in wait_for_mail(shop, email, "lunas")
    admin = shop.admin()
    desk = admin.get(f"/admin/orders/{public_id}")
    admin.submit(desk, f"/admin/orders/{public_id}/ship", {"tracking_number": "RESI-77"})
    assert "RESI-77" in wait_for_mail(shop, email, "dikirim")

    session = shop.session()
    other = unique_email()
    put_in_cart(session, variant)
    page = session.get("/en/checkout")
    public_id = order_of(session.submit(page, "/en/checkout", {**CUSTOMER, "email": other, "action": "place"}))
    session.submit(session.get(f"/en/orders/{public_id}"), f"/en/orders/{public_id}/cancel")
    assert "Cancelled by the customer" in wait_for_mail(shop, other, "is cancelled")


def customer(shop):
    """A confirmed customer with a password; answers their address."""
    email = unique_email("pelanggan")
    shop.run("user", "create", "--email", email, "--password", "gitar-listrik-merah", "--role", "customer")
    return email


def log_in(session, email):
    page = session.get("/login")
    answer = session.submit(page, "/login", {"email": email, "password": "gitar-listrik-merah"})
    assert "/login" not in answer.url, words(answer)[:800]


def test_what_a_guest_put_in_is_there_after_logging_in_on_every_device(shop):
    first, second = Variant(shop, 9), Variant(shop, 9)
    email = customer(shop)
    at_home = shop.session()
    log_in(at_home, email)
    put_in_cart(at_home, first, 1)
    put_in_cart(at_home, second, 4)

    on_the_phone = shop.session()
    put_in_cart(on_the_phone, first, 3)
    put_in_cart(on_the_phone, second, 2)
    log_in(on_the_phone, email)
    for session in (at_home, on_the_phone):
        cart = session.get("/cart")
        quantities = {cart.fields(f"/cart/items/{line_of(shop, variant)}")["quantity"] for variant in (first,)}
        assert quantities == {"3"}
        assert cart.fields(f"/cart/items/{line_of(shop, second)}")["quantity"] == "4"


def test_a_customer_sees_their_own_orders_and_the_shop_remembers_the_address(shop):
    email = customer(shop)
    session = shop.session()
    log_in(session, email)
    put_in_cart(session, Variant(shop, 5))
    public_id = order_of(checkout(session, email=email))
    number = order_row(shop, public_id)["number"]
    assert number in words(session.get("/orders"))
    stranger = shop.session()
    log_in(stranger, customer(shop))
    assert number not in words(stranger.get("/orders"))
    put_in_cart(session, Variant(shop, 5))
    page = session.get("/checkout")
    assert page.fields("/checkout")["email"] == email
    assert len(page.fields("/checkout")["address_id"]) == 22 and f"{CUSTOMER['place']} 40154" in words(page)

    # The book's address is enough; another one is asked for with ?address=new.
    again = order_of(session.submit(page, "/checkout", {"action": "place"}))
    assert f"{CUSTOMER['address']}" in words(session.get(f"/orders/{again}"))
    put_in_cart(session, Variant(shop, 5))
    other = session.get("/checkout?address=new")
    assert other.fields("/checkout")["address_id"] == "new"
    elsewhere = {**CUSTOMER, "email": email, "address": "Jl. Dago 7", "place": "Dago, Coblong, Kota Bandung, Jawa Barat", "postal_code": "40135"}
    order_of(session.submit(other, "/checkout", {**elsewhere, "action": "place"}))
    addresses = shop.db(f"SELECT a.public_id, a.street FROM customers.addresses a JOIN core.users u ON u.id = a.user_id WHERE u.email = '{email}' ORDER BY a.id")
    assert [street for _, street in addresses] == [CUSTOMER["address"], "Jl. Dago 7"]
    put_in_cart(session, Variant(shop, 5))
    assert session.get(f"/checkout?address={addresses[1][0]}").fields("/checkout")["address_id"] == addresses[1][0]

    # Nobody sends a parcel to another's address, nor reads it.
    put_in_cart(stranger, Variant(shop, 5))
    assert "Jl. Dago 7" not in stranger.get(f"/checkout?address={addresses[1][0]}").text
    refused = checkout(stranger, email=email, address_id=addresses[1][0], address="", place="", postal_code="")
    assert refused.status == 422 and "buku alamat" in words(refused) and "Jl. Dago 7" not in refused.text


def test_a_place_that_may_be_several_is_asked_back_and_one_that_is_on_no_list_is_taken(shop):
    session = shop.session()
    put_in_cart(session, Variant(shop, 5))
    asked = checkout(session, place="Sukasari")
    assert asked.status == 422 and asked.text.count('name="place_code"') > 3
    assert asked.fields("/checkout")["place"] == "Sukasari"
    code = re.search(r'value="([\d.]+)"[^>]*>(?:(?!</label>).)*Sukasari, Kota Bandung', asked.text, re.S).group(1)
    public_id = order_of(session.submit(asked, "/checkout", {**CUSTOMER, "place": "Sukasari", "place_code": code, "action": "place"}))
    assert CUSTOMER["place"].replace(",", "") in words(session.get(f"/orders/{public_id}"))

    put_in_cart(session, Variant(shop, 5))
    unknown = checkout(session, place="Kampung Xyzzy")
    assert unknown.status == 422 and unknown.fields("/checkout")["place_code"] == "as-typed"
    public_id = order_of(session.submit(unknown, "/checkout", {**CUSTOMER, "place": "Kampung Xyzzy", "place_code": "as-typed", "action": "place"}))
    assert "Kampung Xyzzy" in words(session.get(f"/orders/{public_id}"))


def test_the_page_asks_a_guest_for_at_most_eight_things_to_type(shop):
    session = shop.session()
    put_in_cart(session, Variant(shop, 5))
    form = session.get("/checkout").text.split("data-checkout", 1)[1].split("</form>", 1)[0]
    typed = re.findall(r'<(?:input|textarea)\b[^>]*>', form)
    typed = [tag for tag in typed if not re.search(r'type="(hidden|radio|checkbox|submit)"', tag)]
    assert len(typed) <= 8, typed


# --- what is refused, and how -----------------------------------------------------------------------------------------


def test_a_wrong_form_says_what_is_wrong_where_and_keeps_the_rest(shop):
    variant = Variant(shop, 3)
    session = shop.session()
    put_in_cart(session, variant)
    answer = checkout(session, email="bukan-email", phone="12", postal_code="4015", name="")
    assert answer.status == 422
    assert answer.fields("/checkout")["address"] == CUSTOMER["address"]
    assert answer.text.count('class="field-error"') >= 4
    assert variant.stock() == (3, 0)


def test_short_stock_names_the_line_and_keeps_the_cart(shop):
    variant = Variant(shop, 4)
    session = shop.session()
    put_in_cart(session, variant, 3)
    page = session.get("/checkout")
    variant.set_stock(1)
    answer = session.submit(page, "/checkout", {**CUSTOMER, "action": "place"})
    assert answer.status == 409
    assert "stok tinggal 1" in words(answer)
    assert variant.stock() == (1, 0)
    # Whoever comes to the checkout now is led to the line that is in the way.
    cart = session.get("/checkout")
    assert cart.url.endswith("/cart") and "Stok tinggal 1" in words(cart)
    assert cart.fields("/cart/items/" + line_of(shop, variant))["quantity"] == "3"


def line_of(shop, variant):
    return shop.db(f"SELECT max(id) FROM cart.lines WHERE variant_id = {variant.id}")[0][0]


def test_a_price_that_changed_is_shown_before_anything_is_bought(shop):
    variant = Variant(shop, 3)
    session = shop.session()
    put_in_cart(session, variant)
    page = session.get("/checkout")
    try:
        shop.db(f"UPDATE catalog.variants SET price = price + 5000 WHERE id = {variant.id}")
        refused = session.submit(page, "/checkout", {**CUSTOMER, "action": "place"})
        assert refused.status == 409 and "berubah" in words(refused)
        assert variant.stock() == (3, 0)
        accepted = session.submit(refused, "/checkout", {**CUSTOMER, "action": "place"})
        assert int(order_row(shop, order_of(accepted))["subtotal"]) == variant.price + 5000
    finally:
        shop.db(f"UPDATE catalog.variants SET price = {variant.price} WHERE id = {variant.id}")


def test_prices_and_products_of_a_form_are_not_believed(shop):
    variant = Variant(shop, 3)
    session = shop.session()
    put_in_cart(session, variant)
    answer = checkout(session, price="1", total="1", subtotal="1", unit_price="1")
    assert int(order_row(shop, order_of(answer))["subtotal"]) == variant.price
    assert "/cart" in session.post("/cart/items", {**session.get("/track").fields("/track"), "variant_id": "999999999"}).url
    for quantity in ("0", "-1", "1e9", "banyak", "100", "99999999999999999999"):
        before = shop.db("SELECT count(*) FROM cart.lines")[0]
        answer = put_in_cart(session, variant, quantity)
        assert answer.status == 200 and "/cart" in answer.url
        assert shop.db("SELECT count(*) FROM cart.lines")[0] == before


def test_more_than_there_is_becomes_what_there_is(shop):
    variant = Variant(shop, 2)
    session = shop.session()
    answer = put_in_cart(session, variant, 5, headers={"Accept": "application/json"})
    assert answer.status == 200 and answer.json["count"] == 2 and answer.json["line"]["quantity"] == 2
    refused = put_in_cart(session, variant, 1, headers={"Accept": "application/json"})
    assert refused.status == 409 and "2" in refused.json["detail"]
    assert refused.headers["Content-Type"].startswith("application/problem+json")


def test_a_form_sent_twice_is_one_order_and_another_body_is_refused(shop):
    session = shop.session()
    put_in_cart(session, Variant(shop, 3))
    page = session.get("/checkout")
    form = {**CUSTOMER, "action": "place"}
    first = order_of(session.submit(page, "/checkout", form))
    assert order_of(session.submit(page, "/checkout", form)) == first
    other = session.submit(page, "/checkout", {**form, "address": "Jl. Lain 2"})
    assert other.status == 422 and first in other.text


def test_an_empty_cart_leads_back_to_the_cart(shop):
    assert shop.session().get("/checkout").url.endswith("/cart")


def test_control_characters_and_emoji_in_an_address(shop):
    session = shop.session()
    put_in_cart(session, Variant(shop, 3))
    assert checkout(session, address="Jl. Merdeka\x00 1").status in (400, 422)
    assert checkout(session, address="Jl. Merdeka\x07 1").status == 422
    public_id = order_of(checkout(session, address="Jl. Rock 🤘 <b>1</b>"))
    assert "<b>1</b>" not in session.get(f"/orders/{public_id}").text


# --- money ------------------------------------------------------------------------------------------------------------


def test_too_little_is_noted_and_the_rest_completes_it(shop):
    variant = Variant(shop, 3)
    _, public_id = placed_order(shop, variant)
    total = int(order_row(shop, public_id)["total"])
    assert "kurang" in words(confirm(shop, public_id, total - 5000))
    assert order_row(shop, public_id)["state"] == "placed"
    confirm(shop, public_id, 5000)
    assert order_row(shop, public_id)["state"] == "paid"
    assert ledger(shop, public_id) == [("captured", total - 5000), ("captured", 5000)]


def test_too_much_is_owed_back_and_can_be_recorded_as_sent(shop):
    _, public_id = placed_order(shop, Variant(shop, 3))
    payment = payment_row(shop, public_id)
    expected, total = int(payment["expected"]), int(payment["amount"])
    confirm(shop, public_id, expected + 50000)
    assert ledger(shop, public_id) == [("captured", expected + 50000), ("rounding", expected - total), ("refund_due", 50000)]
    admin = shop.admin()
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE id = {payment['id']}")[0][0]
    page = admin.get(f"/admin/payments/{attempt}")
    form = page.fields(f"/admin/payments/{attempt}/refunded")
    for _ in range(2):
        admin.post(f"/admin/payments/{attempt}/refunded", form)
    assert ledger(shop, public_id)[-1] == ("refunded", 50000) and len(ledger(shop, public_id)) == 4


def test_money_after_the_end_is_owed_back_not_lost(shop):
    variant = Variant(shop, 3)
    session, public_id = placed_order(shop, variant)
    page = session.get(f"/orders/{public_id}")
    session.submit(page, f"/orders/{public_id}/cancel")
    assert order_row(shop, public_id)["state"] == "cancelled"
    assert variant.stock() == (3, 0)
    assert payment_row(shop, public_id)["state"] == "cancelled"
    expected = int(payment_row(shop, public_id)["expected"])
    confirm(shop, public_id, expected)
    assert payment_row(shop, public_id)["state"] == "refund_due"
    assert ledger(shop, public_id) == [("captured", expected), ("refund_due", expected)]
    assert order_row(shop, public_id)["state"] == "cancelled" and variant.stock() == (3, 0)


def test_cancelling_a_paid_order_brings_stock_back_and_owes_the_money(shop):
    variant = Variant(shop, 3)
    session, public_id = placed_order(shop, variant, 2)
    confirm(shop, public_id)
    assert variant.stock() == (1, 0)
    admin = shop.admin()
    desk = admin.get(f"/admin/orders/{public_id}")
    assert admin.submit(desk, f"/admin/orders/{public_id}/cancel", {"reason": ""}).status == 422
    admin.submit(desk, f"/admin/orders/{public_id}/cancel", {"reason": "Leher retak saat dicek"})
    assert order_row(shop, public_id)["state"] == "cancelled"
    assert variant.stock() == (3, 0)
    assert payment_row(shop, public_id)["state"] == "refund_due"
    rows = dict(ledger(shop, public_id))
    assert rows["refund_due"] == rows["captured"]
    assert "Leher retak saat dicek" in words(session.get(f"/orders/{public_id}"))


def test_a_customer_cancels_what_is_paid_until_it_is_sent(shop):
    variant = Variant(shop, 3)
    session, public_id = placed_order(shop, variant)
    form = session.get(f"/orders/{public_id}").fields(f"/orders/{public_id}/cancel")
    confirm(shop, public_id)
    session.post(f"/orders/{public_id}/cancel", form)
    assert order_row(shop, public_id)["state"] == "cancelled" and variant.stock() == (3, 0)
    assert payment_row(shop, public_id)["state"] == "refund_due"

    session, public_id = placed_order(shop, variant)
    form = session.get(f"/orders/{public_id}").fields(f"/orders/{public_id}/cancel")
    confirm(shop, public_id)
    admin = shop.admin()
    admin.submit(admin.get(f"/admin/orders/{public_id}"), f"/admin/orders/{public_id}/ship", {"tracking_number": "RESI-1"})
    session.post(f"/orders/{public_id}/cancel", form)
    assert order_row(shop, public_id)["state"] == "shipped"


def test_confirming_twice_from_the_same_page_counts_once(shop):
    _, public_id = placed_order(shop, Variant(shop, 3))
    admin = shop.admin()
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    form = admin.get(f"/admin/payments/{attempt}").fields(f"/admin/payments/{attempt}/receipt")
    for _ in range(3):
        admin.post(f"/admin/payments/{attempt}/receipt", form)
    assert [kind for kind, _ in ledger(shop, public_id)].count("captured") == 1
    # Another page that was opened before and still thinks it is open: told, nothing recorded.
    stale = admin.post(f"/admin/payments/{attempt}/receipt", {**form, "fact": "A" * 22})
    assert "berubah" in words(stale)
    assert [kind for kind, _ in ledger(shop, public_id)].count("captured") == 1


# --- the guards -------------------------------------------------------------------------------------------------------


def test_the_database_refuses_what_the_code_must_never_write(shop):
    import subprocess

    variant = Variant(shop, 3)
    _, public_id = placed_order(shop, variant)
    connection = shop.run("database", "url").stdout.strip()
    order = f"(SELECT id FROM orders.orders WHERE public_id = '{public_id}')"
    payment = f"(SELECT id FROM payments.payments WHERE order_public_id = '{public_id}')"
    for statement in (
        f"UPDATE inventory.levels SET reserved = on_hand + 1 WHERE variant_id = {variant.id}",
        f"UPDATE inventory.levels SET on_hand = -1, reserved = -1 WHERE variant_id = {variant.id}",
        "DELETE FROM inventory.movements",
        f"UPDATE orders.orders SET total = total - 1 WHERE id = {order}",
        f"UPDATE orders.orders SET subtotal = subtotal - 1, total = total - 1 WHERE id = {order}",
        f"UPDATE orders.orders SET state = 'paid' WHERE id = {order}",
        f"INSERT INTO orders.order_events (order_id, kind, event, from_state, to_state, actor, created_at) VALUES ({order}, 'fulfilment', 'deliver', 'unfulfilled', 'delivered', 'x', now())",
        f"UPDATE orders.orders SET fulfilment = 'shipped', shipped_at = now() WHERE id = {order}",
        f"UPDATE orders.orders SET stage = 'confirmed', confirmed_at = now() WHERE id = {order}",
        f"UPDATE orders.lines SET packed = quantity + 1 WHERE order_id = {order}",
        f"UPDATE orders.lines SET discount = total + 1 WHERE order_id = {order}",
        f"UPDATE orders.orders SET shipping_refunded = shipping_price + 1 WHERE id = {order}",
        "DELETE FROM orders.order_events",
        f"UPDATE payments.payments SET expected = amount + 1000 WHERE id = {payment}",
        "UPDATE payments.ledger SET amount = amount + 1",
        "DELETE FROM payments.payment_events",
        f"INSERT INTO payments.payments (attempt_id, order_public_id, order_number, provider, title, manual, amount, expected, customer_name, customer_email, customer_phone, locale, return_url, expires_at, opened_at, changed_at) SELECT 'HR-1-x', order_public_id, order_number, provider, title, manual, amount, expected, customer_name, customer_email, customer_phone, locale, return_url, expires_at, opened_at, changed_at FROM payments.payments WHERE id = {payment}",
        "INSERT INTO cart.lines (cart_id, variant_id, quantity, price) SELECT id, 1, 100, 1 FROM cart.carts LIMIT 1",
    ):
        ran = subprocess.run(["psql", connection, "-X", "-v", "ON_ERROR_STOP=1", "-c", statement], capture_output=True, text=True)
        touched = ran.stdout.strip().endswith((" 0", "0 0"))
        assert ran.returncode != 0 or touched, f"accepted: {statement}"


def test_strangers_cannot_reach_the_desk(shop):
    _, public_id = placed_order(shop, Variant(shop, 3))
    for path in ("/admin/orders", f"/admin/orders/{public_id}", "/admin/payments", "/admin/stock", "/admin/shipping"):
        answer = shop.session().get(path)
        assert "/admin/login" in answer.url or answer.status in (401, 403), path


def test_every_admin_page_of_a_sale_opens(shop):
    _, public_id = placed_order(shop, Variant(shop, 3))
    admin = shop.admin()
    number = order_row(shop, public_id)["number"]
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    expected = payment_row(shop, public_id)["expected"]
    sku = shop.db("SELECT sku FROM catalog.variants LIMIT 1")[0][0]
    variant = shop.db(f"SELECT id FROM catalog.variants WHERE sku = '{sku}'")[0][0]
    service = shop.db("SELECT id FROM shipping.services LIMIT 1")[0][0]
    for path in (
        "/admin", "/admin/orders", "/admin/orders?state=placed&q=" + number, "/admin/orders?q=budi", f"/admin/orders/{public_id}",
        "/admin/payments", "/admin/payments?show=refund", "/admin/payments?show=all&q=" + expected, f"/admin/payments/{attempt}",
        "/admin/stock", "/admin/stock?low=1", "/admin/stock?q=" + urllib.parse.quote(sku), f"/admin/stock/{variant}",
        "/admin/shipping", "/admin/shipping/new", f"/admin/shipping/{service}",
    ):
        answer = admin.get(path)
        assert answer.status == 200, f"{path}: {answer.status}\n{words(answer)[:800]}"
    assert number in words(admin.get("/admin/orders?q=" + number))
    assert number in words(admin.get("/admin/payments?show=all&q=" + expected))


def test_counting_stock_keeps_reason_and_refuses_an_old_page(shop):
    variant = Variant(shop, 7)
    admin = shop.admin()
    path = f"/admin/stock/{variant.id}"
    page = admin.get(path)
    admin.submit(page, path, {"on_hand": "9", "reason": "stok opname"})
    assert variant.stock() == (9, 0)
    movement = shop.db(f"SELECT on_hand_change, reason, actor <> '' FROM inventory.movements WHERE variant_id = {variant.id} ORDER BY id DESC LIMIT 1")[0]
    assert movement == ["2", "stok opname", "t"]
    stale = admin.submit(page, path, {"on_hand": "5", "reason": "lagi"})
    assert stale.status == 409 and variant.stock() == (9, 0)
    placed_order(shop, variant, 3)
    below = admin.submit(admin.get(path), path, {"on_hand": "2", "reason": "hilang"})
    assert below.status == 422 and variant.stock() == (9, 3)


def test_a_shipping_service_is_edited_and_a_taken_code_is_refused(shop):
    admin = shop.admin()
    page = admin.get("/admin/shipping/new")
    code = "uji-" + unique_email().split("@")[0].rsplit("-", 1)[1]
    service = {"name_id": "Kurir Uji", "name_en": "Test courier", "code": code, "base_price": "5000", "price_per_kg": "1000"}
    assert admin.submit(page, "/admin/shipping", service).url.endswith("/admin/shipping")
    assert admin.submit(page, "/admin/shipping", service).status == 422
    assert admin.submit(page, "/admin/shipping", {**service, "code": "Kurir Uji!"}).status == 422

    path = "/admin/shipping/" + shop.db(f"SELECT id FROM shipping.services WHERE code = '{code}' AND active")[0][0]
    form = admin.get(path).fields(path)
    del form["active"]
    admin.post(path, form)
    assert shop.db(f"SELECT active, base_price FROM shipping.services WHERE code = '{code}'") == [["f", "5000"]]
