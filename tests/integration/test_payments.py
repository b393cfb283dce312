"""Payments: gateways and what they tell in whatever order, refunds, transfers, cash on delivery."""

import hashlib
import hmac
import http.client
import itertools
import json
import random
import re
import time
import uuid
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import until
from selling import Variant, checkout, order_of, order_row, put_in_cart, unique_email, words

MICROS = 1_000_000


def attempt_of(shop, public_id):
    return shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC LIMIT 1")[0][0]


def payment(shop, attempt):
    columns = "state, amount, captured, due, refunded, refund_reserved, end_wanted"
    row = shop.db(f"SELECT {columns} FROM payments.payments WHERE attempt_id = '{attempt}'")[0]
    found = dict(zip(columns.split(", "), row))
    return {name: value if name in ("state", "end_wanted") else int(value) for name, value in found.items()}


def ledger(shop, attempt):
    rows = shop.db(
        "SELECT l.kind, l.amount FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id"
        f" WHERE p.attempt_id = '{attempt}' ORDER BY l.id"
    )
    return [(kind, int(amount)) for kind, amount in rows]


def ordered(shop, method, quantity=1, **changes):
    """(session, order, attempt) of a fresh order."""
    variant = Variant(shop, 20)
    while method == "cod" and variant.price * quantity > 4_000_000:
        variant = Variant(shop, 20)
    session = shop.session()
    put_in_cart(session, variant, quantity)
    answer = checkout(session, follow=False, payment_method=method, email=unique_email(), **changes)
    assert answer.status == 303, words(answer)[:800]
    public_id = order_of(answer)
    begun = session.get(answer.headers["Location"], follow=False)
    attempt = attempt_of(shop, public_id)
    assert method != "simulator" or begun.headers["Location"].endswith(f"/simulator/pay/{attempt}")
    return session, public_id, attempt


def press(session, attempt, action, **options):
    page = session.get(f"/simulator/pay/{attempt}")
    assert page.status == 200
    return session.submit(page, f"/simulator/pay/{attempt}", {"action": action}, **options)


class Gateway:
    """Signs webhooks as the simulator does."""

    def __init__(self, shop):
        self.shop = shop
        self.secret = shop.db("SELECT secret FROM payment_simulator.keys")[0][0]

    def body(self, attempt, kind, amount=0, at=None, name=None, refund_key="", currency="IDR"):
        at = int(time.time() * MICROS) if at is None else at
        told = {"id": name or uuid.uuid4().hex[:22], "attempt_id": attempt, "kind": kind, "amount": amount, "currency": currency, "refund_key": refund_key, "at": at}
        return json.dumps(told).encode()

    def signature(self, body, when=None):
        when = int(time.time()) if when is None else when
        code = hmac.new(self.secret.encode(), str(when).encode() + b"." + body, hashlib.sha256).hexdigest()
        return f"t={when},v1={code}"

    def send(self, body, signature=None, provider="simulator"):
        headers = {"Content-Type": "application/json", "X-Simulator-Signature": self.signature(body) if signature is None else signature}
        return self.shop.session().request("POST", f"/webhooks/{provider}", body=body, headers=headers).status

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.shop.port, timeout=60)

    def send_on(self, line, body):
        """The same over a connection that stays."""
        line.request("POST", "/webhooks/simulator", body, {"Content-Type": "application/json", "X-Simulator-Signature": self.signature(body)})
        answer = line.getresponse()
        answer.read()
        return answer.status


@pytest.fixture(scope="module")
def gateway(shop):
    return Gateway(shop)


def payments_without_order(shop, amount, count):
    """For rules about money alone: orders that nobody knows, so that what comes is owed back."""
    attempts = [f"X{number}-{uuid.uuid4().hex[:12]}" for number in range(count)]
    listed = ", ".join(f"'{attempt}'" for attempt in attempts)
    shop.db(
        "INSERT INTO payments.payments (attempt_id, order_public_id, order_number, provider, title, manual, live, state, amount, expected,"
        " customer_name, customer_email, customer_phone, locale, return_url, expires_at, opened_at, changed_at)"
        f" SELECT attempt, left(md5(attempt), 22), 'X-1', 'simulator', 'Simulator', false, false, 'pending', {amount}, {amount},"
        " 'Budi', 'budi@example.com', '', 'id', 'http://localhost/orders/x', now() + interval '1 day', now(), now()"
        f" FROM unnest(ARRAY[{listed}]) AS attempt"
    )
    return attempts


def payment_without_order(shop, amount):
    return payments_without_order(shop, amount, 1)[0]


# --- the road -------------------------------------------------------------------------------------------------------


def test_paying_at_the_gateway_pays_the_order_once(shop):
    session, public_id, attempt = ordered(shop, "simulator")
    assert payment(shop, attempt)["state"] == "pending"
    answer = press(session, attempt, "pay")
    assert answer.status == 200 and public_id in answer.url
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    total = int(order_row(shop, public_id)["total"])
    # Return page and webhook both told it.
    until(lambda: shop.db(f"SELECT 1 FROM payments.inbox i JOIN payments.payments p ON p.id = i.payment_id WHERE p.attempt_id = '{attempt}' AND applied_at IS NOT NULL"))
    assert ledger(shop, attempt) == [("captured", total)]
    page = shop.admin().get(f"/admin/payments/{attempt}")
    assert page.status == 200 and "Simulator" in words(page)


def test_a_lost_webhook_is_made_up_for_by_the_return_page(shop):
    session, public_id, attempt = ordered(shop, "simulator")
    press(session, attempt, "lose_webhook")
    assert order_row(shop, public_id)["state"] == "paid"
    assert shop.db(f"SELECT told_by FROM payments.facts f JOIN payments.payments p ON p.id = f.payment_id WHERE p.attempt_id = '{attempt}' AND kind = 'captured'") == [["fetch"]]


def test_the_return_page_believes_nothing_it_is_told(shop):
    session, public_id, attempt = ordered(shop, "simulator")
    answer = session.get(f"/payments/{attempt}/return?status=paid&transaction_status=settlement")
    assert answer.status == 200 and public_id in answer.url
    assert order_row(shop, public_id)["state"] == "placed"


def test_the_reconciler_heals_what_nobody_told(shop):
    session, public_id, attempt = ordered(shop, "simulator")
    press(session, attempt, "lose_webhook", follow=False)
    shop.db(f"UPDATE payments.payments SET ask_after = now() WHERE attempt_id = '{attempt}'")
    until(lambda: order_row(shop, public_id)["state"] == "paid")


def test_a_failed_payment_can_be_tried_again(shop):
    session, public_id, attempt = ordered(shop, "simulator")
    press(session, attempt, "fail")
    until(lambda: payment(shop, attempt)["state"] == "failed")
    assert order_row(shop, public_id)["state"] == "placed"
    again = session.get(f"/orders/{public_id}/pay", follow=False)
    second = again.headers["Location"].rsplit("/", 1)[1]
    assert second != attempt
    press(session, second, "pay")
    until(lambda: order_row(shop, public_id)["state"] == "paid")


# --- what must not happen --------------------------------------------------------------------------------------------


def deliver_all(gateway, queues, times, connections=16):
    """Every queue's bodies in their order, each so many times, all at once from as many connections; what is answered
    503 comes again later, as gateways do."""
    waiting = deque(body for bodies in zip(*([body for body in queue for _ in range(times)] for queue in queues)) for body in bodies)
    refused = []

    def work(_):
        line = gateway.connect()
        while True:
            try:
                body = waiting.popleft()
            except IndexError:
                return
            status = gateway.send_on(line, body)
            if status == 503:
                waiting.append(body)
            elif status != 200:
                refused.append((status, body))

    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(work, range(connections)))
    assert not refused, refused[:3]


def test_five_facts_in_any_order_from_many_connections_end_alike(shop, gateway):
    """120 permutations of five events of one payment, each delivered 10 times from 16 connections."""
    past = int((time.time() - 3600) * MICROS)

    def bodies(attempt, amount):
        return [
            gateway.body(attempt, "pending"),
            gateway.body(attempt, "failed", at=past),
            gateway.body(attempt, "captured", amount),
            gateway.body(attempt, "refunded", 1000),
            gateway.body(attempt, "refunded", 2500),
        ]

    orders = list(itertools.permutations(range(5)))
    queues, attempts, with_order = [], payments_without_order(shop, 90_000, len(orders)), []
    for attempt, order in zip(attempts, orders):
        told = bodies(attempt, 90_000)
        queues.append([told[index] for index in order])
    for order in random.Random(5).sample(orders, 4):
        _, public_id, attempt = ordered(shop, "simulator")
        told = bodies(attempt, payment(shop, attempt)["amount"])
        with_order.append((attempt, public_id))
        queues.append([told[index] for index in order])
    # A few payments at a time, so that the deliveries of one meet each other.
    for first in range(0, len(queues), 8):
        deliver_all(gateway, queues[first : first + 8], 10)

    listed = ", ".join(f"'{attempt}'" for attempt in [*attempts, *(attempt for attempt, _ in with_order)])
    of_these = f"JOIN payments.payments p ON p.id = r.payment_id WHERE p.attempt_id IN ({listed}) GROUP BY p.id"
    sums = shop.db(f"SELECT count(*) FILTER (WHERE r.kind = 'captured'), sum(r.amount) FILTER (WHERE r.kind = 'refunded') FROM payments.ledger r {of_these}")
    assert len(sums) == len(queues) and {tuple(row) for row in sums} == {("1", "2500")}
    told = shop.db(f"SELECT count(*), count(DISTINCT fact_key) FROM payments.facts r {of_these}")
    assert {tuple(row) for row in told} == {("5", "5")}
    delivered = shop.db(f"SELECT count(*), sum(deliveries) >= 50, bool_and(applied_at IS NOT NULL) FROM payments.inbox r {of_these}")
    assert {tuple(row) for row in delivered} == {("5", "t", "t")}
    ends = shop.db(f"SELECT DISTINCT state, refunded, due <= captured FROM payments.payments WHERE attempt_id IN ({listed}) AND order_number LIKE 'X-%'")
    assert ends == [["refund_due", "2500", "t"]]
    for attempt, public_id in with_order:
        assert (payment(shop, attempt)["state"], order_row(shop, public_id)["state"]) == ("paid", "paid")


def test_forged_and_changed_webhooks_write_nothing(shop, gateway):
    attempt = payment_without_order(shop, 50_000)
    body = gateway.body(attempt, "captured", 50_000)
    signature = gateway.signature(body)
    tables = ("inbox", "facts", "ledger", "payment_events", "gateway_references")
    counted = lambda: [shop.db(f"SELECT count(*) FROM payments.{table}")[0][0] for table in tables]
    before = counted()
    dice = random.Random(11)
    forged = [(body, ""), (body, "t=1,v1=00"), (body, gateway.signature(body, int(time.time()) - 301)), (body, gateway.signature(body, int(time.time()) + 310)), (b"", signature), (b"\xff\x00", signature)]
    for _ in range(400):
        changed, sign = bytearray(body), bytearray(signature.encode())
        target = changed if dice.random() < 0.5 else sign
        target[dice.randrange(len(target))] ^= 1 << dice.randrange(5)
        text = sign.decode("latin-1")
        if text.isprintable():
            forged.append((bytes(changed), text))
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda one: gateway.send(*one), forged))
    assert statuses <= {400}, statuses
    assert counted() == before
    assert gateway.send(body, signature) == 200, "the honest one still counts"


def test_webhooks_are_answered_as_gateways_expect(shop, gateway):
    attempt = payment_without_order(shop, 10_000)
    body = gateway.body(attempt, "pending")
    assert gateway.send(body) == 200
    assert gateway.send(body) == 200
    assert shop.db(f"SELECT deliveries FROM payments.inbox i JOIN payments.payments p ON p.id = i.payment_id WHERE p.attempt_id = '{attempt}'") == [["2"]]
    assert gateway.send(gateway.body("HR-9-nobody", "captured", 5)) == 404
    assert gateway.send(body, provider="nobody") == 404
    assert gateway.send(body, provider="transfer") == 404
    assert gateway.send(json.dumps({"hello": 1}).encode()) == 200


def test_money_of_another_amount_is_seen_by_the_owner(shop, gateway):
    _, public_id, attempt = ordered(shop, "simulator")
    amount = payment(shop, attempt)["amount"]
    assert gateway.send(gateway.body(attempt, "captured", amount - 1000)) == 200
    assert order_row(shop, public_id)["state"] == "placed" and payment(shop, attempt)["state"] == "pending"
    assert gateway.send(gateway.body(attempt, "captured", 5000)) == 200
    assert order_row(shop, public_id)["state"] == "paid"
    assert payment(shop, attempt)["due"] == 4000, "what was too much is owed"


def test_paying_twice_pays_once_and_owes_the_rest(shop):
    shop.run("settings", "store", "email", "pemilik@example.com")
    session, public_id, attempt = ordered(shop, "simulator")
    press(session, attempt, "pay_twice")
    until(lambda: payment(shop, attempt)["captured"] == 2 * payment(shop, attempt)["amount"])
    now = payment(shop, attempt)
    assert now["due"] == now["amount"] and now["state"] == "paid"
    assert order_row(shop, public_id)["state"] == "paid"
    number = order_row(shop, public_id)["number"]
    until(lambda: [subject for subject, text in shop.mails("pemilik@example.com") if f"pembayaran pesanan {number}" in subject and attempt in text], seconds=20)


def test_money_for_a_cancelled_order_is_owed_and_sent_back_through_the_gateway(shop, gateway):
    session, public_id, attempt = ordered(shop, "simulator")
    page = session.get(f"/orders/{public_id}")
    session.submit(page, f"/orders/{public_id}/cancel")
    until(lambda: payment(shop, attempt)["end_wanted"] == "")
    assert payment(shop, attempt)["state"] == "cancelled"
    assert shop.db(f"SELECT status FROM payment_simulator.sessions WHERE attempt_id = '{attempt}'") == [["cancelled"]], "the gateway was told"
    amount = payment(shop, attempt)["amount"]
    shop.db(f"UPDATE payment_simulator.sessions SET paid = {amount} WHERE attempt_id = '{attempt}'")
    assert gateway.send(gateway.body(attempt, "captured", amount)) == 200
    assert payment(shop, attempt)["state"] == "refund_due"
    admin = shop.admin()
    desk = admin.get(f"/admin/payments/{attempt}")
    admin.submit(desk, f"/admin/payments/{attempt}/send-owed")
    until(lambda: payment(shop, attempt)["state"] == "refunded")
    assert shop.db(f"SELECT refunded FROM payment_simulator.sessions WHERE attempt_id = '{attempt}'") == [[str(amount)]]


def outcomes(shop, attempt):
    return shop.db(f"SELECT f.kind, f.outcome FROM payments.facts f JOIN payments.payments p ON p.id = f.payment_id WHERE p.attempt_id = '{attempt}' ORDER BY f.id")


def test_facts_of_the_other_mode_or_another_currency_move_no_money(shop, gateway):
    attempt, foreign = payments_without_order(shop, 30_000, 2)
    shop.db(f"UPDATE payments.payments SET live = true WHERE attempt_id = '{attempt}'")
    assert gateway.send(gateway.body(attempt, "captured", 30_000)) == 200
    assert gateway.send(gateway.body(foreign, "captured", 30_000, currency="USD")) == 200
    assert outcomes(shop, attempt) == [["captured", "other_mode"]] and outcomes(shop, foreign) == [["captured", "other_currency"]]
    for one in (attempt, foreign):
        assert (payment(shop, one)["state"], payment(shop, one)["captured"], ledger(shop, one)) == ("pending", 0, [])
    page = words(shop.admin().get(f"/admin/payments/{attempt}"))
    assert "mode uji" in page


def test_late_money_pays_an_order_that_still_waits_and_is_owed_by_one_that_is_over(shop, gateway):
    _, over_id, over = ordered(shop, "simulator")
    shop.db(f"UPDATE orders.orders SET expires_at = now() - interval '1 minute' WHERE public_id = '{over_id}'")
    shop.db(f"UPDATE payments.payments SET expires_at = now() - interval '1 minute' WHERE order_public_id = '{over_id}'")
    session, public_id, attempt = ordered(shop, "simulator")
    press(session, attempt, "pay_late")
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    moves = f"SELECT event FROM payments.payment_events e JOIN payments.payments p ON p.id = e.payment_id WHERE p.attempt_id = '{attempt}' ORDER BY e.id"
    assert [row[0] for row in shop.db(moves)] == ["start", "expire", "capture"]

    until(lambda: payment(shop, over)["state"] == "expired", seconds=60)
    amount = payment(shop, over)["amount"]
    shop.run("settings", "store", "email", "pemilik@example.com")
    assert gateway.send(gateway.body(over, "captured", amount)) == 200
    assert (payment(shop, over)["state"], payment(shop, over)["due"]) == ("refund_due", amount)
    number = order_row(shop, over_id)["number"]
    until(lambda: [subject for subject, _ in shop.mails("pemilik@example.com") if number in subject])
    assert number in words(shop.admin().get("/admin/payments?show=refund"))


def test_two_payments_for_one_order_pay_it_once(shop, gateway):
    session, public_id, first = ordered(shop, "simulator")
    changed = session.submit(session.get(f"/orders/{public_id}"), f"/orders/{public_id}/pay", {"payment_method": "transfer"})
    assert changed.status == 200
    second = attempt_of(shop, public_id)
    assert second != first and payment(shop, first)["state"] == "cancelled"
    amount = payment(shop, first)["amount"]
    assert gateway.send(gateway.body(first, "captured", amount)) == 200
    assert order_row(shop, public_id)["state"] == "paid"
    assert (payment(shop, first)["state"], payment(shop, second)["state"]) == ("paid", "cancelled")
    admin = shop.admin()
    admin.submit(admin.get(f"/admin/payments/{second}"), f"/admin/payments/{second}/receipt", {"amount": amount})
    assert (payment(shop, second)["state"], payment(shop, second)["due"]) == ("refund_due", amount)
    assert payment(shop, first)["due"] == 0


def test_a_refund_made_in_the_gateways_own_pages_is_booked(shop, gateway):
    public_id, attempt = paid_order(shop)
    assert gateway.send(gateway.body(attempt, "refunded", 4000)) == 200
    now = payment(shop, attempt)
    assert (now["refunded"], now["due"], now["state"]) == (4000, 4000, "paid")
    assert ("refunded", 4000) in ledger(shop, attempt)
    assert "halaman gerbang" in words(shop.admin().get(f"/admin/payments/{attempt}"))
    seen = words(shop.session().get(f"/orders/{public_id}"))
    assert "Rp4.000 · sudah dikembalikan" in seen, "the customer sees it too"
    admin = shop.admin()
    form = {"refund_amount": "3000", "reason": "Gores di bodi"}
    admin.submit(admin.get(f"/admin/payments/{attempt}"), f"/admin/payments/{attempt}/refund", form)
    until(lambda: "Rp3.000 · sudah dikembalikan" in words(shop.session().get(f"/orders/{public_id}")))
    assert "Gores di bodi" in words(shop.session().get(f"/orders/{public_id}"))
    order_page = words(admin.get(f"/admin/orders/{public_id}"))
    assert attempt in order_page and "Simulator" in order_page


def test_the_reconcilers_work_is_seen(shop):
    session, _, attempt = ordered(shop, "simulator")
    admin = shop.admin()
    page = admin.get(f"/admin/payments/{attempt}")
    admin.submit(page, f"/admin/payments/{attempt}/ask")
    asked = words(admin.get(f"/admin/payments/{attempt}"))
    assert "Terakhir ditanya" in asked or "terakhir ditanya" in asked.lower(), asked[:800]
    overview = words(admin.get("/admin/payments"))
    assert "/webhooks/simulator" in overview and "perlu ditanyakan" in overview


# --- refunds ---------------------------------------------------------------------------------------------------------


def paid_order(shop):
    session, public_id, attempt = ordered(shop, "simulator")
    press(session, attempt, "lose_webhook")
    assert order_row(shop, public_id)["state"] == "paid"
    return public_id, attempt


def test_fifty_refunds_at_once_never_exceed_what_came(shop):
    _, attempt = paid_order(shop)
    captured = payment(shop, attempt)["captured"]
    part = captured * 3 // 10
    admin = shop.admin()
    fields = admin.get(f"/admin/payments/{attempt}").fields(f"/admin/payments/{attempt}/refund")
    form = {**fields, "refund_amount": part, "reason": "Retur"}
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: admin.post(f"/admin/payments/{attempt}/refund", form, follow=False).status, range(50)))
    assert statuses.count(303) == 3 and statuses.count(422) == 47, statuses
    until(lambda: payment(shop, attempt)["refunded"] == 3 * part)
    now = payment(shop, attempt)
    assert now["due"] == 3 * part and now["refund_reserved"] == 0
    assert shop.db(f"SELECT refunded FROM payment_simulator.sessions WHERE attempt_id = '{attempt}'") == [[str(3 * part)]]
    left = admin.post(f"/admin/payments/{attempt}/refund", {**form, "refund_amount": captured - 3 * part + 1})
    assert left.status == 422 and "Rp" in words(left)


def test_bad_refund_forms_change_nothing(shop):
    _, attempt = paid_order(shop)
    admin = shop.admin()
    fields = admin.get(f"/admin/payments/{attempt}").fields(f"/admin/payments/{attempt}/refund")
    for amount in ("0", "-5", "1e9", "abc", "99999999999999", ""):
        answer = admin.post(f"/admin/payments/{attempt}/refund", {**fields, "refund_amount": amount, "reason": "x"})
        assert answer.status == 422, amount
    assert admin.post(f"/admin/payments/{attempt}/refund", {**fields, "refund_amount": "5", "reason": ""}).status == 422
    assert payment(shop, attempt)["due"] == 0


def test_a_refund_that_was_reserved_before_a_crash_is_finished(shop):
    _, attempt = paid_order(shop)
    # As after a kill between reserving and asking: the row stands, nothing was sent, no job is left.
    shop.db(
        "WITH p AS (SELECT id FROM payments.payments WHERE attempt_id = '%s'),"
        " l AS (INSERT INTO payments.ledger (payment_id, kind, amount, fact_key, actor, created_at) SELECT id, 'refund_due', 7000, 'due:' || id, 'test', now() FROM p)"
        " INSERT INTO payments.refunds (refund_key, payment_id, amount, actor, ask_after, created_at, changed_at)"
        " SELECT '%s-Rcrash', id, 7000, 'test', now(), now(), now() FROM p" % (attempt, attempt)
    )
    shop.db(f"UPDATE payments.payments SET refund_reserved = 7000 WHERE attempt_id = '{attempt}'")
    until(lambda: payment(shop, attempt)["refunded"] == 7000)
    assert payment(shop, attempt)["refund_reserved"] == 0
    # The gateway's own word about the same refund adds nothing.
    told = shop.db(f"SELECT public_id, amount FROM payment_simulator.events WHERE refund_key = '{attempt}-Rcrash'")
    assert len(told) == 1


def test_sums_on_the_payment_are_those_of_the_ledger(shop):
    wrong = shop.db(
        "SELECT p.attempt_id FROM payments.payments p LEFT JOIN (SELECT payment_id,"
        " sum(CASE kind WHEN 'captured' THEN amount ELSE 0 END) AS captured, sum(CASE kind WHEN 'refund_due' THEN amount ELSE 0 END) AS due,"
        " sum(CASE kind WHEN 'refunded' THEN amount WHEN 'refund_reversed' THEN -amount ELSE 0 END) AS refunded"
        " FROM payments.ledger GROUP BY 1) l ON l.payment_id = p.id"
        " WHERE (p.captured, p.due, p.refunded) <> (coalesce(l.captured, 0), coalesce(l.due, 0), coalesce(l.refunded, 0))"
    )
    assert wrong == []


# --- replay ----------------------------------------------------------------------------------------------------------


def test_a_stored_webhook_is_applied_again_from_the_command_line(shop, gateway):
    attempt = payment_without_order(shop, 20_000)
    gateway.send(gateway.body(attempt, "captured", 20_000))
    listed = shop.run("webhook", "replay", "simulator").stdout.splitlines()
    number = listed[-1].split()[0]
    assert "Applied again" in shop.run("webhook", "replay", "simulator", number).stdout
    assert [kind for kind, _ in ledger(shop, attempt)] == ["captured", "refund_due"]
    assert shop.run("webhook", "replay", "simulator", "999999", check=False).returncode == 1
    assert shop.run("webhook", "replay", "simulator", "x", check=False).returncode == 2


# --- transfers -------------------------------------------------------------------------------------------------------

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def multipart(fields, name, file_name, content):
    edge = "x" + uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={edge}"}


def send_proof(session, public_id, content, name="bukti.png"):
    path = f"/orders/{public_id}/proof"
    body, headers = multipart(session.get(f"/orders/{public_id}").fields(path), "proof", name, content)
    return session.request("POST", path, body=body, headers=headers)


def test_a_proof_of_transfer_is_for_its_owner_and_staff_only(shop):
    session, public_id, attempt = ordered(shop, "transfer")
    _, other_id, _ = ordered(shop, "transfer")
    answer = send_proof(session, public_id, PICTURE)
    assert "bukti transfernya" in words(answer)
    proof = shop.db(f"SELECT public_id FROM bank_transfer.proofs WHERE attempt_id = '{attempt}'")[0][0]
    seen = session.get(f"/orders/{public_id}/proof/{proof}")
    assert (seen.status, seen.body, seen.headers["Content-Type"]) == (200, PICTURE, "image/png")
    assert "no-store" in seen.headers["Cache-Control"]
    visitor = shop.session()
    assert visitor.get(f"/orders/{other_id}/proof/{proof}").status == 404
    assert "/login" in visitor.get(f"/admin/transfers/proofs/{proof}").url
    admin = shop.admin()
    assert admin.get(f"/admin/transfers/proofs/{proof}").body == PICTURE
    assert f"/admin/transfers/proofs/{proof}" in admin.get(f"/admin/payments/{attempt}").text


def test_only_pictures_and_pdf_are_taken_as_proof_and_three_at_most(shop):
    session, public_id, attempt = ordered(shop, "transfer")
    count = lambda: shop.db(f"SELECT count(*) FROM bank_transfer.proofs WHERE attempt_id = '{attempt}'")[0][0]
    for content in (b"<svg onload=alert(1)>", b"<html>", b"MZ", b"", b"%PDF"):
        send_proof(session, public_id, content, "bukti.png")
    send_proof(session, public_id, PICTURE + b"0" * (4 << 20))
    assert count() == "0"
    fields = session.get(f"/orders/{public_id}").fields(f"/orders/{public_id}/proof")
    body, headers = multipart(fields, "proof", "a.pdf", b"%PDF-1.7 x")
    for _ in range(5):
        session.request("POST", f"/orders/{public_id}/proof", body=body, headers=headers)
    assert count() == "3"


def test_a_customers_proof_is_hidden_from_other_customers(shop):
    session, public_id, attempt = ordered(shop, "transfer")
    send_proof(session, public_id, PICTURE)
    proof = shop.db(f"SELECT public_id FROM bank_transfer.proofs WHERE attempt_id = '{attempt}'")[0][0]
    someone = unique_email("orang")
    shop.run("user", "create", "--email", someone, "--password", "kunci-uji-8-lapis", "--role", "customer")
    user = shop.db(f"SELECT id FROM core.users WHERE email = '{someone}'")[0][0]
    shop.db(f"UPDATE orders.orders SET user_id = {user} WHERE public_id = '{public_id}'")
    assert session.get(f"/orders/{public_id}/proof/{proof}").status == 404


def test_a_pasted_statement_pays_orders_by_their_amount(shop):
    first, second = ordered(shop, "transfer"), ordered(shop, "transfer")
    expected = [int(shop.db(f"SELECT expected FROM payments.payments WHERE attempt_id = '{one[2]}'")[0][0]) for one in (first, second)]
    number = order_row(shop, second[1])["number"]
    rows = "\n".join(
        [
            "Tanggal;Keterangan;Jumlah",
            f"21/11/2026;TRSF BUDI;{expected[0]:,}.00".replace(",", "_").replace("_", ","),
            f"21/11/2026;TRSF {number};{expected[1] - 1500}",
            "21/11/2026;biaya admin;6.500 DB",
            "21/11/2026;orang lain;123",
            "21/11/2026;rusak;seribu",
        ]
    )
    admin = shop.admin()
    page = admin.get("/admin/transfers")
    proposed = admin.submit(page, "/admin/transfers", {"statement": rows})
    assert proposed.status == 200
    values = re.findall(r'name="line" value="([^"]+)"( [^>]*)?>', proposed.text)
    assert len(values) == 2 and "checked" in values[0][1] and "checked" not in values[1][1]
    fields = proposed.fields("/admin/transfers/take")
    fields.pop("line", None)
    form = list(fields.items()) + [("line", value) for value, _ in values]
    answer = admin.request("POST", "/admin/transfers/take", data=form)
    assert "1 dikonfirmasi, 1 kurang atau berlebih, 0" in words(answer)
    assert order_row(shop, first[1])["state"] == "paid" and order_row(shop, second[1])["state"] == "placed"
    assert ledger(shop, second[2]) == [("captured", expected[1] - 1500)]
    admin.request("POST", "/admin/transfers/take", data=form)
    assert [kind for kind, _ in ledger(shop, first[2])].count("captured") == 1, "the same line counts once"
    again = admin.submit(page, "/admin/transfers", {"statement": rows})
    assert "sudah dicatat" in words(again)


def test_a_statement_that_cannot_be_read_says_so(shop):
    admin = shop.admin()
    page = admin.get("/admin/transfers")
    for text in ("", "hello", "a;b;c\n1;2;tiga"):
        assert admin.submit(page, "/admin/transfers", {"statement": text}).status == 422
    assert admin.submit(page, "/admin/transfers", {"statement": "1;a;5000\n" * 600}).status == 200
    fields = page.fields("/admin/transfers")
    for value in ("x", "a|b|c", "HR-1-x|-5|" + "0" * 32, "HR-1-x|5|zz"):
        answer = admin.post("/admin/transfers/take", {**fields, "line": value})
        assert "0 dikonfirmasi" in words(answer)


# --- cash ------------------------------------------------------------------------------------------------------------


def test_cash_on_delivery_promises_first_and_is_paid_at_the_door(shop):
    session, public_id, attempt = ordered(shop, "cod")
    assert payment(shop, attempt)["state"] == "promised"
    assert shop.db(f"SELECT count(*) FROM core.outbox WHERE payload->>'order' = '{public_id}' AND event = 'payments.promised'") is not None
    admin = shop.admin()
    page = admin.get(f"/admin/payments/{attempt}")
    admin.submit(page, f"/admin/payments/{attempt}/receipt")
    assert payment(shop, attempt)["state"] == "paid"
    assert [kind for kind, _ in ledger(shop, attempt)] == ["captured"]


def test_a_refund_by_hand_is_recorded_by_a_person(shop):
    _, public_id, attempt = ordered(shop, "transfer")
    admin = shop.admin()
    page = admin.get(f"/admin/payments/{attempt}")
    admin.submit(page, f"/admin/payments/{attempt}/receipt")
    page = admin.get(f"/admin/payments/{attempt}")
    admin.submit(page, f"/admin/payments/{attempt}/refund", {"refund_amount": "5000", "reason": "Retur"})
    until(lambda: shop.db(f"SELECT 1 FROM payments.refunds r JOIN payments.payments p ON p.id = r.payment_id WHERE p.attempt_id = '{attempt}' AND r.state = 'by_hand'"))
    page = admin.get(f"/admin/payments/{attempt}")
    admin.submit(page, f"/admin/payments/{attempt}/refunded")
    now = payment(shop, attempt)
    assert (now["refunded"], now["refund_reserved"], now["state"]) == (5000, 0, "paid")


def test_the_simulator_is_not_there_unless_it_is_switched_on(fresh_shop):
    shop = fresh_shop(environment={"HURTROCK_SIMULATOR": "off"})
    shop.start()
    session = shop.session()
    put_in_cart(session, Variant(shop, 5))
    assert 'value="simulator"' not in session.get("/checkout").text
    assert session.get("/simulator/pay/HR-1-x").status == 404
    assert session.request("POST", "/webhooks/simulator", body=b"{}").status == 503
