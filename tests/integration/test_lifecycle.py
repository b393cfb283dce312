"""Plugins come and go while the shop serves. HURTROCK_CYCLES sets how often (20 when unset); `./dev check lifecycle` does it
1,000 times, also with the whole product built with sanitizers."""

import http.client
import json
import os
import re
import shutil
import subprocess
import threading
import time

import pytest
from conftest import BUILD, Shop

CYCLES = int(os.environ.get("HURTROCK_CYCLES", "20"))
BUILDS = BUILD / "test-plugins"
# Sanitizers slow everything down; the times below are for the usual build.
PATIENCE = 60 if "san" in BUILD.name else 15


class LiveShop(Shop):
    """A shop that finds the cycle plugin beside its own; its config and plugins may be changed while it runs."""

    def __init__(self, **options):
        super().__init__(**options)
        self.extra = self.folder / "plugins"
        self.extra.mkdir()
        self.environment["HURTROCK_PLUGIN_PATH"] = str(self.extra)
        self.file = self.config / "plugins.yaml"

    def install(self, build):
        """Puts a build of cycle there the way installers do: each file whole, by a rename."""
        folder = self.extra / "cycle"
        folder.mkdir(exist_ok=True)
        for name in ("cycle.so", "plugin.yaml"):
            draft = self.extra / (name + ".new")
            shutil.copyfile(BUILDS / build / "cycle" / name, draft)
            os.replace(draft, folder / name)

    def write(self, text):
        draft = self.file.with_suffix(".new")
        draft.write_text(text)
        os.replace(draft, self.file)

    def sanitizer_reports(self):
        """What a sanitizer built into the program said, if one is."""
        return [line for line in self.log().splitlines() if re.search(r"(Address|Thread|Leak|UndefinedBehavior)Sanitizer:|: runtime error: ", line)]

    def switch(self, plugin, on):
        lines = self.file.read_text().split("\n")
        kept = [line for line in lines if not line.startswith(f"  {plugin}:")]
        self.write("\n".join(kept).replace("plugins:\n", f"plugins:\n  {plugin}: {'on' if on else 'off'}\n", 1))

    def report(self):
        return json.loads((self.data / "plugins/status.json").read_text())

    def plugin(self, name):
        return next((one for one in self.report()["plugins"] if one["id"] == name), None)

    def wait_for(self, what, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if what():
                return
            time.sleep(0.01)
        raise AssertionError(f"waited {seconds} s in vain; {self.plugin('cycle')}\n{self.log()[-3000:]}")

    def wait_for_state(self, state, name="cycle", **options):
        self.wait_for(lambda: (self.plugin(name) or {}).get("state") == state, **options)

    def worker(self):
        return self.report()["pid"]

    def memory_kib(self):
        for line in open(f"/proc/{self.worker()}/status"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("no VmRSS")


@pytest.fixture
def live():
    shop = LiveShop(demo=False)
    try:
        shop.install("cycle-one")
        shop.start()
        yield shop
    finally:
        shop.remove()


class Load:
    """Threads that ask for addresses without a pause, and count what they are told."""

    def __init__(self, port, paths, threads=2):
        self.port, self.over, self.answers, self.lock = port, False, {}, threading.Lock()
        self.threads = [threading.Thread(target=self.ask, args=(paths,)) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def ask(self, paths):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.over:
            for path in paths:
                try:
                    connection.request("GET", path)
                    answer = connection.getresponse()
                    body = answer.read()
                    told = answer.status if answer.status != 200 else (200, body[:12].decode(errors="replace") if path == "/cycle" else "")
                except (OSError, http.client.HTTPException) as error:
                    told = repr(error)
                    connection.close()
                with self.lock:
                    key = (path, told)
                    self.answers[key] = self.answers.get(key, 0) + 1
        connection.close()

    def stop(self):
        self.over = True
        for thread in self.threads:
            thread.join()
        return self.answers


class Switcher:
    """The three ways by which people switch a plugin."""

    def __init__(self, shop):
        self.shop, self.ways = shop, {"file": self.by_file, "admin": self.by_admin, "command": self.by_command}
        self.done = dict.fromkeys(self.ways, 0)
        shop.make_admin()
        self.admin = shop.admin()

    def switch(self, cycle, on):
        # Half of all by editing, a quarter each by admin and command; the two switches of a cycle in different ways.
        way = ("file", "admin", "file", "command")[(cycle + on) % 4]
        self.ways[way](on)
        self.done[way] += 1
        self.shop.wait_for_state("enabled" if on else "disabled")

    def by_file(self, on):
        self.shop.switch("cycle", on)

    def by_admin(self, on):
        address = "/admin/plugins/cycle/switch"
        answer = self.admin.submit(self.admin.get("/admin/plugins"), address, {"enabled": "on" if on else "off"}, follow=False)
        assert answer.status == 303, answer.text

    def by_command(self, on):
        self.shop.run("plugin", "enable" if on else "disable", "cycle")


def test_a_plugin_comes_goes_and_changes_under_load(live):
    others = ["/", "/products", "/healthz", "/admin/login", "/en/cart"]
    switcher = Switcher(live)
    load, own = Load(live.port, others), Load(live.port, ["/cycle"], threads=1)
    sizes, exchanges, neighbours = [], 0, 0
    began, worker = time.monotonic(), live.worker()
    try:
        for cycle in range(CYCLES):
            # A plugin others hold services of leaves and comes back as well: payment methods are asked for on every page.
            if cycle % 3 == 0:
                live.switch("bank-transfer", cycle % 6 != 0)
                live.wait_for_state("disabled" if cycle % 6 == 0 else "enabled", "bank-transfer")
                neighbours += 1
            switcher.switch(cycle, True)
            live.install("cycle-two" if cycle % 2 == 0 else "cycle-one")
            wanted = "1.1.0" if cycle % 2 == 0 else "1.0.0"
            live.wait_for(lambda: live.plugin("cycle")["version"] == wanted)
            exchanges += 1
            switcher.switch(cycle, False)
            if cycle % 10 == 9:
                sizes.append(live.memory_kib())
                print(f"{cycle + 1} cycles, {time.monotonic() - began:.0f} s, {sizes[-1]} KiB", flush=True)
                assert live.worker() == worker and not live.sanitizer_reports(), live.sanitizer_reports()[:5]
    finally:
        elsewhere, here = load.stop(), own.stop()
        print(
            f"{CYCLES} cycles in {time.monotonic() - began:.0f} s: {switcher.done}, {exchanges} exchanges, {neighbours} switches of bank-transfer; "
            f"{sum(elsewhere.values())} requests elsewhere, {here}; KiB {sizes[:1]}…{sizes[-1:]}"
        )
    failed = {key: count for key, count in elsewhere.items() if key[1] != (200, "")}
    assert not failed, failed
    assert all(elsewhere.get((path, (200, "")), 0) > 0 for path in others)
    told = {told for _, told in here}
    assert told <= {404, 503, (200, "cycle one Ro"), (200, "cycle two Ro")}, here
    assert {404, (200, "cycle one Ro"), (200, "cycle two Ro")} <= told, here
    if len(sizes) >= 20 and "san" not in BUILD.name:
        middle, last = sorted(sizes[len(sizes) // 2 - 2 : len(sizes) // 2 + 2])[1], sizes[-1]
        assert last < middle * 1.15 + 4096, sizes
    assert live.stop() == 0
    assert not live.sanitizer_reports(), live.sanitizer_reports()[:5]


def test_what_others_need_is_protected(live):
    ran = live.run("plugin", "disable", "catalog", check=False)
    assert ran.returncode == 1 and ran.stderr.startswith("Refused: ") and "need catalog" in ran.stderr, ran
    assert "  catalog: on " in live.file.read_text()
    live.switch("catalog", False)
    live.wait_for(lambda: "stays on: " in live.plugin("catalog")["reason"])
    assert live.session().get("/products").status == 200
    live.switch("catalog", True)
    live.wait_for(lambda: live.plugin("catalog")["reason"] == "")

    ran = live.run("plugin", "disable", "inventory", "--with-dependents")
    assert "Disabled: inventory" in ran.stdout and "Disabled: orders" in ran.stdout, ran
    assert live.plugin("orders")["state"] == live.plugin("inventory")["state"] == "disabled"
    assert live.session().get("/cart").status in (404, 200)
    ran = live.run("plugin", "enable", "orders", check=False)
    assert ran.returncode == 1 and "needs plugin" in ran.stderr, ran


def test_the_file_may_be_broken_and_its_comments_stay(live):
    before = live.file.read_text()
    live.run("plugin", "enable", "cycle")
    assert live.session().get("/cycle").text == "cycle one Rock on"
    assert [line for line in live.file.read_text().split("\n") if "cycle" not in line] == before.split("\n")
    good = live.file.read_text()

    for broken, place in (("plugins: [\n", ":"), ("plugins:\n  cycle: maybe\n", ":2:3:"), ("plugns:\n  cycle: on\n", 'did you mean "plugins"')):
        live.write(broken)
        live.wait_for(lambda: place in live.report()["error"])
        assert live.session().get("/cycle").status == 200 and live.session().get("/products").status == 200
        assert live.report()["error"] in live.run("plugin", "list").stdout
    os.remove(live.file)
    live.wait_for(lambda: "is gone" in live.report()["error"])
    assert live.session().get("/cycle").status == 200
    live.write(good.replace("  cart: on", "  cart: on\n  crat: on"))
    live.wait_for(lambda: (live.plugin("crat") or {}).get("state") == "unknown")
    assert 'did you mean "cart"?' in live.plugin("crat")["reason"]
    live.write(good)
    live.wait_for(lambda: live.report()["error"] == "" and live.plugin("crat") is None)


def test_a_webhook_of_a_plugin_that_is_off_says_try_again(live):
    assert live.session().post("/webhooks/cycle").status == 404
    live.run("plugin", "enable", "cycle")
    assert live.session().post("/webhooks/cycle").status == 200
    live.run("plugin", "disable", "cycle")
    answer = live.session().post("/webhooks/cycle")
    assert answer.status == 503 and answer.headers["Retry-After"]
    assert live.session().get("/cycle").status == 404
    live.stop()
    live.start()
    assert live.session().post("/webhooks/cycle").status == 503, "remembered over a restart"


@pytest.mark.parametrize("mood, reason", [("throw", "in a bad mood"), ("foreign", "no exception"), ("hang", "did not finish starting")])
def test_a_start_that_fails_is_named_and_undone(live, mood, reason):
    before = live.file.read_text()
    (live.extra / "cycle/mood").write_text(mood)
    ran = live.run("plugin", "enable", "cycle", check=False)
    assert ran.returncode == 1 and reason in ran.stderr, ran
    assert live.file.read_text() == before
    assert live.session().get("/cycle").status == 404 and live.session().get("/products").status == 200
    assert reason in live.log()
    (live.extra / "cycle/mood").unlink()
    live.run("plugin", "enable", "cycle")
    assert live.session().get("/cycle").status == 200
    # An upgrade that fails leaves the old one running.
    (live.extra / "cycle/mood").write_text("throw")
    live.install("cycle-two")
    live.wait_for(lambda: "1.0.0 goes on running" in live.plugin("cycle")["reason"])
    assert live.session().get("/cycle").text == "cycle one Rock on"
    assert live.stop() == 0


def test_admin_switches_and_says_why_not(live):
    live.make_admin()
    admin = live.admin()
    switch = "/admin/plugins/cycle/switch"
    page = admin.get("/admin/plugins")
    page = admin.submit(page, switch, {"enabled": "on"})
    assert page.status == 200 and live.session().get("/cycle").status == 200
    page = admin.submit(page, switch, {"enabled": "off"})
    assert live.session().get("/cycle").status == 404
    (live.extra / "cycle/mood").write_text("throw")
    page = admin.submit(page, switch, {"enabled": "on"})
    assert "in a bad mood" in page.text
    assert live.plugin("cycle")["state"] in ("failed", "disabled") and "cycle: on" not in live.file.read_text()


def test_a_slow_call_is_waited_for(live):
    live.run("plugin", "enable", "cycle")
    told = []
    slow = threading.Thread(target=lambda: told.append(live.session().get("/cycle/slow")))
    slow.start()
    time.sleep(0.5)
    live.run("plugin", "disable", "cycle")
    slow.join()
    assert told[0].status == 200 and told[0].text == "cycle one"


def crash(shop):
    worker = shop.worker()
    with pytest.raises((OSError, http.client.HTTPException)):
        connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=20)
        connection.request("GET", "/cycle/crash")
        connection.getresponse()
    shop.wait_for(lambda: shop.worker() != worker, seconds=60)
    shop.wait_until_ready()


@pytest.mark.skipif("san" in BUILD.name, reason="sanitizers report the crash themselves, and in their own time")
def test_a_plugin_that_keeps_crashing_is_put_away_until_asked_for(live):
    live.run("plugin", "enable", "cycle")
    for _ in range(3):
        assert live.session().get("/cycle").status == 200
        crash(live)
    assert live.plugin("cycle")["state"] == "quarantined"
    assert "crashed the shop 3 times within a minute" in live.plugin("cycle")["reason"]
    assert "in plugin cycle" in live.log()
    assert live.session().get("/cycle").status == 404 and live.session().get("/products").status == 200
    assert "quarantined" in live.run("plugin", "list").stdout
    ran = live.run("plugin", "enable", "cycle")
    assert "Enabled: cycle" in ran.stdout
    assert live.session().get("/cycle").status == 200


def start_safely(shop):
    log = open(shop.folder / "serve.log", "ab")
    shop.process = subprocess.Popen([str(BUILD / "hurtrock"), "serve", "--safe-mode"], env=shop.environment, stdout=log, stderr=log, start_new_session=True)
    shop.wait_until_ready()


def test_safe_mode_serves_the_admin_alone(live):
    live.stop()
    start_safely(live)
    assert live.session().get("/admin/login").status == 200
    assert live.session().get("/products").status == 404
    assert live.report()["safe_mode"] and all(one["state"] == "disabled" for one in live.report()["plugins"])
    ran = live.run("plugin", "enable", "cycle")
    assert "safe mode" in ran.stdout and live.session().get("/cycle").status == 404
    live.stop()
    live.start()
    assert live.session().get("/cycle").status == 200


def test_without_a_shop_the_command_edits_the_file_alone(live):
    live.stop()
    ran = live.run("plugin", "enable", "cycle")
    assert "No shop runs" in ran.stdout and "cycle: on" in live.file.read_text()
    assert live.run("plugin", "enable", "cycel", check=False).returncode == 1
    ran = live.run("plugin", "disable", "catalog", check=False)
    assert ran.returncode == 1 and "need catalog" in ran.stderr


def test_hanging_handlers_are_named_and_then_the_worker_starts_anew(live):
    live.stop()
    node = live.config / "hurtrock.yaml"
    node.write_text(re.sub(r"hang_seconds: \d+", "hang_seconds: 2", node.read_text()))
    live.start()
    live.run("plugin", "enable", "cycle")
    worker = live.worker()

    def hang():
        try:
            live.session().get("/cycle/hang")
        except OSError:
            pass

    threads = [threading.Thread(target=hang, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    live.wait_for(lambda: live.worker() != worker, seconds=90)
    live.wait_until_ready()
    assert "a request hangs in this plugin" in live.log() and "it asked to be restarted" in live.log()
    assert live.session().get("/products").status == 200
