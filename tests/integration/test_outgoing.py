"""Plugins that call other servers: only those they declare, never from a page's thread or inside a transaction, and a server that
hangs takes nothing with it but the few threads that wait for it."""

import re
import socketserver
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import BUILD, Shop

SECRET = "sk_live_never_to_be_seen"
OUTBOUND_THREADS = 2


class Upstream(socketserver.ThreadingTCPServer):
    """Answers, or hangs while `hanging` is set."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        self.hanging, self.heard = threading.Event(), []
        super().__init__(("127.0.0.1", 0), Upstream.Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.server.heard.append(self.request.recv(65536).decode())
            while self.server.hanging.is_set():
                time.sleep(0.05)
            body = b"hello"
            self.request.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n" + body)


@pytest.fixture(scope="module")
def upstream():
    server = Upstream()
    yield server
    server.hanging.clear()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def calling_shop(upstream):
    running = Shop(demo=False, environment={"HURTROCK_PLUGIN_PATH": str(BUILD / "tests/plugins")})
    try:
        plugins = running.config / "plugins.yaml"
        given = f"plugins:\n  calls-out:\n    enabled: on\n    settings: {{ base_url: \"{upstream.url}\", secret_key: {SECRET} }}\n"
        plugins.write_text(re.sub(r"^plugins:\n", given, plugins.read_text(), flags=re.M))
        server = running.config / "hurtrock.yaml"
        server.write_text(re.sub(r"outbound_workers: \d+", f"outbound_workers: {OUTBOUND_THREADS}", server.read_text()))
        running.start()
        running.make_admin()
        yield running
    finally:
        running.remove()


def test_a_declared_host_is_called(calling_shop, upstream):
    answer = calling_shop.session().get("/calls/out").json
    assert answer["status"] == 200 and answer["body"] == "hello", answer
    assert f"Authorization: Bearer {SECRET}" in upstream.heard[-1]


def test_an_undeclared_host_is_not(calling_shop):
    answer = calling_shop.session().get("/calls/elsewhere").json
    assert answer["failure"] == "not_declared"
    assert "elsewhere.example is not declared; add it to plugin.yaml" in answer["reason"]
    assert "elsewhere.example is not declared" in calling_shop.log()


@pytest.mark.parametrize("path, reason", [
    ("/calls/from-a-page", "an HTTP call on a thread that answers pages"),
    ("/calls/in-a-transaction", "an HTTP call while a transaction is open"),
])
def test_where_nobody_may_wait_the_call_throws(calling_shop, upstream, path, reason):
    before = len(upstream.heard)
    assert calling_shop.session().get(path).status == 500
    assert reason in calling_shop.log()
    assert len(upstream.heard) == before


def test_the_secret_is_nowhere(calling_shop):
    calling_shop.session().get("/calls/out")
    assert "outgoing call" in calling_shop.log()
    assert SECRET not in calling_shop.log()


def test_pages_answer_while_the_upstream_hangs(calling_shop, upstream):
    upstream.hanging.set()
    waiting = 4 * OUTBOUND_THREADS + OUTBOUND_THREADS + 6
    try:
        with ThreadPoolExecutor(waiting) as callers:
            calls = [callers.submit(lambda: calling_shop.session().get("/calls/out").status) for _ in range(waiting)]
            time.sleep(1)
            started = time.monotonic()
            for _ in range(20):
                assert calling_shop.session().get("/readyz").status == 200
                assert calling_shop.session().get("/cart").status == 200
            assert time.monotonic() - started < 5, "pages must not wait for a gateway"
            refused = [call for call in calls if call.done()]
            assert refused and all(call.result() == 503 for call in refused), "what the pool cannot hold is refused at once"
            upstream.hanging.clear()
            statuses = [call.result() for call in calls]
            assert statuses.count(200) == 5 * OUTBOUND_THREADS, statuses
    finally:
        upstream.hanging.clear()


def test_metrics_count_the_calls(calling_shop):
    metrics = calling_shop.session().get("/metrics").text
    calls = re.search(r'plugin_outgoing_calls_total\{plugin="calls-out"\} (\d+)', metrics)
    assert calls and int(calls.group(1)) > 0
    assert 'plugin_outgoing_p95_seconds{plugin="calls-out"}' in metrics
    assert 'workers_active{pool="outbound"}' in metrics


@pytest.mark.parametrize("prefix, talks, action, words", [("", "Boleh menghubungi:", "Hubungi seseorang", "dering telepon"), ("/en", "May talk to:", "Call somebody", "ring phone")])
def test_admin_shows_hosts_and_actions(calling_shop, upstream, prefix, talks, action, words):
    owner = calling_shop.session().sign_in_as_admin(calling_shop)
    page = owner.get(prefix + "/admin/plugins").text
    assert talks in page and "api.example.com, " + upstream.url.removeprefix("http://") + " (base_url)" in page
    palette = page[page.index("data-palette-list"):]
    assert action in palette and words in palette and f'href="{prefix}/calls/out"' in palette


def test_a_manifest_that_names_no_host_says_where(calling_shop):
    folder = calling_shop.folder / "more" / "wrong-host"
    folder.mkdir(parents=True)
    for rule, told in (("https://api.example.com", "name the host alone"), ("${setting:base_ur}", 'did you mean "base_url"?')):
        (folder / "plugin.yaml").write_text(
            f'id: wrong-host\nversion: 0.1.0\nsdk: "^0.1"\nnetwork:\n  - "{rule}"\nsettings:\n  base_url: {{ type: url }}\n')
        checked = calling_shop.run("plugin", "check", str(folder), check=False)
        assert checked.returncode == 1
        assert told in checked.stdout + checked.stderr and "plugin.yaml:5:" in checked.stdout + checked.stderr, checked.stdout + checked.stderr
