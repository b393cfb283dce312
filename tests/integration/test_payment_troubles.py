"""Payments when things go wrong around them: the process is killed beside every call, the gateway is down, hangs or tells of
another mode, its plugin is off. The gateway is a process of its own that counts what it began and what it sent back."""

import os
import re
import signal
import subprocess
import threading
import urllib.error
from concurrent.futures import ThreadPoolExecutor

import payment_gateway
import pytest
from conftest import BUILD, Shop, until
from secrecy import sightings
from selling import Variant, checkout, order_row, put_in_cart, unique_email, words
from test_resilience import worker_of

POINTS = ("before the call", "after the call", "before the record", "after the record")


@pytest.fixture(scope="module")
def gateway():
    made = payment_gateway.Gateway()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shop(gateway):
    made = Shop(environment={"HURTROCK_PLUGIN_PATH": str(BUILD / "examples")})
    try:
        payment_gateway.enable(made, gateway)
        made.start()
        made.make_admin()
        made.variant = Variant(made, 100_000)
        yield made
    finally:
        made.remove()


@pytest.fixture(autouse=True)
def open_circuit_closes(shop, gateway):
    gateway.release()
    gateway.modes = {}


def order_by_email(shop, email):
    rows = shop.db(f"SELECT o.public_id, p.attempt_id FROM orders.orders o JOIN payments.payments p ON p.order_public_id = o.public_id WHERE o.email = '{email}' ORDER BY p.id DESC")
    return rows[0] if rows else None


def one(shop, sql):
    rows = shop.db(sql)
    return rows[0][0] if rows else None


def place(shop, method="sample-gateway"):
    """(session, answer, public_id, attempt)"""
    session, email = shop.session(), unique_email()
    put_in_cart(session, shop.variant)
    placed = checkout(session, follow=False, payment_method=method, email=email)
    begun = session.get(placed.headers["Location"], follow=False)
    return session, begun, *order_by_email(shop, email)


def checkout_that_may_die(shop, session, email):
    try:
        placed = checkout(session, follow=False, payment_method="sample-gateway", email=email)
        session.get(placed.headers["Location"], follow=False)
    except (urllib.error.URLError, OSError):
        pass


class Turn:
    """Holds an order's turn, so that whoever would record something about its payment waits."""

    def __init__(self, shop, public_id):
        connection = shop.run("database", "url").stdout.strip()
        self.psql = subprocess.Popen(["psql", connection, "-X", "-q", "-A", "-t"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.psql.stdin.write(f"SELECT pg_advisory_lock(hashtextextended('{public_id}', 5021)) IS NULL;\nSELECT 'held';\n")
        self.psql.stdin.flush()
        while "held" not in self.psql.stdout.readline():
            pass
        self.shop = shop

    def wait_for_somebody(self):
        until(lambda: self.shop.db("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))

    def release(self):
        self.psql.stdin.close()
        self.psql.wait(10)


def kill(shop):
    before = worker_of(shop)
    os.kill(before, signal.SIGKILL)
    until(lambda: worker_of(shop) != before)
    shop.wait_until_ready(60)


def kill_at(shop, gateway, point, call, public_id_of, recorded, act):
    """Begins `act` on a thread of its own and kills the worker at that point of the call it makes."""
    turn = None
    gateway.hold(call, "drop" if point == POINTS[0] else "hold_answer")
    thread = threading.Thread(target=act)
    thread.start()
    assert gateway.arrived.wait(30), "the gateway was not called"
    if point == POINTS[2]:
        turn = Turn(shop, until(public_id_of))
        gateway.release()
        turn.wait_for_somebody()
    if point == POINTS[3]:
        gateway.release()
        until(recorded)
    kill(shop)
    gateway.release()
    if turn:
        turn.release()
    thread.join(60)


def hurry(shop):
    shop.db("UPDATE payments.payments SET ask_after = now() WHERE ask_after IS NOT NULL")
    shop.db("UPDATE payments.refunds SET ask_after = now() WHERE ask_after IS NOT NULL")


def paid_at_gateway(shop, gateway):
    session, answer, public_id, attempt = place(shop)
    assert answer.headers["Location"] == f"{gateway.url}/page/{attempt}"
    gateway.pay(attempt)
    session.get(f"/payments/{attempt}/return")
    assert order_row(shop, public_id)["state"] == "paid"
    return public_id, attempt


def test_a_worker_killed_beside_the_start_charges_nobody_twice_and_loses_no_payment(shop, gateway):
    attempts = []
    for point in POINTS:
        session, email = shop.session(), unique_email()
        put_in_cart(session, shop.variant)
        kill_at(shop, gateway, point, "payments", lambda: (order_by_email(shop, email) or [None])[0],
                lambda: one(shop, f"SELECT 1 FROM payments.payments WHERE attempt_id = '{order_by_email(shop, email)[1]}' AND state = 'pending'"),
                lambda: checkout_that_may_die(shop, session, email))
        public_id, attempt = order_by_email(shop, email)
        # The customer comes back to the order and is sent to the same payment.
        again = session.get(f"/orders/{public_id}/pay", follow=False)
        assert again.headers["Location"] == f"{gateway.url}/page/{attempt}", point
        gateway.pay(attempt)
        attempts.append((public_id, attempt))
    assert {gateway.begun[attempt] for _, attempt in attempts} == {1}
    hurry(shop)
    for public_id, attempt in attempts:
        until(lambda: order_row(shop, public_id)["state"] == "paid")
        assert shop.db(f"SELECT kind, amount = p.amount FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id WHERE attempt_id = '{attempt}'".replace("amount =", "l.amount =", 1)) == [["captured", "t"]]
    assert shop.db("SELECT attempt_id FROM payments.payments p WHERE state = 'paid' AND NOT EXISTS (SELECT 1 FROM payments.ledger WHERE payment_id = p.id AND kind = 'captured')") == []


def test_a_worker_killed_beside_a_refund_sends_it_once(shop, gateway):
    admin, refunded = shop.admin(), []
    for point in POINTS:
        public_id, attempt = paid_at_gateway(shop, gateway)
        path = f"/admin/payments/{attempt}"
        desk = admin.get(path)
        of_refund = f"FROM payments.refunds r JOIN payments.payments p ON p.id = r.payment_id WHERE p.attempt_id = '{attempt}'"
        kill_at(shop, gateway, point, "refunds", lambda: public_id, lambda: one(shop, f"SELECT 1 {of_refund} AND r.state = 'done'"),
                lambda: admin.submit(desk, f"{path}/refund", {"refund_amount": "7000", "reason": "Retur"}, follow=False))
        refunded.append((attempt, of_refund))
    for attempt, of_refund in refunded:
        hurry(shop)
        until(lambda: one(shop, f"SELECT 1 {of_refund} AND r.state = 'done'"), seconds=60)
        assert shop.db(f"SELECT refunded, refund_reserved, due FROM payments.payments WHERE attempt_id = '{attempt}'") == [["7000", "0", "7000"]]
        assert gateway.payments[attempt]["refunded"] == 7000


def test_a_worker_killed_between_receiving_and_applying_a_webhook_applies_it_once(shop, gateway):
    _, _, public_id, attempt = place(shop)
    gateway.pay(attempt)
    body, headers = gateway.webhook(attempt)
    turn = Turn(shop, public_id)

    def send():
        try:
            return shop.session().request("POST", "/webhooks/sample-gateway", body=body, headers=headers).status
        except (urllib.error.URLError, OSError):
            return None

    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send)
        turn.wait_for_somebody()
        of_inbox = f"FROM payments.inbox i JOIN payments.payments p ON p.id = i.payment_id WHERE p.attempt_id = '{attempt}'"
        assert one(shop, f"SELECT applied_at IS NULL {of_inbox}") == "t", "kept before it is applied"
        kill(shop)
        turn.release()
        assert sent.result() is None
    assert order_row(shop, public_id)["state"] == "placed"
    assert send() == 200, "the duplicate of one that was not applied is worked"
    assert order_row(shop, public_id)["state"] == "paid"
    assert send() == 200
    assert shop.db(f"SELECT count(*) FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id WHERE attempt_id = '{attempt}'") == [["1"]]


def test_return_page_and_webhook_at_once_pay_once(shop, gateway):
    """One transition, one invoice, one mail for each order. HURTROCK_RACE_ROUNDS=1000 for the long variant."""
    rounds = int(os.environ.get("HURTROCK_RACE_ROUNDS", "20"))

    def race(_):
        session, _, public_id, attempt = place(shop)
        gateway.pay(attempt)
        body, headers = gateway.webhook(attempt)
        meet = threading.Barrier(4)

        def webhook():
            meet.wait()
            return shop.session().request("POST", "/webhooks/sample-gateway", body=body, headers=headers).status

        def come_back():
            meet.wait()
            return session.get(f"/payments/{attempt}/return", follow=False).status

        with ThreadPoolExecutor(4) as pool:
            running = [pool.submit(webhook), pool.submit(come_back), pool.submit(webhook), pool.submit(come_back)]
            statuses = [one.result() for one in running]
        assert set(statuses) <= {200, 303, 429, 503}, statuses
        if set(statuses) & {429, 503}:
            assert webhook_again(body, headers) == 200
        return public_id

    def webhook_again(body, headers):
        return shop.session().request("POST", "/webhooks/sample-gateway", body=body, headers=headers).status

    with ThreadPoolExecutor(3) as pool:
        orders = list(pool.map(race, range(rounds)))
    listed = ", ".join(f"'{public_id}'" for public_id in orders)
    of_these = f"FROM payments.payments p JOIN payments.{{}} l ON l.payment_id = p.id WHERE p.order_public_id IN ({listed})"
    assert one(shop, f"SELECT count(*) {of_these.format('ledger')}") == str(rounds)
    assert one(shop, f"SELECT count(*) {of_these.format('payment_events')} AND l.event = 'capture'") == str(rounds)
    paid = f"SELECT count(*), count(DISTINCT e.order_id) FROM orders.order_events e JOIN orders.orders o ON o.id = e.order_id WHERE o.public_id IN ({listed}) AND e.event = 'pay'"
    assert shop.db(paid) == [[str(rounds), str(rounds)]]
    mails = f"SELECT count(*), count(DISTINCT to_address) FROM core.mails m JOIN orders.orders o ON o.email = m.to_address WHERE o.public_id IN ({listed}) AND m.template LIKE '%paid%'"
    until(lambda: int(shop.db(mails)[0][0]) >= rounds, seconds=60 + rounds)
    # A second mail would be on its way still.
    about_these = " UNION ALL ".join(
        f"SELECT 1 FROM {table} t JOIN orders.orders o ON t.payload::text LIKE '%' || o.public_id || '%' WHERE o.public_id IN ({listed}) AND t.{due} <= now()"
        for table, due in (("core.outbox", "raised_at"), ("core.jobs", "run_at")))
    until(lambda: not shop.db(about_these), seconds=60 + rounds)
    assert shop.db(mails) == [[str(rounds), str(rounds)]], "one mail an order"
    invoices = f"SELECT count(*), count(DISTINCT order_public_id) FROM papers.issued WHERE kind = 'invoice' AND order_public_id IN ({listed})"
    assert shop.db(invoices) == [[str(rounds), str(rounds)]], "one invoice an order"


def close_circuit(shop):
    """Otherwise the first probe comes after half a minute."""
    kill(shop)


def test_a_gateway_that_is_down_costs_no_order_and_hides_its_method_with_a_reason(shop, gateway):
    gateway.modes = {"payments": "fail", "fetch": "fail"}
    session, answer, public_id, attempt = place(shop)
    assert answer.status == 303 and public_id in answer.headers["Location"]
    page = session.get(answer.headers["Location"])
    assert "belum" in words(page) or "coba" in words(page).lower(), words(page)[:1500]
    assert order_row(shop, public_id)["state"] == "placed"
    # The return page asks, hears nothing, and says nothing about money.
    assert session.get(f"/payments/{attempt}/return").status == 200
    for _ in range(6):
        session.get(f"/orders/{public_id}/pay")
    buyer = shop.session()
    put_in_cart(buyer, shop.variant)
    offered = buyer.get("/checkout").text
    assert 'value="transfer"' in offered and 'value="sample-gateway"' not in offered
    desk = shop.admin().get("/admin/payments")
    assert "Sample gateway" in words(desk) and re.search(r"(500|HTTP|tidak menjawab|not answer)", words(desk)), words(desk)[:1500]
    # Another way pays the same order.
    order_page = session.get(f"/orders/{public_id}?begun=1")
    changed = session.submit(order_page, f"/orders/{public_id}/pay", {"payment_method": "transfer"}, follow=False)
    assert changed.status == 303
    assert one(shop, f"SELECT provider FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC LIMIT 1") == "transfer"
    gateway.release()
    close_circuit(shop)
    assert 'value="sample-gateway"' in buyer.get("/checkout").text


def test_a_refund_that_the_gateway_does_not_answer_comes_again(shop, gateway):
    public_id, attempt = paid_at_gateway(shop, gateway)
    gateway.modes = {"refunds": "fail"}
    admin, path = shop.admin(), f"/admin/payments/{attempt}"
    admin.submit(admin.get(path), f"{path}/refund", {"refund_amount": "3000", "reason": "Retur"})
    until(lambda: "refunds" in gateway.calls[-4:] and one(shop, f"SELECT r.asks FROM payments.refunds r JOIN payments.payments p ON p.id = r.payment_id WHERE attempt_id = '{attempt}'") != "0")
    assert gateway.payments[attempt]["refunded"] == 0
    gateway.release()
    close_circuit(shop)
    hurry(shop)
    until(lambda: one(shop, f"SELECT refunded FROM payments.payments WHERE attempt_id = '{attempt}'") == "3000")
    assert gateway.payments[attempt]["refunded"] == 3000


def test_the_webhook_of_a_plugin_that_is_off_waits_at_the_gateway(shop, gateway):
    _, _, public_id, attempt = place(shop)
    gateway.pay(attempt)
    body, headers = gateway.webhook(attempt)
    send = lambda: shop.session().request("POST", "/webhooks/sample-gateway", body=body, headers=headers).status
    shop.run("plugin", "disable", "sample-gateway")
    assert send() == 503
    shop.run("plugin", "disable", "payments", check=False)
    shop.run("plugin", "enable", "sample-gateway")
    until(lambda: send() == 200)
    assert order_row(shop, public_id)["state"] == "paid"


def test_what_was_said_with_the_gateway_stands_at_the_payment_without_secrets(shop, gateway):
    public_id, attempt = paid_at_gateway(shop, gateway)
    page = shop.admin().get(f"/admin/payments/{attempt}").text
    assert "/v1/payments" in page and "Tanya statusnya" in page
    order = shop.admin().get(f"/admin/orders/{public_id}")
    assert f"/admin/payments/{attempt}" in order.text


def test_no_secret_is_written_or_shown_anywhere(shop, gateway):
    """After all of the above."""
    public_id, attempt = paid_at_gateway(shop, gateway)
    body, headers = gateway.webhook(attempt)
    shop.session().request("POST", "/webhooks/sample-gateway", body=body, headers={**headers, "X-Signature": "0" * 64})
    shop.session().request("POST", "/webhooks/sample-gateway", body=body, headers=headers)
    secrets = {"secret key": payment_gateway.SECRET_KEY, "webhook secret": payment_gateway.WEBHOOK_SECRET, "card": payment_gateway.CARD,
               "token": payment_gateway.CLIENT_TOKEN, "signature": headers["X-Signature"]}
    # The inbox keeps webhooks as they came, to be applied again; pages show them without secrets.
    assert not sightings(shop, secrets, without=["payments.inbox"])
