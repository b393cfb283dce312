"""From `hurtrock serve` on an existing data folder to the first page, and the worker's memory before and after load."""

import time
import urllib.error
import urllib.request
from pathlib import Path

import demo_shop
from measuring import ROUNDS, Line, NotMeasured, load, median

CONNECTIONS = 64


def resident_mib(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise NotMeasured("the worker has no VmRSS")


def first_page(url, process):
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                answer.read()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.005)
    raise NotMeasured("the shop did not start")


def start_seconds(shop):
    shop.stop()
    real_wait, moment = shop.wait_until_ready, time.monotonic()
    shop.wait_until_ready = lambda: first_page(shop.url + "/", shop.process)
    try:
        shop.start()
    finally:
        shop.wait_until_ready = real_wait
    return time.monotonic() - moment


def run():
    shop = demo_shop.shop()
    starts = [start_seconds(shop) for _ in range(ROUNDS)]
    idle = resident_mib(demo_shop.worker_of(shop))
    slug = demo_shop.products(shop)[0]
    for path in ("/", "/products", f"/products/{slug}"):
        load(shop.url + path, CONNECTIONS)
    loaded = resident_mib(demo_shop.worker_of(shop))
    return [
        Line("start to first page", f"{median(starts):.2f} s", notes="data folder exists; with its own PostgreSQL"),
        Line("memory of the worker", f"{loaded:.0f} MiB after load", f"{idle:.0f} MiB before", loaded / idle, notes=f"{CONNECTIONS} connections"),
    ]
