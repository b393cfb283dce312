"""After the order is placed: parcels, returns, refunds, edits, other ways to pay, and two people at once."""

import re
import urllib.parse

from conftest import until
from selling import Variant, checkout, order_of, order_row, put_in_cart, unique_email, words
from test_races import at_once
from test_sale import confirm, customer, log_in, payment_row, placed_order


def paid_order(shop, variant, quantity=1, **changes):
    session, public_id = placed_order(shop, variant, quantity, **changes)
    confirm(shop, public_id)
    return session, public_id


def order_states(shop, public_id):
    return tuple(shop.db(f"SELECT stage, money, fulfilment, state FROM orders.orders WHERE public_id = '{public_id}'")[0])


def line_ids(shop, public_id):
    return [row[0] for row in shop.db(f"SELECT l.id FROM orders.lines l JOIN orders.orders o ON o.id = l.order_id WHERE o.public_id = '{public_id}' ORDER BY l.position")]


def line_counts(shop, public_id):
    """(quantity, packed, shipped, returning) of each line."""
    rows = shop.db(f"SELECT l.quantity, l.packed, l.shipped, l.asked_back FROM orders.lines l JOIN orders.orders o ON o.id = l.order_id WHERE o.public_id = '{public_id}' ORDER BY l.position")
    return [tuple(int(cell) for cell in row) for row in rows]


def desk(admin, public_id):
    page = admin.get(f"/admin/orders/{public_id}")
    assert page.status == 200, words(page)[:800]
    return page


def act(admin, public_id, path, data, page=None):
    """Sends a form of the desk with the page's token and these fields alone."""
    token = {name: value for name, value in (page or desk(admin, public_id)).fields(f"/admin/orders/{public_id}/notes").items() if name not in ("text", "customer_sees")}
    return admin.post(f"/admin/orders/{public_id}/{path}", {**token, **data})


def ship_units(admin, shop, public_id, units, tracking):
    (line,) = line_ids(shop, public_id)
    return act(admin, public_id, "ship", {f"ship_{line}": units, "courier": "JNE REG", "tracking_number": tracking})


def delivered_order(shop, quantity, email=None):
    variant = Variant(shop, quantity + 2)
    session, public_id = paid_order(shop, variant, quantity, **({"email": email} if email else {}))
    admin = shop.admin()
    ship_units(admin, shop, public_id, quantity, "JNE1")
    act(admin, public_id, "deliver", {})
    assert order_states(shop, public_id) == ("completed", "paid", "delivered", "delivered")
    return variant, session, admin, public_id


# --- parcels ----------------------------------------------------------------------------------------------------------


def test_an_order_leaves_in_two_parcels_and_the_customer_sees_both(shop):
    variant = Variant(shop, 5)
    session, public_id = paid_order(shop, variant, 3)
    admin = shop.admin()
    ship_units(admin, shop, public_id, 1, "JNE-ONE")
    assert order_states(shop, public_id) == ("confirmed", "paid", "partly_shipped", "partly_shipped")
    assert line_counts(shop, public_id) == [(3, 1, 1, 0)]
    refused = ship_units(admin, shop, public_id, 3, "JNE-TOO-MANY")
    assert "hanya 2" in words(refused) and line_counts(shop, public_id) == [(3, 1, 1, 0)]
    ship_units(admin, shop, public_id, 2, "JNE-TWO")
    assert order_states(shop, public_id)[2:] == ("shipped", "shipped")
    page = session.get(f"/orders/{public_id}")
    assert "JNE-ONE" in page.text and "JNE-TWO" in page.text and "https://www.jne.co.id/tracking-package?awb=JNE-TWO" in page.text
    act(admin, public_id, "parcels/1", {"action": "deliver"})
    assert order_states(shop, public_id)[2] == "shipped"
    act(admin, public_id, "parcels/2", {"action": "deliver"})
    assert order_states(shop, public_id) == ("completed", "paid", "delivered", "delivered")
    assert variant.stock() == (2, 0)


def test_a_lost_parcel_is_sent_again_from_the_shelf(shop):
    variant = Variant(shop, 3)
    _, public_id = paid_order(shop, variant, 2)
    admin = shop.admin()
    ship_units(admin, shop, public_id, 2, "HILANG")
    act(admin, public_id, "parcels/1", {"action": "lose", "reason": "kurir"})
    assert order_states(shop, public_id) == ("confirmed", "paid", "unfulfilled", "paid")
    assert variant.stock() == (0, 0), "one is left and goes to this order; the other is waited for"
    assert shop.db(f"SELECT quantity, waiting FROM inventory.reservations WHERE holder = '{public_id}'") == [["1", "1"]]
    page = admin.get(f"/admin/stock/{variant.id}")
    admin.submit(page, f"/admin/stock/{variant.id}", {"on_hand": "4", "reason": "kiriman"})
    assert variant.stock() == (3, 0) and shop.db(f"SELECT quantity, waiting FROM inventory.reservations WHERE holder = '{public_id}'") == [["2", "0"]]
    ship_units(admin, shop, public_id, 2, "LAGI")
    assert order_states(shop, public_id)[2] == "shipped"


def test_packed_is_not_sent_and_can_be_unpacked(shop):
    variant = Variant(shop, 3)
    _, public_id = paid_order(shop, variant, 2)
    admin = shop.admin()
    act(admin, public_id, "pack", {})
    assert line_counts(shop, public_id) == [(2, 2, 0, 0)] and order_states(shop, public_id)[2] == "unfulfilled"
    act(admin, public_id, "parcels/1", {"action": "unpack"})
    assert line_counts(shop, public_id) == [(2, 0, 0, 0)]
    act(admin, public_id, "pack", {})
    act(admin, public_id, "parcels/2", {"action": "ship", "courier": "SiCepat", "tracking_number": "SC1"})
    assert order_states(shop, public_id)[2] == "shipped"


def test_many_orders_are_packed_and_sent_from_the_list(shop):
    variant = Variant(shop, 9)
    orders = [paid_order(shop, variant)[1] for _ in range(3)]
    admin = shop.admin()
    page = admin.get("/admin/orders?state=paid")
    token = page.fields("/admin/orders/bulk")
    body = [(name, value) for name, value in token.items() if not name.startswith("tracking_")] + [("order", one) for one in orders]

    def send(fields):
        return admin.request("POST", "/admin/orders/bulk", body=urllib.parse.urlencode(fields).encode())

    send(body + [("action", "pack")])
    assert [line_counts(shop, one)[0][:3] for one in orders] == [(1, 1, 0)] * 3
    answer = send(body + [("action", "ship"), (f"tracking_{orders[0]}", "A1"), (f"tracking_{orders[1]}", "A2")])
    assert [order_states(shop, one)[2] for one in orders] == ["shipped", "shipped", "unfulfilled"]
    number = order_row(shop, orders[2])["number"]
    assert number in words(answer) and "resi" in words(answer)

    # One by its own button, whatever else is typed; and typing a number is ticking.
    alone, typed = (paid_order(shop, variant)[1] for _ in range(2))
    send([("csrf_token", token["csrf_token"]), ("only", alone), (f"tracking_{alone}", "B1"), (f"tracking_{typed}", "B2")])
    assert [order_states(shop, one)[2] for one in (alone, typed)] == ["shipped", "unfulfilled"]
    send([("csrf_token", token["csrf_token"]), ("action", "ship"), (f"tracking_{typed}", "B2")])
    assert order_states(shop, typed)[2] == "shipped"


def test_the_list_finds_by_state_day_sku_and_tracking_number(shop):
    variant = Variant(shop, 3)
    _, public_id = paid_order(shop, variant)
    number = order_row(shop, public_id)["number"]
    sku = shop.db(f"SELECT sku FROM catalog.variants WHERE id = {variant.id}")[0][0]
    admin = shop.admin()
    ship_units(admin, shop, public_id, 1, "CARI-AKU-77")
    for query, found in (
        (f"q={sku}", True), ("q=cari-aku-77", True), ("money=paid&fulfilment=shipped", True), ("fulfilment=unfulfilled&q=" + number, False),
        ("from=2020-01-01&to=2020-12-31", False), ("from=2026-99-99", True), ("state=nonsense", True), ("q=%25%27", False),
    ):
        page = admin.get("/admin/orders?" + query)
        assert page.status == 200 and (number in words(page)) == found, query


# --- returns and refunds ----------------------------------------------------------------------------------------------


def test_a_customer_sends_one_of_two_back_and_gets_its_share(shop):
    variant, session, admin, public_id = delivered_order(shop, 2)
    (line,) = line_ids(shop, public_id)
    page = session.get(f"/orders/{public_id}/return")
    assert page.status == 200
    path = f"/orders/{public_id}/return"
    assert session.submit(page, path, {f"quantity_{line}": 0, "reason": "broken"}).status == 422
    assert session.submit(page, path, {f"quantity_{line}": 3, "reason": "broken"}).status == 422
    assert session.submit(page, path, {f"quantity_{line}": 1, "reason": "nope"}).status == 422
    session.submit(page, path, {f"quantity_{line}": 1, "reason": "broken", "note": "Senar putus"})
    assert line_counts(shop, public_id) == [(2, 2, 2, 1)]

    act(admin, public_id, "returns/1", {"action": "receive"})
    assert shop.db("SELECT state FROM orders.returns ORDER BY id DESC LIMIT 1") == [["requested"]], "not before it is agreed"
    act(admin, public_id, "returns/1", {"action": "approve", "answer": "Silakan kirim"})
    assert "Silakan kirim" in words(session.get(f"/orders/{public_id}"))
    on_hand = variant.stock()[0]
    act(admin, public_id, "returns/1", {"action": "receive", f"restock_{line}": "1"})
    assert variant.stock() == (on_hand + 1, 0)
    act(admin, public_id, "returns/1", {"action": "close"})
    refunds = shop.db(f"SELECT r.amount FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}'")
    assert refunds == [[str(variant.price)]]
    for _ in range(2):
        act(admin, public_id, "returns/1", {"action": "close"})
    assert len(shop.db(f"SELECT 1 FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}'")) == 1


def test_a_refused_or_withdrawn_return_can_be_asked_again_and_a_written_off_one_stays_off_the_shelf(shop):
    variant, session, admin, public_id = delivered_order(shop, 1)
    (line,) = line_ids(shop, public_id)
    path = f"/orders/{public_id}/return"
    ask = {f"quantity_{line}": 1, "reason": "changed_mind"}
    session.submit(session.get(path), path, ask)
    session.submit(session.get(f"/orders/{public_id}"), f"/orders/{public_id}/returns/1/withdraw")
    session.submit(session.get(path), path, ask)
    assert act(admin, public_id, "returns/2", {"action": "refuse"}).status == 422, "a refusal needs its reason"
    act(admin, public_id, "returns/2", {"action": "refuse", "answer": "Sudah dipakai"})
    assert "Sudah dipakai" in words(session.get(f"/orders/{public_id}"))
    session.submit(session.get(path), path, ask)
    act(admin, public_id, "returns/3", {"action": "approve"})
    stock = variant.stock()
    act(admin, public_id, "returns/3", {"action": "receive"})
    assert variant.stock() == stock
    states = shop.db(f"SELECT r.state FROM orders.returns r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}' ORDER BY r.number")
    assert states == [["withdrawn"], ["refused"], ["received"]]


def test_refunds_never_exceed_what_was_paid_and_shipping_counts_apart(shop):
    _, public_id = paid_order(shop, Variant(shop, 3))
    order = order_row(shop, public_id)
    total, shipping = int(order["total"]), int(order["shipping_price"])
    admin = shop.admin()

    def refund(goods, of_shipping):
        return act(admin, public_id, "refund", {"refund_amount": goods, "refund_shipping": of_shipping, "refund_reason": "uji"})

    def asked():
        return int(shop.db(f"SELECT coalesce(sum(r.amount), 0) FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}'")[0][0])

    refund(0, 0)
    assert asked() == 0
    refund(0, shipping + 1)
    assert asked() == 0
    refund(0, shipping)
    assert asked() == shipping
    refund(0, 1)
    assert asked() == shipping, "the shipping has gone back already"
    refund(total, 0)
    assert asked() == shipping, "more than is left of what was paid"
    refund(total - shipping, 0)
    assert asked() == total


# --- refunds ----------------------------------------------------------------------------------------------------------


def attempt_of(shop, public_id):
    return shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC LIMIT 1")[0][0]


def ask_back(shop, admin, public_id, amount, reason):
    path = f"/admin/payments/{attempt_of(shop, public_id)}"
    return admin.submit(admin.get(path), f"{path}/refund", {"refund_amount": amount, "reason": reason})


def send_back(shop, admin, public_id, **changes):
    """Waits until the payment asks a person to send it, and says that it was sent. Answers the page before and after."""
    path = f"/admin/payments/{attempt_of(shop, public_id)}"
    until(lambda: not shop.db(f"SELECT 1 FROM payments.refunds r JOIN payments.payments p ON p.id = r.payment_id WHERE p.order_public_id = '{public_id}' AND r.state = 'reserved'"))
    page = admin.get(path)
    return page, admin.submit(page, f"{path}/refunded", changes)


def last_of_money(shop, public_id):
    return tuple(shop.db(f"SELECT e.event, e.reason FROM orders.order_events e JOIN orders.orders o ON o.id = e.order_id WHERE o.public_id = '{public_id}' AND e.kind = 'money' ORDER BY e.id DESC LIMIT 1")[0])


def gone_back(shop, public_id):
    return int(shop.db(f"SELECT sum(refunded) FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0])


def test_an_order_paid_with_a_unique_code_is_refunded_once_its_price_is_back(shop):
    _, public_id = paid_order(shop, Variant(shop, 3))
    admin, total = shop.admin(), int(order_row(shop, public_id)["total"])
    code = int(payment_row(shop, public_id)["expected"]) - total
    assert code > 0, "the transfer had a unique code"
    for amount, money in ((total - 1000, "partly_refunded"), (1000, "refunded"), (code, "refunded")):
        ask_back(shop, admin, public_id, amount, "uji")
        send_back(shop, admin, public_id)
        assert order_states(shop, public_id)[1] == money, "the code is no part of the price, and may go back as well"
    assert gone_back(shop, public_id) == total + code
    credited = shop.db(f"SELECT sum((facts ->> 'amount')::bigint) FROM papers.issued WHERE order_public_id = '{public_id}' AND kind = 'credit'")
    assert credited == [[str(total)]], "credit notes give back the price and no more"


def test_what_was_paid_twice_goes_back_and_the_order_stays_paid(shop):
    session, public_id = paid_order(shop, Variant(shop, 3))
    total = int(order_row(shop, public_id)["total"])
    confirm(shop, public_id, total)
    page, _ = send_back(shop, shop.admin(), public_id)
    assert "Dibayar dua kali." in words(page), "the reason is known"
    assert gone_back(shop, public_id) == total and order_states(shop, public_id)[1] == "paid"
    assert session.get(f"/orders/{public_id}/credit.pdf").status == 404, "it was never invoiced"


def test_a_refund_of_the_payments_page_says_why_in_the_timeline_and_to_the_customer(shop):
    email = unique_email("alasan")
    session, public_id = paid_order(shop, Variant(shop, 3), email=email)
    admin = shop.admin()
    assert ask_back(shop, admin, public_id, 7000, "").status == 422, "it asks for a reason"
    ask_back(shop, admin, public_id, 4000, "Lecet di kepala")
    ask_back(shop, admin, public_id, 3000, "Maaf lama")
    page, _ = send_back(shop, admin, public_id)
    assert "Lecet di kepala" in words(page)
    assert last_of_money(shop, public_id) == ("refund_part", "Lecet di kepala; Maaf lama")
    assert "Lecet di kepala" in words(desk(admin, public_id)) and "Lecet di kepala" in words(session.get(f"/orders/{public_id}"))
    until(lambda: any("Lecet di kepala" in text for _, text in shop.mails(email)))

    # What is owed because the order was cancelled has a reason of its own, unless somebody gives another.
    act(admin, public_id, "cancel", {"reason": "Stok hilang"})
    told = words(session.get(f"/orders/{public_id}"))
    left = int(payment_row(shop, public_id)["expected"]) - 7000
    assert f"{left:,}".replace(",", ".") + " · sedang dikembalikan" in told, "the customer reads that the rest is on its way"
    assert send_back(shop, admin, public_id, owed_reason="x" * 201)[1].status == 422
    assert last_of_money(shop, public_id)[0] == "refund_part"
    page, _ = send_back(shop, admin, public_id, owed_reason="Dengan maaf dari kami")
    assert "pesanan berakhir" in words(page)
    assert last_of_money(shop, public_id) == ("refund_rest", "Dengan maaf dari kami")


# --- edits ------------------------------------------------------------------------------------------------------------


def edit(shop, admin, public_id, quantities, **more):
    page = desk(admin, public_id)
    fields = page.fields(f"/admin/orders/{public_id}/edit")
    return admin.post(f"/admin/orders/{public_id}/edit", {**fields, **quantities, "edit_reason": "permintaan pelanggan", **more})


def test_an_unpaid_order_that_gets_smaller_owes_nothing_to_anyone(shop):
    variant = Variant(shop, 6)
    session, public_id = placed_order(shop, variant, 3)
    admin = shop.admin()
    (line,) = line_ids(shop, public_id)
    edit(shop, admin, public_id, {f"quantity_{line}": 1})
    order = order_row(shop, public_id)
    assert int(order["subtotal"]) == variant.price and variant.stock() == (6, 1)
    assert shop.db(f"SELECT 1 FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}'") == []
    session.get(f"/orders/{public_id}")
    payment = payment_row(shop, public_id)
    assert payment["amount"] == order["total"] and payment["state"] == "pending"
    confirm(shop, public_id)
    assert order_states(shop, public_id)[:2] == ("confirmed", "paid")


def test_a_paid_order_that_gets_dearer_is_due_and_one_that_gets_cheaper_is_owed(shop):
    variant = Variant(shop, 6)
    session, public_id = paid_order(shop, variant, 1)
    total = int(order_row(shop, public_id)["total"])
    admin = shop.admin()
    (line,) = line_ids(shop, public_id)
    edit(shop, admin, public_id, {f"quantity_{line}": 2})
    assert order_states(shop, public_id)[:2] == ("confirmed", "partly_paid") and variant.stock() == (4, 0)
    session.get(f"/orders/{public_id}")
    assert payment_row(shop, public_id)["amount"] == str(variant.price)
    confirm(shop, public_id)
    assert order_states(shop, public_id)[1] == "paid"
    edit(shop, admin, public_id, {f"quantity_{line}": 1})
    assert int(order_row(shop, public_id)["total"]) == total and variant.stock() == (5, 0)
    refunds = shop.db(f"SELECT r.cause, r.amount FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}'")
    assert refunds == [["edit", str(variant.price)]]


def test_edits_add_by_sku_and_refuse_what_cannot_be(shop):
    first, second = Variant(shop, 4), Variant(shop, 1)
    _, public_id = paid_order(shop, first, 2)
    admin = shop.admin()
    (line,) = line_ids(shop, public_id)
    before = order_row(shop, public_id)
    sku = shop.db(f"SELECT sku FROM catalog.variants WHERE id = {second.id}")[0][0]
    old_page = desk(admin, public_id).fields(f"/admin/orders/{public_id}/edit")
    for wrong in ({f"quantity_{line}": 0}, {f"quantity_{line}": 99}, {"add_sku": "TIDAK-ADA"}, {"add_sku": sku, "add_quantity": 5}, {}):
        edit(shop, admin, public_id, wrong)
        assert order_row(shop, public_id) == before, wrong
    edit(shop, admin, public_id, {}, add_sku=sku)
    assert len(line_ids(shop, public_id)) == 2 and second.stock() == (0, 0)
    after = order_row(shop, public_id)
    admin.post(f"/admin/orders/{public_id}/edit", {**old_page, f"quantity_{line}": 1, "edit_reason": "basi"})
    assert order_row(shop, public_id) == after, "a form older than the last change"


# --- two at once -------------------------------------------------------------------------------------------------------


def test_two_ship_the_same_line_at_once_and_one_parcel_leaves(shop):
    variant = Variant(shop, 20)
    admins = [shop.admin(), shop.admin()]
    for _ in range(5):
        _, public_id = paid_order(shop, variant, 1)
        pages = [desk(admin, public_id) for admin in admins]
        fields = [page.fields(f"/admin/orders/{public_id}/ship") for page in pages]
        at_once(2, lambda i: admins[i].post(f"/admin/orders/{public_id}/ship", {**fields[i], "tracking_number": f"T{i}"}, follow=False))
        assert line_counts(shop, public_id) == [(1, 1, 1, 0)]
        assert len(shop.db(f"SELECT 1 FROM orders.parcels p JOIN orders.orders o ON o.id = p.order_id WHERE o.public_id = '{public_id}'")) == 1


def test_cancelling_while_it_is_shipped_ends_one_way(shop):
    variant = Variant(shop, 20)
    admin = shop.admin()
    sold = 0
    for _ in range(6):
        session, public_id = paid_order(shop, variant, 1)
        fields = desk(admin, public_id).fields(f"/admin/orders/{public_id}/ship")
        cancel = session.get(f"/orders/{public_id}").fields(f"/orders/{public_id}/cancel")
        at_once(2, lambda i: admin.post(f"/admin/orders/{public_id}/ship", {**fields, "tracking_number": "T"}, follow=False) if i else session.post(f"/orders/{public_id}/cancel", cancel, follow=False))
        stage, money, fulfilment, _ = order_states(shop, public_id)
        assert (stage, fulfilment) in {("confirmed", "shipped"), ("cancelled", "unfulfilled")}
        sold += fulfilment == "shipped"
        assert payment_row(shop, public_id)["state"] == ("paid" if fulfilment == "shipped" else "refund_due")
    assert variant.stock() == (20 - sold, 0)


def test_returning_and_refunding_at_once_never_sends_back_more_than_was_paid(shop):
    for _ in range(3):
        _, _, admin, public_id = delivered_order(shop, 1)
        (line,) = line_ids(shop, public_id)
        act(admin, public_id, "returns", {f"return_{line}": 1, "return_reason": "other"})
        act(admin, public_id, "returns/1", {"action": "receive", f"restock_{line}": 1})
        page = desk(admin, public_id)
        total = int(order_row(shop, public_id)["total"])
        at_once(2, lambda i: act(admin, public_id, "returns/1", {"action": "close"}, page) if i else act(admin, public_id, "refund", {"refund_amount": total, "refund_reason": "uji"}, page))
        asked = shop.db(f"SELECT sum(r.amount) FROM orders.refunds r JOIN orders.orders o ON o.id = r.order_id WHERE o.public_id = '{public_id}'")
        assert 0 < int(asked[0][0]) <= total


# --- notes, tracking, guards ------------------------------------------------------------------------------------------


def test_notes_are_for_staff_unless_they_are_for_the_customer(shop):
    session, public_id = placed_order(shop, Variant(shop, 2))
    admin = shop.admin()
    act(admin, public_id, "notes", {"text": "Pelanggan rewel"})
    act(admin, public_id, "notes", {"text": "Gitarnya sudah disetel", "customer_sees": "1"})
    page = words(session.get(f"/orders/{public_id}"))
    assert "Gitarnya sudah disetel" in page and "rewel" not in page
    assert "rewel" in words(desk(admin, public_id))


def test_nobody_but_staff_reaches_what_staff_does(shop):
    session, public_id = placed_order(shop, Variant(shop, 2))
    token = session.get(f"/orders/{public_id}").fields(f"/orders/{public_id}/cancel")
    for path in ("ship", "pack", "parcels/1", "deliver", "cancel", "edit", "notes", "refund", "returns", "returns/1", "bulk"):
        where = "/admin/orders/bulk" if path == "bulk" else f"/admin/orders/{public_id}/{path}"
        answer = session.post(where, token, follow=False)
        assert answer.status in (302, 303, 401, 403), f"{path}: {answer.status}"
        assert answer.status >= 400 or "login" in answer.headers["Location"], path
    assert order_states(shop, public_id) == ("placed", "unpaid", "unfulfilled", "placed")


# --- who may open it, and ordering again ------------------------------------------------------------------------------


def test_a_customers_order_opens_for_that_customer_for_staff_and_for_who_knows_number_and_mail(shop):
    email = customer(shop)
    owner = shop.session()
    log_in(owner, email)
    put_in_cart(owner, Variant(shop, 5))
    public_id = order_of(checkout(owner, email=email))
    number = order_row(shop, public_id)["number"]
    path = f"/orders/{public_id}"
    assert number in words(owner.get(path))
    assert number in words(shop.admin().get(path))

    other = shop.session()
    log_in(other, customer(shop))
    fields = other.get("/track").fields("/track")
    for answer in (other.get(path), other.get(f"{path}/pay"), other.get(f"{path}/return"), *(other.post(f"{path}/{act}", fields) for act in ("cancel", "pay", "again", "return", "returns/1/withdraw"))):
        assert answer.status == 404 and number not in answer.text
    visitor = shop.session()
    shown = visitor.get(path)
    assert urllib.parse.urlsplit(shown.url).path == "/login" and number not in shown.text
    assert "/login" in visitor.post(f"{path}/cancel", visitor.get("/track").fields("/track"), follow=False).headers["Location"]
    assert order_row(shop, public_id)["state"] == "placed"

    page = visitor.get("/track")
    assert number in words(visitor.submit(page, "/track", {"number": number, "email": email}))
    assert number in words(visitor.get(path))
    assert number not in words(shop.session().get(path))


def test_an_order_is_put_into_the_cart_again_and_what_is_gone_is_said(shop):
    here, gone = Variant(shop, 9), Variant(shop, 9)
    session = shop.session()
    for variant in (here, gone):
        put_in_cart(session, variant, 2)
    public_id = order_of(checkout(session, email=unique_email()))
    gone.set_stock(gone.stock()[1])
    page = session.get(f"/orders/{public_id}")
    cart = session.submit(page, f"/orders/{public_id}/again")
    assert cart.url.endswith("/cart")
    lines = shop.db(f"SELECT variant_id, quantity FROM cart.lines WHERE variant_id IN ({here.id}, {gone.id})")
    assert lines == [[here.id, "2"]]


# --- the owner's lists ------------------------------------------------------------------------------------------------


def listed(page):
    return re.findall(r'href="/admin/orders/([0-9A-Za-z]{22})"', page.text)


def test_the_list_goes_on_over_pages_and_keeps_its_filter(shop):
    variant, email = Variant(shop, 40), unique_email("banyak")
    for _ in range(31):
        placed_order(shop, variant, email=email)
    admin = shop.admin()
    first = admin.get(f"/admin/orders?q={email}")
    onward = re.search(r'href="([^"]*page=2[^"]*)"', first.text).group(1).replace("&amp;", "&")
    second = admin.get(onward)
    assert (len(set(listed(first))), len(set(listed(second)))) == (30, 1) and email.split("@")[0] in onward


def test_what_is_to_ship_and_what_comes_back_are_a_press_away(shop):
    variant, admin = Variant(shop, 9), shop.admin()
    _, unpaid = placed_order(shop, variant)
    _, paid = paid_order(shop, variant)
    _, partly = paid_order(shop, variant, 2)
    ship_units(admin, shop, partly, 1, "SEPARUH")
    _, _, _, back = delivered_order(shop, 1)
    (line,) = line_ids(shop, back)
    act(admin, back, "returns", {f"return_{line}": 1, "return_reason": "other"})

    to_ship, returns = (set(listed(admin.get(f"/admin/orders?show={show}"))) for show in ("to_ship", "returns"))
    assert {paid, partly} <= to_ship and not {unpaid, back} & to_ship
    assert back in returns and not {unpaid, paid, partly} & returns
    act(admin, back, "returns/1", {"action": "receive", f"restock_{line}": 1})
    act(admin, back, "returns/1", {"action": "close"})
    assert back not in listed(admin.get("/admin/orders?show=returns"))

    act(admin, paid, "cancel", {"reason": "uji"})
    cancelled = admin.get(f"/admin/orders?q={order_row(shop, paid)['number']}")
    assert "Harus dikembalikan" in words(cancelled), "money that is owed is not called paid"


def test_low_stock_has_a_list_that_ends_when_more_came(shop):
    variant, admin = Variant(shop, 9), shop.admin()
    sku = shop.db(f"SELECT sku FROM catalog.variants WHERE id = {variant.id}")[0][0]
    where = f"/admin/stock/{variant.id}"
    low = f"/admin/stock?low=1&q={sku}"
    admin.submit(admin.get(where), f"{where}/minimum", {"minimum": "2"})
    assert where not in admin.get(low).text
    admin.submit(admin.get(where), where, {"on_hand": "2", "reason": "opname"})
    assert where in admin.get(low).text
    admin.submit(admin.get(where), where, {"on_hand": "3", "reason": "kiriman"})
    assert where not in admin.get(low).text


def test_what_is_collected_needs_no_courier(shop):
    session, public_id = paid_order(shop, Variant(shop, 2), shipping_method="ambil-di-toko", address="", place="", postal_code="")
    admin = shop.admin()
    form = desk(admin, public_id).fields(f"/admin/orders/{public_id}/ship")
    assert "tracking_number" not in form
    admin.post(f"/admin/orders/{public_id}/ship", form)
    assert order_states(shop, public_id)[2:] == ("shipped", "shipped")
    assert "Siap diambil" in words(session.get(f"/orders/{public_id}"))
