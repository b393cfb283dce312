"""The shop itself: home page, profile, papers, sitemap and robots; and the look the owner chooses."""

import re
import xml.etree.ElementTree as xml

import pytest

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.mark.parametrize("path, language, tagline", [("/", "id", "Toko Alat Musik Terpercaya"), ("/en", "en", "The music store you can trust")])
def test_the_home_page_is_the_shop_window(shop, path, language, tagline):
    page = shop.session().get(path)
    assert page.status == 200 and f'<html lang="{language}"' in page.text
    assert tagline in page.text and "Hurtrock Music Store" in page.text
    prefix = "/en" if language == "en" else ""
    assert page.text.count(f'href="{prefix}/products/') >= 4, "products stand in the window"


@pytest.mark.parametrize("path, sunday", [("/store", "Minggu"), ("/en/store", "Sunday")])
def test_the_store_tells_where_and_when(shop, path, sunday):
    page = shop.session().get(path)
    assert "Jl Gegerkalong Girang Complex Darut Tauhid Kav 22" in page.text
    assert "0821-1555-8035" in page.text and "https://wa.me/6282115558035" in page.text
    assert f"<dt>{sunday}</dt>" in page.text


@pytest.mark.parametrize(
    "path, heading, sentence",
    [
        ("/returns", "Kebijakan pengembalian", "<strong>7 hari</strong>"),
        ("/en/returns", "Return policy", "<strong>7 days</strong>"),
        ("/terms", "Syarat jual beli", "Hurtrock Music Store"),
        ("/en/terms", "Terms of sale", 'href="/en/returns"'),
        ("/privacy", "Privasi", "<table>"),
        ("/en/privacy", "Privacy", "<table>"),
    ],
)
def test_papers_are_in_both_languages(shop, path, heading, sentence):
    page = shop.session().get(path)
    assert page.status == 200
    assert re.search(rf"<h1[^>]*>{heading}</h1>", page.text) and sentence in page.text
    assert "%(" not in page.text, "every placeholder is filled"


def test_every_page_links_to_the_papers(shop):
    footer = shop.session().get("/store").text
    for path in ("/returns", "/terms", "/privacy"):
        assert f'href="{path}"' in footer


def test_robots_keep_to_the_shop_floor(shop):
    answer = shop.session().get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for path in ("/admin", "/cart", "/en/cart", "/checkout", "/orders", "/profile", "/login"):
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {shop.url}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_the_sitemap_names_every_language_and_only_pages_that_exist(shop):
    session = shop.session()
    answer = session.get("/sitemap.xml")
    assert answer.headers["Content-Type"].startswith("application/xml")
    urls = xml.fromstring(answer.body).findall(f"{SITEMAP}url")
    addresses = [url.findtext(f"{SITEMAP}loc") for url in urls]
    assert len(addresses) == len(set(addresses)) > 40
    assert f"{shop.url}/" in addresses and f"{shop.url}/en" in addresses and any("/products/" in address for address in addresses)
    for url in urls:
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert set(links) == {"id", "en"} and url.findtext(f"{SITEMAP}loc") in links.values()
    for address in addresses[::17] + addresses[:12]:
        assert session.get(address.removeprefix(shop.url), follow=False).status == 200, address


@pytest.mark.parametrize("page, status", [("1", 200), ("2", 404), ("0", 404), ("-1", 404), ("x", 404), ("99999999999999999999", 404)])
def test_a_sitemap_page_is_there_or_not(shop, page, status):
    assert shop.session().get(f"/sitemap.xml?page={page}").status == status


def test_the_profile_is_edited_in_admin(shop):
    admin = shop.admin()
    page = admin.get("/admin/plugins/store/settings")
    assert page.status == 200, page.status
    fields = page.fields("/admin/plugins/store/settings")
    assert fields["name"] == "Hurtrock Music Store"
    try:
        changed = {"tagline_id": "Bising <b>sejak</b> 2009", "whatsapp": "+62 812-0000-1111", "returns_id": "## Boleh *kapan saja* di %(name)s\n\n<script>alert(1)</script>"}
        assert admin.submit(page, "/admin/plugins/store/settings", changed).status == 200
        home = shop.session().get("/").text
        assert "Bising &lt;b&gt;sejak&lt;/b&gt; 2009" in home and "<b>sejak" not in home and "https://wa.me/6281200001111" in home
        paper = shop.session().get("/returns").text
        assert "<h2>Boleh <em>kapan saja</em> di Hurtrock Music Store</h2>" in paper and "alert(1)</script>" not in paper
        assert "Return policy" in shop.session().get("/en/returns").text, "the other language keeps its own text"
    finally:
        back = {name: fields[name] for name in ("tagline_id", "whatsapp")}
        admin.submit(admin.get("/admin/plugins/store/settings"), "/admin/plugins/store/settings", {**back, "returns_id": ""})
    assert "7 hari" in shop.session().get("/returns").text


def test_themes_are_for_staff_only(shop):
    visitor = shop.session().get("/admin/themes", follow=False)
    assert visitor.status == 303 and visitor.headers["Location"].startswith("/admin/login")


def test_a_theme_is_adjusted_without_a_restart(shop):
    admin = shop.admin()
    listed = admin.get("/admin/themes")
    assert listed.status == 200 and "Rock-metal" in listed.text
    action = "/admin/themes/rock-metal/settings"
    page = admin.get(action)
    fields = page.fields(action)
    assert fields["accent"] == "#FF6B35" and fields["hero_title_id"]
    try:
        refused = admin.submit(page, action, {"accent": "merah", "hero_title_id": "Jangan disimpan"})
        assert refused.status == 422 and refused.fields(action)["accent"] == "merah"
        assert "Jangan disimpan" not in shop.session().get("/").text
        saved = admin.submit(page, action, {"accent": "#00AAFF", "hero_title_id": "Lebih <i>keras</i>"})
        assert saved.status == 200
        home = shop.session().get("/").text
        assert "Lebih &lt;i&gt;keras&lt;/i&gt;" in home
        (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]*theme[^"]*)">', re.sub(r'[^>]*theme/css/[^>]*>', "", home)) or [None]
        assert sheet is None or "--accent:#00AAFF" in shop.session().get(sheet).text
        assert shop.db("SELECT subject FROM core.audit_log WHERE action = 'themes.settings' ORDER BY id DESC LIMIT 1") == [["theme rock-metal"]]
    finally:
        admin.submit(admin.get(action), action, {"accent": "", "hero_title_id": ""})
    assert admin.get(action).fields(action)["accent"] == "#FF6B35"


def test_a_theme_that_is_not_there_is_not_used(shop):
    admin = shop.admin()
    token = {"_csrf": "x"}
    assert admin.get("/admin/themes/jazz/settings").status == 404
    page = admin.get("/admin/themes/rock-metal/settings")
    hidden = {name: value for name, value in page.fields("/admin/themes/rock-metal/settings").items() if "csrf" in name} or token
    assert admin.post("/admin/themes/jazz/use", hidden).status == 404
    assert shop.session().get("/").status == 200
