"""The statements of one complete checkout as PostgreSQL's own log heard them, and the same as a script for pgbench.

Nothing is chosen by hand: every statement of the three requests is there, in its order, with the parameters it had. Only what
must differ from one checkout to the next is put in by pgbench: the visitor, the variant, random ids, and the numbers that the
database itself gave out, which are taken from the very statement that returned them."""

import dataclasses
import json
import re
import time

from measuring import BENCH_FOLDER, NotMeasured

TRIES_MAX = 10
QUIET_SECONDS_MAX = 60
# Numbers of a recorded checkout must be told apart from quantities and prices.
FIRST_IDS = {"cart.carts": 710_000_001, "cart.lines": 720_000_001, "orders.orders": 730_000_001, "payments.payments": 740_000_001}
NONCE_DIGITS = 19


@dataclasses.dataclass
class Statement:
    session: str
    name: str  # of the prepared statement without the hash of its text; empty for a command such as BEGIN
    sql: str
    params: dict


def read_params(detail):
    found = re.findall(r"(\$\d+) = (NULL|'(?:[^']|'')*')", detail or "")
    return {name: None if value == "NULL" else value[1:-1].replace("''", "'") for name, value in found}


def read_statement(entry):
    message = entry.get("message", "")
    if found := re.match(r"execute (\S+?)_[0-9a-f]{16}: (.*)", message, re.S):
        return Statement(entry["session_id"], found.group(1), found.group(2).strip(), read_params(entry.get("detail")))
    if found := re.match(r"statement: (BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)(.*)", message, re.S):
        return Statement(entry["session_id"], "", found.group(1) + found.group(2), {})
    return None


class Log:
    """PostgreSQL writes down every statement while this is open."""

    SETTINGS = {"log_destination": "jsonlog", "log_statement": "all", "log_error_verbosity": "default", "log_parameter_max_length": "-1"}

    def __init__(self, shop):
        self.shop = shop

    def configure(self, commands):
        for command in commands:
            self.shop.db(command)
        self.shop.db("SELECT pg_reload_conf()")
        time.sleep(0.5)

    def __enter__(self):
        self.configure(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in self.SETTINGS.items())
        return self

    def __exit__(self, *_):
        self.configure(f"ALTER SYSTEM RESET {name}" for name in self.SETTINGS)

    def file(self):
        return self.shop.db("SELECT pg_current_logfile('jsonlog')")[0][0]

    def during(self, act):
        """What was executed while `act` ran; its own statements and those of others."""
        with open(self.file(), "rb") as log:
            log.seek(0, 2)
            act()
            time.sleep(0.2)  # the collector writes a moment later
            lines = log.read().splitlines()
        return [statement for line in lines if line.startswith(b"{") and (statement := read_statement(json.loads(line)))]


def wait_until_quiet(shop):
    """Until the listeners of the last order were told."""
    deadline = time.monotonic() + QUIET_SECONDS_MAX
    while shop.db("SELECT count(*) FROM core.outbox WHERE state = 'pending'") != [["0"]]:
        if time.monotonic() > deadline:
            raise NotMeasured("events stay untold")
        time.sleep(0.1)


def queries_said(shop, since, marker):
    """What the access log counted for the request."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with open(shop.folder / "serve.log", "rb") as log:
            log.seek(since)
            for line in log.read().splitlines():
                if line.startswith(b"{") and (said := json.loads(line)).get("message") == marker and "queries" in said:
                    return said["queries"]
        time.sleep(0.05)
    raise NotMeasured(f"the access log does not mention {marker}")


def units(heard):
    """Transactions and single statements, in the order in which they began."""
    made, open_units = [], {}
    for statement in heard:
        unit = open_units.get(statement.session)
        if unit is None:
            unit = []
            made.append(unit)
        unit.append(statement)
        if statement.sql.startswith("BEGIN"):
            open_units[statement.session] = unit
        elif statement.sql.startswith(("COMMIT", "ROLLBACK")):
            open_units.pop(statement.session, None)
    return made


def is_background(unit):
    """What runs whether or not anybody buys: looking for jobs, events and mails to send, telling other nodes."""
    names = [one.name for one in unit if one.name]
    return bool(names) and re.match(r"core\.(lease|finish|conclude|claim|extend|notify|postpone|mark)_", names[0]) is not None


def of_request(shop, log, method, path, send):
    """The statements of one request; None when they are not as many as the access log counted, because listeners of the order
    were at work within the same instant."""
    before = (shop.folder / "serve.log").stat().st_size
    heard = [unit for unit in units(log.during(send)) if not is_background(unit)]
    statements, wanted = [], queries_said(shop, before, f"{method} {path}")
    for unit in heard:
        # The order's listeners come after its own transaction.
        if sum(1 for one in statements if one.name) < wanted:
            statements += unit
    return statements if sum(1 for one in statements if one.name) == wanted else None


def record(shop, buy):
    """`buy` answers the three requests of a checkout as (method, path, send), each sent when it is called. The statements of
    each, and what the database knows of that order."""
    with Log(shop) as log:
        for _ in range(TRIES_MAX):
            for table, first in FIRST_IDS.items():
                shop.db(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest({first}, (SELECT coalesce(max(id), 0) + 1 FROM {table})))")
            recorded = []
            for method, path, send in buy():
                wait_until_quiet(shop)
                recorded.append(of_request(shop, log, method, path, send))
            if all(recorded):
                return recorded, facts_of_last(shop)
    raise NotMeasured(f"in {TRIES_MAX} tries the background was never quiet enough to record a checkout")


def facts_of_last(shop):
    row = shop.db(
        "SELECT o.id, o.public_id, o.number, l.variant_id, p.id, p.attempt_id, k.key, k.scope FROM orders.orders o JOIN orders.lines l ON l.order_id = o.id"
        " JOIN payments.payments p ON p.order_public_id = o.public_id JOIN orders.idempotency k ON k.order_id = o.id ORDER BY o.id DESC LIMIT 1"
    )[0]
    facts = dict(zip(("order", "public_id", "number", "variant", "payment", "attempt", "key", "scope"), row))
    facts["guest"] = facts.pop("scope").removeprefix("guest:")
    facts["cart"] = shop.db(f"SELECT id FROM cart.carts WHERE guest = '{facts['guest']}'")[0][0]
    return facts


class Variable(str):
    """One of pgbench's, in place of a recorded value."""


# What the database gives out anew each time: the statement that returns it, and the columns with what they are.
RETURNED = {
    "cart": (r"INSERT INTO cart\.carts", {"id": "cart"}),
    "order": (r"INSERT INTO orders\.orders", {"id": "order", "number": "number"}),
    "payment": (r"INSERT INTO payments\.payments", {"id": "payment"}),
}


class Script:
    """Turns recorded statements into a pgbench script."""

    def __init__(self, facts, variants):
        places = " ".join(f"when :place = {place} then {one}" for place, one in enumerate(variants))
        self.header = [
            f"\\set nonce random(1{'0' * (NONCE_DIGITS - 1)}, {2**63 - 1})",
            f"\\set place random(0, {len(variants) - 1})",
            f"\\set variant case {places} else {variants[0]} end",
        ]
        # Each recorded value and the pieces that are joined in its place; what the shop made at random keeps its length.
        self.pieces = {facts[name]: [facts[name][:-NONCE_DIGITS], Variable("nonce")] for name in ("guest", "key", "public_id")}
        self.pieces[facts["variant"]] = [Variable("variant")]
        for name, (_, columns) in RETURNED.items():
            for column, fact in columns.items():
                self.pieces[facts[fact]] = [Variable(f"{name}_{column}")]
        self.awaited = dict(RETURNED)

    @staticmethod
    def written(piece):
        if isinstance(piece, Variable):
            return ":" + piece
        escaped = piece.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
        return f"E'{escaped}'" if escaped != piece else f"'{piece}'"

    def value(self, text):
        if text is None:
            return "NULL"
        pieces = self.pieces.get(text, [text])
        for known, instead in self.pieces.items():
            # A small number stands for itself only as a member of a list: {17}, {"17"}.
            pattern = re.escape(known) if len(known) > 6 else rf"(?<=[{{,\"]){known}(?=[}},\"])"
            pieces = [each for piece in pieces for each in self.replaced(piece, pattern, instead)]
        written = [self.written(piece) for piece in pieces if piece] or ["''"]
        return written[0] if len(written) == 1 else f"({' || '.join(written)})"

    @staticmethod
    def replaced(piece, pattern, instead):
        if isinstance(piece, Variable):
            return [piece]
        first, *rest = re.split(pattern, piece)
        return [first, *(each for after in rest for each in (*instead, after))]

    def line(self, one):
        plain = re.sub(r"\s+", " ", one.sql).rstrip("; ")
        sql = re.sub(r"\$\d+", lambda found: self.value(one.params[found.group(0)]), plain)
        for name, (pattern, _) in self.awaited.items():
            if re.search(pattern, plain):
                del self.awaited[name]
                return f"{sql} \\gset {name}_"
        return sql + ";"

    def text(self, requests):
        lines = self.header + [self.line(one) for statements in requests for one in statements]
        if self.awaited:
            raise NotMeasured(f"no recorded statement returns {', '.join(sorted(self.awaited))}")
        return "\n".join(lines) + "\n"


def write_script(shop, buy, variants):
    """The script's file, and how many statements each request had."""
    requests, facts = record(shop, buy)
    file = BENCH_FOLDER / "recorded_checkout.sql"
    file.write_text(Script(facts, variants).text(requests), encoding="utf-8")
    return file, [sum(1 for one in statements if one.name) for statements in requests]
