"""What a cart costs and why: the cart's forms, promotions and codes, tax by date, and what the owner sees of them."""

import json
import re
import uuid

import pytest
from selling import Variant, put_in_cart, words


def cart_form(session, action, data=None, **options):
    """A form of the cart page, sent without scripts."""
    return session.submit(session.get("/en/cart"), "/en" + action, data, **options)


def line_ids(shop, variant, place="cart"):
    return [row[0] for row in shop.db(f"SELECT id FROM cart.lines WHERE variant_id = {variant.id} AND place = '{place}' ORDER BY id DESC")]


def make_promotion(shop, kind="percentage", code=None, **columns):
    """Through the database, for what is not about the owner's form. Answers its public id."""
    given = {"percent": 10 if kind != "fixed" else 0, "amount": 5000 if kind == "fixed" else 0, "automatic": "false", **columns}
    public_id = uuid.uuid4().hex[:22]
    names, values = ", ".join(given), ", ".join(str(value) for value in given.values())
    name = json.dumps({"id": f"Uji {public_id}", "en": f"Test {public_id}"})
    shop.db(f"INSERT INTO promotions.promotions (public_id, name, kind, {names}) VALUES ('{public_id}', '{name}', '{kind}', {values})")
    if code:
        shop.db(f"INSERT INTO promotions.coupons (promotion_id, code) SELECT id, '{code}' FROM promotions.promotions WHERE public_id = '{public_id}'")
    return public_id


def stop(shop, public_id):
    shop.db(f"UPDATE promotions.promotions SET active = false WHERE public_id = '{public_id}'")


def code():
    return "T" + uuid.uuid4().hex[:9].upper()


def rupiah(number):
    return "Rp" + f"{number:,}".replace(",", ".")


def test_taking_out_can_be_undone_and_saving_for_later_and_back(shop):
    session, variant = shop.session(), Variant(shop, 9)
    put_in_cart(session, variant, 3)
    page = cart_form(session, f"/cart/items/{line_ids(shop, variant)[0]}/remove")
    assert "is out of the cart" in words(page) and "Your cart is lonely" in words(page)
    page = cart_form(session, f"/cart/items/{line_ids(shop, variant, 'removed')[0]}/restore")
    assert 'value="3"' in page.text and "is out of the cart" not in words(page)

    page = cart_form(session, f"/cart/items/{line_ids(shop, variant)[0]}/save")
    assert "Saved for later" in words(page) and "Checkout" not in words(page)
    assert session.get("/checkout").url.endswith("/cart"), "what is saved is never part of an order"
    page = cart_form(session, f"/cart/items/{line_ids(shop, variant, 'saved')[0]}/restore")
    assert 'value="3"' in page.text


def test_another_visitors_line_cannot_be_touched(shop):
    owner, stranger, variant = shop.session(), shop.session(), Variant(shop, 9)
    put_in_cart(owner, variant, 2)
    put_in_cart(stranger, Variant(shop, 9))
    line = line_ids(shop, variant)[0]
    fields = stranger.get("/track").fields("/track")
    for action in ("", "/remove", "/save", "/restore"):
        stranger.post(f"/cart/items/{line}{action}", {**fields, "quantity": 0})
    assert shop.db(f"SELECT quantity, place FROM cart.lines WHERE id = {line}") == [["2", "cart"]]


@pytest.mark.parametrize("quantity", ["-1", "1e9", "1000000000", "dua", "", "1.5"])
def test_a_quantity_that_is_none_changes_nothing_and_says_so(shop, quantity):
    session, variant = shop.session(), Variant(shop, 9)
    put_in_cart(session, variant, 2)
    answer = cart_form(session, f"/cart/items/{line_ids(shop, variant)[0]}", {"quantity": quantity})
    assert 'value="2"' in answer.text and "notice-danger" in answer.text


@pytest.mark.parametrize("variant_id", ["0", "-5", "999999999", "99999999999999999999", "gitar"])
def test_ids_of_nothing_are_refused(shop, variant_id):
    fields = shop.session().get("/track").fields("/track")
    answer = shop.session().post("/cart/items", {**fields, "variant_id": variant_id}, headers={"Accept": "application/json", "Sec-Fetch-Site": "same-origin"})
    assert answer.status in (404, 422) and answer.json["detail"]


def test_a_cart_of_too_many_lines_is_refused_clearly(shop):
    session, last = shop.session(), Variant(shop, 9)
    put_in_cart(session, Variant(shop, 9))
    cart = shop.db("SELECT max(id) FROM cart.carts")[0][0]
    shop.db(f"INSERT INTO cart.lines (cart_id, variant_id, quantity, price) SELECT {cart}, 100000000 + n, 1, 0 FROM generate_series(1, 99) n")
    answer = put_in_cart(session, last, headers={"Accept": "application/json"})
    assert answer.status == 422 and "100" in answer.json["detail"]
    many = "&".join(f"variant_id={number}" for number in range(10_000))
    answer = session.request("POST", "/cart/items", body=many.encode(), headers={"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})
    assert answer.status < 500
    shown = session.get("/en/cart")
    assert shown.status == 200 and "A product we no longer have" in words(shown), "nothing vanishes in silence"


def test_price_and_stock_changes_are_shown_until_acknowledged(shop):
    session, dear, short = shop.session(), Variant(shop, 9), Variant(shop, 9)
    put_in_cart(session, dear, 2)
    put_in_cart(session, short, 5)
    shop.db(f"UPDATE catalog.variants SET price = price + 1000 WHERE id = {dear.id}")
    short.set_stock(3)
    try:
        page = words(session.get("/en/cart"))
        assert f"changed from {rupiah(dear.price)} to {rupiah(dear.price + 1000)}" in page and "Only 3 left" in page
        cart_form(session, f"/cart/items/{line_ids(shop, dear)[0]}", {"quantity": 1})
        assert "changed from" in words(session.get("/en/cart")), "another quantity is no acknowledgement"
        page = cart_form(session, "/cart/acknowledge")
        assert "changed from" not in words(page) and "Only 3 left" not in words(page)
        assert shop.db(f"SELECT quantity FROM cart.lines WHERE variant_id = {short.id}") == [["3"]]
        short.set_stock(0)
        page = cart_form(session, "/cart/acknowledge")
        assert line_ids(shop, short, "saved"), "what is gone is kept for later, not lost"
    finally:
        shop.db(f"UPDATE catalog.variants SET price = price - 1000 WHERE id = {dear.id}")


def test_a_backorder_product_can_be_put_in_when_sold_out(shop):
    session, variant = shop.session(), Variant(shop, 0)
    assert put_in_cart(session, variant, headers={"Accept": "application/json"}).status == 409
    shop.db(f"UPDATE catalog.products SET backorder = true, expected_on = '2027-12-24' WHERE id = (SELECT product_id FROM catalog.variants WHERE id = {variant.id})")
    put_in_cart(session, variant, 4)
    page = session.get("/en/cart")
    assert "the rest follows" in words(page) and "December 2027" in words(page)
    shop.db(f"UPDATE catalog.products SET backorder = false, expected_on = NULL WHERE id = (SELECT product_id FROM catalog.variants WHERE id = {variant.id})")


def test_a_code_takes_off_says_why_and_can_be_taken_out(shop):
    session, variant, gift = shop.session(), Variant(shop, 9), code()
    promotion = make_promotion(shop, code=gift)
    put_in_cart(session, variant, 2)
    page = cart_form(session, "/cart/coupons", {"code": f" {gift.lower()} "})
    off = (2 * variant.price + 5) // 10
    assert f"Test {promotion}" in words(page) and f"−{rupiah(off)}" in words(page) and rupiah(2 * variant.price - off) in words(page)
    page = cart_form(session, "/cart/coupons/remove")
    assert f"Test {promotion}" not in words(page)


def test_every_refusal_of_a_code_has_its_own_words(shop):
    session, variant = shop.session(), Variant(shop, 9)
    put_in_cart(session, variant)
    user = "'-infinity'"
    cases = {
        "There is no code": None,
        "not valid yet": {"starts_at": "'infinity'"},
        "has expired": {"ends_at": user},
        "used up": {"uses_max": 1, "uses": 1},
        "for nothing in this cart": {},
        "needs goods for at least": {"min_spend": 10**12},
        "needs at least 7 pieces": {"min_quantity": 7},
        "can": {"active": "false"},
    }
    for sentence, columns in cases.items():
        gift = code()
        if columns is not None:
            public_id = make_promotion(shop, code=gift, **columns)
            if sentence.startswith("for nothing"):
                shop.db(f"INSERT INTO promotions.targets SELECT id, 'brand', 0, 'No Such Brand' FROM promotions.promotions WHERE public_id = '{public_id}'")
        page = cart_form(session, "/cart/coupons", {"code": gift})
        said = words(page)
        assert (sentence if sentence != "can" else "has expired") in said, f"{sentence}: {said[:900]}"
        assert gift not in re.findall(r'name="code" value="([^"]+)"', page.text), "a refused code is not kept"
    assert "Type the code first" in words(cart_form(session, "/cart/coupons", {"code": "  "}))
    exclusive, other = code(), code()
    make_promotion(shop, code=exclusive, exclusive="true", priority=9)
    make_promotion(shop, code=other)
    cart_form(session, "/cart/coupons", {"code": exclusive})
    assert "cannot be combined" in words(cart_form(session, "/cart/coupons", {"code": other}))


def test_tax_inside_follows_discounts_and_free_shipping_shows(shop):
    session, variant = shop.session(), Variant(shop, 9)
    put_in_cart(session, variant)
    promotion = make_promotion(shop, kind="fixed", automatic="true", amount=variant.price - 111_000 if variant.price > 111_000 else 1)
    try:
        page = words(session.get("/en/cart"))
        rest = 111_000 if variant.price > 111_000 else variant.price - 1
        assert f"PPN 11 % included {rupiah((2 * rest * 11 + 111) // 222)}" in page
        assert "from Rp" in page, "what shipping starts at"
    finally:
        stop(shop, promotion)


def test_a_guests_lines_saved_lines_and_codes_survive_logging_in(shop):
    session, bought, saved, gift = shop.session(), Variant(shop, 9), Variant(shop, 9), code()
    make_promotion(shop, code=gift)
    put_in_cart(session, bought, 2)
    put_in_cart(session, saved)
    cart_form(session, f"/cart/items/{line_ids(shop, saved)[0]}/save")
    cart_form(session, "/cart/coupons", {"code": gift})
    session.submit(session.get("/login"), "/login", {"email": shop.admin_email, "password": shop.admin_password})
    owner = shop.db(f"SELECT c.user_id IS NOT NULL, count(*) FROM cart.carts c JOIN cart.lines l ON l.cart_id = c.id JOIN cart.coupons k ON k.cart_id = c.id"
                    f" WHERE l.variant_id IN ({bought.id}, {saved.id}) AND k.code = '{gift}' GROUP BY 1")
    assert owner == [["t", "2"]]


def test_a_cart_takes_the_same_number_of_statements_for_1_10_and_100_lines(shop):
    counts = {}
    for lines in (1, 10, 100):
        session = shop.session()
        put_in_cart(session, Variant(shop, 9))
        cart = shop.db("SELECT max(id) FROM cart.carts")[0][0]
        shop.db(f"INSERT INTO cart.lines (cart_id, variant_id, quantity, price) SELECT {cart}, id, 1, price FROM catalog.variants WHERE active"
                f" AND id NOT IN (SELECT variant_id FROM cart.lines WHERE cart_id = {cart}) ORDER BY id LIMIT {lines - 1}")
        before = len(shop.log())
        for _ in range(5):
            session.get("/cart")
        said = [json.loads(line) for line in shop.log()[before:].splitlines() if line.startswith("{")]
        # The fewest: now and then a view also refreshes what the menu remembers for some seconds.
        counts[lines] = min(line["queries"] for line in said if line.get("message") == "GET /cart")
    assert counts[1] == counts[10] == counts[100], counts


def test_the_owner_makes_copies_switches_tries_and_deactivates_a_promotion(shop):
    admin, variant = shop.admin(), Variant(shop, 9)
    sku = shop.db(f"SELECT sku FROM catalog.variants WHERE id = {variant.id}")[0][0]
    form = admin.get("/admin/promotions/new")
    refused = admin.submit(form, "/admin/promotions", {"name_id": "", "kind": "percentage", "percent": "101", "skus": "NO-SUCH", "starts_at": "2027-01-02T00:00", "ends_at": "2027-01-01T00:00"})
    assert refused.status == 422 and "NO-SUCH" in refused.text and refused.text.count('aria-invalid="true"') == 4
    name = "Pekan gitar " + uuid.uuid4().hex[:8]
    page = admin.submit(form, "/admin/promotions", {"name_id": name, "kind": "percentage", "percent": "25", "skus": sku, "active": "on", "brought_by": "code", "starts_at": "2030-01-01T09:00"})
    assert "/codes" in page.url
    base = re.search(r"/admin/promotions/\w{22}", page.url).group(0)
    admin.submit(page, f"{base}/codes/generate", {"count": "500", "prefix": "gitar", "each": "1"})
    csv = admin.get(base + "/codes.csv")
    codes = csv.text.strip().split("\r\n")[1:]
    assert len(codes) == len(set(codes)) == 500 and all(line.startswith("GITAR-") and line.endswith(",0,1") for line in codes)
    listed = words(admin.get(f"/en/admin/promotions?state=scheduled&q={codes[0].split(',')[0]}"))
    assert name in listed and "Scheduled" in listed and "500 codes" in listed
    assert name not in words(admin.get("/en/admin/promotions?state=running"))
    tried = words(admin.get(f"/en{base}/preview?skus={sku}+x+2"))
    assert "Applies" in tried and rupiah((2 * variant.price * 25 + 50) // 100) in tried
    copy = admin.submit(admin.get(base), f"{base}/duplicate")
    assert f"Salinan {name}" in copy.text
    assert admin.submit(admin.get(base), f"{base}/active").status == 200
    assert name in words(admin.get("/en/admin/promotions?state=off&q=" + name.replace(" ", "+")))
    assert "0 orders" in words(admin.get(f"/en{base}/uses"))
    actions = [row[0] for row in shop.db(f"SELECT action FROM core.audit_log WHERE subject = 'promotion {name}' ORDER BY id")]
    assert actions == ["promotions.create", "promotions.codes_generated", "promotions.duplicate", "promotions.deactivate"]
    assert shop.session().get(base, follow=False).status in (302, 303, 403)


def test_a_tax_rate_takes_effect_by_its_date(shop):
    admin = shop.admin()
    page = admin.get("/en/admin/tax")
    assert "12 %" in words(page) and "11/12" in words(page) and rupiah(123_874) in words(page)
    past = admin.submit(page, "/admin/tax/rates", {"class": "standard", "starts_on": "2020-01-01", "rate": "10"})
    assert past.status == 422 and "aria-invalid" in past.text
    for bad in ("-1", "101", "zwölf", "1e2"):
        assert admin.submit(page, "/admin/tax/rates", {"class": "standard", "starts_on": "2031-01-01", "rate": bad}).status == 422
    page = admin.submit(page, "/admin/tax/rates", {"class": "standard", "starts_on": "2031-01-01", "rate": "12,5", "base_numerator": "1", "base_denominator": "1"})
    assert "12,5 %" in words(page) and "badge-wait" in page.text
    assert "1 Januari 2031" in words(page) and "1 January 2031" in words(admin.get("/en/admin/tax")), "it says since when"
    session = shop.session()
    put_in_cart(session, Variant(shop, 9))
    assert "PPN 11 %" in words(session.get("/cart")), "a future rate is not in force yet"
    removal = re.search(r"/admin/tax/rates/\d+/remove", page.text).group(0)
    assert "12,5 %" not in words(admin.submit(page, removal))
    sku = shop.db("SELECT v.sku FROM catalog.variants v JOIN cart.lines l ON l.variant_id = v.id ORDER BY l.id DESC LIMIT 1")[0][0]
    assigned = admin.submit(admin.get("/admin/tax"), "/admin/tax/classes", {"sku": sku, "item_class": "exempt"})
    assert sku in words(assigned) and "PPN" not in words(session.get("/cart"))
    admin.submit(assigned, "/admin/tax/classes/remove")


def test_each_new_page_opens_in_both_languages(shop):
    admin = shop.admin()
    for path in ("/admin/promotions", "/admin/promotions/new", "/admin/tax"):
        for prefix in ("", "/en"):
            page = admin.get(prefix + path)
            assert page.status == 200 and not re.search(r"\b(promotions|tax)\.[a-z]", words(page))
