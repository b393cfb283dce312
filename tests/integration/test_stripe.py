"""Stripe from checkout to refund, against the simulated gateway of tests/simulators/stripe."""

import hashlib
import hmac
import itertools
import json
import os
import signal
import subprocess
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import forging
import pytest
from conftest import ROOT, Shop, until
from gateways import Simulator, node
from secrecy import sightings
from selling import CUSTOMER, Variant, checkout, ended_by, let_expire, order_of, order_row, put_in_cart, unique_email, words
from test_payments import ledger, payment

OWNER = "pemilik@example.com"
KEY, SECRET = "sk_test_nobodymayseethis", "whsec_nobodymayseethiseither"
#: Rounds of being killed; `HURTROCK_KILLS=25` for a long look.
KILLS = int(os.environ.get("HURTROCK_KILLS", "2"))
CALM = {
    "api": {"status": 0, "times": -1, "stored": False, "slow_ms": 0, "refuse": False, "lose_answers": 0},
    "webhooks": {"lost": False, "reordered": False, "duplicates": 0, "delay_ms": 0, "unsigned": False, "forged": False},
    "livemode": False,
    "added_at_payment": 0,
    "refund_status": "succeeded",
}


class Stripe(Simulator):
    def __init__(self):
        super().__init__("stripe", "--key", KEY, "--webhook-secret", SECRET)

    def switch(self, **changes):
        self.control("switches", changes)

    def session_of(self, attempt):
        found = [one for one in self.state()["sessions"] if one["client_reference_id"] == attempt]
        assert len(found) == 1, f"{len(found)} sessions were begun for {attempt}"
        return found[0]

    def pay(self, attempt, **how):
        return self.control(f"sessions/{self.session_of(attempt)['id']}/pay", how)

    def refunded(self, attempt):
        intent = self.session_of(attempt)["payment_intent"]
        return sum(one["amount"] for one in self.state()["refunds"] if one["payment_intent"] == intent and one["status"] != "failed")

    def events_of(self, attempt, kind):
        of_session = lambda told: told.get("client_reference_id") == attempt or told.get("metadata", {}).get("attempt_id") == attempt
        return [one for one in self.state()["events"] if one["type"] == kind and of_session(one["data"]["object"])]


@pytest.fixture(scope="module")
def gateway():
    simulator = Stripe()
    yield simulator
    simulator.end()


@pytest.fixture(scope="module")
def shop(gateway):
    """A shop of its own, since it is killed."""
    running = Shop(environment=gateway.environment)
    try:
        gateway.control("endpoint", {"url": f"{running.url}/webhooks/stripe"})
        running.start()
        running.make_admin()
        yield running
    finally:
        running.remove()


@pytest.fixture(autouse=True)
def calm(gateway):
    yield
    gateway.switch(**CALM)


def ordered(shop, **changes):
    """(session, order, attempt, page) of a fresh order; the page is where its customer is sent, None when nowhere."""
    session = shop.session()
    put_in_cart(session, Variant(shop, 20))
    email = unique_email()
    answer = checkout(session, follow=False, payment_method="stripe", email=email, **changes)
    assert answer.status == 303, words(answer)[:800]
    public_id = order_of(answer)
    location = session.get(f"/orders/{public_id}/pay", follow=False).headers["Location"]
    attempt = newest_attempt(shop, public_id)
    return session, public_id, attempt, location if "/c/pay/" in location else None


def newest_attempt(shop, public_id):
    return shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC LIMIT 1")[0][0]


def reconcile(shop):
    """The reconciler's turn, at once; also when one that was killed still has it."""
    shop.db("UPDATE payments.payments SET ask_after = now() WHERE ask_after IS NOT NULL")
    shop.db("UPDATE payments.refunds SET ask_after = now() WHERE state IN ('reserved', 'pending')")
    shop.db("UPDATE core.job_schedules SET next_run_at = now(), leased_until = now() WHERE name = 'payments.reconcile'")


def paid(shop, gateway):
    session, public_id, attempt, _ = ordered(shop)
    gateway.pay(attempt)
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    return session, public_id, attempt


def sign(body, secret=SECRET, when=None):
    when = int(time.time()) if when is None else when
    return f"t={when},v1={hmac.new(secret.encode(), str(when).encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def event(kind, told, livemode=False):
    name = f"evt_{uuid.uuid4().hex}"
    return json.dumps({"id": name, "object": "event", "type": kind, "created": int(time.time()), "livemode": livemode, "data": {"object": told}}).encode()


def deliver(shop, body, signature=None):
    headers = {"Content-Type": "application/json", "Stripe-Signature": sign(body) if signature is None else signature}
    return shop.session().request("POST", "/webhooks/stripe", body=body, headers=headers).status


def paid_session(gateway, attempt, **changes):
    session = gateway.session_of(attempt)
    return {**session, "status": "complete", "payment_status": "paid", "payment_intent": f"pi_{uuid.uuid4().hex[:16]}", **changes}


def refund_in_admin(shop, attempt, amount):
    admin = shop.admin()
    page = admin.get(f"/admin/payments/{attempt}")
    answer = admin.submit(page, f"/admin/payments/{attempt}/refund", {"refund_amount": str(amount), "reason": "Retur"})
    assert answer.status == 200, words(answer)[:500]


# --- the road -------------------------------------------------------------------------------------------------------


def test_an_order_is_paid_on_the_hosted_page(shop, gateway):
    session, public_id, attempt, page = ordered(shop)
    policy = session.get(f"/orders/{public_id}?begun=1").headers["Content-Security-Policy"]
    allowed = policy.split("form-action ")[1].split(";")[0].split()
    assert {"'self'", gateway.url, "https://checkout.stripe.com"} <= set(allowed), "a form may end on the hosted page"
    begun = gateway.session_of(attempt)
    total = int(order_row(shop, public_id)["total"])
    assert (begun["amount_total"], begun["currency"]) == (total * 100, "idr"), "two decimals at Stripe"
    assert (begun["metadata"]["attempt_id"], begun["metadata"]["order_id"]) == (attempt, public_id)
    assert page == begun["url"]
    status, headers, _ = gateway.request("POST", page, b"method=card&card=4242424242424242")
    assert status == 303
    back = session.get(headers["Location"])
    assert back.status == 200 and public_id in back.url
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    until(lambda: [one for one in gateway.state()["deliveries"] if one["type"] == "checkout.session.completed" and one["status"] == 200])
    assert ledger(shop, attempt) == [("captured", total)], "return page and webhook told one fact"


def test_the_owner_sees_everything_but_secrets(shop, gateway):
    _, _, attempt = paid(shop, gateway)
    page = shop.admin().get(f"/admin/payments/{attempt}")
    text = words(page)
    assert "/v1/checkout/sessions" in text and "checkout.session.completed" in text and "mode uji" in text
    assert KEY not in page.text and SECRET not in page.text


def test_a_lost_webhook_is_healed_by_the_return_page_and_by_the_reconciler(shop, gateway):
    gateway.switch(webhooks={"lost": True})
    for heal in ("return", "reconciler"):
        session, public_id, attempt, page = ordered(shop)
        gateway.pay(attempt)
        assert order_row(shop, public_id)["state"] == "placed"
        if heal == "return":
            session.get(f"/payments/{attempt}/return?status=failed")
        else:
            reconcile(shop)
        until(lambda: order_row(shop, public_id)["state"] == "paid")
        method = shop.db(f"SELECT method FROM payments.payments WHERE attempt_id = '{attempt}'")
        assert method == [["Visa •••• 4242"]]


def test_a_declined_card_leaves_the_page_open_for_another(shop, gateway):
    session, public_id, attempt, page = ordered(shop)
    status, _, body = gateway.request("POST", page, b"method=card&card=4000000000000002")
    assert status == 402 and b"generic_decline" in body
    until(lambda: shop.db(f"SELECT 1 FROM payments.facts f JOIN payments.payments p ON p.id = f.payment_id WHERE p.attempt_id = '{attempt}' AND f.kind = 'attempt_failed'"))
    session.get(f"/payments/{attempt}/return")
    assert payment(shop, attempt)["state"] == "pending"
    assert gateway.pay(attempt) == {"paid": True}
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    assert newest_attempt(shop, public_id) == attempt


def test_a_failed_payment_is_tried_again(shop, gateway):
    session, public_id, attempt, _ = ordered(shop)
    gateway.pay(attempt, method="bank")
    until(lambda: gateway.events_of(attempt, "checkout.session.completed"))
    gateway.control(f"sessions/{gateway.session_of(attempt)['id']}/settle", {"outcome": "failed"})
    until(lambda: payment(shop, attempt)["state"] == "failed")
    assert order_row(shop, public_id)["state"] == "placed"
    again = session.get(f"/orders/{public_id}/pay", follow=False)
    assert "/c/pay/" in again.headers["Location"]
    second = newest_attempt(shop, public_id)
    assert second != attempt
    gateway.pay(second)
    until(lambda: order_row(shop, public_id)["state"] == "paid")


def test_a_delayed_payment_pays_when_the_bank_says_so(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    gateway.pay(attempt, method="bank")
    time.sleep(1)
    assert order_row(shop, public_id)["state"] == "placed"
    gateway.control(f"sessions/{gateway.session_of(attempt)['id']}/settle", {"outcome": "succeeded"})
    until(lambda: order_row(shop, public_id)["state"] == "paid")


def test_another_method_ends_the_page_at_stripe(shop, gateway):
    session, public_id, attempt, page = ordered(shop)
    order_page = session.get(f"/orders/{public_id}?begun=1")
    fields = {name: value for name, value in order_page.fields(f"/orders/{public_id}/cancel").items()}
    session.post(f"/orders/{public_id}/pay", {**fields, "payment_method": "transfer"})
    assert newest_attempt(shop, public_id) != attempt
    until(lambda: gateway.session_of(attempt)["status"] == "expired")
    assert gateway.request("POST", page, b"method=card")[0] == 200, "the page says that it is over"
    assert payment(shop, attempt)["captured"] == 0


def test_an_order_in_english_is_paid_in_english(shop, gateway):
    session = shop.session()
    put_in_cart(session, Variant(shop, 20))
    page = session.get("/en/checkout")
    answer = session.submit(page, "/en/checkout", {**CUSTOMER, "action": "place", "payment_method": "stripe", "email": unique_email()}, follow=False)
    away = session.get(f"/en/orders/{order_of(answer)}/pay", follow=False)
    assert b"no money moves" in gateway.request("GET", away.headers["Location"])[2]


# --- ends that are defined -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["cancel", "expire"])
def test_money_after_the_order_ended_is_owed_told_and_sent_back(shop, gateway, end):
    shop.run("settings", "store", "email", OWNER)
    session, public_id, attempt, _ = ordered(shop)
    if end == "cancel":
        session.submit(session.get(f"/orders/{public_id}?begun=1"), f"/orders/{public_id}/cancel")
    else:
        let_expire(shop, public_id)
    until(lambda: ended_by(shop, public_id) == end)
    until(lambda: gateway.session_of(attempt)["status"] == "expired")
    gateway.pay(attempt, late=True)
    until(lambda: payment(shop, attempt)["state"] == "refund_due")
    assert order_row(shop, public_id)["state"] == "cancelled" and payment(shop, attempt)["due"] == payment(shop, attempt)["amount"]
    until(lambda: [text for _, text in shop.mails(OWNER) if f"/admin/payments/{attempt}" in text])
    admin = shop.admin()
    admin.submit(admin.get(f"/admin/payments/{attempt}"), f"/admin/payments/{attempt}/send-owed")
    until(lambda: payment(shop, attempt)["state"] == "refunded")
    assert gateway.refunded(attempt) == payment(shop, attempt)["amount"] * 100


def test_stale_news_changes_nothing(shop, gateway):
    _, public_id, attempt = paid(shop, gateway)
    told = ledger(shop, attempt)
    for kind in ("checkout.session.expired", "checkout.session.async_payment_failed"):
        stale = {**gateway.session_of(attempt), "status": "expired", "payment_status": "unpaid"}
        body = json.loads(event(kind, stale))
        assert deliver(shop, json.dumps({**body, "created": int(time.time()) - 3_600}).encode()) == 200
    assert (payment(shop, attempt)["state"], order_row(shop, public_id)["state"], ledger(shop, attempt)) == ("paid", "paid", told)


def test_a_stored_webhook_is_applied_again_from_the_command_line(shop, gateway):
    _, _, attempt = paid(shop, gateway)
    told = ledger(shop, attempt)
    newest = shop.run("webhook", "replay", "stripe").stdout.splitlines()[-1].split()[0]
    assert "Applied again" in shop.run("webhook", "replay", "stripe", newest).stdout
    assert ledger(shop, attempt) == told


def test_an_expired_session_is_told(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    gateway.control(f"sessions/{gateway.session_of(attempt)['id']}/expire")
    until(lambda: payment(shop, attempt)["state"] == "expired")


def test_two_payments_for_one_order_pay_it_once(shop, gateway):
    session, public_id, first, _ = ordered(shop)
    gateway.switch(webhooks={"lost": True})
    gateway.pay(first, method="bank")
    session.get(f"/orders/{public_id}?begun=1")
    fields = session.get("/track").fields("/track")
    session.post(f"/orders/{public_id}/pay", {**fields, "payment_method": "transfer"})
    session.post(f"/orders/{public_id}/pay", {**fields, "payment_method": "stripe"}, follow=False)
    second = newest_attempt(shop, public_id)
    gateway.switch(webhooks={"lost": False})
    gateway.pay(second)
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    gateway.control(f"sessions/{gateway.session_of(first)['id']}/settle", {"outcome": "succeeded"})
    until(lambda: payment(shop, first)["state"] == "refund_due")
    assert payment(shop, second)["state"] == "paid"
    assert order_row(shop, public_id)["state"] == "paid"


def test_another_amount_is_seen_and_what_is_too_much_owed(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    gateway.switch(added_at_payment=500_000)
    gateway.pay(attempt)
    until(lambda: order_row(shop, public_id)["state"] == "paid")
    assert payment(shop, attempt)["due"] == 5_000
    _, public_id, attempt, _ = ordered(shop)
    short = paid_session(gateway, attempt, amount_total=gateway.session_of(attempt)["amount_total"] - 100_000)
    assert deliver(shop, event("checkout.session.completed", short)) == 200
    assert (payment(shop, attempt)["state"], order_row(shop, public_id)["state"]) == ("pending", "placed")


def test_another_currency_or_mode_pays_nothing(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    assert deliver(shop, event("checkout.session.completed", paid_session(gateway, attempt, currency="usd"))) == 200
    assert deliver(shop, event("checkout.session.completed", paid_session(gateway, attempt), livemode=True)) == 200
    assert order_row(shop, public_id)["state"] == "placed" and ledger(shop, attempt) == []
    outcomes = shop.db(f"SELECT outcome FROM payments.facts f JOIN payments.payments p ON p.id = f.payment_id WHERE p.attempt_id = '{attempt}' AND kind = 'captured' ORDER BY 1")
    assert outcomes == [["other_currency"], ["other_mode"]]
    gateway.switch(livemode=True)
    gateway.pay(attempt)
    time.sleep(1)
    assert order_row(shop, public_id)["state"] == "placed"


def test_unknown_payments_and_events_are_answered_as_documented(shop, gateway):
    stranger = {"id": "cs_x", "object": "checkout.session", "status": "complete", "payment_status": "paid", "amount_total": 1, "currency": "idr", "payment_intent": "pi_x"}
    assert deliver(shop, event("checkout.session.completed", stranger)) == 200, "something else this account sells"
    assert deliver(shop, event("checkout.session.completed", {**stranger, "client_reference_id": "HR-0-nobody"})) == 404
    assert deliver(shop, event("customer.created", {"id": "cus_1"})) == 200
    assert deliver(shop, b"[]") == 200


# --- webhooks that are not as they should be -------------------------------------------------------------------------


def test_duplicates_and_reordered_events_count_once(shop, gateway):
    gateway.switch(webhooks={"duplicates": 4})
    _, _, attempt = paid(shop, gateway)
    gateway.switch(webhooks={"duplicates": 0, "reordered": True})
    _, second_order, second, _ = ordered(shop)
    gateway.pay(second, card="4000000000000002")
    gateway.pay(second)
    intent = gateway.session_of(second)["payment_intent"]
    gateway.control("refunds", {"payment_intent": intent, "amount": 100_000})
    gateway.control("refunds", {"payment_intent": intent, "amount": 200_000})
    gateway.control("webhooks/flush")
    until(lambda: order_row(shop, second_order)["state"] == "paid")
    until(lambda: payment(shop, second)["refunded"] == 3_000)
    for one in (attempt, second):
        kinds = [kind for kind, _ in ledger(shop, one)]
        assert kinds.count("captured") == 1
    delivered = [one for one in gateway.state()["events"] if one["type"] == "checkout.session.completed"][-1]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: gateway.control(f"events/{delivered['id']}/send"), range(16)))
    assert [kind for kind, _ in ledger(shop, second)].count("captured") == 1


def test_forged_replayed_and_unsigned_webhooks_write_nothing(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    body = event("checkout.session.completed", paid_session(gateway, attempt))
    tables = ("inbox", "facts", "ledger", "payment_events", "gateway_references")
    counted = lambda: [shop.db(f"SELECT count(*) FROM payments.{table}")[0][0] for table in tables]
    before = counted()
    old = sign(body, when=int(time.time()) - 301)
    for signature in ("", "t=1,v1=00", sign(body, "whsec_other"), old, old.replace("t=", f"t={int(time.time())},x="), sign(body).upper(), sign(body + b" ")):
        assert deliver(shop, body, signature) == 400, signature
    assert deliver(shop, body.replace(b'"paid"', b'"Paid"'), sign(body)) == 400
    gateway.switch(webhooks={"unsigned": True})
    gateway.pay(attempt)
    until(lambda: [one for one in gateway.state()["deliveries"] if one["type"] == "checkout.session.completed" and one["status"] == 400])
    assert counted() == before
    gateway.switch(webhooks={"unsigned": False})
    until(lambda: order_row(shop, public_id)["state"] == "paid"), "the gateway comes again, signed"


def test_ten_thousand_changed_bodies_and_signatures_write_nothing(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    body, dice = event("checkout.session.completed", paid_session(gateway, attempt)), forging.dice()
    signature, text = sign(body), body.decode()
    bodies = [(forging.changed(dice, text, text).encode(), {"Stripe-Signature": signature}) for _ in range(5_000)]
    # An empty item, or one of a name that Stripe does not use, says nothing: time and signature are the same.
    parts = lambda header: [item for item in header.split(",") if item.startswith(("t=", "v1="))]
    forged = (forging.changed(dice, signature, "0123456789abcdef,=tv") for _ in itertools.count())
    other = itertools.islice((header for header in forged if parts(header) != parts(signature)), 5_000)
    signatures = [(body, {"Stripe-Signature": header}) for header in other]
    before = forging.counted(shop)
    assert forging.statuses_of(shop, "/webhooks/stripe", bodies + signatures) == {400: 10_000}
    assert forging.counted(shop) == before and order_row(shop, public_id)["state"] == "placed"
    assert deliver(shop, body, signature) == 200 and order_row(shop, public_id)["state"] == "paid", "the honest one still counts"


def test_webhooks_wait_while_the_plugin_is_off(shop, gateway):
    _, public_id, attempt, _ = ordered(shop)
    shop.run("plugin", "disable", "stripe")
    try:
        gateway.pay(attempt)
        until(lambda: [one for one in gateway.state()["deliveries"] if one["status"] == 503])
        assert order_row(shop, public_id)["state"] == "placed"
    finally:
        shop.run("plugin", "enable", "stripe")
    until(lambda: order_row(shop, public_id)["state"] == "paid")


# --- money back ------------------------------------------------------------------------------------------------------


def test_refunds_from_admin_in_part_and_in_full(shop, gateway):
    _, public_id, attempt = paid(shop, gateway)
    total = payment(shop, attempt)["amount"]
    refund_in_admin(shop, attempt, 5_000)
    until(lambda: payment(shop, attempt)["refunded"] == 5_000)
    assert gateway.refunded(attempt) == 500_000
    refund_in_admin(shop, attempt, total - 5_000)
    until(lambda: payment(shop, attempt)["state"] == "refunded")
    assert gateway.refunded(attempt) == total * 100
    time.sleep(1)
    assert payment(shop, attempt)["refunded"] == total, "the webhooks of our own refunds add nothing"


def test_a_refund_in_the_dashboard_is_noted(shop, gateway):
    _, _, attempt = paid(shop, gateway)
    gateway.control("refunds", {"payment_intent": gateway.session_of(attempt)["payment_intent"], "amount": 1_200_000})
    until(lambda: payment(shop, attempt)["refunded"] == 12_000)
    refund_in_admin(shop, attempt, 3_000)
    until(lambda: payment(shop, attempt)["refunded"] == 15_000)
    assert gateway.refunded(attempt) == 1_500_000


def test_a_refund_that_takes_its_time_arrives_or_comes_back(shop, gateway):
    gateway.switch(refund_status="pending")
    _, _, attempt = paid(shop, gateway)
    for outcome, refunded in (("succeeded", 4_000), ("failed", 4_000)):
        refund_in_admin(shop, attempt, 4_000)
        pending = lambda: [one for one in gateway.state()["refunds"] if one["status"] == "pending"]
        gateway.control(f"refunds/{until(pending)[0]['id']}", {"status": outcome})
        until(lambda: payment(shop, attempt)["refunded"] == refunded and payment(shop, attempt)["refund_reserved"] in (0, 4_000))
    until(lambda: shop.db(f"SELECT 1 FROM payments.refunds r JOIN payments.payments p ON p.id = r.payment_id WHERE p.attempt_id = '{attempt}' AND r.state = 'refused'"))


def test_a_dispute_is_shown_and_its_end_noted(shop, gateway):
    _, _, attempt = paid(shop, gateway)
    dispute = gateway.control("disputes", {"payment_intent": gateway.session_of(attempt)["payment_intent"]})
    amount = payment(shop, attempt)["amount"]
    until(lambda: ("disputed", amount) in ledger(shop, attempt))
    gateway.control(f"disputes/{dispute['id']}", {"status": "won"})
    until(lambda: ("dispute_returned", amount) in ledger(shop, attempt))
    assert [kind for kind, _ in ledger(shop, attempt)] == ["captured", "disputed", "dispute_returned"]


# --- a gateway in trouble --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [{"status": 503}, {"refuse": True}, {"status": 429}, {"lose_answers": 100}, {"status": 500, "stored": True}], ids=str)
def test_trouble_at_start_keeps_the_order_and_begins_once(shop, gateway, trouble):
    gateway.switch(api=trouble)
    session, public_id, attempt, page = ordered(shop)
    assert page is None, "the customer stays in the shop"
    assert "Coba lagi" in words(session.get(f"/orders/{public_id}?begun=1"))
    gateway.switch(**CALM)
    if "status" not in trouble or trouble["status"] != 429:
        # The circuit may be open; a shop that begins anew asks at once, with the same key.
        shop.stop()
        shop.start()
    again = session.get(f"/orders/{public_id}/pay", follow=False)
    # What Stripe has stored under a key stays, so that the next try has another; otherwise it is the same.
    assert (newest_attempt(shop, public_id) == attempt) is not trouble.get("stored", False)
    assert "/c/pay/" in again.headers["Location"], again.headers
    gateway.pay(newest_attempt(shop, public_id))
    until(lambda: order_row(shop, public_id)["state"] == "paid")


def test_a_slow_gateway_is_waited_for(shop, gateway):
    gateway.switch(api={"slow_ms": 2_000})
    session, public_id, attempt, page = ordered(shop)
    assert page and gateway.session_of(attempt)["url"] == page


def test_trouble_at_return_changes_nothing_and_is_healed(shop, gateway):
    session, public_id, attempt, _ = ordered(shop)
    gateway.switch(webhooks={"lost": True}, api={"status": 503})
    gateway.pay(attempt)
    assert session.get(f"/payments/{attempt}/return").status == 200
    assert order_row(shop, public_id)["state"] == "placed"
    gateway.switch(api={"status": 0})
    shop.stop()
    shop.start()
    reconcile(shop)
    until(lambda: order_row(shop, public_id)["state"] == "paid")


def test_trouble_at_refund_sends_the_money_once(shop, gateway):
    _, _, attempt = paid(shop, gateway)
    gateway.switch(api={"lose_answers": 3})
    refund_in_admin(shop, attempt, 7_000)
    until(lambda: gateway.refunded(attempt) == 700_000)
    gateway.switch(**CALM)
    reconcile(shop)
    until(lambda: payment(shop, attempt)["refunded"] == 7_000)
    assert gateway.refunded(attempt) == 700_000


# --- settings --------------------------------------------------------------------------------------------------------


def test_the_settings_page_hides_keys_and_tries_the_connection(shop, gateway):
    admin = shop.admin()
    page = admin.get("/admin/plugins/stripe/settings")
    assert KEY not in page.text and SECRET not in page.text
    assert "plugins.yaml" in words(page), "what the environment fixes is shown with its place"
    tried = admin.submit(page, "/admin/stripe/check")
    assert "menerima kunci" in words(tried)
    gateway.switch(api={"status": 403})
    assert "tidak diizinkan" in words(admin.submit(tried, "/admin/stripe/check"))


def test_a_gateway_that_stays_away_is_not_offered(shop, gateway):
    session = shop.session()
    put_in_cart(session, Variant(shop, 5))
    offered = lambda: 'value="stripe"' in session.get("/checkout").text
    assert offered()
    gateway.switch(api={"refuse": True})
    admin = shop.admin()
    page = admin.get("/admin/plugins/stripe/settings")
    for _ in range(3):
        admin.submit(page, "/admin/stripe/check")
    assert not offered()


# --- the shop in trouble ---------------------------------------------------------------------------------------------


def kill(shop):
    os.killpg(shop.process.pid, signal.SIGKILL)
    shop.process.wait(30)
    time.sleep(0.3)


def test_killed_at_any_moment_nobody_is_charged_twice_and_no_money_is_lost(shop, gateway):
    kill(shop)
    shop.start()
    for round_number in range(KILLS):
        gateway.switch(api={"slow_ms": 700})
        email = unique_email()

        def buy():
            try:
                session = shop.session()
                put_in_cart(session, Variant(shop, 20))
                session.get(f"/orders/{order_of(checkout(session, follow=False, payment_method='stripe', email=email))}/pay", follow=False)
            except Exception:  # the shop is killed meanwhile
                pass

        begun = lambda: sum((one["method"], one["path"]) == ("POST", "/v1/checkout/sessions") for one in gateway.state()["requests"])
        before = begun()
        buyer = threading.Thread(target=buy)
        buyer.start()
        until(lambda: begun() > before)
        # Before the gateway acts, or after its answer was lost on the way.
        time.sleep(0.2 if round_number % 2 == 0 else 0.75)
        kill(shop)
        buyer.join()
        gateway.switch(**CALM)
        shop.start()
        public_id = shop.db(f"SELECT public_id FROM orders.orders WHERE email = '{email}'")[0][0]
        session = shop.session()
        again = session.get(f"/orders/{public_id}/pay", follow=False)
        assert "/c/pay/" in again.headers["Location"]
        attempt = newest_attempt(shop, public_id)
        assert gateway.session_of(attempt)["url"] == again.headers["Location"], "one session for one attempt"

        # Paid while the shop is down: asking once afterwards finds the money.
        gateway.switch(webhooks={"lost": True})
        kill(shop)
        gateway.pay(attempt)
        gateway.switch(**CALM)
        shop.start()
        reconcile(shop)
        until(lambda: order_row(shop, public_id)["state"] == "paid")
        assert [kind for kind, _ in ledger(shop, attempt)] == ["captured"]
    charged = [one["payment_intent"] for one in gateway.state()["charges"] if one["paid"]]
    assert len(charged) == len(set(charged))


# --- afterwards: what this file sent and wrote ------------------------------------------------------------------------


def test_every_body_passes_the_judge(gateway):
    posts = [one for one in gateway.state()["requests"] if one["method"] == "POST"]
    assert len(posts) > 30
    judge = ROOT / "tests/simulators/stripe/check_form.mjs"
    ran = subprocess.run([node(), str(judge)], input=json.dumps(posts), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for one in posts:
        assert one["idempotency_key"] and one["version"] == "2026-10-28.endive", one


def test_no_secret_is_to_be_seen(shop, gateway):
    signature = next(one["signature"] for one in gateway.state()["deliveries"] if one.get("signature"))
    cards = {f"card {number}": number for number in ("4242424242424242", "4000000000000002")}
    assert not sightings(shop, {"key": KEY, "webhook secret": SECRET, "signature": signature, **cards})
