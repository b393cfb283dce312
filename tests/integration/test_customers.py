"""Registering, logging in, the profile and new passwords, the way a visitor meets them."""

import http.client
import itertools
import re
import time
import urllib.parse
import urllib.request
import uuid

import pytest
from conftest import KeepRedirects, link_in
from selling import Variant, checkout, order_of, order_row, put_in_cart

PASSWORD = "lagu-lama-di-kaset-pita"


def new_email():
    return f"gitaris-{uuid.uuid4().hex[:10]}@example.com"


def path_of(link):
    """Mails carry the shop's public address; tests reach it under another name."""
    parts = urllib.parse.urlsplit(link)
    return parts.path + ("?" + parts.query if parts.query else "")


ADDRESSES = itertools.count(1)


class FromAddress(urllib.request.HTTPHandler):
    """Sends from a loopback address of its own, since the forms let a few requests a minute through from each."""

    def __init__(self):
        super().__init__()
        number = next(ADDRESSES)
        self.source = (f"127.0.{40 + number // 250}.{1 + number % 250}", 0)

    def http_open(self, request):
        return self.do_open(lambda host, **options: http.client.HTTPConnection(host, source_address=self.source, **options), request)


def visitor(shop):
    session = shop.session()
    session.opener = urllib.request.build_opener(FromAddress(), urllib.request.HTTPCookieProcessor(session.jar), KeepRedirects())
    return session


def kept_mails(shop, to):
    rows = shop.db(f"SELECT encode(convert_to(subject, 'UTF8'), 'hex'), encode(convert_to(text_body, 'UTF8'), 'hex') FROM core.mails WHERE to_address = '{to}' ORDER BY id DESC")
    return [tuple(bytes.fromhex(cell).decode() for cell in row) for row in rows]


def mails(shop, to, count, seconds=20):
    """Mails to an address, newest first, once there are that many: some are written by a job."""
    deadline = time.monotonic() + seconds
    while len(found := kept_mails(shop, to)) < count:
        assert time.monotonic() < deadline, f"{len(found)} of {count} mails to {to}"
        time.sleep(0.2)
    return found


def register(session, email, password=PASSWORD, prefix="", **fields):
    page = session.get(prefix + "/register")
    return session.submit(page, prefix + "/register", {"name": "Tono Gitaris", "email": email, "password": password, **fields})


def confirmed(shop, email=None, password=PASSWORD):
    """A session of a new, confirmed customer."""
    session, email = visitor(shop), email or new_email()
    register(session, email, password)
    link = path_of(link_in(mails(shop, email, 1)[0][1], "/confirm?token="))
    answer = session.submit(session.get(link), "/confirm")
    assert answer.status == 200 and answer.url.endswith("/profile"), answer.url
    return session, email


def login(session, email, password=PASSWORD, next_path=""):
    page = session.get("/login" + (f"?next={urllib.parse.quote(next_path, safe='')}" if next_path else ""))
    return session.submit(page, "/login", {"email": email, "password": password}, follow=False)


@pytest.fixture(scope="module")
def customer(shop):
    return confirmed(shop)


def test_a_customer_registers_confirms_and_is_logged_in(shop):
    session, email = visitor(shop), new_email()
    answer = register(session, email, phone="0812 3456 7890")
    assert "Periksa emailmu" in answer.text
    (subject, text), = mails(shop, email, 1)
    assert subject == "Konfirmasi alamat Anda di Hurtrock Music Store"
    page = session.get(path_of(link_in(text, "/confirm?token=")))
    assert session.get("/profile", follow=False).status == 303, "opening the link must not log anybody in"
    answer = session.submit(page, "/confirm")
    assert answer.url.endswith("/profile") and email in answer.text and "+6281234567890" in answer.text
    assert session.get("/profile", follow=False).status == 200


def test_opening_the_link_confirms_nothing(shop):
    session, email = visitor(shop), new_email()
    register(session, email)
    link = path_of(link_in(mails(shop, email, 1)[0][1], "/confirm?token="))
    for _ in range(3):
        assert visitor(shop).get(link).status == 200
    assert shop.db(f"SELECT confirmed_at IS NOT NULL FROM core.users WHERE email = '{email}'") == [["f"]]


def test_a_link_works_once(shop):
    session, email = visitor(shop), new_email()
    register(session, email)
    link = path_of(link_in(mails(shop, email, 1)[0][1], "/confirm?token="))
    page = session.get(link)
    session.submit(page, "/confirm")
    assert session.get(link).status == 410
    assert visitor(shop).get("/confirm?token=" + "0" * 64).status == 410
    assert visitor(shop).get("/confirm").status == 410


def test_another_browser_needs_the_password(shop):
    session, email = visitor(shop), new_email()
    register(session, email)
    link = path_of(link_in(mails(shop, email, 1)[0][1], "/confirm?token="))
    elsewhere = visitor(shop)
    page = elsewhere.get(link)
    assert 'name="password"' in page.text
    assert elsewhere.submit(page, "/confirm").status == 422
    wrong = elsewhere.submit(page, "/confirm", {"password": "bukan-kata-sandinya"})
    assert wrong.status == 422 and "tidak cocok" in wrong.text
    assert elsewhere.submit(page, "/confirm", {"password": PASSWORD}).url.endswith("/profile")


def test_whoever_registers_your_address_first_gains_nothing(shop):
    stranger, owner, email = visitor(shop), visitor(shop), new_email()
    register(stranger, email, "kata-sandi-orang-lain")
    register(owner, email)
    newest, oldest = mails(shop, email, 2)
    assert owner.get(path_of(link_in(oldest[1], "/confirm?token="))).status == 410, "a newer link ends the older one"
    owner.submit(owner.get(path_of(link_in(newest[1], "/confirm?token="))), "/confirm")
    refused = login(visitor(shop), email, "kata-sandi-orang-lain")
    assert refused.status == 422
    assert login(visitor(shop), email).status == 303


def test_a_known_address_is_answered_like_a_new_one(shop, customer):
    _, known = customer
    fresh = new_email()
    to_known, to_new = register(visitor(shop), known), register(visitor(shop), fresh)
    assert (to_known.status, to_known.url) == (to_new.status, to_new.url)
    hidden = re.compile(r'name="csrf"[^>]*value="[^"]*"|name="_csrf"[^>]*|value="[0-9a-f]{40,}[^"]*"')
    assert hidden.sub("", to_known.text) == hidden.sub("", to_new.text)
    subject, text = mails(shop, known, 2)[0]
    assert subject == "Anda sudah punya akun di Hurtrock Music Store" and "/login" in text
    assert login(visitor(shop), known).status == 303, "the password is still the old one"


def test_mails_speak_the_visitors_language(shop):
    email = new_email()
    register(visitor(shop), email, prefix="/en")
    subject, text = mails(shop, email, 1)[0]
    assert subject == "Confirm your address at Hurtrock Music Store"
    assert "/en/confirm?token=" in text


def test_nobodys_mailbox_is_flooded(shop):
    email = new_email()
    for _ in range(8):
        assert "Periksa emailmu" in register(visitor(shop), email).text
    assert len(kept_mails(shop, email)) == 5


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("name", "", "Mohon diisi"),
        ("email", "bukan alamat", "nama@contoh.com"),
        ("phone", "halo", "0812-3456-7890"),
        ("password", "pendek", "Minimal 10 karakter"),
        ("password", "", "Mohon diisi"),
    ],
)
def test_a_wrong_field_is_explained_and_the_rest_is_kept(shop, field, value, sentence):
    session = visitor(shop)
    answer = register(session, **{"email": new_email(), "phone": "0812 3456 7890", field: value}) if field != "name" else register(session, new_email(), name="")
    assert answer.status == 422 and sentence in answer.text
    assert field == "name" or "Tono Gitaris" in answer.text
    assert PASSWORD not in answer.text


def test_login_goes_on_to_where_the_visitor_was(shop, customer):
    _, email = customer
    session = visitor(shop)
    blocked = session.get("/profile?tab=1", follow=False)
    assert blocked.status == 303 and blocked.headers["Location"] == "/login?next=%2Fprofile%3Ftab%3D1"
    assert login(session, email, next_path="/profile?tab=1").headers["Location"] == "/profile?tab=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/en//evil.example"])
def test_login_never_leads_elsewhere(shop, customer, elsewhere):
    _, email = customer
    answer = login(visitor(shop), email, next_path=elsewhere)
    assert answer.status == 303 and answer.headers["Location"] == "/profile"


def test_login_keeps_the_language(shop, customer):
    _, email = customer
    session = visitor(shop)
    page = session.get("/en/login?next=%2Fcart")
    answer = session.submit(page, "/en/login", {"email": email, "password": PASSWORD}, follow=False)
    assert answer.headers["Location"] == "/en/cart"


def test_a_wrong_password_and_an_unknown_address_look_alike(shop, customer):
    _, email = customer
    wrong, unknown = login(visitor(shop), email, "salah-salah-salah"), login(visitor(shop), new_email())
    assert wrong.status == unknown.status == 422
    sentence = "Alamat email dan kata sandi tidak cocok."
    assert sentence in wrong.text and sentence in unknown.text


def test_an_unconfirmed_login_offers_the_link_again(shop):
    session, email = visitor(shop), new_email()
    register(session, email)
    answer = login(session, email)
    assert answer.status == 403 and "/confirm/again" in answer.text
    assert "Periksa emailmu" in session.submit(answer, "/confirm/again").text
    newest, oldest = mails(shop, email, 2)
    assert newest[1] != oldest[1]
    session.submit(session.get(path_of(link_in(newest[1], "/confirm?token="))), "/confirm")
    assert session.get("/profile", follow=False).status == 200


def cart_of(shop, email):
    return shop.db(
        "SELECT l.variant_id, l.quantity FROM cart.lines l JOIN cart.carts c ON c.id = l.cart_id JOIN core.users u ON u.id = c.user_id"
        f" WHERE u.email = '{email}' ORDER BY l.variant_id"
    )


def test_the_guests_cart_comes_along(shop):
    _, email = confirmed(shop)
    guest, variant = visitor(shop), Variant(shop, on_hand=5)
    put_in_cart(guest, variant, 2)
    assert cart_of(shop, email) == []
    login(guest, email)
    assert cart_of(shop, email) == [[variant.id, "2"]]
    again = visitor(shop)
    put_in_cart(again, variant, 1)
    login(again, email)
    assert cart_of(shop, email) == [[variant.id, "2"]], "where both have a product the larger quantity stays"


def test_orders_of_a_guest_become_the_customers_once_the_address_is_confirmed(shop):
    guest, email, variant = visitor(shop), new_email(), Variant(shop, on_hand=5)
    put_in_cart(guest, variant)
    order = order_of(checkout(guest, follow=False, email=email))
    number = order_row(shop, order)["number"]
    session = visitor(shop)
    register(session, email)
    owner = f"SELECT user_id IS NOT NULL FROM orders.orders WHERE public_id = '{order}'"
    assert shop.db(owner) == [["f"]], "registering alone proves nothing"
    (letter,) = [text for _, text in mails(shop, email, 2) if "/confirm?token=" in text]
    page = session.get(path_of(link_in(letter, "/confirm?token=")))
    profile = session.submit(page, "/confirm")
    assert shop.db(owner) == [["t"]]
    assert number in profile.text and f"/orders/{order}" in profile.text and "Menunggu pembayaran" in profile.text
    assert "Waiting for payment" in session.get("/en/profile").text
    assert session.get(f"/orders/{order}").status == 200


def test_logging_out_needs_the_form_and_ends_the_session(shop, customer):
    _, email = customer
    session = visitor(shop)
    login(session, email)
    assert session.get("/logout").status == 405
    assert session.post("/logout", follow=False).status == 403, "a request without the form's token is forged"
    session.submit(session.get("/profile"), "/logout")
    assert session.get("/profile", follow=False).status == 303


def test_the_profile_keeps_name_and_phone(shop):
    session, _ = confirmed(shop)
    saved = session.submit(session.get("/profile"), "/profile", {"name": "Rina <b>Bassis</b>", "phone": "0821-1555-8035"})
    assert saved.status == 200 and "Datamu tersimpan" in saved.text and "<b>Bassis" not in saved.text
    fields = saved.fields("/profile")
    assert fields["name"] == "Rina <b>Bassis</b>" and fields["phone"] == "+6282115558035"
    refused = session.submit(saved, "/profile", {"name": "", "phone": "12"})
    assert refused.status == 422
    assert session.get("/profile").fields("/profile")["name"] == "Rina <b>Bassis</b>"


STUDIO = {"label": "Studio", "recipient": "Rina Bassis", "phone": "0821-1555-8035", "address": "Jl <b>Braga</b> 1", "place": "Dago Bandung 40135", "postal_code": ""}


def add_address(session, **changes):
    return session.submit(session.get("/profile/addresses/new"), "/profile/addresses", {**STUDIO, **changes})


def address_paths(page):
    return sorted(set(re.findall(r'href="(/profile/addresses/[0-9A-Za-z]{22})"', page.text)))


def test_one_field_finds_where_an_address_is(shop):
    session, _ = confirmed(shop)
    saved = add_address(session)
    assert saved.status == 200 and "Alamat tersimpan" in saved.text and "<b>Braga" not in saved.text
    assert "Dago, Coblong, Kota Bandung, Jawa Barat 40135" in saved.text
    (path,) = address_paths(saved)
    assert session.get(path).fields(path)["place"] == "Dago, Coblong, Kota Bandung, Jawa Barat"


def test_an_unclear_place_is_asked_back_and_an_unknown_one_is_taken_as_typed(shop):
    session, _ = confirmed(shop)
    unclear = add_address(session, place="Bandung", postal_code="40111")
    assert unclear.status == 422 and "Yang mana maksudmu" in unclear.text
    codes = re.findall(r'name="place_code" value="([^"]+)"', unclear.text)
    assert len(codes) == 9 and codes[-1] == "as-typed"
    chosen = session.submit(unclear, "/profile/addresses", {**STUDIO, "place": "Bandung", "postal_code": "40111", "place_code": codes[0]})
    assert chosen.status == 200 and "Bandung Wetan, Kota Bandung, Jawa Barat 40111" in chosen.text

    unknown = add_address(session, place="Negeri Antah Berantah", postal_code="99999")
    assert unknown.status == 422 and "tidak ada di daftar" in unknown.text
    insisted = session.submit(unknown, "/profile/addresses", {**STUDIO, "place": "Negeri Antah Berantah", "postal_code": "99999", "place_code": "as-typed"})
    assert insisted.status == 200 and "Negeri Antah Berantah 99999" in insisted.text
    wrong = add_address(session, postal_code="4011")
    assert wrong.status == 422 and "lima angka" in wrong.text


def test_an_address_book_has_one_default_and_an_end(shop):
    session, email = confirmed(shop)
    mine = f"FROM customers.addresses a JOIN core.users u ON u.id = a.user_id WHERE u.email = '{email}'"
    add_address(session, label="Studio")
    page = add_address(session, label="Rumah")
    assert shop.db(f"SELECT a.label {mine} AND a.is_default") == [["Studio"]]
    rumah = next(path for path in address_paths(page) if session.get(path).fields(path)["label"] == "Rumah")
    page = session.submit(page, f"{rumah}/default")
    assert shop.db(f"SELECT a.label {mine} AND a.is_default") == [["Rumah"]]
    page = session.submit(page, f"{rumah}/remove")
    assert shop.db(f"SELECT a.label, a.is_default {mine}") == [["Studio", "t"]]
    assert session.get(rumah).status == 404
    for number in range(29):
        add_address(session, label=f"nr {number}")
    full = add_address(session, label="one too many")
    assert "muat 30 alamat" in full.text and shop.db(f"SELECT count(*) {mine}") == [["30"]]


def test_nobody_reaches_the_address_of_another(shop):
    owner, _ = confirmed(shop)
    (path,) = address_paths(add_address(owner))
    stranger, email = confirmed(shop)
    page = add_address(stranger)
    assert stranger.get(path).status == 404
    (own,) = address_paths(page)
    token = page.fields(f"{own}/remove")
    for action in ("", "/remove", "/default"):
        assert stranger.post(path + action, {**token, **STUDIO}).status == 404
    assert owner.get(path).status == 200
    assert shop.session().get(path, follow=False).status == 303


def test_a_changed_password_ends_every_other_session(shop):
    session, email = confirmed(shop)
    other = visitor(shop)
    login(other, email)
    page = session.get("/profile")
    wrong = session.submit(page, "/profile/password", {"current_password": "bukan-yang-ini", "new_password": "senar-baru-nada-baru"})
    assert wrong.status == 422 and "Kata sandi ini tidak cocok" in wrong.text
    short = session.submit(page, "/profile/password", {"current_password": PASSWORD, "new_password": "pendek"})
    assert short.status == 422 and "Minimal 10" in short.text
    changed = session.submit(page, "/profile/password", {"current_password": PASSWORD, "new_password": "senar-baru-nada-baru"})
    assert changed.status == 200 and "Kata sandimu sudah diganti" in changed.text
    assert other.get("/profile", follow=False).status == 303
    assert session.get("/profile", follow=False).status == 200
    assert login(visitor(shop), email).status == 422
    assert login(visitor(shop), email, "senar-baru-nada-baru").status == 303
    assert mails(shop, email, 2)[0][0] == "Kata sandi Anda di Hurtrock Music Store diganti"


def ask_reset(session, email):
    return session.submit(session.get("/forgot"), "/forgot", {"email": email})


def test_a_forgotten_password_is_set_anew_by_mail(shop):
    signed_in, email = confirmed(shop)
    guest = visitor(shop)
    assert "sedang dikirim" in ask_reset(guest, email).text
    link = path_of(link_in(mails(shop, email, 2)[0][1], "/reset?token="))
    page = guest.get(link)
    refused = guest.submit(page, "/reset", {"password": "pendek"})
    assert refused.status == 422 and refused.fields("/reset")["token"] in link
    done = guest.submit(page, "/reset", {"password": "nada-dasar-c-mayor"})
    assert done.url.endswith("/login") and "Kata sandi baru tersimpan" in done.text
    assert signed_in.get("/profile", follow=False).status == 303, "other sessions have ended"
    assert guest.get(link).status == 410 and guest.submit(page, "/reset", {"password": "lain-lagi-lain-lagi"}).status == 410
    assert login(guest, email, "nada-dasar-c-mayor").status == 303


def test_an_unknown_address_is_answered_like_a_known_one(shop, customer):
    _, known = customer
    unknown = new_email()
    first, second = ask_reset(visitor(shop), known), ask_reset(visitor(shop), unknown)
    assert (first.status, urllib.parse.urlsplit(first.url).path, first.text) == (second.status, urllib.parse.urlsplit(second.url).path, second.text)
    time.sleep(2)
    assert kept_mails(shop, unknown) == []


def test_an_old_reset_link_is_dead(shop, customer):
    _, email = customer
    guest = visitor(shop)
    before = len(kept_mails(shop, email))
    ask_reset(guest, email)
    link = path_of(link_in(mails(shop, email, before + 1)[0][1], "/reset?token="))
    shop.db("UPDATE core.user_tokens SET expires_at = now() - interval '1 second' WHERE purpose = 'reset_password'")
    assert guest.get(link).status == 410


def test_the_forms_are_limited_per_visitor(shop):
    session = visitor(shop)
    page = session.get("/forgot")
    answers = [session.submit(page, "/forgot", {"email": new_email()}, follow=False).status for _ in range(8)]
    assert 429 in answers
