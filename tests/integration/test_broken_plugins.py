"""For every way a plugin can be broken there is one in tests/plugins. A shop that is given all of them starts, says why each was
left out, and goes on selling; what breaks later, in a handler, breaks that request alone."""

import concurrent.futures
import html
import re
import threading
import time
import urllib.error
import urllib.request

import pytest
from conftest import BUILD, ROOT, Shop

RESTART_SECONDS_MAX = 20
LEFT_OUT = {
    "throws-in-start": "the amplifier is not plugged in",
    "wrong-sdk-version": "was built for SDK 0.2, this is SDK 0.1; rebuild the plugin",
    "wrong-abi": 'was built for ABI "gxx-abi-1002 cxx11-0", this is "gxx-abi-',
    "missing-symbol": "exports no hurtrock_plugin_descriptor; end plugin.cpp with HURTROCK_PLUGIN(YourPlugin)",
    "missing-dependency": "needs plugin ghost",
    "migration-fails-halfway": "0002_create_undone.sql",
    "unknown-path-type": 'route "/broken/{name:slag}": unknown type "slag"; did you mean "slug"?',
    "duplicate-route": "route GET /cart already belongs to plugin cart",
}
RUNNING = ("throws-everywhere", "throws-in-handler", "throws-not-an-exception", "crashes-in-handler", "hangs-in-handler")
PAGES = ("/", "/products", "/cart", "/en/store", "/admin/login")


def switch_on(shop, *plugins):
    file = shop.config / "plugins.yaml"
    lines = "".join(f"  {plugin}: on\n" for plugin in plugins)
    file.write_text(re.sub(r"^plugins:\n", "plugins:\n" + lines, file.read_text(), flags=re.M))


@pytest.fixture(scope="module")
def broken_shop():
    running = Shop(demo=False, environment={"HURTROCK_PLUGIN_PATH": str(BUILD / "tests/plugins")})
    try:
        switch_on(running, *LEFT_OUT, *RUNNING)
        running.start()
        yield running
    finally:
        running.remove()


def assert_it_sells(shop):
    for path in PAGES:
        assert shop.session().get(path).status == 200, path


def test_every_broken_plugin_is_tried():
    tests = "\n".join(file.read_text() for file in (ROOT / "tests/integration").glob("test_*.py"))
    idle = [folder.name for folder in (ROOT / "tests/plugins").iterdir() if folder.is_dir() and f'"{folder.name}"' not in tests]
    assert not idle, "a broken plugin that no test loads proves nothing"


def test_the_shop_sells_beside_all_of_them(broken_shop):
    assert_it_sells(broken_shop)


def test_the_list_says_why_each_was_left_out(broken_shop):
    listed = {line.split()[0]: line for line in broken_shop.run("plugin", "list").stdout.splitlines() if line.strip()}
    for plugin, reason in LEFT_OUT.items():
        assert " failed " in listed[plugin] and reason in listed[plugin], listed[plugin]
    for plugin in RUNNING:
        assert " enabled " in listed[plugin], listed[plugin]


@pytest.mark.parametrize("path", ["/broken/half-started", "/broken/before-the-claim", "/broken/missing-dependency", "/broken/migration-fails-halfway"])
def test_nothing_of_a_plugin_that_was_left_out_stays(broken_shop, path):
    assert broken_shop.session().get(path).status == 404


def test_a_failed_migration_is_undone_and_those_before_it_stay(broken_shop):
    tables = broken_shop.db("SELECT table_name FROM information_schema.tables WHERE table_schema = 'migration_fails_halfway'")
    assert tables == [["kept"]]


@pytest.mark.parametrize("path, plugin, reason", [
    ("/broken/throws", "throws-in-handler", "a string snapped"),
    ("/broken/throws-a-number", "throws-not-an-exception", None),
])
def test_a_throwing_handler_ends_its_request_alone(broken_shop, path, plugin, reason):
    page = broken_shop.session().get(path, headers={"Accept": "text/html"})
    assert page.status == 500
    told = broken_shop.session().get(path, headers={"Accept": "application/json"})
    assert told.status == 500 and told.headers["Content-Type"].startswith("application/problem+json")
    request_id = told.json["request_id"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,}", request_id)
    noted = [line for line in broken_shop.log().splitlines() if request_id in line and plugin in line]
    assert any("handler failed" in line for line in noted), f"the log must name {plugin} and request {request_id}"
    assert reason is None or any(reason in line for line in noted)
    assert reason is None or reason not in page.text + told.text, "a visitor must not read what an exception says"
    assert_it_sells(broken_shop)


def test_the_error_page_shows_the_request_id(broken_shop):
    page = broken_shop.session().get("/broken/throws", headers={"Accept": "text/html"})
    ids = set(re.findall(r'"request":"([^"]+)"|"request_id":"([^"]+)"', "\n".join(line for line in broken_shop.log().splitlines() if "/broken/throws" in line)))
    assert any(part and part in page.text for pair in ids for part in pair), "a customer reads the id out, the owner finds it in the log"


def test_a_slot_that_throws_is_left_empty(broken_shop):
    home = broken_shop.session().get("/")
    assert home.status == 200 and "snapped" not in home.text
    assert "a string snapped in a slot" in broken_shop.log()


def wait_for_log(shop, *parts, seconds=30):
    """A line that holds all the parts."""
    deadline = time.monotonic() + seconds
    while not any(all(part in line for part in parts) for line in shop.log().splitlines()):
        assert time.monotonic() < deadline, f"the log says nothing of {parts}\n{shop.log()[-2000:]}"
        time.sleep(0.1)


def test_a_plugin_that_throws_in_every_hook_is_named_each_time(broken_shop):
    plugin = "throws-everywhere"
    assert broken_shop.session().get("/broken/everywhere").status == 500
    assert broken_shop.session().get("/broken/everywhere/work").text == "done", "an optional listener's failure is its own"
    broken_shop.make_admin()
    owner = broken_shop.admin()
    dashboard = owner.get("/admin")
    assert dashboard.status == 200 and "/admin/users" in dashboard.text
    assert owner.get("/admin/broken").status == 500 and "snapped" not in owner.get("/admin/broken").text
    assert broken_shop.session().get("/").status == 200
    for where in ("a handler", "an admin page", "a slot", "a menu count", "a widget", "a job", "a schedule", "a listener inside", "a listener after"):
        wait_for_log(broken_shop, plugin, f"snapped in {where}")
    ran = broken_shop.run("break", "everything", check=False)
    assert ran.returncode == 1 and "snapped in a command" in ran.stderr
    assert_it_sells(broken_shop)
    broken_shop.run("plugin", "disable", plugin)
    wait_for_log(broken_shop, plugin, "snapped in stop")
    assert broken_shop.session().get("/broken/everywhere").status == 404
    broken_shop.run("plugin", "enable", plugin)
    assert_it_sells(broken_shop)


def test_admin_names_the_broken_and_why(broken_shop):
    if not broken_shop.db("SELECT 1 FROM core.users WHERE email = 'admin@example.com'"):
        broken_shop.make_admin()
    page = broken_shop.admin().get("/admin/plugins").text
    for plugin, reason in LEFT_OUT.items():
        row = re.search(rf"<tr>(?:(?!</tr>).)*{plugin} (?:(?!</tr>).)*</tr>", page, re.S).group(0)
        assert html.escape(reason, quote=False) in html.unescape(row) or reason in html.unescape(row), row
        assert any(plugin in line and "plugin left out" in line for line in broken_shop.log().splitlines()), plugin


def test_a_hanging_handler_keeps_its_own_worker_only(broken_shop):
    def hang():
        try:
            urllib.request.urlopen(broken_shop.url + "/broken/hangs", timeout=2)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass

    waiting = [threading.Thread(target=hang) for _ in range(2)]
    for thread in waiting:
        thread.start()
    time.sleep(0.3)
    started = time.monotonic()
    assert_it_sells(broken_shop)
    assert time.monotonic() - started < 10
    for thread in waiting:
        thread.join()
    assert_it_sells(broken_shop)


def test_a_crash_restarts_the_worker_and_names_the_plugin(fresh_shop):
    shop = fresh_shop(demo=False, environment={"HURTROCK_PLUGIN_PATH": str(BUILD / "tests/plugins")})
    switch_on(shop, "crashes-in-handler")
    shop.start()
    before, over, told = len(shop.log()), threading.Event(), []

    def keep_asking():
        while not over.is_set():
            began = time.monotonic()
            try:
                told.append((began, shop.session().get(f"/products?q={len(told)}").status))
            except OSError as error:
                told.append((began, repr(error)))

    visitor = threading.Thread(target=keep_asking)
    visitor.start()
    try:
        with pytest.raises((urllib.error.URLError, ConnectionError, OSError)):
            shop.session().get("/broken/crashes")
        crashed = time.monotonic()
        shop.wait_until_ready(RESTART_SECONDS_MAX)
    finally:
        over.set()
        visitor.join()
    # Who comes while nobody serves waits a moment; only what was in flight is lost.
    assert [said for began, said in told if began > crashed and said != 200] == [], told
    assert_it_sells(shop)
    assert "in plugin crashes-in-handler" in shop.log()[before:]
    with concurrent.futures.ThreadPoolExecutor(8) as visitors:
        assert set(visitors.map(lambda _: shop.session().get("/products").status, range(32))) == {200}
    assert shop.stop() == 0
    with pytest.raises(urllib.error.URLError):
        shop.session().get("/products")
