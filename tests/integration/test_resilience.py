"""The ground gives way under a shop that is selling: its PostgreSQL is restarted or killed, its worker is killed, its migration is
killed, two nodes start at once. Nothing that a customer was told is lost, and nobody restarts the shop by hand."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import BUILD, Shop
from postgres_server import PostgresServer
from selling import put_in_cart

# Long enough for a machine that builds something else meanwhile.
BACK_SECONDS_MAX = 60
SECRET = "0123456789abcdef" * 4


class Buyers:
    """Threads of visitors: each puts one article into a new cart and remembers when the shop said that it is there."""

    def __init__(self, shops, variant, threads=3):
        self.variant, self.over, self.kept, self.refused, self.lock = variant, False, [], 0, threading.Lock()
        self.threads = [threading.Thread(target=self.buy, args=(shops[index % len(shops)],)) for index in range(threads)]
        for thread in self.threads:
            thread.start()

    def buy(self, shop):
        while not self.over:
            session = shop.session()
            try:
                said = put_in_cart(session, self.variant, follow=False).status
            except (urllib.error.URLError, OSError, AssertionError, ValueError):
                said = None  # no answer at all, or an error page instead of the form
            with self.lock:
                if said == 303:
                    self.kept.append((time.monotonic(), session))
                else:
                    self.refused += 1
            if said != 303:
                time.sleep(0.05)

    def count(self):
        with self.lock:
            return len(self.kept)

    def wait_for_more(self, count, seconds=BACK_SECONDS_MAX):
        wanted, deadline = self.count() + count, time.monotonic() + seconds
        while self.count() < wanted:
            assert time.monotonic() < deadline, f"only {self.count()} of {wanted} after {seconds} s"
            time.sleep(0.05)

    def stop(self):
        self.over = True
        for thread in self.threads:
            thread.join()
        return [session for _, session in self.kept]


class AnyVariant:
    def __init__(self, shop):
        self.id = shop.db("SELECT v.id FROM catalog.variants v JOIN inventory.levels l ON l.variant_id = v.id WHERE l.on_hand > l.reserved ORDER BY v.id LIMIT 1")[0][0]


def survive(shops, blow):
    """Runs `blow` in the middle of a rush; answers how long the shop was away as its buyers saw it."""
    buyers = Buyers(shops, AnyVariant(shops[0]))
    try:
        buyers.wait_for_more(20)
        blow()
        began = time.monotonic()
        buyers.wait_for_more(20)
        away = time.monotonic() - began
    finally:
        kept = buyers.stop()
    with ThreadPoolExecutor(4) as pool:
        lost = sum(not found for found in pool.map(lambda session: 'name="quantity"' in session.get("/cart").text, kept))
    assert lost == 0, f"{lost} of {len(kept)} carts that were confirmed are gone"
    print(f"{len(kept)} kept, {buyers.refused} refused, {away:.1f} s until 20 more")
    for shop in shops:
        assert shop.session().get("/readyz").status == 200
    return away


def worker_of(shop):
    return json.loads((shop.data / "plugins/status.json").read_text())["pid"]


def postmaster_of(shop):
    return int(next(shop.data.glob("**/postmaster.pid")).read_text().split("\n")[0])


# --- the shop's own PostgreSQL and its worker -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def own():
    shop = Shop()
    try:
        yield shop.start()
    finally:
        shop.remove()


def test_its_postgresql_is_killed_in_a_rush(own):
    worker, postmaster = worker_of(own), postmaster_of(own)
    survive([own], lambda: os.kill(postmaster, signal.SIGKILL))
    assert worker_of(own) == worker, "the worker outlives the database"
    assert postmaster_of(own) != postmaster


def test_its_worker_is_killed_in_a_rush(own):
    worker, postmaster = worker_of(own), postmaster_of(own)
    survive([own], lambda: os.kill(worker, signal.SIGKILL))
    assert worker_of(own) != worker and postmaster_of(own) == postmaster


# --- two nodes on a database of somebody else's ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def server():
    running = PostgresServer()
    try:
        yield running
    finally:
        running.remove()


@pytest.fixture(scope="module")
def nodes(server):
    """Two shops that met on an empty database."""
    environment = {"DATABASE_URL": server.create_database("nodes"), "SESSION_SECRET": SECRET}
    shops = [Shop(demo=True, environment=environment) for _ in range(2)]
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Shop.start, shops))
        yield shops
    finally:
        for shop in shops:
            shop.remove()


def test_two_nodes_that_start_at_once_prepare_the_database_once(nodes):
    applied = [line for shop in nodes for line in shop.log().splitlines() if "applying migration" in line]
    assert applied and len(applied) == int(nodes[0].db("SELECT count(*) FROM core.migrations")[0][0])
    assert nodes[0].db("SELECT count(*) FROM core.users WHERE email = 'admin@hurtrock.local'") == [["1"]]
    assert sum("shown once" in shop.log() for shop in nodes) == 1, "one of them told the password"
    counts = "SELECT count(*), count(DISTINCT sku) FROM catalog.variants"
    variants, distinct = nodes[0].db(counts)[0]
    assert variants == distinct and int(variants) >= 64
    listed = [shop.session().get("/products") for shop in nodes]
    assert [page.status for page in listed] == [200, 200]
    for shop in nodes:
        lines = [json.loads(line) for line in shop.log().splitlines() if line.startswith("{")]
        errors = [line for line in lines if line["level"] == "error" and (line["source"] in ("database", "migrations", "worker", "web") or "demo" in line["message"])]
        assert not errors, errors[:3]


def test_what_one_node_does_the_other_knows(nodes):
    session = nodes[0].session()
    assert put_in_cart(session, AnyVariant(nodes[0]), follow=False).status == 303
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.jar)
    assert 'name="quantity"' in nodes[1].session().get("/cart", headers={"Cookie": cookies}).text


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_server_is_restarted_in_a_rush(server, nodes, mode):
    workers = [worker_of(shop) for shop in nodes]

    def restart():
        server.stop(mode)
        time.sleep(0.5)
        server.start()

    survive(nodes, restart)
    assert [worker_of(shop) for shop in nodes] == workers, "nobody restarted the shop"


# --- migrations -----------------------------------------------------------------------------------------------------


def put_slow_migrations(folder, count):
    """A plugin whose migrations take long enough to be killed in."""
    (folder / "migrations").mkdir(parents=True)
    (folder / "plugin.yaml").write_text("id: slow-tables\nversion: 0.1.0\nsdk: '^0.1'\nname: { en: Slow, id: Lambat }\n")
    for number in range(1, count + 1):
        (folder / f"migrations/{number:04}_table_{number}.sql").write_text(
            f"CREATE TABLE slow_tables.table_{number} (id bigint);\nSELECT pg_sleep(0.3);\nINSERT INTO slow_tables.table_{number} VALUES ({number});\n"
        )


def test_a_migration_that_is_killed_is_whole_or_not_there(server, fresh_shop):
    shop = fresh_shop(demo=False)
    extra = shop.folder / "plugins"
    put_slow_migrations(extra / "slow-tables", 5)
    shop.environment.update({"HURTROCK_PLUGIN_PATH": str(extra), "DATABASE_URL": server.create_database("killed")})
    run = [str(BUILD / "hurtrock"), "migrate"]
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'slow_tables'"
    ledger = "SELECT count(*) FROM core.migrations WHERE owner = 'slow-tables'"
    for file, whole in ((1, "0"), (3, "2")):
        program = subprocess.Popen(run, env=shop.environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
        for line in program.stdout:
            if f"slow-tables/{file:04}" in line:  # it is inside that file now
                time.sleep(0.1)
                os.killpg(program.pid, signal.SIGKILL)
        assert program.wait(60) == -signal.SIGKILL
        assert shop.db(ledger) == shop.db(tables) == [[whole]], "each file is applied and recorded, or neither"
    assert "migrations applied" in shop.run("migrate").stdout
    assert shop.db(tables) == shop.db(ledger) == [["5"]]
    assert shop.db("SELECT (SELECT count(*) FROM slow_tables.table_1) + (SELECT count(*) FROM slow_tables.table_5)") == [["2"]]
    assert "Nothing to do" in shop.run("migrate").stdout


def test_a_dry_run_shows_everything_and_changes_nothing(server, fresh_shop):
    shop = fresh_shop(demo=False)
    shop.environment["DATABASE_URL"] = server.create_database("dry")
    plan = shop.run("migrate", "--dry-run").stdout
    for part in ("-- core/0001_accounts.sql (schema core)", "CREATE TABLE core.users", "-- catalog/0001", "CREATE TABLE catalog.products", "-- orders/", "-- bank-transfer/"):
        assert part in plan, part
    assert plan.index("-- core/") < plan.index("-- catalog/")
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'"
    assert shop.db(schemas) == [["public"]]
    assert shop.db("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") == [["0"]]
    shop.run("migrate")
    assert "Nothing to do" in shop.run("migrate", "--dry-run").stdout
