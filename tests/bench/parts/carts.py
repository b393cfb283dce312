"""The cart page at 1, 10 and 100 lines: what a line costs, and that the number of statements stays."""

import statistics
import time

import demo_shop
from measuring import Line

SIZES = (1, 10, 100)
VIEWS = 40


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


def run():
    shop = demo_shop.shop()
    demo_shop.unlimited_stock(shop)
    sessions = {lines: filled(shop, lines) for lines in SIZES}
    statements = {lines: demo_shop.statements_of(shop, "GET", "/cart", lambda one=session: one.get("/cart")) for lines, session in sessions.items()}
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
            f"{statements[lines]:g} statements",
        )
        for lines in SIZES
    ]
