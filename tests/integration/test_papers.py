"""Papers: who gets which, and what a reader finds on them (poppler and zbar read them back)."""

import re
import subprocess
import threading
import time
import uuid

from selling import Variant, checkout, order_of, order_row, put_in_cart, unique_email, words
from test_customers import confirmed
from test_orders import act, paid_order, ship_units
from test_sale import placed_order


def read(answer, folder):
    """The text of a PDF, without blanks, which pdftotext sets by distance."""
    assert answer.status == 200, f"{answer.status} {answer.body[:300]}"
    assert answer.headers["Content-Type"] == "application/pdf" and answer.body.startswith(b"%PDF-"), answer.body[:200]
    (folder / "paper.pdf").write_bytes(answer.body)
    text = subprocess.run(["pdftotext", "-layout", "paper.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", "", text)


def codes(folder):
    """What a courier's reader finds, at the resolution of a thermal printer."""
    subprocess.run(["pdftoppm", "-r", "203", "-gray", "paper.pdf", "page"], cwd=folder, capture_output=True, check=True)
    pages = sorted(path.name for path in folder.glob("page*.pgm"))
    return subprocess.run(["zbarimg", "-q", *pages], cwd=folder, capture_output=True, text=True).stdout.splitlines()


def invoices(shop):
    return [int(row[0]) for row in shop.db("SELECT sequence FROM papers.issued WHERE kind = 'invoice' ORDER BY sequence")]


def invoice_number(shop, public_id):
    return shop.db(f"SELECT number FROM papers.issued WHERE order_public_id = '{public_id}' AND kind = 'invoice'")[0][0]


def rupiah(amount):
    return "Rp" + f"{int(amount):,}".replace(",", ".")


def test_the_customer_fetches_the_invoice_from_the_orders_page_in_both_languages(shop, tmp_path):
    session, public_id = paid_order(shop, Variant(shop, 4), 2)
    order, number = order_row(shop, public_id), invoice_number(shop, public_id)
    assert f'href="/orders/{public_id}/invoice.pdf"' in session.get(f"/orders/{public_id}").text
    text = read(session.get(f"/orders/{public_id}/invoice.pdf"), tmp_path)
    for expected in ("Faktur", number, order["number"], "LUNAS", "BudiSantoso", "KotaBandung", rupiah(order["total"])):
        assert expected in text, expected
    english = read(session.get(f"/en/orders/{public_id}/invoice.pdf"), tmp_path)
    assert "Invoice" in english and "PAID" in english and "Faktur" not in english and number in english
    assert f'href="/en/orders/{public_id}/invoice.pdf"' in session.get(f"/en/orders/{public_id}").text


def test_an_invoice_is_made_once_and_says_tomorrow_what_it_says_today(shop, tmp_path):
    session, public_id = paid_order(shop, Variant(shop, 4))
    before = session.get(f"/orders/{public_id}/invoice.pdf").body
    shop.db("UPDATE orders.lines SET product_name = 'Lain sama sekali' WHERE order_id = (SELECT id FROM orders.orders WHERE public_id = '" + public_id + "')")
    assert session.get(f"/orders/{public_id}/invoice.pdf").body == before
    for change in ("UPDATE papers.issued SET number = 'X'", "DELETE FROM papers.issued"):
        try:
            shop.db(f"{change} WHERE order_public_id = '{public_id}'")
            raise RuntimeError("an issued invoice was changed")
        except AssertionError as refused:
            assert "do not change" in str(refused)


def test_before_it_is_paid_there_is_a_proforma_without_a_number(shop, tmp_path):
    session, public_id = placed_order(shop, Variant(shop, 2))
    text = read(session.get(f"/orders/{public_id}/invoice.pdf"), tmp_path)
    assert "Fakturproforma" in text and "BELUMLUNAS" in text and "INV/" not in text
    assert shop.db(f"SELECT 1 FROM papers.issued WHERE order_public_id = '{public_id}'") == []


def test_numbers_have_no_gaps_when_many_pay_at_once(shop):
    # Without a number's transaction being the payment's own, the failed ones would leave holes.
    orders = [placed_order(shop, Variant(shop, 2))[1] for _ in range(4)]
    admin, pages = shop.admin(), []
    for public_id in orders:
        attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
        pages.append((admin.get(f"/admin/payments/{attempt}"), f"/admin/payments/{attempt}/receipt"))
    # Each page twice: the second confirmation of a payment is refused.
    threads = [threading.Thread(target=admin.submit, args=page) for page in pages for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(invoice_number(shop, public_id) for public_id in orders)
    numbers = invoices(shop)
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_order_paid_while_papers_were_off_gets_its_invoice_when_it_is_asked_for(shop, tmp_path):
    session, public_id = paid_order(shop, Variant(shop, 2))
    missing = shop.db("SELECT count(*) FROM papers.issued")[0][0]
    shop.db("ALTER TABLE papers.issued DISABLE TRIGGER issued_never_changes")
    shop.db(f"DELETE FROM papers.issued WHERE order_public_id = '{public_id}'")
    shop.db("ALTER TABLE papers.issued ENABLE TRIGGER issued_never_changes")
    shop.db("UPDATE papers.counters SET last = last - 1 WHERE kind = 'invoice'")
    got = []
    threads = [threading.Thread(target=lambda: got.append(session.get(f"/orders/{public_id}/invoice.pdf").body)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1 and got[0].startswith(b"%PDF-")
    assert shop.db("SELECT count(*) FROM papers.issued")[0][0] == missing
    assert invoices(shop) == list(range(1, len(invoices(shop)) + 1))


def test_papers_of_a_customer_are_for_that_customer_and_staff_alone(shop, tmp_path):
    mine, _ = confirmed(shop)
    put_in_cart(mine, Variant(shop, 2))
    public_id = order_of(checkout(mine))
    other, _ = confirmed(shop)
    for paper in ("invoice.pdf", "credit.pdf"):
        path = f"/orders/{public_id}/{paper}"
        stranger = shop.session().get(path, follow=False)
        assert stranger.status == 303 and "/login" in stranger.headers["Location"]
        assert other.get(path, follow=False).status == 404
    assert "Faktur" in read(mine.get(f"/orders/{public_id}/invoice.pdf"), tmp_path)
    assert "Faktur" in read(shop.admin().get(f"/orders/{public_id}/invoice.pdf"), tmp_path)
    for path in (f"/admin/papers/{public_id}", f"/admin/papers/label/{public_id}", f"/admin/papers/invoice/{public_id}"):
        assert mine.get(path, follow=False).status in (302, 303, 403), path
        assert shop.session().get(path, follow=False).status in (302, 303, 403), path
    refused = mine.post("/admin/papers/print", {"order": public_id, "paper": "label"}, follow=False)
    assert refused.status in (302, 303, 403)
    assert mine.get("/orders/aaaaaaaaaaaaaaaaaaaaaa/invoice.pdf").status == 404


def test_the_label_of_each_parcel_is_read_back_by_a_courier(shop, tmp_path):
    _, public_id = paid_order(shop, Variant(shop, 5), 3)
    number = order_row(shop, public_id)["number"]
    admin = shop.admin()
    ship_units(admin, shop, public_id, 1, "JP1234567890")
    ship_units(admin, shop, public_id, 2, "JP-second-0042")
    desk = admin.get(f"/admin/orders/{public_id}")
    assert f'href="/admin/papers/{public_id}"' in desk.text
    page = admin.get(f"/admin/papers/{public_id}")
    assert page.status == 200
    links = re.findall(r'href="(/admin/papers/[a-z0-9]+/[^"]+)"', page.text)
    assert {link.split("/")[3] for link in links} == {"invoice", "slip", "label", "receipt58", "receipt80"}
    for link in links:
        assert admin.get(link.replace("&amp;", "&")).body.startswith(b"%PDF-"), link
    text = read(admin.get(f"/admin/papers/label/{public_id}"), tmp_path)
    assert "Paket1dari2" in text and "Paket2dari2" in text and "NON-COD" in text and "KotaBandung" in text and "40154" in text
    found = codes(tmp_path)
    assert found.count(f"QR-Code:{number}") == 2
    assert "CODE-128:JP1234567890" in found and "CODE-128:JP-second-0042" in found
    second = read(admin.get(f"/admin/papers/slip/{public_id}?part=2&language=en"), tmp_path)
    assert "Parcel2of2" in second and "Packingslip" in second and "Rp" not in second
    size = subprocess.run(["pdfinfo", "paper.pdf"], cwd=tmp_path, capture_output=True, text=True).stdout
    assert "(A4)" in size


def test_many_orders_are_printed_from_the_list(shop, tmp_path):
    first, second = paid_order(shop, Variant(shop, 2))[1], paid_order(shop, Variant(shop, 2))[1]
    admin = shop.admin()
    page = admin.get("/admin/orders")
    assert 'formaction="/admin/papers/print"' in page.text
    fields = page.fields("/admin/orders/bulk")
    printed = admin.post("/admin/papers/print", [*fields.items(), ("order", first), ("order", second), ("paper", "label")])
    read(printed, tmp_path)
    found = codes(tmp_path)
    for public_id in (first, second):
        assert f"QR-Code:{order_row(shop, public_id)['number']}" in found
    nothing = admin.post("/admin/papers/print", [*fields.items(), ("paper", "label")])
    assert "Pilih pesanan" in words(nothing)
    unknown = admin.post("/admin/papers/print", [*fields.items(), ("order", first), ("paper", "poster")])
    assert "Pilih pesanan" in words(unknown)
    too_many = admin.post("/admin/papers/print", [*fields.items(), *[("order", first)] * 101, ("paper", "slip")])
    assert "100" in words(too_many) and not too_many.body.startswith(b"%PDF-")
    assert admin.get(f"/admin/papers/poster/{first}").status == 404
    assert admin.get("/admin/papers/label/aaaaaaaaaaaaaaaaaaaaaa").status == 404


def test_money_that_went_back_is_on_a_credit_note(shop, tmp_path):
    session, public_id = paid_order(shop, Variant(shop, 3))
    assert session.get(f"/orders/{public_id}/credit.pdf").status == 404
    admin = shop.admin()
    act(admin, public_id, "refund", {"refund_amount": "25000", "refund_reason": "Goresan di bodi"})
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}'")[0][0]
    by_hand = f"SELECT 1 FROM payments.refunds r JOIN payments.payments p ON p.id = r.payment_id WHERE p.attempt_id = '{attempt}' AND r.state = 'by_hand'"
    deadline = time.monotonic() + 40
    while not shop.db(by_hand):
        assert time.monotonic() < deadline, "the refund was not begun"
        time.sleep(0.1)
    admin.submit(admin.get(f"/admin/payments/{attempt}"), f"/admin/payments/{attempt}/refunded")
    text = read(session.get(f"/orders/{public_id}/credit.pdf"), tmp_path)
    for expected in ("Notakredit", "CN/2026/", invoice_number(shop, public_id), "Rp25.000", "Goresandibodi"):
        assert expected in text, expected


def staff_who_may(shop, *permissions):
    """Somebody signed in whose role has these permissions alone."""
    role, email, password = f"role-{uuid.uuid4().hex[:8]}", unique_email("kasir"), "kunci-kasir-7"
    shop.run("user", "create", "--email", email, "--password", password, "--role", "customer")
    shop.db(f"INSERT INTO core.roles (name) VALUES ('{role}')")
    for permission in permissions:
        shop.db(f"INSERT INTO core.role_permissions (role, permission) VALUES ('{role}', '{permission}')")
    shop.db(f"INSERT INTO core.user_roles (user_id, role) SELECT id, '{role}' FROM core.users WHERE email = '{email}'")
    session = shop.session()
    session.submit(session.get("/admin/login"), "/admin/login", {"email": email, "password": password})
    return session


def test_who_may_print_but_not_ship_prints_from_the_list(shop, tmp_path):
    public_id = paid_order(shop, Variant(shop, 2))[1]
    ticked = f'name="order" value="{public_id}"'
    cashier = staff_who_may(shop, "orders.orders.view", "papers.papers.print")
    page = cashier.get("/admin/orders")
    assert ticked in page.text and 'name="action"' not in page.text
    chosen = [*page.fields("/admin/papers/print").items(), ("order", public_id)]
    read(cashier.post("/admin/papers/print", [*chosen, ("paper", "label")]), tmp_path)
    assert f"QR-Code:{order_row(shop, public_id)['number']}" in codes(tmp_path)
    assert cashier.post("/admin/orders/bulk", [*chosen, ("action", "pack")]).status == 403

    looking = staff_who_may(shop, "orders.orders.view")
    page = looking.get("/admin/orders")
    assert page.status == 200 and ticked not in page.text and "/admin/papers/print" not in page.text
    packer = staff_who_may(shop, "orders.orders.view", "orders.orders.ship").get("/admin/orders")
    assert ticked in packer.text and "/admin/papers/print" not in packer.text
