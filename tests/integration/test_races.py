"""What must stay true when everything happens at once, and when the program dies in between."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from selling import CUSTOMER, Variant, order_of, order_row, put_in_cart, unique_email, words


def at_once(count, act):
    """Runs act(0 … count-1) in as many threads, all starting together; answers their results in order."""
    start = threading.Barrier(count)

    def run(index):
        start.wait()
        return act(index)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def ready_to_place(shop, variant, quantity=1):
    """A visitor with a filled cart and an open checkout page."""
    session = shop.session()
    put_in_cart(session, variant, quantity)
    return session, session.get("/checkout")


def nothing_is_torn(shop, variant):
    """No stock without an order, no order without stock, and the books add up, for the orders since the test took its variant."""
    on_hand, reserved = variant.stock()
    held = int(shop.db(f"SELECT coalesce(sum(quantity), 0) FROM inventory.reservations WHERE variant_id = {variant.id} AND state = 'held'")[0][0])
    assert reserved == held
    assert on_hand >= reserved >= 0
    orphans = shop.db(
        "SELECT r.holder FROM inventory.reservations r LEFT JOIN orders.orders o ON o.public_id = r.holder"
        f" WHERE r.variant_id = {variant.id} AND coalesce(o.id > {variant.since}, true) AND ((r.state = 'held') <> coalesce(o.state = 'placed', false)"
        " OR (r.state = 'sold') <> coalesce(o.state IN ('paid', 'shipped', 'delivered'), false))"
    )
    assert orphans == []
    unpaid = shop.db(
        f"SELECT count(*) FROM orders.orders o WHERE o.id > {variant.since}"
        " AND NOT EXISTS (SELECT 1 FROM payments.payments p WHERE p.order_public_id = o.public_id)"
    )
    assert unpaid == [["0"]]
    torn = shop.db(
        "SELECT o.number FROM orders.orders o JOIN payments.payments p ON p.order_public_id = o.public_id"
        f" WHERE o.id > {variant.since} AND (p.state = 'paid') <> (o.state IN ('paid', 'shipped', 'delivered'))"
    )
    assert torn == []
    books = shop.db(
        "SELECT p.attempt_id FROM payments.payments p JOIN (SELECT payment_id,"
        " coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0) AS captured,"
        " coalesce(sum(amount) FILTER (WHERE kind = 'rounding'), 0) AS rounding,"
        " coalesce(sum(amount) FILTER (WHERE kind = 'refund_due'), 0) AS due FROM payments.ledger GROUP BY 1) l ON l.payment_id = p.id"
        f" JOIN orders.orders o ON o.public_id = p.order_public_id AND o.id > {variant.since}"
        " WHERE (p.state = 'paid' AND l.captured <> p.amount + l.rounding + l.due) OR (p.state = 'refund_due' AND l.captured <> l.due)"
    )
    assert books == []


def test_fifty_checkouts_of_five_units_sell_exactly_five(shop):
    variant = Variant(shop, 5)
    ready = [ready_to_place(shop, variant) for _ in range(50)]
    answers = at_once(50, lambda index: ready[index][0].submit(ready[index][1], "/checkout", {**CUSTOMER, "action": "place"}, follow=False))

    won = [answer for answer in answers if answer.status == 303 and "/orders/" in answer.headers["Location"]]
    assert len(won) == 5
    assert len({order_of(answer) for answer in won}) == 5
    assert variant.stock() == (5, 5)
    for answer in answers:
        if answer not in won:
            assert answer.status == 409, words(answer)[:500]
            assert "stok habis" in words(answer)
    nothing_is_torn(shop, variant)


def test_fifty_checkouts_of_crossing_carts_never_deadlock_or_oversell(shop):
    """Two products, put in the cart in opposite orders: locks are taken by variant, whatever the cart says."""
    first, second = Variant(shop, 8), Variant(shop, 8)
    ready = []
    for index in range(30):
        session = shop.session()
        for variant in ((first, second) if index % 2 else (second, first)):
            put_in_cart(session, variant)
        ready.append((session, session.get("/checkout")))
    answers = at_once(30, lambda index: ready[index][0].submit(ready[index][1], "/checkout", {**CUSTOMER, "action": "place"}, follow=False))
    assert sorted(answer.status for answer in answers) == [303] * 8 + [409] * 22
    assert first.stock() == second.stock() == (8, 8)
    nothing_is_torn(shop, first)


def test_the_same_form_twenty_times_at_once_is_one_order(shop):
    variant = Variant(shop, 30)
    session, page = ready_to_place(shop, variant, 2)
    answers = at_once(20, lambda _: session.submit(page, "/checkout", {**CUSTOMER, "action": "place"}, follow=False))
    assert {answer.status for answer in answers} == {303}
    assert len({order_of(answer) for answer in answers}) == 1
    assert variant.stock() == (30, 2)
    nothing_is_torn(shop, variant)


def test_adding_twenty_times_at_once_adds_up(shop):
    variant = Variant(shop, 50)
    session = shop.session()
    put_in_cart(session, variant)
    fields = session.get("/track").fields("/track")
    at_once(20, lambda _: session.post("/cart/items", {**fields, "variant_id": variant.id, "quantity": 1}, follow=False))
    assert shop.db(f"SELECT quantity FROM cart.lines WHERE variant_id = {variant.id} ORDER BY id DESC LIMIT 1") == [["21"]]


def placed(shop, variant, quantity=1):
    session, page = ready_to_place(shop, variant, quantity)
    return session, order_of(session.submit(page, "/checkout", {**CUSTOMER, "email": unique_email(), "action": "place"}))


def receipt_form(shop, admin, public_id):
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    path = f"/admin/payments/{attempt}"
    return f"{path}/receipt", admin.get(path).fields(f"{path}/receipt")


def test_a_double_click_on_confirm_is_one_payment(shop):
    variant = Variant(shop, 10)
    _, public_id = placed(shop, variant, 2)
    admin = shop.admin()
    path, form = receipt_form(shop, admin, public_id)
    at_once(10, lambda _: admin.post(path, form, follow=False))
    assert order_row(shop, public_id)["state"] == "paid"
    assert variant.stock() == (8, 0)
    captured = shop.db(f"SELECT count(*) FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id WHERE p.order_public_id = '{public_id}' AND kind = 'captured'")
    assert captured == [["1"]]
    nothing_is_torn(shop, variant)


def test_paying_while_the_customer_cancels_ends_one_way_with_the_books_right(shop):
    variant = Variant(shop, 40)
    admin = shop.admin()
    ends = []
    for _ in range(12):
        session, public_id = placed(shop, variant)
        path, form = receipt_form(shop, admin, public_id)
        cancel = session.get(f"/orders/{public_id}").fields(f"/orders/{public_id}/cancel")
        at_once(2, lambda index: admin.post(path, form, follow=False) if index else session.post(f"/orders/{public_id}/cancel", cancel, follow=False))
        order = order_row(shop, public_id)["state"]
        payment = shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
        assert (order, payment) in {("paid", "paid"), ("cancelled", "refund_due"), ("cancelled", "cancelled")}
        if payment == "cancelled":  # the owner was told that the page was old, and looks again
            path, form = receipt_form(shop, admin, public_id)
            admin.post(path, form | {"amount": "100000"})
            assert shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0] == "refund_due"
        ends.append(order)
    paid = ends.count("paid")
    assert variant.stock() == (40 - paid, 0)
    nothing_is_torn(shop, variant)


def test_an_unpaid_order_ends_by_itself_and_late_money_is_owed_back(shop):
    variant = Variant(shop, 4)
    _, public_id = placed(shop, variant, 3)
    admin = shop.admin()
    shop.db(f"UPDATE orders.orders SET expires_at = now() - interval '1 minute' WHERE public_id = '{public_id}'")
    shop.db(f"UPDATE payments.payments SET expires_at = now() - interval '90 minutes' WHERE order_public_id = '{public_id}'")
    deadline = time.monotonic() + 90
    while order_row(shop, public_id)["state"] == "placed" and time.monotonic() < deadline:
        time.sleep(0.5)
    assert order_row(shop, public_id)["state"] == "cancelled"
    assert variant.stock() == (4, 0)
    payment = shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    assert payment == "expired"
    path, form = receipt_form(shop, admin, public_id)
    admin.post(path, form | {"amount": "50000"})
    assert shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0] == "refund_due"
    nothing_is_torn(shop, variant)


def lapse(shop, variant, public_id):
    """As when the safety net freed a reservation whose order was not ended."""
    shop.db(
        f"UPDATE inventory.levels SET reserved = reserved - 1 WHERE variant_id = {variant.id};"
        f"UPDATE inventory.reservations SET state = 'released' WHERE holder = '{public_id}'"
    )


def test_money_for_a_lapsed_reservation_takes_the_stock_again_if_it_is_there(shop):
    variant = Variant(shop, 2)
    _, public_id = placed(shop, variant)
    lapse(shop, variant, public_id)
    admin = shop.admin()
    path, form = receipt_form(shop, admin, public_id)
    admin.post(path, form)
    assert order_row(shop, public_id)["state"] == "paid"
    assert variant.stock() == (1, 0)


def test_money_for_a_lapsed_reservation_is_owed_back_when_the_stock_is_gone(shop):
    variant = Variant(shop, 1)
    session, public_id = placed(shop, variant)
    lapse(shop, variant, public_id)
    variant.set_stock(0)
    admin = shop.admin()
    path, form = receipt_form(shop, admin, public_id)
    admin.post(path, form)
    assert shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'") == [["refund_due"]]
    assert order_row(shop, public_id)["state"] == "placed" and variant.stock() == (0, 0)
    session.submit(session.get(f"/orders/{public_id}"), f"/orders/{public_id}/cancel")
    assert order_row(shop, public_id)["state"] == "cancelled" and variant.stock() == (0, 0)


FAILING_TABLES = (
    "orders.idempotency", "inventory.reservations", "inventory.movements", "inventory.levels", "orders.orders", "orders.lines",
    "orders.order_events", "payments.payments", "cart.lines", "cart.carts", "core.outbox",
)


def test_a_failure_at_any_statement_of_placing_leaves_everything_as_it_was(shop):
    """A trigger fails the first write to each table in turn: what was written before must be gone."""
    variant = Variant(shop, 3)
    session, page = ready_to_place(shop, variant, 2)

    def counted():
        tables = ("orders.orders", "orders.lines", "orders.order_events", "orders.idempotency", "inventory.reservations", "payments.payments", "cart.lines")
        return [shop.db(f"SELECT count(*) FROM {table}")[0][0] for table in tables] + [variant.stock()]

    before = counted()
    for table in FAILING_TABLES:
        name = table.replace(".", "_")
        shop.db(
            f"CREATE FUNCTION public.fail_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'injected'; END $$;"
            f"CREATE TRIGGER a_fail BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION public.fail_{name}()"
        )
        try:
            answer = session.submit(page, "/checkout", {**CUSTOMER, "action": "place"}, follow=False)
        finally:
            shop.db(f"DROP TRIGGER a_fail ON {table}; DROP FUNCTION public.fail_{name}()")
        assert answer.status == 500, f"{table}: {answer.status}"
        assert counted() == before, table
    # The same form, with nothing in its way, is an order after all.
    assert order_row(shop, order_of(session.submit(page, "/checkout", {**CUSTOMER, "action": "place"})))["state"] == "placed"


def test_an_order_whose_payment_never_began_begins_on_its_page(shop):
    """As after a kill between placing and beginning: the payment is opened, nothing more."""
    variant = Variant(shop, 3)
    session, public_id = placed(shop, variant)
    shop.db(
        "ALTER TABLE payments.payment_events DISABLE TRIGGER payment_events_append_only;"
        f"DELETE FROM payments.payment_events WHERE payment_id = (SELECT id FROM payments.payments WHERE order_public_id = '{public_id}');"
        "ALTER TABLE payments.payment_events ENABLE TRIGGER payment_events_append_only;"
        f"UPDATE payments.payments SET state = 'opened', instructions = NULL, expected = amount WHERE order_public_id = '{public_id}'"
    )
    assert "1234567890" in words(session.get(f"/orders/{public_id}"))
    assert shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'") == [["pending"]]


def test_killed_in_the_middle_of_many_checkouts_nothing_is_torn(fresh_shop):
    shop = fresh_shop()
    shop.start()
    variant = Variant(shop, 60)
    ready = [ready_to_place(shop, variant) for _ in range(40)]

    def place(index):
        try:
            session, page = ready[index]
            return session.submit(page, "/checkout", {**CUSTOMER, "action": "place"}, follow=False)
        except OSError:
            return None

    killer = threading.Timer(0.15, lambda: kill_worker(shop))
    killer.start()
    answers = at_once(40, place)
    killer.join()
    assert any(answer is None for answer in answers), "the kill came too late to hit anything"
    shop.wait_until_ready()

    promised = {order_of(answer) for answer in answers if answer and answer.status == 303}
    kept = {row[0] for row in shop.db("SELECT public_id FROM orders.orders")}
    assert promised <= kept, "an order that was acknowledged is gone"
    nothing_is_torn(shop, variant)
    # Whoever got no answer sends the form again: one order each, the old one where it was made.
    for index, answer in enumerate(answers):
        if answer is None or answer.status != 303:
            assert place(index).status == 303
    assert variant.stock() == (60, 40)
    assert shop.db("SELECT count(*) FROM orders.orders") == [["40"]]
    for (public_id,) in shop.db("SELECT public_id FROM orders.orders"):
        assert "1234567890" in words(shop.session().get(f"/orders/{public_id}"))
    nothing_is_torn(shop, variant)


def kill_worker(shop):
    """The supervisor's child that serves; PostgreSQL lives on."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat, open(f"/proc/{entry}/cmdline") as command:
                    fields = stat.read().rsplit(")", 1)[1].split()
                    children[int(entry)] = (int(fields[1]), command.read())
            except OSError:
                continue
    for pid, (parent, command) in children.items():
        if parent == shop.process.pid and "hurtrock" in command.split("\0")[0]:
            os.kill(pid, signal.SIGKILL)
            return
    raise AssertionError("no worker found")
