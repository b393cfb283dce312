"""Looks for secrets wherever somebody could read them: the log, every page the owner can reach, pages of customers, errors, the audit
trail and all other tables."""

import collections
import re
import subprocess
import urllib.parse

#: Pages of one kind (an order, a payment) that are read; the newest stand first in lists.
OF_A_KIND = 6
PAGES_MAX = 400


def kind_of(path):
    """/admin/orders/x1Y…?page=2 → /admin/orders/*"""
    bare = urllib.parse.urlsplit(path).path
    return re.sub(r"/[^/]*\d[^/]*(?=/|$)", "/*", bare)


def pages(session, first):
    """(path, text) of everything that is linked from the first pages on, a few of each kind."""
    waiting, seen, kinds = collections.deque(first), set(first), collections.Counter()
    while waiting and len(seen) < PAGES_MAX:
        path = waiting.popleft()
        answer = session.get(path)
        if not answer.headers.get("Content-Type", "").startswith(("text/", "application/json", "application/problem")):
            continue
        yield path, answer.text
        for link in re.findall(r'(?:href|action)="(/[^"#]*)"', answer.text):
            link = link.replace("&amp;", "&")
            if link in seen or link.startswith(("/assets", "/media", "/admin/logout")) or kinds[kind_of(link)] >= OF_A_KIND:
                continue
            if not link.startswith(("/admin", "/orders", "/payments")):
                continue
            kinds[kind_of(link)] += 1
            seen.add(link)
            waiting.append(link)


def errors(shop):
    session = shop.session()
    for path in ("/nowhere", "/orders/nobody", "/payments/nobody/return", "/api/v1/nowhere", "/admin/payments/nobody"):
        yield f"error of {path}", session.get(path).text
    for provider in ("stripe", "midtrans", "sample-gateway", "simulator", "nobody"):
        yield f"error of webhook {provider}", session.request("POST", f"/webhooks/{provider}", body=b"{").text


def tables(shop, without=()):
    connection = shop.run("database", "url").stdout.strip()
    dump = subprocess.run(["pg_dump", connection, "--data-only", "--inserts", *(f"--exclude-table={one}" for one in without)], capture_output=True, text=True, timeout=120)
    assert dump.returncode == 0, dump.stderr
    collected = collections.defaultdict(list)
    for line in dump.stdout.splitlines():
        if found := re.match(r"INSERT INTO (\S+)", line):
            collected[found.group(1)].append(line)
    yield from ((table, "\n".join(lines)) for table, lines in collected.items())


def sightings(shop, secrets, without=()):
    """(secret's name, place) of each that is to be seen; `secrets` {name: text}, `without` tables that nobody is shown."""
    admin = shop.admin()
    orders = [f"/orders/{row[0]}" for row in shop.db("SELECT public_id FROM orders.orders ORDER BY id DESC LIMIT 5")]
    payments = [f"/admin/payments/{row[0]}" for row in shop.db("SELECT attempt_id FROM payments.payments ORDER BY id DESC LIMIT 12")]
    settings = [f"/admin/plugins/{name}/settings" for name in ("stripe", "midtrans")]
    read = dict(pages(admin, ["/admin", "/admin/audit", "/admin/payments?show=all", *settings, *payments, *orders]))
    assert any("/v1/" in text or "/v2/" in text or "fetch" in text for text in read.values()), "no exchange was seen"
    places = {**read, **dict(errors(shop)), **dict(tables(shop, without)), "log": shop.log()}
    assert len(places) > 60, sorted(places)
    return [(name, place) for place, text in places.items() for name, secret in secrets.items() if secret in text]
