"""Complete checkouts at 16 clients against pgbench on the same server, in turns: once with the statements of our own checkout as
they were recorded, once with the least a sale can be (lock a product, lower its stock, write order and line). Both stand in the
table, so that neither can be chosen afterwards.

A checkout is three requests (add to cart, open the checkout, place the order); the ratio counts orders, not requests."""

import re
import shutil
import statistics
import subprocess
import urllib.parse
from pathlib import Path

import demo_shop
import recording
from measuring import ROOT, SECONDS, Line, NotMeasured, in_turns, median, ratio_of, run_wrk, thousands

CLIENTS = 16
WARM_SECONDS = 4
AIM = 0.6
SCRIPT = ROOT / "tests/bench/checkout.lua"
PLAIN_SALE = ROOT / "tests/bench/plain_sale.sql"
SETUP = """
CREATE SCHEMA IF NOT EXISTS bench;
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
    # What is told after the commit is part of what an order costs here; it is not left to the other side's turn.
    recording.wait_until_quiet(shop)
    return orders / seconds


def transactions_per_second(database, file):
    """Without pgbench's first seconds, in which each of its connections prepares and plans every statement; the shop's did before."""
    seconds = max(1, round(2 * SECONDS))
    command = [pgbench_program(), "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=2", "--progress=1", f"--time={WARM_SECONDS + seconds}"]
    ran = subprocess.run([*command, f"--file={file}", database], capture_output=True, text=True, timeout=120)
    rates = [float(rate) for rate in re.findall(r"progress: [\d.]+ s, ([\d.]+) tps", ran.stderr)]
    failed = re.search(r"number of failed transactions: (\d+)", ran.stdout)
    if ran.returncode != 0 or len(rates) < WARM_SECONDS + 1 or (failed and int(failed.group(1)) > 0):
        raise NotMeasured(f"pgbench failed: {ran.stdout[-200:]} {ran.stderr[-500:]}")
    return statistics.mean(rates[WARM_SECONDS:])


def quietly(shop, measure):
    """The recorded checkouts raise their events too, which the shop tells its listeners."""
    rate = measure()
    recording.wait_until_quiet(shop)
    return rate


def one_checkout(shop, variant):
    """The requests of checkout.lua, each sent when it is called."""
    session, same_origin, page = shop.session(), {"Sec-Fetch-Site": "same-origin"}, []
    customer = dict(urllib.parse.parse_qsl(re.sub(r'"\s*\.\.\s*"', "", re.search(r'local customer = "(.*?)"\n\n', SCRIPT.read_text(), re.S).group(1)), True))

    def place():
        filled_in = {name: value for name, value in page[0].fields("/checkout").items() if value}
        fields = {**filled_in, **customer}
        answer = session.post("/checkout", fields, headers=same_origin, follow=False)
        if answer.status != 303:
            raise NotMeasured(f"the checkout to record was answered with {answer.status}")

    add = {"quantity": 1, "variant_id": variant}
    yield "POST", "/cart/items", lambda: session.post("/cart/items", add, headers={**same_origin, "Accept": "application/json"})
    yield "GET", "/checkout", lambda: page.append(session.get("/checkout"))
    yield "POST", "/checkout", place


def against(ours, theirs, what, aim=None, notes=""):
    return Line(f"checkouts, {CLIENTS} clients", f"{thousands(median(ours))}/s", f"{what} {thousands(median(theirs))}/s", ratio_of(ours, theirs), aim, notes)


def run():
    shop = demo_shop.shop()
    demo_shop.unlimited_stock(shop)
    variants = demo_shop.variants(shop)
    shop.db(SETUP)
    database = shop.run("database", "url").stdout.strip()
    sales_per_second(shop, variants)  # every connection knows every statement
    recorded, counts = recording.write_script(shop, lambda: one_checkout(shop, variants[0]), variants)
    measured = in_turns(
        {
            "ours": lambda: sales_per_second(shop, variants),
            "recorded": lambda: quietly(shop, lambda: transactions_per_second(database, recorded)),
            "plain": lambda: transactions_per_second(database, PLAIN_SALE),
        }
    )
    requests = " + ".join(str(count) for count in counts)
    return [
        against(measured["ours"], measured["recorded"], "its recorded statements", AIM, f"three requests an order, {requests} statements"),
        against(measured["ours"], measured["plain"], "plain transaction", notes="four statements"),
    ]
