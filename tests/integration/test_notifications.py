"""Mails about orders, as they leave: a real SMTP server takes them, refuses to answer, or is not there."""

import threading
import time
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from conftest import Shop, free_port, until
from selling import CUSTOMER, Variant, order_of, order_row, put_in_cart, unique_email
from test_orders import act, line_ids, ship_units
from test_sale import confirm, placed_order

OWNER = "pemilik@example.com"


class Sink:
    """An SMTP server that keeps what it is given. Of mails that `hangs` names, it cuts the line before it says so."""

    def __init__(self, port):
        self.port, self.hangs, self.cut, self.mails, self.lock, self.controller = port, None, [], [], threading.Lock(), None

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            if self.hangs and self.hangs(mail):
                self.cut.append(mail)
                server.transport.abort()
                return "421 gone"
            self.mails.append(mail)
        return "250 accepted"

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None

    def to(self, address):
        with self.lock:
            return [mail for mail in self.mails if address in mail["To"]]

    def wait(self, address, subject, seconds=40):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [mail for mail in self.to(address) if subject in mail["Subject"]]
            if found:
                assert len(found) == 1, f"{subject!r} came {len(found)} times"
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no mail {subject!r} to {address}; there are {[(mail['To'], mail['Subject']) for mail in self.mails]}")


def body(mail, kind="plain"):
    return mail.get_body((kind,)).get_content()


def says(mail, *expected):
    """Both the text and the HTML part say it, and neither holds a template's remains."""
    for kind in ("plain", "html"):
        content = body(mail, kind).replace("&#39;", "'").replace("&amp;", "&")
        for one in expected:
            assert one in content, f"{kind}: {one!r} is not in\n{content}"
        assert "{{" not in content and "{%" not in content and "%(" not in content
    assert mail.get_content_type() == "multipart/alternative" and mail["Message-ID"] and not mail.defects


@pytest.fixture(scope="module")
def post():
    sink = Sink(free_port())
    yield sink
    sink.stop()


@pytest.fixture(scope="module")
def shop(post):
    own = Shop(environment={"HURTROCK_SMTP_URL": f"smtp://127.0.0.1:{post.port}"})
    try:
        own.start()
        own.make_admin()
        own.run("settings", "notifications", "owner_recipients", OWNER)
        own.run("settings", "notifications", "digest_hours", "0")
        yield own
    finally:
        own.remove()


def waits(shop, message_id, tries):
    """A mail that failed is to be tried again later; this brings that time nearer."""
    at = f"core.mails WHERE message_id = '{message_id}'"
    until(lambda: shop.db(f"SELECT 1 FROM {at} AND tries = {tries} AND last_error <> '' AND state = 'pending'"), f"try {tries} did not fail")
    assert shop.db(f"SELECT next_try_at > now() FROM {at}") == [["t"]]
    shop.db(f"UPDATE core.mails SET next_try_at = now() WHERE message_id = '{message_id}'")


def test_a_server_that_is_not_there_or_dies_gets_each_mail_later_under_the_same_id(shop, post):
    email = unique_email()
    placed_order(shop, Variant(shop, 3), email=email)
    find = f"SELECT message_id FROM core.mails WHERE to_address = '{email}'"
    ((stored,),) = until(lambda: shop.db(find), "no mail was written")
    until(lambda: shop.db(f"{find} AND tries > 0 AND last_error <> ''"), "nothing was tried")
    post.hangs = lambda mail: email in mail["To"]
    post.start()
    waits(shop, stored, 1)
    until(lambda: post.cut, "the server was not asked again")
    post.hangs = None
    # The server took it without being able to say so: it is sent once more, recognisable as the same.
    waits(shop, stored, 2)
    mail = post.wait(email, "diterima: cara membayar")
    assert mail["Message-ID"] == post.cut[0]["Message-ID"] and stored.strip("<>") == mail["Message-ID"].strip("<>")
    assert len({one["Message-ID"] for one in post.mails}) == len(post.mails), "each came once"


def test_an_order_is_mailed_from_received_to_refunded_each_step_once(shop, post):
    email = unique_email()
    session, public_id = placed_order(shop, Variant(shop, 5), 3, email=email)
    order = order_row(shop, public_id)
    total = "Rp" + f"{int(order['total']):,}".replace(",", ".")
    says(post.wait(email, f"Pesanan {order['number']} diterima"), order["number"], total, "Budi Santoso", f"/orders/{public_id}")
    says(post.wait(OWNER, f"Pesanan baru {order['number']}"), order["number"], total, "Budi Santoso", f"/admin/orders/{public_id}")
    confirm(shop, public_id)
    says(post.wait(email, "lunas"), order["number"], total)
    admin = shop.admin()
    ship_units(admin, shop, public_id, 1, "JNE-SATU")
    says(post.wait(email, f"Pesanan {order['number']} dikirim"), "JNE-SATU", "JNE REG", "jne.co.id")
    ship_units(admin, shop, public_id, 2, "JNE-DUA")
    second = post.wait(email, "Paket lain")
    says(second, "JNE-DUA", "JNE REG")
    assert "JNE-SATU" not in body(second)
    act(admin, public_id, "deliver", {})
    says(post.wait(email, "sudah sampai"), order["number"])
    path, (line,) = f"/orders/{public_id}/return", line_ids(shop, public_id)
    session.submit(session.get(path), path, {f"quantity_{line}": 1, "reason": "changed_mind"})
    act(admin, public_id, "returns/1", {"action": "refuse", "answer": "Senarnya sudah <dipotong>"})
    refused = post.wait(email, "ditolak")
    assert "Senarnya sudah <dipotong>" in body(refused) and "&lt;dipotong&gt;" in body(refused, "html")
    act(admin, public_id, "refund", {"refund_amount": "25000", "refund_reason": "Goresan di bodi"})
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    until(lambda: shop.db("SELECT 1 FROM payments.refunds WHERE state = 'by_hand'"), "the refund was not begun")
    admin.submit(admin.get(f"/admin/payments/{attempt}"), f"/admin/payments/{attempt}/refunded")
    says(post.wait(email, "sudah dikembalikan"), "Rp25.000", "Goresan di bodi", order["number"])
    log = admin.get(f"/admin/papers/{public_id}").text
    assert "Dana dikembalikan" in log and "Paket berikutnya dikirim" in log and email in log
    subjects = [mail["Subject"] for mail in post.to(email)]
    assert len(subjects) == len(set(subjects)) == 7, subjects


def test_an_english_customer_reads_why_the_order_was_rejected(shop, post):
    email = unique_email("buyer")
    session = shop.session()
    put_in_cart(session, Variant(shop, 2))
    page = session.get("/en/checkout")
    public_id = order_of(session.submit(page, "/en/checkout", {**CUSTOMER, "email": email, "action": "place"}))
    number = order_row(shop, public_id)["number"]
    says(post.wait(email, f"Order {number} received"), number, "Budi Santoso", f"/en/orders/{public_id}")
    act(shop.admin(), public_id, "cancel", {"reason": "The neck is cracked & cannot be sold"})
    says(post.wait(email, f"Order {number} is cancelled"), "Reason", "The neck is cracked & cannot be sold")


def test_low_stock_is_told_to_the_owner_once(shop, post):
    variant = Variant(shop, 9)
    sku = shop.db(f"SELECT sku FROM catalog.variants WHERE id = {variant.id}")[0][0]
    admin, where = shop.admin(), f"/admin/stock/{variant.id}"
    admin.submit(admin.get(where), f"{where}/minimum", {"minimum": "2"})
    for on_hand in ("2", "1"):
        admin.submit(admin.get(where), where, {"on_hand": on_hand, "reason": "opname"})

    def told():
        return [mail for mail in post.to(OWNER) if "Stok menipis" in mail["Subject"] and sku in body(mail)]

    says(until(told, "the owner was not told")[0], sku, "/admin/stock")
    until(lambda: not shop.db("SELECT 1 FROM core.outbox WHERE state = 'pending'"), "events wait")
    assert len(told()) == 1


def test_a_switched_off_mail_is_not_written(shop, post):
    shop.run("settings", "notifications", "mail_owner_order", "false")
    email = unique_email()
    _, public_id = placed_order(shop, Variant(shop, 2), email=email)
    number = order_row(shop, public_id)["number"]
    post.wait(email, f"Pesanan {number} diterima")
    until(lambda: not shop.db("SELECT 1 FROM core.outbox WHERE state = 'pending'"), "events wait")
    assert not [mail for mail in post.to(OWNER) if number in mail["Subject"]]
    shop.run("settings", "notifications", "mail_owner_order", "--unset")
