"""Pages kept in memory for visitors without cookies: who gets them, and that no change leaves an old one behind."""

import gzip
import re
import shutil
import time

import pytest
from conftest import ROOT, Shop
from test_lifecycle import LiveShop


@pytest.fixture(scope="module")
def shop():
    running = LiveShop(demo=True)
    running.themes = running.folder / "themes"
    shutil.copytree(ROOT / "themes", running.themes)
    running.environment["HURTROCK_THEMES_DIR"] = str(running.themes)
    try:
        running.install("cycle-one")
        running.start()
        running.make_admin()
        yield running
    finally:
        running.remove()


@pytest.fixture(scope="module")
def admin(shop):
    return shop.admin()


def stats(shop):
    lines = shop.session().get("/metrics").text.splitlines()
    return {line.split()[0].removeprefix("hurtrock_"): float(line.split()[1]) for line in lines if re.match(r"hurtrock_pages?_", line)}


def is_kept(shop, path, **options):
    """Whether the next answer comes from memory; asks once before."""
    shop.session().get(path, **options)
    before = stats(shop)["page_hits_total"]
    answer = shop.session().get(path, **options)
    return answer if stats(shop)["page_hits_total"] > before else None


def product(shop, place=0):
    """Id, slug and first variant of a product with stock."""
    return shop.db(
        "SELECT p.id, s.slug, min(v.id) FROM catalog.products p JOIN catalog.product_slugs s ON s.product_id = p.id AND s.current AND s.locale = 'id'"
        " JOIN catalog.variants v ON v.product_id = p.id JOIN inventory.levels l ON l.variant_id = v.id AND l.on_hand > 0"
        f" WHERE p.active GROUP BY 1, 2 HAVING count(*) = 1 ORDER BY p.id OFFSET {place} LIMIT 1"
    )[0]


def wait_until(what, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.02)
    return False


def test_pages_of_the_shop_are_kept(shop):
    slug = product(shop)[1]
    for path in ("/", "/en", "/products", f"/products/{slug}", "/en/products?q=gitar", "/store", "/terms", f"/api/v1/products/{slug}", "/api/v1/products"):
        assert is_kept(shop, path), path
    for path in ("/cart", "/login", "/checkout", "/admin/login", "/metrics", "/products/nothing-here"):
        assert not is_kept(shop, path), path


def test_a_kept_page_is_the_page(shop):
    path = f"/products/{product(shop)[1]}"
    first = shop.session().get(path)
    kept = is_kept(shop, path)
    assert kept.body == first.body and kept.headers["ETag"] == first.headers["ETag"]
    assert kept.headers["Cache-Control"] == "public, no-cache"
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Content-Type", "Vary", "Referrer-Policy"):
        assert kept.headers[header] == first.headers[header]
    again = shop.session().get(path, headers={"If-None-Match": kept.headers["ETag"]})
    assert again.status == 304 and again.body == b"" and again.headers["ETag"] == kept.headers["ETag"]
    assert shop.session().get(path, headers={"If-None-Match": '"another"'}).status == 200
    head = shop.session().request("HEAD", path)
    assert head.status == 200 and head.body == b"" and int(head.headers["Content-Length"]) == len(kept.body)


def test_every_form_of_a_page_is_kept_by_itself(shop):
    path = f"/products/{product(shop)[1]}"
    plain = is_kept(shop, path)
    packed = is_kept(shop, path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"] and plain.headers["ETag"].startswith("W/"), "the same text, packed"
    assert is_kept(shop, path, headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
    assert 'lang="id"' in is_kept(shop, "/").text and 'lang="en"' in is_kept(shop, "/en").text
    # Addresses with our host in them: nobody gets another host's.
    assert "http://satu.example/" in is_kept(shop, path, headers={"Host": "satu.example"}).text
    assert "satu.example" not in is_kept(shop, path, headers={"Host": "dua.example"}).text


def test_visitors_with_cookies_get_their_own(shop, admin):
    path = f"/products/{product(shop)[1]}"
    assert is_kept(shop, path)
    visitor = shop.session()
    visitor.post("/cart/items", {"variant_id": product(shop)[2], "quantity": 2}, headers={"Sec-Fetch-Site": "same-origin"}, follow=False)
    for own in (visitor, admin):
        before = stats(shop)["page_hits_total"]
        answer = own.get(path)
        assert answer.headers["Cache-Control"] == "private, no-cache" and stats(shop)["page_hits_total"] == before
    assert "(2)" in visitor.get("/").text or "2" in re.sub(r"\s", "", visitor.get(path).text)
    # Somebody else's cookies are no reason.
    assert is_kept(shop, path, headers={"Cookie": "_ga=GA1.1; theme=dark"})


def test_a_price_edited_in_admin_shows_on_the_next_request(shop, admin):
    number, slug, _ = product(shop)
    pages = (f"/products/{slug}", f"/api/v1/products/{slug}", "/products?q=" + slug.replace("-", "+"))
    for path in pages:
        assert is_kept(shop, path), path
    form = admin.get(f"/admin/products/{number}").fields(f"/admin/products/{number}")
    for price, shown in (("234567", "234.567"), ("123456", "123.456")):
        saved = admin.post(f"/admin/products/{number}", {**form, "variant-0-price": price, "action": "save"}, follow=False)
        assert saved.status == 303, saved.text[:1000]
        for path in pages[:1] + pages[2:]:
            assert shown in shop.session().get(path).text, path
            assert is_kept(shop, path), path


def test_stock_counted_or_sold_shows_on_the_next_request(shop, admin):
    _, slug, variant = product(shop, 1)
    path = f"/products/{slug}"
    in_stock = lambda: shop.session().get(f"/api/v1/products/{slug}").json["in_stock"]
    assert is_kept(shop, path) and in_stock() and is_kept(shop, f"/api/v1/products/{slug}")
    before = shop.session().get(path).body
    counted = shop.db(f"SELECT on_hand FROM inventory.levels WHERE variant_id = {variant}")[0][0]
    token = admin.get("/admin/products/new").fields("/admin/products")
    answer = admin.post(f"/admin/stock/{variant}", {**token, "on_hand": "0", "expected": counted, "reason": "count"}, follow=False)
    assert answer.status == 303, answer.text[:1000]
    assert shop.session().get(path).body != before and not in_stock()
    admin.post(f"/admin/stock/{variant}", {**token, "on_hand": counted, "expected": "0", "reason": "count"}, follow=False)
    assert in_stock()
    # Lists hear of it a moment later, through the outbox.
    assert wait_until(lambda: shop.session().get(path).body == before, 5)


def test_settings_and_plugins_show_on_the_next_request(shop, admin):
    assert wait_until(lambda: is_kept(shop, "/"), 5)
    form = admin.get("/admin/plugins/store/settings").fields("/admin/plugins/store/settings")
    field = next(name for name in form if name in ("name", "shop_name", "site_name"))
    saved = admin.post("/admin/plugins/store/settings", {**form, field: "Toko Uji Simpan"}, follow=False)
    assert saved.status == 303, saved.text[:1000]
    assert "Toko Uji Simpan" in shop.session().get("/").text
    admin.post("/admin/plugins/store/settings", form, follow=False)
    assert "Toko Uji Simpan" not in shop.session().get("/").text

    assert wait_until(lambda: is_kept(shop, "/"), 5)
    with_transfer = shop.session().get("/").text
    shop.run("plugin", "disable", "bank-transfer")
    assert wait_until(lambda: shop.session().get("/").text != with_transfer, 1), "payment methods stand on every page"
    shop.run("plugin", "enable", "bank-transfer")
    assert wait_until(lambda: shop.session().get("/").text == with_transfer, 1)


def test_files_show_as_soon_as_they_are_saved(shop):
    assert is_kept(shop, "/en/terms")
    sentences = shop.themes / "rock-metal/locales/en.yaml"
    before = sentences.read_text()
    sentences.write_text('"Skip to content": "Skip it just now"\n')
    assert wait_until(lambda: "Skip it just now" in shop.session().get("/en/terms").text, 1)
    assert is_kept(shop, "/en/terms")
    sentences.write_text(before)
    assert wait_until(lambda: "Skip it just now" not in shop.session().get("/en/terms").text, 1)


def test_a_command_and_another_node_are_heard_within_a_second(shop, admin):
    number, slug, _ = product(shop, 2)
    path = f"/products/{slug}"
    other = Shop(demo=False, environment={"DATABASE_URL": shop.run("database", "url").stdout.strip(), "SESSION_SECRET": "uji-" * 12})
    try:
        other.start()
        assert is_kept(shop, path) and is_kept(other, path)
        form = admin.get(f"/admin/products/{number}").fields(f"/admin/products/{number}")
        admin.post(f"/admin/products/{number}", {**form, "variant-0-price": "3333333", "action": "save"}, follow=False)
        assert "3.333.333" in shop.session().get(path).text
        assert wait_until(lambda: "3.333.333" in other.session().get(path).text, 1)
        assert is_kept(other, path)
        # Deaf for a while, it forgets everything when it hears again.
        stored = stats(other)["pages_stored_total"]
        shop.db("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        assert wait_until(lambda: not is_kept_without_asking(other, path, stored), 5)
    finally:
        other.remove()


def is_kept_without_asking(shop, path, stored):
    shop.session().get(path)
    return stats(shop)["pages_stored_total"] == stored
