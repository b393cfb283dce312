"""Webhooks verified, kept and applied, against pgbench running the very statements that one of them ran; and product pages while
a gateway hangs, against the same pages while it does not.

A webhook here tells that a payment was begun: its fact is claimed, the payment moves and its history grows. The statements are read
from PostgreSQL's own log, so that they cannot drift from what the shop does.
"""

import hashlib
import hmac
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import demo_shop
from measuring import BENCH_FOLDER, BUILD, ROOT, SECONDS, Line, NotMeasured, in_turns, load, median, rate_text, ratio_of, read_wrk, run_wrk, thousands
from parts.checkout import pgbench_program

CLIENTS = 16
SCRIPT = ROOT / "tests/bench/webhooks.lua"
LINES = 4000  # webhooks for each second of a measurement, more than can be sent


def insert_payments(shop, tag, count):
    """Payments TAG1, TAG2 … of orders that nobody knows; answers the number to add to get their ids."""
    rows = shop.db(
        "WITH made AS (INSERT INTO payments.payments (attempt_id, order_public_id, order_number, provider, title, manual, live, state, amount,"
        " expected, customer_name, customer_email, customer_phone, locale, return_url, expires_at, opened_at, changed_at)"
        f" SELECT '{tag}' || n, left(md5('{tag}' || n), 22), 'X-1', 'simulator', 'Simulator', false, false, 'opened', 90000, 90000, 'Budi',"
        " 'budi@example.com', '', 'id', 'http://localhost/orders/x', now() + interval '1 day', now(), now()"
        f" FROM generate_series(1, {count}) AS n RETURNING id, attempt_id) SELECT min(id) - 1, count(DISTINCT id - substr(attempt_id, {len(tag) + 1})::bigint) FROM made"
    )
    first, series = rows[0]
    if series != "1":
        raise NotMeasured("ids are not in a row")
    return int(first)


def signed(secret, attempt, name):
    body = json.dumps({"id": name, "attempt_id": attempt, "kind": "pending", "amount": 0, "refund_key": "", "at": int(time.time() * 1e6)}, separators=(",", ":"))
    now = int(time.time())
    return f"t={now},v1={hmac.new(secret, f'{now}.{body}'.encode(), hashlib.sha256).hexdigest()}", body


class Recorded:
    """The statements of one webhook as a pgbench script over payments of its own."""

    def __init__(self, shop, secret):
        self.shop, self.secret = shop, secret

    def log_of_one(self):
        tag = "BR" + str(time.time_ns())
        first = insert_payments(self.shop, tag, 3)
        log = next(self.shop.data.rglob("postgresql-*.log"))
        for warm in (1, 2):
            self.send(tag, warm)
        # The shop's own database never logs values; here they are made up.
        for setting in ("log_statement = 'all'", "log_error_verbosity = 'default'", "log_parameter_max_length = -1"):
            self.shop.db(f"ALTER SYSTEM SET {setting}")
        self.shop.db("SELECT pg_reload_conf()")
        time.sleep(1)
        before = log.stat().st_size
        self.send(tag, 3)
        time.sleep(1)
        with open(log, "rb") as lines:
            lines.seek(before)
            text = lines.read().decode()
        for setting in ("log_statement", "log_error_verbosity", "log_parameter_max_length"):
            self.shop.db(f"ALTER SYSTEM RESET {setting}")
        self.shop.db("SELECT pg_reload_conf()")
        return tag, first, text

    def send(self, tag, number):
        signature, body = signed(self.secret, f"{tag}{number}", f"E{tag}{number}")
        answer = self.shop.session().request("POST", "/webhooks/simulator", body=body.encode(), headers={"Content-Type": "application/json", "X-Simulator-Signature": signature})
        if answer.status != 200:
            raise NotMeasured(f"a webhook was answered {answer.status}")

    def script(self):
        tag, first, text = self.log_of_one()
        entries = re.split(r"(?m)^(?=\S.*?(?:LOG|DETAIL):)", text)
        made, sessions = [], {}
        for entry in entries:
            process = re.search(r"\[(\d+)\]", entry)
            said = re.search(r"LOG:\s+(?:statement|execute [^:]*):\s*(.*)", entry, re.S)
            parameters = re.search(r"DETAIL:\s+parameters: (.*)", entry, re.S)
            if said:
                made.append([process and process.group(1), said.group(1).strip(), {}])
            elif parameters and made:
                made[-1][2] = {number: value for number, value in re.findall(r"\$(\d+) = (NULL|'(?:[^']|'')*')", parameters.group(1))}
        keeper = next((one[0] for one in made if "INSERT INTO payments.inbox" in one[1]), None)
        statements = [one for one in made if keeper and one[0] == keeper]
        ends = next((at for at, one in enumerate(statements) if "UPDATE payments.inbox SET applied_at" in one[1]), None)
        if ends is None:
            raise NotMeasured("PostgreSQL's log shows no webhook that was applied")
        begins = next(at for at, one in enumerate(statements) if "payment_simulator.keys" in one[1])
        statements = statements[begins : ends + 2]  # with its COMMIT
        row = self.shop.db(f"SELECT i.id FROM payments.inbox i JOIN payments.payments p ON p.id = i.payment_id WHERE p.attempt_id = '{tag}3'")[0][0]
        order = self.shop.db(f"SELECT order_public_id FROM payments.payments WHERE attempt_id = '{tag}3'")[0][0]
        return tag, [self.as_pgbench(sql, values, tag, order, str(first + 3), row) for _, sql, values in statements]

    @staticmethod
    def as_pgbench(sql, values, tag, order, payment, inbox):
        def literal(value):
            if value == "NULL":
                return value
            inner = value[1:-1]
            if inner == inbox and sql.startswith("UPDATE payments.inbox"):
                return ":inbox_id::bigint"
            if inner == payment:
                return "(:first::bigint + :n::bigint)"
            if inner == order:
                return "left(md5(:tag::text || :n::text), 22)"
            # ':' would begin a variable of pgbench.
            escaped = inner.replace("\\", "\\\\").replace(":", "\\x3a")
            if tag not in inner:
                return f"E'{escaped}'"
            return "(E'" + escaped.replace(f"{tag}3", "' || :tag::text || :n::text || E'") + "')"

        text = re.sub(r"\$(\d+)", lambda found: literal(values[found.group(1)]) if found.group(1) in values else found.group(0), sql)
        text = " ".join(text.split())
        return text + (" \\gset inbox_" if "INSERT INTO payments.inbox" in text else ";")


def statements_per_second(shop, tag, statements, database):
    count = round(2 * SECONDS) * LINES // CLIENTS
    mine = "BP" + str(time.time_ns())
    first = insert_payments(shop, mine, count * CLIENTS)
    lines = ["\\set k :k + 1", f"\\set n :client_id * {count} + :k", *statements]
    with tempfile.NamedTemporaryFile("w", suffix=".sql", dir=BENCH_FOLDER) as script:
        script.write("\n".join(lines) + "\n")
        script.flush()
        command = [pgbench_program(), "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=2", f"--time={max(1, round(2 * SECONDS))}",
                   "-D", "k=0", "-D", f"first={first}", "-D", f"tag={mine}", f"--file={script.name}", database]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=180)
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    if ran.returncode != 0 or not found:
        raise NotMeasured("pgbench failed: " + ran.stderr[-800:])
    if shop.db(f"SELECT count(*) > 0 FROM payments.payments WHERE attempt_id LIKE '{mine}%' AND state = 'pending'") != [["t"]]:
        raise NotMeasured("the statements moved no payment")
    return float(found.group(1))


def webhooks_per_second(shop, secret):
    tag = "BW" + str(time.time_ns())
    count = round(2 * SECONDS) * LINES
    insert_payments(shop, tag, count)
    with tempfile.NamedTemporaryFile("w", dir=BENCH_FOLDER) as lines:
        for number in range(1, count + 1):
            signature, body = signed(secret, f"{tag}{number}", f"E{tag}{number}")
            lines.write(f"{signature}\t{body}\n")
        lines.flush()
        output = run_wrk(shop.url, CLIENTS, seconds=2 * SECONDS, script=SCRIPT, threads=CLIENTS, environment={"WEBHOOKS": lines.name, "CLIENTS": str(CLIENTS)})
    measured = read_wrk(output)
    if measured.errors:
        raise NotMeasured(f"{measured.errors} webhooks were not taken")
    applied = int(shop.db(f"SELECT count(*) FROM payments.payments WHERE attempt_id LIKE '{tag}%' AND state = 'pending'")[0][0])
    if abs(applied - measured.per_second * round(2 * SECONDS)) > applied / 5 + CLIENTS:
        raise NotMeasured(f"{applied} payments were moved by {measured.per_second:.0f}/s")
    return measured


# --- pages while a gateway hangs ------------------------------------------------------------------------------------------


def hanging(shop, gateway):
    """Payments begun at a gateway that does not answer, as many as calls can wait."""
    sys.path.insert(0, str(ROOT / "tests/integration"))
    from selling import Variant, checkout, put_in_cart, unique_email

    variant = Variant(shop, 1_000_000)

    def buy():
        try:
            session = shop.session()
            put_in_cart(session, variant)
            placed = checkout(session, follow=False, payment_method="sample-gateway", email=unique_email())
            session.get(placed.headers["Location"], follow=False)
        except OSError:
            pass

    gateway.modes = {"payments": "hang"}
    buyers = [threading.Thread(target=buy, daemon=True) for _ in range(CLIENTS)]
    for buyer in buyers:
        buyer.start()
    deadline = time.monotonic() + 10
    while gateway.calls.count("payments") < 4:
        if time.monotonic() > deadline:
            raise NotMeasured("nobody waits for the gateway")
        time.sleep(0.05)
    return buyers


def pages_with(shop, page, hang):
    sys.path.insert(0, str(ROOT / "tests/integration"))
    import payment_gateway

    gateway = payment_gateway.Gateway()
    try:
        # Another address each time: a circuit that opened stays with the address.
        shop.run("settings", "sample-gateway", "base_url", gateway.url)
        time.sleep(1.5)
        buyers = hanging(shop, gateway) if hang else []
        # With a guest's cookie: the page is made anew, no kept copy is sent.
        measured = load(page, CLIENTS, headers=["Cookie: hurtrock_guest=bench"])
        gateway.over.set()
        for buyer in buyers:
            buyer.join(60)
        return measured
    finally:
        gateway.close()


def run_hanging(shop):
    sys.path.insert(0, str(ROOT / "tests/integration"))
    import payment_gateway

    shop.run("plugin", "enable", "sample-gateway")
    for key, value in (("secret_key", payment_gateway.SECRET_KEY), ("webhook_secret", payment_gateway.WEBHOOK_SECRET)):
        shop.run("settings", "sample-gateway", key, input=value + "\n")
    page = f"{shop.url}/products/{demo_shop.products(shop)[0]}"
    measured = in_turns({"usual": lambda: pages_with(shop, page, False), "hanging": lambda: pages_with(shop, page, True)})
    return Line(
        "product pages, gateway hanging", rate_text(measured["hanging"]), f"gateway answering {rate_text(measured['usual'])}",
        ratio_of([one.per_second for one in measured["hanging"]], [one.per_second for one in measured["usual"]]), 0.9,
        f"{CLIENTS} checkouts wait for the gateway meanwhile",
    )


def run():
    shop = demo_shop.shop()
    secret = shop.db("SELECT secret FROM payment_simulator.keys")[0][0].encode()
    database = shop.run("database", "url").stdout.strip()
    tag, statements = Recorded(shop, secret).script()
    measured = in_turns({"ours": lambda: webhooks_per_second(shop, secret), "plain": lambda: statements_per_second(shop, tag, statements, database)})
    ours = [one.per_second for one in measured["ours"]]
    return [
        Line(f"webhooks, {CLIENTS} connections", rate_text(measured["ours"]), f"its {len(statements)} statements {thousands(median(measured['plain']))}/s",
             ratio_of(ours, measured["plain"]), notes="verified, kept, applied"),
        run_hanging(shop),
    ]
