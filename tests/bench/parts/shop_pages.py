"""Pages of the demo shop as a browser asks for them, against the bare handler with one select: made anew, for a visitor with
a cookie, and as kept in memory for those without."""

import demo_shop
from measuring import Line, fetch, in_turns, load, rate_text, ratio_of
from yardsticks import bare_server

CONNECTIONS = 64
AIMS = {"product page": 0.3}
# A guest's: the answer is for that visitor alone.
COOKIE = "hurtrock_guest=bench"


def run():
    shop = demo_shop.shop()
    slug = demo_shop.products(shop)[0]
    pages = {"product page": f"/products/{slug}", "list page": "/products", "search": "/products?q=gitar", "product as JSON": f"/api/v1/products/{slug}"}
    sides = {name: (lambda url=shop.url + path: load(url, CONNECTIONS, headers=[f"Cookie: {COOKIE}"])) for name, path in pages.items()}
    sides["product page from memory"] = lambda: load(shop.url + pages["product page"], CONNECTIONS)
    statements = {
        name: demo_shop.statements_of(shop, "GET", path, lambda url=shop.url + path: fetch(url, {"Cookie": COOKIE})) for name, path in pages.items()
    }
    statements["product page from memory"] = 0

    with bare_server(b"-", shop.run("database", "url").stdout.strip()) as bare:
        sides["bare"] = lambda: load(f"{bare}/things/7", CONNECTIONS)
        measured = in_turns(sides)
    theirs = [one.per_second for one in measured["bare"]]
    return [
        Line(
            name,
            rate_text(measured[name]),
            "bare handler " + rate_text(measured["bare"]),
            ratio_of([one.per_second for one in measured[name]], theirs),
            AIMS.get(name),
            f"{statements[name]:g} statements",
        )
        for name in sides
        if name != "bare"
    ]
