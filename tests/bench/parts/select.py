"""One select by primary key through router, pool and JSON, against a bare handler that runs the same statement."""

import json

import demo_shop
from measuring import Line, NotMeasured, cpu_note, fetch, in_turns, load, rate_text, ratio_of
from yardsticks import bare_server

CONNECTIONS = 64
AIM = 0.8


def run():
    shop = demo_shop.shop()
    database = shop.run("database", "url").stdout.strip()
    with bare_server(b"-", database) as bare:
        ours, theirs = f"{shop.url}/bench/things/7", f"{bare}/things/7"
        if json.loads(fetch(ours)) != json.loads(fetch(theirs)):
            raise NotMeasured("the two handlers answer different things")
        for url in (ours, theirs):
            load(url, CONNECTIONS, seconds=1)
        measured = in_turns(
            {"ours": lambda: load(ours, CONNECTIONS, [demo_shop.worker_of(shop)]), "bare": lambda: load(theirs, CONNECTIONS, bare.pids)}
        )
    statements = demo_shop.statements_of(shop, "GET", "/bench/things/7", lambda: fetch(ours))
    return [
        Line(
            "one select through a plugin",
            rate_text(measured["ours"]),
            "bare handler " + rate_text(measured["bare"]),
            ratio_of([one.per_second for one in measured["ours"]], [one.per_second for one in measured["bare"]]),
            AIM,
            f"{statements:g} statements; " + cpu_note(measured["ours"], measured["bare"]),
        )
    ]
