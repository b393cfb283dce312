"""Midtrans, bought through its simulator: every way to pay and to fail, money back, and trouble on the line."""

import base64
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import forging
import pytest
from conftest import Shop, until
from gateways import Simulator
from secrecy import sightings
from selling import Variant, checkout, ended_by, let_expire, order_of, order_row, put_in_cart, unique_email, words

SERVER_KEY = "SB-Mid-server-never-to-be-seen-77"
TIMEOUT_SECONDS = 2
CARD, DECLINED, HELD = "4811 1111 1111 1114", "4911 1111 1111 1113", "4511 1111 1111 1117"


class Midtrans(Simulator):
    def control(self, path, **body):
        return super().control(path, body)

    def submit(self, url, **fields):
        """A form of the hosted page, or the page alone; what follows, as text, behind the status of a refusal."""
        body = urllib.parse.urlencode(fields).encode() if fields else None
        status, _, page = self.request("POST" if fields else "GET", url, body)
        return page.decode() if status < 400 else f"{status} {page.decode()}"

    def state(self, attempt):
        return next((order for order in self.control("state")["orders"] if order["id"] == attempt), None)

    def calls(self, part=""):
        return [call for call in self.control("state")["calls"] if part in call["path"]]

    def trouble(self, **switches):
        self.control("trouble", **switches)

    def happen(self, attempt, event, **body):
        return self.control(f"orders/{attempt}/{event}", **body)

    def notify(self, attempt, **options):
        """Status of one delivery of the notification as it is now, or changed."""
        return self.control("notify", order_id=attempt, **options)["statuses"][-1]


@pytest.fixture(scope="module")
def bench():
    """(shop, gateway)"""
    running = Shop()
    gateway = Midtrans("midtrans", "--shop", running.url, "--server-key", SERVER_KEY, "--retry-ms", "150")
    running.environment.update(gateway.environment)
    try:
        running.start()
        running.make_admin()
        running.run("settings", "midtrans", "timeout_seconds", TIMEOUT_SECONDS)
        yield running, gateway
    finally:
        running.remove()
        gateway.end()


@pytest.fixture
def shop(bench):
    return bench[0]


@pytest.fixture
def midtrans(bench):
    bench[1].trouble(duplicate=0, delayMs=0, hold=False, unsigned=False, lost=False, down=False, fail=0, failAfter=0, loseAnswers=0, slowMs=0, fee=0)
    return bench[1]


def begun(session, placed):
    """Where the customer is sent to pay, after the order was placed."""
    location = placed.headers["Location"]
    return session.get(location, follow=False).headers["Location"] if location.endswith("/pay") else location


class Buy:
    """An order that waits for its payment at Midtrans."""

    def __init__(self, shop, midtrans, channel="", quantity=1):
        self.shop, self.midtrans = shop, midtrans
        self.variant = Variant(shop, 20)
        self.session = shop.session()
        put_in_cart(self.session, self.variant, quantity)
        answer = checkout(self.session, follow=False, payment_method="midtrans", payment_midtrans_channel=channel, email=unique_email())
        assert answer.status == 303, words(answer)[:800]
        self.location = begun(self.session, answer)
        if "/redirection/" in self.location:
            token = self.location.rsplit("/", 1)[1]
            self.attempt = next(order["id"] for order in midtrans.control("state")["orders"] if order.get("token") == token)
            query = f"SELECT order_public_id FROM payments.payments WHERE attempt_id = '{self.attempt}'"
            self.public_id = shop.db(query)[0][0]
        else:
            self.public_id = order_of(answer)
            self.attempt = self.newest_attempt()
        self.total = int(order_row(shop, self.public_id)["total"])

    def newest_attempt(self):
        return self.shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{self.public_id}' ORDER BY id DESC LIMIT 1")[0][0]

    def choose(self, **fields):
        return self.midtrans.submit(self.location, **fields)

    def pay_by_card(self, number=CARD):
        return self.choose(way="credit_card", number=number)

    def paid_by(self, way):
        """By card it is captured and settled at once."""
        if way == "credit_card":
            self.pay_by_card()
            self.midtrans.happen(self.attempt, "settle")
        else:
            self.choose(way=way)
            self.choose(act="pay")
        self.until_money("paid")
        return self

    def come_back(self):
        return self.session.get(f"/payments/{self.attempt}/return")

    def page(self):
        return self.session.get(f"/orders/{self.public_id}")

    def payment(self, attempt=None):
        columns = "state, amount, captured, due, refunded, refund_reserved, end_wanted"
        row = self.shop.db(f"SELECT {columns} FROM payments.payments WHERE attempt_id = '{attempt or self.attempt}'")[0]
        found = dict(zip(columns.split(", "), row))
        return {name: value if name in ("state", "end_wanted") else int(value) for name, value in found.items()}

    def until_money(self, state):
        return until(lambda: self.payment()["state"] == state)

    def ledger(self):
        rows = self.shop.db(
            "SELECT l.kind, l.amount FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id"
            f" WHERE p.attempt_id = '{self.attempt}' ORDER BY l.id"
        )
        return [(kind, int(amount)) for kind, amount in rows]

    def refund(self, amount, reason="Retur"):
        admin = self.shop.admin()
        page = admin.get(f"/admin/payments/{self.attempt}")
        answer = admin.submit(page, f"/admin/payments/{self.attempt}/refund", {"refund_amount": str(amount), "reason": reason})
        assert answer.status == 200, words(answer)[:500]
        return answer

    def inbox(self):
        query = "SELECT count(*) FROM payments.inbox i JOIN payments.payments p ON p.id = i.payment_id"
        return int(self.shop.db(f"{query} WHERE p.attempt_id = '{self.attempt}'")[0][0])


@pytest.fixture
def buy(shop, midtrans):
    return lambda *arguments, **options: Buy(shop, midtrans, *arguments, **options)


# --- the road -------------------------------------------------------------------------------------------------------


def test_a_card_pays_the_order_once(shop, midtrans, buy):
    order = buy(quantity=2)
    sent = midtrans.state(order.attempt)
    assert sent["gross"] == order.total == sum(item["price"] * item["quantity"] for item in sent["items"])
    assert any(item["id"] == "shipping" for item in sent["items"])
    assert "capture" in order.pay_by_card()
    answer = order.come_back()
    assert answer.status == 200 and order.public_id in answer.url
    order.until_money("paid")
    midtrans.happen(order.attempt, "settle")
    until(lambda: order.inbox() >= 2)
    assert order.ledger() == [("captured", order.total)], "capture and settlement are one fact"
    desk = words(shop.admin().get(f"/admin/payments/{order.attempt}"))
    assert "1114" in desk and SERVER_KEY not in desk


def test_a_virtual_account_is_shown_on_the_orders_page_until_it_is_paid(midtrans, buy):
    order = buy()
    assert "BCA virtual account" in order.choose(way="bca_va")
    page = order.come_back()
    number = midtrans.state(order.attempt)["transactions"][-1]["va_numbers"][0]["va_number"]
    assert f'data-copy="{number}"' in page.text and "BCA virtual account" in words(page)
    assert re.search(r'data-until="\d{4}-\d\d-\d\dT[^"]+Z"', page.text)
    assert f'href="{order.location}"' in page.text, "another way can still be chosen on the page of Midtrans"
    order.choose(act="pay")
    order.until_money("paid")
    assert number not in order.page().text
    assert order.ledger() == [("captured", order.total)]


def test_a_qris_code_is_shown_in_the_shop_and_can_be_saved(midtrans, buy, tmp_path):
    order = buy("qris")
    assert f"/orders/{order.public_id}" in order.location
    page = order.page()
    source = re.search(r'<img src="([^"]+/qr\.png)"', page.text).group(1)
    assert re.search(rf'<a [^>]*href="{re.escape(source)}" download="[^"]+\.png"', page.text)
    picture = order.session.get(source)
    assert picture.status == 200 and picture.headers["Content-Type"] == "image/png" and "no-store" in picture.headers["Cache-Control"]
    if shutil.which("zbarimg"):
        file = tmp_path / "qr.png"
        file.write_bytes(picture.body)
        read = subprocess.run(["zbarimg", "-q", "--raw", str(file)], capture_output=True, text=True, timeout=60).stdout.strip()
        assert read.startswith("000201") and "6304" in read[-8:] and str(order.total) in read
    midtrans.happen(order.attempt, "settle")
    order.until_money("paid")
    assert "/qr.png" not in order.page().text


def test_a_channel_that_is_not_offered_is_refused_at_checkout(shop, midtrans):
    session = shop.session()
    put_in_cart(session, Variant(shop, 5), 1)
    answer = checkout(session, follow=False, payment_method="midtrans", payment_midtrans_channel="echannel", email=unique_email())
    assert answer.status == 422 and midtrans.calls("/v2/charge")[-1:] == [call for call in midtrans.calls("/v2/charge")[-1:] if call["body"]["payment_type"] != "echannel"]


def test_a_declined_card_can_be_followed_by_another(midtrans, buy):
    order = buy()
    assert "declined" in order.pay_by_card(DECLINED)
    order.come_back()
    assert order.payment()["state"] == "pending"
    order.pay_by_card()
    order.until_money("paid")
    assert order.ledger() == [("captured", order.total)] and midtrans.state(order.attempt)["paid"] == 1


def test_another_method_ends_the_first_at_midtrans(midtrans, buy):
    order = buy()
    order.choose(way="bni_va")
    page = order.come_back()
    first = order.attempt
    answer = order.session.submit(page, f"/orders/{order.public_id}/pay", {"payment_method": "transfer"}, follow=False)
    assert answer.status == 303
    until(lambda: midtrans.state(first)["transactions"][-1]["transaction_status"] == "cancel")
    until(lambda: order.payment(first)["end_wanted"] == "")
    assert order.payment(first)["state"] == "cancelled" and order.newest_attempt() != first
    assert order.choose(way="bca_va").startswith("410"), "its page takes nothing more"
    # And back again: a new attempt is a new order at Midtrans.
    answer = order.session.submit(order.page(), f"/orders/{order.public_id}/pay", {"payment_method": "midtrans"}, follow=False)
    assert "/redirection/" in answer.headers["Location"] and answer.headers["Location"] != order.location
    order.location, order.attempt = answer.headers["Location"], order.newest_attempt()
    order.paid_by("credit_card")
    assert midtrans.state(first)["paid"] == 0


# --- late, twice, wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_money_after_the_order_ended_is_owed_and_the_owner_is_told(shop, midtrans, buy, end):
    shop.run("settings", "store", "email", "pemilik@example.com")
    order = buy()
    order.choose(way="bca_va")
    page = order.come_back()
    if end == "cancel":
        order.session.submit(page, f"/orders/{order.public_id}/cancel", {})
    else:
        let_expire(shop, order.public_id)
    until(lambda: ended_by(shop, order.public_id) == end)
    until(lambda: midtrans.state(order.attempt)["transactions"][-1]["transaction_status"] in ("cancel", "expire"))
    midtrans.happen(order.attempt, "late")
    order.until_money("refund_due")
    assert order.payment()["due"] == order.total
    until(lambda: shop.db(f"SELECT 1 FROM core.mails WHERE to_address = 'pemilik@example.com' AND text_body LIKE '%/admin/payments/{order.attempt}%'"))
    # A transfer cannot go back through Midtrans: by hand, with what to do.
    admin = shop.admin()
    desk = admin.get(f"/admin/payments/{order.attempt}")
    admin.submit(desk, f"/admin/payments/{order.attempt}/send-owed")
    until(lambda: shop.db(f"SELECT 1 FROM payments.refunds WHERE refund_key LIKE '{order.attempt}-%' AND state = 'by_hand'"))
    desk = admin.get(f"/admin/payments/{order.attempt}")
    assert "record it here" in words(desk)
    admin.submit(desk, f"/admin/payments/{order.attempt}/refunded")
    assert order.payment()["state"] == "refunded" and order.payment()["refunded"] == order.total


def test_an_expired_payment_leaves_the_order_to_be_paid_anew(midtrans, buy):
    order = buy()
    order.choose(way="permata_va")
    midtrans.happen(order.attempt, "expire")
    order.until_money("expired")
    answer = order.session.submit(order.page(), f"/orders/{order.public_id}/pay", {}, follow=False)
    assert "/redirection/" in answer.headers["Location"]


def test_two_payments_for_one_order_pay_it_once(shop, midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    page = order.come_back()
    first = order.attempt
    answer = order.session.submit(page, f"/orders/{order.public_id}/pay", {"payment_method": "transfer"}, follow=False)
    assert answer.status == 303
    answer = order.session.submit(order.page(), f"/orders/{order.public_id}/pay", {"payment_method": "midtrans"}, follow=False)
    order.location, order.attempt = answer.headers["Location"], order.newest_attempt()
    order.paid_by("credit_card")
    midtrans.happen(first, "late")
    until(lambda: order.payment(first)["state"] == "refund_due")
    assert order.payment()["state"] == "paid" and order.payment(first)["due"] == order.total


def test_an_amount_that_is_not_the_orders_pays_nothing(midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    midtrans.happen(order.attempt, "amount", gross=order.total - 1_000)
    midtrans.happen(order.attempt, "settle")
    until(lambda: order.payment()["captured"] == order.total - 1_000)
    assert order.payment()["state"] == "pending", "a part is no payment"


def outcomes(shop, attempt):
    rows = shop.db(f"SELECT f.outcome FROM payments.facts f JOIN payments.payments p ON p.id = f.payment_id WHERE p.attempt_id = '{attempt}' AND f.kind = 'captured'")
    return [row[0] for row in rows]


def test_money_of_another_currency_or_mode_pays_nothing(shop, midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    midtrans.happen(order.attempt, "amount", gross=order.total, currency="USD")
    midtrans.happen(order.attempt, "settle")
    until(lambda: outcomes(shop, order.attempt) == ["other_currency"])
    assert order.payment()["state"] == "pending" and order.ledger() == []

    begun_in_sandbox = buy()
    begun_in_sandbox.choose(way="bca_va")
    until(lambda: begun_in_sandbox.inbox() == 1)
    shop.run("settings", "midtrans", "environment", "production")
    try:
        midtrans.happen(begun_in_sandbox.attempt, "settle")
        until(lambda: outcomes(shop, begun_in_sandbox.attempt) == ["other_mode"])
        assert begun_in_sandbox.payment()["state"] == "pending" and begun_in_sandbox.ledger() == []
        session = shop.session()
        put_in_cart(session, Variant(shop, 5), 1)
        assert 'value="midtrans"' not in session.get("/checkout").text, "its keys are those of the sandbox"
    finally:
        shop.run("settings", "midtrans", "environment", "sandbox")


def test_a_fee_that_the_customer_pays_is_booked_beside_the_amount(midtrans, buy):
    order = buy()
    midtrans.trouble(fee=4_000)
    order.choose(way="gopay")
    order.choose(act="pay")
    order.until_money("paid")
    assert order.ledger() == [("captured", order.total), ("fee", 4_000)]


# --- fraud ----------------------------------------------------------------------------------------------------------


def test_a_held_card_waits_for_the_owner(midtrans, buy):
    order = buy()
    order.pay_by_card(HELD)
    order.until_money("review")
    assert order.ledger() == []
    midtrans.happen(order.attempt, "approve")
    order.until_money("paid")

    refused = buy()
    refused.pay_by_card(HELD)
    refused.until_money("review")
    midtrans.happen(refused.attempt, "refuse")
    refused.until_money("failed")
    assert refused.ledger() == [] and midtrans.state(refused.attempt)["paid"] == 0
    answer = refused.session.submit(refused.page(), f"/orders/{refused.public_id}/pay", {}, follow=False)
    assert "/redirection/" in answer.headers["Location"], "the order is not lost"


# --- money back -----------------------------------------------------------------------------------------------------


def test_money_goes_back_in_parts_and_whole_through_midtrans(midtrans, buy):
    order = buy().paid_by("credit_card")
    order.refund(10_000)
    until(lambda: order.payment()["refunded"] == 10_000)
    order.refund(order.total - 10_000)
    order.until_money("refunded")
    sent = midtrans.state(order.attempt)["refunds"]
    assert [refund["refund_amount"] for refund in sent] == ["10000.00", f"{order.total - 10_000}.00"]
    until(lambda: order.inbox() >= 3)
    assert order.payment()["refunded"] == order.total, "the notifications about them add nothing"


def test_a_transfer_goes_back_by_hand(shop, midtrans, buy):
    order = buy().paid_by("bri_va")
    order.refund(10_000)
    until(lambda: shop.db(f"SELECT 1 FROM payments.refunds WHERE refund_key LIKE '{order.attempt}-%' AND state = 'by_hand'"))
    assert midtrans.state(order.attempt)["refunds"] == []
    admin = shop.admin()
    desk = admin.get(f"/admin/payments/{order.attempt}")
    assert "Ask the customer for an account" in words(desk)
    admin.submit(desk, f"/admin/payments/{order.attempt}/refunded")
    assert order.payment()["refunded"] == 10_000


def test_a_refund_made_in_the_dashboard_is_heard_of(midtrans, buy):
    order = buy().paid_by("gopay")
    midtrans.happen(order.attempt, "refund", amount=15_000)
    until(lambda: order.payment()["refunded"] == 15_000)
    assert order.payment()["state"] == "paid" and ("refunded", 15_000) in order.ledger()


def test_a_captured_card_that_is_not_settled_is_cancelled_when_all_goes_back(midtrans, buy):
    order = buy()
    order.pay_by_card()
    order.until_money("paid")
    order.refund(order.total)
    order.until_money("refunded")
    assert midtrans.state(order.attempt)["transactions"][-1]["transaction_status"] == "cancel"
    assert order.payment()["refunded"] == order.total


# --- notifications --------------------------------------------------------------------------------------------------


def test_duplicates_from_many_connections_count_once(midtrans, buy):
    order = buy()
    midtrans.trouble(duplicate=9)
    order.choose(way="bca_va")
    order.choose(act="pay")
    order.until_money("paid")
    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(lambda _: midtrans.notify(order.attempt), range(32))) == {200}
    assert order.ledger() == [("captured", order.total)]


def test_settlement_before_pending_ends_as_paid(midtrans, buy):
    order = buy()
    midtrans.trouble(hold=True)
    order.choose(way="bca_va")
    order.choose(act="pay")
    assert order.payment()["state"] == "pending"
    midtrans.control("flush")
    order.until_money("paid")
    assert order.ledger() == [("captured", order.total)]


def test_forged_and_unsigned_notifications_write_nothing(shop, midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    until(lambda: order.inbox() == 1)
    kept = shop.db("SELECT count(*) FROM payments.inbox")
    assert midtrans.notify(order.attempt, changes={"signature_key": "0" * 128}) == 403
    assert midtrans.notify(order.attempt, changes={"gross_amount": "1.00"}) == 403
    assert midtrans.notify(order.attempt, changes={"status_code": "200"}) == 403
    assert midtrans.notify(order.attempt, changes={"order_id": order.attempt + "x"}) == 403
    assert midtrans.control("notify", order_id=order.attempt, body={"order_id": order.attempt}, changes={"signature_key": ""})["statuses"][0] == 403
    for body in (b"", b"{}", b"[]", b"\xff\xfe", b'{"order_id": "' + order.attempt.encode() + b'"}'):
        assert shop.session().request("POST", "/webhooks/midtrans", body=body, headers={"Content-Type": "application/json"}).status == 403
    assert shop.db("SELECT count(*) FROM payments.inbox") == kept and order.payment()["state"] == "pending"


def test_ten_thousand_changed_notifications_write_nothing(shop, midtrans, buy):
    order, dice = buy(), forging.dice()
    order.choose(way="bca_va")
    until(lambda: order.inbox() == 1)
    honest = next(one["body"] for one in midtrans.control("state")["notifications"] if one["order_id"] == order.attempt)
    forged = []
    for number in range(10_000):
        # Half of them in the signature, half in what it covers.
        field = "signature_key" if number % 2 else dice.choice(("order_id", "status_code", "gross_amount"))
        body = {**honest, field: forging.changed(dice, honest[field], "0123456789abcdef.")}
        forged.append((json.dumps(body).encode(), {}))
    before = forging.counted(shop)
    assert forging.statuses_of(shop, "/webhooks/midtrans", forged) == {403: 10_000}
    assert forging.counted(shop) == before and order.payment()["state"] == "pending"
    assert forging.statuses_of(shop, "/webhooks/midtrans", [(json.dumps(honest).encode(), {})]) == {200: 1}


def test_a_signed_notification_that_was_altered_is_not_believed(midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    # The signature covers order, code and amount: this is signed, and a lie.
    assert midtrans.notify(order.attempt, changes={"transaction_status": "settlement", "status_code": "200"}, sign=True) == 200
    assert order.payment()["state"] == "pending" and order.ledger() == []


def test_an_old_notification_changes_nothing(midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    until(lambda: order.inbox() == 1)
    old = next(one["body"] for one in midtrans.control("state")["notifications"] if one["order_id"] == order.attempt)
    order.choose(act="pay")
    order.until_money("paid")
    assert midtrans.control("notify", order_id=order.attempt, body=old)["statuses"] and order.payment()["state"] == "paid"
    assert order.ledger() == [("captured", order.total)]


def test_notifications_about_nothing_of_ours(shop):
    def signed(order_id):
        key = hashlib.sha512(f"{order_id}20010000.00{SERVER_KEY}".encode()).hexdigest()
        fields = {"order_id": order_id, "status_code": "200", "gross_amount": "10000.00", "signature_key": key}
        return "{%s}" % ", ".join(f'"{name}": "{value}"' for name, value in {**fields, "transaction_status": "settlement", "transaction_id": "t"}.items())

    def status(body):
        return shop.session().request("POST", "/webhooks/midtrans", body=body.encode(), headers={"Content-Type": "application/json"}).status

    assert status(signed("HR-1-nobodys")) == 404
    assert status(signed("payment_notif_test_G000000000_x")) == 200


def test_a_lost_notification_is_made_up_for_when_the_customer_comes_back(midtrans, buy):
    order = buy()
    midtrans.trouble(lost=True)
    order.choose(way="bca_va")
    order.choose(act="pay")
    assert order.payment()["state"] == "pending"
    order.come_back()
    assert order.payment()["state"] == "paid"


def test_a_lost_notification_is_made_up_for_by_the_reconciler(shop, midtrans, buy):
    order = buy()
    midtrans.trouble(lost=True)
    order.choose(way="bca_va")
    order.choose(act="pay")
    shop.db(f"UPDATE payments.payments SET ask_after = now() WHERE attempt_id = '{order.attempt}'")
    order.until_money("paid")


def test_a_stored_notification_is_applied_again_from_the_command_line(shop, midtrans, buy):
    order = buy().paid_by("bca_va")
    told, newest = order.ledger(), shop.run("webhook", "replay", "midtrans").stdout.splitlines()[-1].split()[0]
    assert "Applied again" in shop.run("webhook", "replay", "midtrans", newest).stdout
    assert order.ledger() == told


# --- settings -------------------------------------------------------------------------------------------------------


def test_the_owner_sees_the_address_and_tests_the_connection(shop, midtrans):
    admin = shop.admin()
    page = admin.get("/admin/plugins/midtrans/settings")
    assert "/webhooks/midtrans" in page.text and SERVER_KEY not in page.text
    answer = admin.submit(page, "/admin/midtrans/test")
    assert answer.status == 200 and "badge-stop" not in answer.text, words(answer)
    midtrans.trouble(fail=1)
    answer = admin.submit(answer, "/admin/midtrans/test")
    assert "badge-done" in answer.text, "one failure is tried again"


# --- the window over the order's page ---------------------------------------------------------------------------------


def policy_of(answer):
    return answer.headers["Content-Security-Policy"]


@pytest.fixture
def in_window(shop):
    shop.run("settings", "midtrans", "window", "popup")
    yield
    shop.run("settings", "midtrans", "window", "redirect")


def test_midtrans_is_let_in_on_the_page_of_an_order_that_waits_and_nowhere_else(shop, midtrans, in_window, buy):
    strict = policy_of(shop.session().get("/"))
    order, direct = buy(), buy("qris")
    assert order.location.endswith(f"/orders/{order.public_id}?pay=1"), "the checkout leads to the order's page"
    page = order.session.get(order.location)
    wide = strict.replace("script-src 'self'", f"script-src 'self' {midtrans.url}").replace(" manifest-src", f" frame-src {midtrans.url}; manifest-src")
    assert policy_of(page) == wide and page.headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    token = midtrans.state(order.attempt)["token"]
    assert f'data-script="{midtrans.url}/snap/snap.js"' in page.text and f'data-token="{token}"' in page.text and SERVER_KEY not in page.text
    for path in ("/", "/cart", "/track", "/login", f"/orders/{direct.public_id}"):
        answer = direct.session.get(path)
        assert policy_of(answer) == strict and answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
    midtrans.happen(order.attempt, "charge", type="gopay")
    midtrans.happen(order.attempt, "settle")
    order.until_money("paid")
    assert policy_of(order.page()) == strict, "it waits no more"


def test_a_payment_begun_on_midtranss_page_gets_no_window(shop, midtrans, buy):
    order = buy()
    assert "/redirection/" in order.location and "data-midtrans-window" not in order.page().text
    shop.run("settings", "midtrans", "window", "popup")
    try:
        assert "data-midtrans-window" not in order.page().text
    finally:
        shop.run("settings", "midtrans", "window", "redirect")


# --- trouble on the line; last, since the host stops calling for half a minute after five failures -------------------


def test_a_kill_between_call_and_record_charges_nothing_twice(shop, midtrans):
    session = shop.session()
    put_in_cart(session, Variant(shop, 5), 1)
    page = session.get("/checkout")
    before = len(midtrans.calls("/v2/charge"))
    midtrans.trouble(slowMs=1_500)
    email = unique_email()
    placing = threading.Thread(target=lambda: swallow(lambda: checkout(session, payment_method="midtrans", payment_midtrans_channel="bca_va", email=email)))
    placing.start()
    until(lambda: len(midtrans.calls("/v2/charge")) > before)
    for worker in workers_of(shop):
        os.kill(worker, signal.SIGKILL)
    placing.join(60)
    assert page.status == 200
    midtrans.trouble(slowMs=0)
    shop.wait_until_ready()
    public_id, attempt = shop.db(
        f"SELECT o.public_id, p.attempt_id FROM orders.orders o JOIN payments.payments p ON p.order_public_id = o.public_id WHERE o.email = '{email}'"
    )[0]
    session.get(f"/orders/{public_id}")
    number = midtrans.state(attempt)["transactions"][-1]["va_numbers"][0]["va_number"]
    until(lambda: number in session.get(f"/orders/{public_id}").text)
    assert len(midtrans.state(attempt)["transactions"]) == 1
    midtrans.happen(attempt, "settle")
    until(lambda: shop.db(f"SELECT 1 FROM payments.payments WHERE attempt_id = '{attempt}' AND state = 'paid'"))
    assert midtrans.state(attempt)["paid"] == 1


def test_a_refund_whose_answer_is_lost_is_sent_once(shop, midtrans, buy):
    order = buy().paid_by("gopay")
    midtrans.trouble(slowMs=(TIMEOUT_SECONDS + 1) * 1_000)
    order.refund(10_000)
    until(lambda: midtrans.calls(f"{order.attempt}/status")[-1:])
    time.sleep(TIMEOUT_SECONDS + 0.5)
    midtrans.trouble(slowMs=0, failAfter=0)
    for _ in range(3):
        shop.db(f"UPDATE payments.refunds SET ask_after = now() WHERE refund_key LIKE '{order.attempt}-%'")
        if order.payment()["refunded"] == 10_000:
            break
        time.sleep(1)
    until(lambda: order.payment()["refunded"] == 10_000, seconds=60)
    assert len(midtrans.state(order.attempt)["refunds"]) == 1


def test_an_order_is_not_lost_while_midtrans_is_away(shop, midtrans):
    session = shop.session()
    put_in_cart(session, Variant(shop, 5), 1)
    midtrans.trouble(down=True)
    answer = checkout(session, payment_method="midtrans", email=unique_email())
    public_id = order_of(answer)
    assert answer.status == 200
    state = shop.db(f"SELECT state FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    assert state == "opened"
    midtrans.trouble(down=False)
    page = session.get(f"/orders/{public_id}?begun=1")
    answer = session.submit(page, f"/orders/{public_id}/pay", {}, follow=False)
    assert "/redirection/" in answer.headers["Location"], words(answer)[:300]


def test_the_method_is_closed_with_a_reason_while_midtrans_keeps_failing(shop, midtrans, buy):
    order = buy()
    order.choose(way="bca_va")
    midtrans.trouble(down=True)
    # Whatever it is asked for, nobody answers; the customer keeps the page, and nothing is decided.
    for _ in range(4):
        assert order.come_back().status == 200
        time.sleep(3.1)
    assert order.payment()["state"] == "pending"
    assert midtrans.notify(order.attempt, changes={"told": "anew"}) == 503, "it shall come again"
    session = shop.session()
    put_in_cart(session, Variant(shop, 5), 1)
    page = session.get("/checkout")
    assert "Midtrans sedang tidak menjawab" in words(page)
    assert session.get("/products").status == 200
    midtrans.trouble(down=False)


def test_no_secret_is_to_be_seen(shop, midtrans):
    key = base64.b64encode(f"{SERVER_KEY}:".encode()).decode()
    cards = {f"card {number}": number.replace(" ", "") for number in (CARD, DECLINED, HELD)}
    signature = midtrans.control("state")["notifications"][-1]["body"]["signature_key"]
    # The inbox keeps notifications as they came, with their signatures; pages show them without.
    found = sightings(shop, {"key": SERVER_KEY, "key as it is sent": key, "signature": signature, **cards}, without=["payments.inbox"])
    assert not found and not shop.db("SELECT 1 FROM payments.inbox i WHERE i::text LIKE '%never-to-be-seen%'")


def swallow(call):
    """What a visitor sees of a shop that dies is not the point."""
    try:
        call()
    except (OSError, http.client.HTTPException):
        pass


def workers_of(shop):
    """Processes of the program that the supervisor started."""
    listed = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(shop.process.pid)], capture_output=True, text=True, timeout=30).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "hurtrock" in line]
