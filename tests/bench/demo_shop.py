"""The real program with the demo and the bench plugin, in a folder of its own, started once and shared by the parts."""

import atexit
import json
import os
import re
import statistics
import sys
from pathlib import Path

from measuring import BUILD, PROGRAMS, ROOT, NotMeasured, children

_running = None


def enable_bench(plugins_file):
    text = plugins_file.read_text()
    plugins_file.write_text(re.sub(r"(?m)^plugins:[^\n]*\n", "plugins:\n  bench: on\n", text, count=1))


def shop():
    """A running shop; see Shop in tests/integration/conftest.py."""
    global _running
    if _running is None:
        sys.path.insert(0, str(ROOT / "tests/integration"))
        from conftest import Shop

        # Beside the shop's own plugins and not among them, so that no other shop gets the bench plugin's tables.
        environment = {"HURTROCK_PLUGIN_PATH": f"{PROGRAMS}/bench/plugins:{BUILD}/examples"}
        if demo := os.environ.get("HURTROCK_DEMO_DIR"):  # a demo without pictures is there sooner
            environment["HURTROCK_DEMO_DIR"] = demo
        made = Shop(pictures="HURTROCK_DEMO_DIR" not in environment, environment=environment)
        atexit.register(made.remove)
        enable_bench(made.config / "plugins.yaml")
        made.start()
        _running = made
    return _running


def worker_of(running):
    """The process below the supervisor that is our program too (the other one is PostgreSQL)."""
    for pid in children(running.process.pid):
        if Path(f"/proc/{pid}/comm").read_text().strip() == "hurtrock":
            return pid
    return running.process.pid


def products(running, count=8):
    """Slugs of active products in the shop's own language."""
    found = json.loads(running.session().get(f"/api/v1/products?per_page={count}").body)["items"]
    if not found:
        raise NotMeasured("the demo has no products")
    return [item["slug"] for item in found]


def statements_of(running, method, path, ask, times=5):
    """SQL statements a request needs once everything is warm: the median of what the access log says."""
    marker = f"{method} {path.split('?')[0]}"
    counts = []
    for _ in range(times):
        before = (running.folder / "serve.log").stat().st_size
        ask()
        with open(running.folder / "serve.log", "rb") as log:
            log.seek(before)
            lines = [json.loads(line) for line in log.read().splitlines() if line.startswith(b"{")]
        counts += [line["queries"] for line in lines if line.get("message") == marker and "queries" in line]
    if not counts:
        raise NotMeasured(f"the access log does not mention {marker}")
    return statistics.median(counts)


def unlimited_stock(running):
    running.db("UPDATE inventory.levels SET on_hand = 1000000000")


def variants(running, count=64):
    rows = running.db(
        "SELECT v.id FROM catalog.variants v JOIN inventory.levels l ON l.variant_id = v.id WHERE v.price > 0 ORDER BY v.id"
        f" LIMIT {count}"
    )
    return [row[0] for row in rows]
