"""The cart page at 1, 10 and 100 lines: what a line costs, and that the number of statements stays. The cart page of one line and
adding to it, against the bare handler with one select."""

import statistics
import time

import demo_shop
from measuring import ROOT, Line, NotMeasured, in_turns, load, rate_text, ratio_of
from yardsticks import bare_server

SIZES = (1, 10, 100)
VIEWS = 40
CONNECTIONS = 64
ADD_TO_CART = ROOT / "tests/bench/add_to_cart.lua"


def filled(shop, lines):
    session = shop.session()
    variant = demo_shop.variants(shop)[0]
    session.post("/cart/items", {"variant_id": variant, "quantity": 1}, headers={"Sec-Fetch-Site": "same-origin"}, follow=False)
    cart = shop.db("SELECT max(id) FROM cart.carts")[0][0]
    shop.db(
        f"INSERT INTO cart.lines (cart_id, variant_id, quantity, price) SELECT {cart}, id, 1, price FROM catalog.variants"
        f" WHERE active AND id <> {variant} ORDER BY id LIMIT {lines - 1}"
    )
    return session


def milliseconds(session):
    began = time.perf_counter()
    session.get("/cart")
    return (time.perf_counter() - began) * 1000


def cookies_of(session):
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.jar)


def growth(shop, sessions, statements):
    if len(set(statements.values())) != 1:
        raise NotMeasured(f"the statements grow with the lines: {statements}")
    times = {lines: [] for lines in SIZES}
    for _ in range(VIEWS):
        for lines, session in sessions.items():
            times[lines].append(milliseconds(session))
    one = statistics.median(times[1])
    return [
        Line(
            f"cart of {lines} lines",
            f"{statistics.median(times[lines]):.1f} ms",
            f"cart of 1 line {one:.1f} ms",
            statistics.median(times[lines]) / one,
            None,
            f"{statements[lines]:g} statements; linear would be {lines}",
        )
        for lines in SIZES
    ]


def against_bare(shop, session, statements):
    adding = {"script": ADD_TO_CART, "environment": {"VARIANTS": " ".join(demo_shop.variants(shop))}}
    with bare_server(b"-", shop.run("database", "url").stdout.strip()) as bare:
        sides = {
            "cart page": lambda: load(f"{shop.url}/cart", CONNECTIONS, headers=[f"Cookie: {cookies_of(session)}"]),
            "add to cart": lambda: load(f"{shop.url}/cart/items", CONNECTIONS, **adding),
        }
        measured = in_turns({**sides, "bare": lambda: load(f"{bare}/things/7", CONNECTIONS)})
    theirs = [one.per_second for one in measured["bare"]]
    return [
        Line(name, rate_text(measured[name]), "bare handler " + rate_text(measured["bare"]), ratio_of([one.per_second for one in measured[name]], theirs), None, f"{statements[name]:g} statements")
        for name in sides
    ]


def run():
    shop = demo_shop.shop()
    demo_shop.unlimited_stock(shop)
    sessions = {lines: filled(shop, lines) for lines in SIZES}
    viewed = {lines: demo_shop.statements_of(shop, "GET", "/cart", lambda one=session: one.get("/cart")) for lines, session in sessions.items()}
    added = demo_shop.statements_of(shop, "POST", "/cart/items", lambda: filled(shop, 1))
    return against_bare(shop, sessions[1], {"cart page": viewed[1], "add to cart": added}) + growth(shop, sessions, viewed)
