"""Complete checkouts against pgbench with the least a sale can be: lock a product, lower its stock, write order and line.

A checkout is three requests (add to cart, open the checkout, place the order); the ratio counts orders, not requests.
"""

import re
import shutil
import subprocess
from pathlib import Path

import demo_shop
from measuring import ROOT, SECONDS, Line, NotMeasured, in_turns, median, ratio_of, run_wrk, thousands

CLIENTS = 16
SCRIPT = ROOT / "tests/bench/checkout.lua"
PLAIN_SALE = ROOT / "tests/bench/plain_sale.sql"
SETUP = """
CREATE TABLE IF NOT EXISTS bench.products (id bigint PRIMARY KEY, stock bigint NOT NULL, price bigint NOT NULL);
CREATE TABLE IF NOT EXISTS bench.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL, total bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS bench.lines (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id bigint NOT NULL REFERENCES bench.orders,
    product_id bigint NOT NULL REFERENCES bench.products, quantity bigint NOT NULL, price bigint NOT NULL);
INSERT INTO bench.products SELECT id, 1000000000, id * 1000 FROM generate_series(1, 64) AS id ON CONFLICT DO NOTHING;
"""


def pgbench_program():
    found = shutil.which("pgbench") or next((str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))), None)
    if not found:
        raise NotMeasured("pgbench is not installed")
    return found


def sales_per_second(shop, variants):
    """Orders a second, counted by the clients, checked against the database."""
    before = int(shop.db("SELECT count(*) FROM orders.orders")[0][0])
    output = run_wrk(shop.url, CLIENTS, seconds=2 * SECONDS, script=SCRIPT, threads=CLIENTS, environment={"VARIANTS": " ".join(variants)})
    said = re.search(r"orders (\d+) refused (\d+) seconds ([\d.]+) ?(.*)", output)
    if not said or int(said.group(1)) == 0:
        raise NotMeasured("no order was placed: " + output[-300:])
    orders, refused, seconds = int(said.group(1)), int(said.group(2)), float(said.group(3))
    if refused > orders / 100:
        raise NotMeasured(f"{refused} of {orders + refused} checkouts were refused: {said.group(4)}")
    kept = int(shop.db("SELECT count(*) FROM orders.orders")[0][0]) - before
    # wrk stops without waiting for the answers under way: each client may have one order more in the database.
    if not orders <= kept <= orders + CLIENTS:
        raise NotMeasured(f"the clients saw {orders} orders, the database has {kept}")
    return orders / seconds


def plain_sales_per_second(database):
    command = [pgbench_program(), "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=2", f"--time={max(1, round(2 * SECONDS))}"]
    ran = subprocess.run([*command, f"--file={PLAIN_SALE}", database], capture_output=True, text=True, timeout=120)
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    if ran.returncode != 0 or not found:
        raise NotMeasured(f"pgbench failed: {ran.stderr[-500:]}")
    return float(found.group(1))


def run():
    shop = demo_shop.shop()
    demo_shop.unlimited_stock(shop)
    variants = demo_shop.variants(shop)
    shop.db(SETUP)
    database = shop.run("database", "url").stdout.strip()
    measured = in_turns({"ours": lambda: sales_per_second(shop, variants), "plain": lambda: plain_sales_per_second(database)})
    return [
        Line(
            f"checkouts, {CLIENTS} clients",
            f"{thousands(median(measured['ours']))}/s",
            f"plain transaction {thousands(median(measured['plain']))}/s",
            ratio_of(measured["ours"], measured["plain"]),
            notes="three requests an order",
        )
    ]
