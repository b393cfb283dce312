"""What the shop answers over HTTP beyond its pages: types, streams, files, tags, limits, CORS, https. The plugin http-shapes
answers in every way a plugin can."""

import json
import re
import socket
import sys
import threading
import time

import pytest
from conftest import BUILD, ROOT, Shop

sys.path.insert(0, str(ROOT / "tests/security"))
from http_wire import Client  # noqa: E402

APP = "https://app.example"
SETTINGS = """
server:
  address: 127.0.0.1
  public_url: https://shop.test
  trusted_proxies: [127.0.0.0/31]
cors:
  origins: [https://app.example]
  methods: [GET, POST]
  headers: [Content-Type, X-CSRF-Token]
  credentials: true
"""


def make_shop(settings=SETTINGS):
    shop = Shop(demo=False, environment={"HURTROCK_PLUGIN_PATH": str(BUILD / "tests/plugins")})
    (shop.config / "hurtrock.yaml").write_text(settings)
    switch(shop, True)
    return shop


def switch(shop, on):
    file = shop.config / "plugins.yaml"
    kept = re.sub(r"^  http-shapes: .*\n", "", file.read_text(), flags=re.M)
    file.write_text(re.sub(r"^plugins:\n", f"plugins:\n  http-shapes: {'on' if on else 'off'}\n", kept, flags=re.M))


def state_of(shop):
    report = json.loads((shop.data / "plugins/status.json").read_text())
    return next(one["state"] for one in report["plugins"] if one["id"] == "http-shapes")


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def shapes():
    running = make_shop()
    try:
        running.start()
        running.make_admin()
        yield running
    finally:
        running.remove()


def ask(shop, target, method="GET", headers=None, body=b"", version="1.1", source=None):
    """One request on a connection of its own; header values may be lists."""
    lines = [f"{method} {target} HTTP/{version}", "Host: shop.test"]
    for name, values in (headers or {}).items():
        lines += [f"{name}: {value}" for value in (values if isinstance(values, list) else [values])]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    with Client(shop.port) if not source else from_address(shop.port, source) as client:
        client.send(("\r\n".join([*lines, "Connection: close", "", ""])).encode() + body)
        return client.answer(is_head=method == "HEAD")


def from_address(port, source):
    client = Client(port)
    client.close()
    client.socket = socket.create_connection(("127.0.0.1", port), 15, (source, 0))
    return client


def form(shop, target, fields, **options):
    headers = {"Content-Type": "application/x-www-form-urlencoded", **options.pop("headers", {})}
    return ask(shop, target, "POST", headers, fields.encode(), **options)


# --- paths and methods


@pytest.mark.parametrize("kind, good, bad", [
    ("int", "42", "4x"), ("int", "123456789012345678", "1234567890123456789"), ("slug", "gitar-2", "Gitar"), ("slug", "a", "a--b"),
    ("id", "0aZ9aZ9aZ9aZ9aZ9aZ9aZ9", "short"), ("uuid", "0190163d-8694-739b-aea5-966c26f8ad91", "0190163d"), ("path", "a/b/c.txt", ""),
])
def test_a_path_parameter_has_a_type(shapes, kind, good, bad):
    assert ask(shapes, f"/shapes/{kind}/{good}").body.decode() == good
    assert ask(shapes, f"/shapes/{kind}/{bad}").status == 404


def test_a_path_cannot_climb_out(shapes):
    for path in ("a/../b", "a/%2e%2e/b", "a%2fb", "a%5cb", "a%00b"):
        assert ask(shapes, f"/shapes/path/{path}").status == 400, path


def test_methods_a_path_does_not_know_are_405_and_options_tells_them(shapes):
    for target, allowed in (("/shapes/method", {"OPTIONS", "GET", "HEAD", "POST"}), ("/shapes/stream", {"OPTIONS", "GET", "HEAD"}),
                            ("/healthz", {"OPTIONS", "GET", "HEAD"}), ("/readyz", {"OPTIONS", "GET", "HEAD"}), ("/metrics", {"OPTIONS", "GET", "HEAD"}),
                            ("/assets/x.css", {"OPTIONS", "GET", "HEAD"}), ("/media/x.jpg", {"OPTIONS", "GET", "HEAD"})):
        refused = ask(shapes, target, "DELETE", {"Sec-Fetch-Site": "same-origin"})
        assert refused.status == 405 and set(refused.header("allow").split(", ")) == allowed, target
        asked = ask(shapes, target, "OPTIONS")
        assert asked.status == 204 and set(asked.header("allow").split(", ")) == allowed, target
    assert ask(shapes, "/shapes/none", "OPTIONS").status == 404
    everything = ask(shapes, "*", "OPTIONS")
    assert everything.status == 204 and "PATCH" in everything.header("allow")


def test_head_says_what_get_would(shapes):
    for target in ("/shapes/method", "/shapes/shared", "/shapes/file/notes.txt", "/api/shapes?value=1", "/", "/healthz"):
        got, head = ask(shapes, target), ask(shapes, target, "HEAD")
        skip = {"date", "x-request-id", "set-cookie"}
        assert head.status == got.status and not head.body
        assert [h for h in head.headers if h[0] not in skip] == [h for h in got.headers if h[0] not in skip], target


# --- streams


def test_a_stream_is_chunked_and_ends_with_the_connection_in_http_1_0(shapes):
    answer = ask(shapes, "/shapes/stream?pieces=3")
    assert answer.header("transfer-encoding") == "chunked" and answer.body == b"aaaaabbbbbccccc"
    assert answer.header("content-security-policy") and answer.header("cache-control") == "no-store"
    old = ask(shapes, "/shapes/stream?pieces=3", version="1.0")
    assert old.header("transfer-encoding") is None and old.body == b"aaaaabbbbbccccc"
    head = ask(shapes, "/shapes/stream", "HEAD")
    assert head.status == 200 and head.header("content-length") is None and head.header("content-type").startswith("text/plain")
    wait_until(lambda: ask(shapes, "/shapes/producers").body == b"0")


def test_a_producer_that_throws_cuts_the_answer_off_and_is_named(shapes):
    with Client(shapes.port) as client:
        client.get("/shapes/stream?pieces=2&mode=throw")
        client.head()
        with pytest.raises(AssertionError, match="cut"):
            while client.chunk():
                pass
    wait_until(lambda: "the tape is torn" in shapes.log())
    assert re.search(r"http-shapes.*(plugin failed|torn)", shapes.log())
    assert ask(shapes, "/shapes/method").body == b"got"


def test_a_slow_reader_costs_a_piece_and_no_page(shapes):
    readers = [Client(shapes.port, receive_buffer=4096).get("/shapes/stream?pieces=1000&bytes=500000") for _ in range(20)]
    start = time.monotonic()
    for _ in range(20):
        assert ask(shapes, "/shapes/method").status == 200
    assert time.monotonic() - start < 5
    assert int(re.search(r"hurtrock_streams_open (\d+)", ask(shapes, "/metrics").body.decode())[1]) == 20
    for reader in readers:
        reader.close()
    wait_until(lambda: ask(shapes, "/shapes/producers").body == b"0")


def test_streams_of_a_plugin_that_goes_off_end_in_order_or_are_cut_off_after_ten_seconds(shapes):
    events, endless = Client(shapes.port).get("/shapes/stream?mode=events"), Client(shapes.port).get("/shapes/stream?mode=endless")
    events.head(), endless.head(), events.chunk(), endless.chunk()
    start = time.monotonic()
    switch(shapes, False)
    try:
        while events.chunk():
            pass
        assert time.monotonic() - start < 4, "one that has nothing to send ends at once, and properly"
        wait_until(lambda: ask(shapes, "/shapes/method").status == 404, 5)
        assert endless.chunk(), "one that has something to send goes on meanwhile"
        with pytest.raises(AssertionError, match="cut"):
            while endless.chunk():
                pass
        assert 8 < time.monotonic() - start < 16
    finally:
        switch(shapes, True)
        wait_until(lambda: state_of(shapes) == "enabled" and ask(shapes, "/shapes/method").status == 200)
    assert ask(shapes, "/shapes/producers").body == b"0"
    assert "calls into the old generation have not ended" not in shapes.log()


# --- files


def test_a_file_is_sent_whole_in_part_or_not_again(shapes):
    whole = ask(shapes, "/shapes/file/notes.txt")
    assert (whole.status, whole.body, whole.header("accept-ranges")) == (200, b"0123456789abcdefghij", "bytes")
    etag, changed = whole.header("etag"), whole.header("last-modified")
    for range_, body, content_range in (("bytes=2-5", b"2345", "bytes 2-5/20"), ("bytes=15-", b"fghij", "bytes 15-19/20"), ("bytes=-3", b"hij", "bytes 17-19/20")):
        part = ask(shapes, "/shapes/file/notes.txt", headers={"Range": range_})
        assert (part.status, part.body, part.header("content-range")) == (206, body, content_range)
    beyond = ask(shapes, "/shapes/file/notes.txt", headers={"Range": "bytes=20-"})
    assert (beyond.status, beyond.header("content-range")) == (416, "bytes */20")
    assert ask(shapes, "/shapes/file/notes.txt", headers={"Range": "bytes=0-1,4-5"}).status == 200
    assert ask(shapes, "/shapes/file/notes.txt", headers={"Range": "bytes=0-1", "If-Range": etag}).status == 206
    assert ask(shapes, "/shapes/file/notes.txt", headers={"Range": "bytes=0-1", "If-Range": '"older"'}).status == 200
    for headers in ({"If-None-Match": f'"x", W/{etag}'}, {"If-Modified-Since": changed}):
        known = ask(shapes, "/shapes/file/notes.txt", headers=headers)
        assert (known.status, known.body, known.header("etag"), known.header("content-type")) == (304, b"", etag, None)


def test_a_file_comes_from_the_plugins_own_folders_only(shapes):
    assert b"http-shapes" in ask(shapes, "/shapes/own-file").body
    assert ask(shapes, "/shapes/file/none.txt").status == 404
    for path in ("/etc/passwd", str(shapes.data / "secret"), "../../secret", str(shapes.config / "hurtrock.yaml"), ""):
        assert ask(shapes, f"/shapes/absolute?path={path}").status == 404, path
    assert "script-src" not in ask(shapes, "/shapes/file/active.html").header("content-security-policy")


def test_a_download_has_a_name_in_any_script(shapes):
    assert ask(shapes, "/shapes/download?as=note.txt").header("content-disposition") == 'attachment; filename="note.txt"'
    assert ask(shapes, "/shapes/download?as=Gitar+%C3%A9.txt").header("content-disposition") == "attachment; filename=\"Gitar _.txt\"; filename*=UTF-8''Gitar%20%C3%A9.txt"


# --- tags and caches


@pytest.mark.parametrize("target", ["/shapes/shared?text=one", "/api/shapes?value=one"])
def test_what_has_not_changed_is_not_sent_again(shapes, target):
    first = ask(shapes, target)
    etag = first.header("etag")
    assert first.status == 200 and etag.startswith('W/"')
    for tag in (etag, etag[2:], f'"other", {etag}', "*"):
        again = ask(shapes, target, headers={"If-None-Match": tag})
        assert (again.status, again.body, again.header("etag")) == (304, b"", etag)
        assert again.header("content-type") is None and again.header("content-length") is None
        for name in ("cache-control", "vary", "content-security-policy", "x-content-type-options"):
            assert again.header(name) == first.header(name), name
    assert ask(shapes, target, "HEAD", {"If-None-Match": etag}).status == 304
    assert ask(shapes, target.replace("one", "two"), headers={"If-None-Match": etag}).status == 200
    packed = ask(shapes, target.replace("one", "x" * 3000), headers={"Accept-Encoding": "gzip"})
    plain = ask(shapes, target.replace("one", "x" * 3000))
    assert packed.header("content-encoding") == "gzip" and packed.header("etag") == plain.header("etag"), "a weak tag fits every coding"


def test_only_a_page_for_everybody_may_be_shared(shapes):
    assert ask(shapes, "/shapes/shared").header("cache-control") == "public, no-cache"
    assert ask(shapes, "/shapes/shared", headers={"Cookie": "hurtrock_guest=" + "g" * 43}).header("cache-control") == "private, no-cache"
    private = ask(shapes, "/shapes/private")
    assert private.header("cache-control") == "private, no-cache" and private.header("etag") is None
    assert "Cookie" in private.header("vary")


def test_assets_and_media_answer_conditions(shapes):
    page = ask(shapes, "/admin/login").body.decode()
    target = re.search(r'(/assets/[^"]+\.css)"', page)[1]
    first = ask(shapes, target)
    assert first.status == 200 and "immutable" in first.header("cache-control")
    assert ask(shapes, target, headers={"If-None-Match": "W/" + first.header("etag")}).status == 304
    assert ask(shapes, target, headers={"If-Modified-Since": first.header("last-modified")}).status == 304
    assert ask(shapes, target, headers={"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}).status == 200
    packed = ask(shapes, target, headers={"Accept-Encoding": "br"})
    assert packed.header("content-encoding") == "br" and packed.header("etag") != first.header("etag")
    key = "ab" * 12 + "00100010"
    folder = shapes.data / "media" / key[:2] / key[2:4]
    folder.mkdir(parents=True)
    (folder / f"{key}-16.webp").write_bytes(b"picture bytes")
    picture = ask(shapes, f"/media/{key}-16.webp")
    assert picture.status == 200, "a picture that lies in the media folder"
    assert ask(shapes, f"/media/{key}-16.webp", headers={"Range": "bytes=0-6"}).body == b"picture"
    assert ask(shapes, f"/media/{key}-16.webp", headers={"If-None-Match": picture.header("etag")}).status == 304
    assert ask(shapes, f"/media/{key}-16.webp", "HEAD").header("content-length") == "13"


# --- content security policy


def test_a_page_that_asks_for_a_nonce_gets_one_of_its_own(shapes):
    seen = set()
    for _ in range(3):
        answer = ask(shapes, "/shapes/nonce")
        nonce = re.search(r'<script nonce="([A-Za-z0-9_-]{22,})">', answer.body.decode())[1]
        assert f"<p>{nonce}</p>" in answer.body.decode(), "the same wherever the page asks"
        assert f"script-src 'self' 'nonce-{nonce}'" in answer.header("content-security-policy")
        assert answer.header("cache-control") == "private, no-cache" and answer.header("etag") is None
        seen.add(nonce)
    assert len(seen) == 3


def test_other_pages_run_no_inline_script_and_load_nothing_from_data_addresses(shapes):
    policy = ask(shapes, "/").header("content-security-policy")
    assert "nonce" not in policy and "unsafe" not in policy and "data:" not in policy


# --- other origins


def test_a_preflight_is_answered_for_the_api_and_origins_that_are_listed(shapes):
    wish = {"Origin": APP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = ask(shapes, "/api/shapes", "OPTIONS", wish)
    assert answer.status == 204 and "POST" in answer.header("allow")
    assert answer.header("access-control-allow-origin") == APP
    assert answer.header("access-control-allow-credentials") == "true"
    assert answer.header("access-control-allow-methods") == "GET, POST"
    assert answer.header("access-control-allow-headers") == "Content-Type, X-CSRF-Token"
    assert answer.header("access-control-max-age") == "600"
    assert "Origin" in answer.all("vary")
    for target, origin in (("/api/shapes", "https://evil.example"), ("/shapes/method", APP), ("/api/shapes", "null")):
        other = ask(shapes, target, "OPTIONS", {**wish, "Origin": origin})
        assert not [name for name, _ in other.headers if name.startswith("access-control")], (target, origin)


def test_an_origin_that_is_listed_may_read_and_act_and_no_other(shapes):
    read = ask(shapes, "/api/shapes", headers={"Origin": APP})
    assert read.header("access-control-allow-origin") == APP and "Origin" in read.all("vary")
    assert ask(shapes, "/api/none", headers={"Origin": APP}).header("access-control-allow-origin") == APP, "errors are readable too"
    cookie = ask(shapes, "/shapes/guest", headers={"X-Forwarded-Proto": "https"}).header("set-cookie").split(";")[0]
    browser = {"Cookie": cookie, "Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}
    acted = ask(shapes, "/api/shapes", "POST", {**browser, "Origin": APP}, b"{}")
    assert acted.status == 200 and json.loads(acted.body) == {"guest": "yes"}
    forged = ask(shapes, "/api/shapes", "POST", {**browser, "Origin": "https://evil.example"}, b"{}")
    assert forged.status == 403 and not forged.header("access-control-allow-origin")
    assert ask(shapes, "/shapes/method", "POST", {**browser, "Origin": APP}, b"{}").status == 403, "only the API"


@pytest.mark.parametrize("settings, complaint", [
    ('cors:\n  origins: ["*"]\n  credentials: true\n', "hurtrock.yaml:3:3: cors.credentials cannot be true"),
    ("cors:\n  origins: [https://a.example/]\n", 'hurtrock.yaml:2:13: cors.origins: "https://a.example/" is no origin'),
    ("server:\n  trusted_proxies: [proxy.internal]\n", 'hurtrock.yaml:2:21: server.trusted_proxies: "proxy.internal" is no address or range'),
])
def test_a_shop_does_not_start_with_settings_that_cannot_be_meant(fresh_shop, settings, complaint):
    shop = fresh_shop(demo=False)
    (shop.config / "hurtrock.yaml").write_text(settings)
    ran = shop.run("serve", check=False)
    assert ran.returncode != 0 and complaint in ran.stderr + ran.stdout


# --- https and proxies


def test_visitors_by_http_are_sent_to_https_when_a_trusted_proxy_says_so(shapes):
    sent = ask(shapes, "/products?q=a%20b", headers={"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"})
    assert (sent.status, sent.header("location")) == (308, "https://shop.test/products?q=a%20b")
    assert sent.header("strict-transport-security") is None, "never by http"
    assert form(shapes, "/shapes/method", "word=a", headers={"X-Forwarded-Proto": "http"}).status == 308
    assert ask(shapes, "/healthz", headers={"X-Forwarded-Proto": "http"}).status == 200, "probes are left alone"
    secure = ask(shapes, "/shapes/guest", headers={"X-Forwarded-Proto": "https"})
    assert secure.status == 200 and secure.header("strict-transport-security") == "max-age=31536000"
    assert "; Secure" in secure.header("set-cookie") and "; HttpOnly" in secure.header("set-cookie")
    assert ask(shapes, "/shapes/method", headers={"X-Forwarded-Proto": "http"}, source="127.0.0.9").status == 200, "not from a stranger"


def test_a_visitor_is_where_a_trusted_proxy_saw_them(shapes):
    def seen(headers, source=None):
        return json.loads(ask(shapes, "/shapes/who", headers=headers, source=source).body)["address"]

    assert seen({"X-Forwarded-For": "1.2.3.4, 203.0.113.9"}) == "203.0.113.9"
    assert seen({"X-Forwarded-For": ["1.2.3.4", "203.0.113.9"]}) == "203.0.113.9"
    assert seen({"X-Forwarded-For": "203.0.113.9, 127.0.0.1"}) == "203.0.113.9"
    assert seen({"Forwarded": "for=1.2.3.4"}) == "127.0.0.1", "not the header this shop's proxies write"
    assert seen({"X-Forwarded-For": "203.0.113.9"}, source="127.0.0.9") == "127.0.0.9"


# --- limits


def burst(shop, count, *arguments, call=ask, **options):
    return [call(shop, *arguments, **options) for _ in range(count)]


def test_a_limit_by_address_says_when_to_come_back(shapes):
    answers = burst(shapes, 4, "/shapes/limit/address", headers={"X-Forwarded-For": "198.51.100.1", "Accept": "application/json"})
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    problem = json.loads(answers[3].body)
    assert answers[3].header("content-type") == "application/problem+json"
    assert (problem["status"], problem["code"]) == (429, "core.too_many_requests")
    assert 1 <= int(answers[3].header("retry-after")) <= 20
    assert ask(shapes, "/shapes/limit/address", headers={"X-Forwarded-For": "198.51.100.2"}).status == 200


def test_limits_count_by_guest_token_and_field(shapes):
    def statuses(answers):
        return [answer.status for answer in answers]

    one, other = ({"Cookie": ask(shapes, "/shapes/guest").header("set-cookie").split(";")[0]} for _ in range(2))
    assert statuses(burst(shapes, 4, "/shapes/limit/guest", headers=one)) == [200, 200, 200, 429]
    assert ask(shapes, "/shapes/limit/guest", headers=other).status == 200
    assert statuses(burst(shapes, 4, "/api/shapes/limit/token", headers={"Authorization": "Bearer one"})) == [200, 200, 200, 429]
    assert ask(shapes, "/api/shapes/limit/token", headers={"Authorization": "Bearer two"}).status == 200
    # Three tries for an e-mail address, wherever they come from and however it is written; eight for an address on the net.
    addresses = iter(range(1, 100))

    def try_email(shop, email, source=None):
        return form(shop, "/shapes/limit/field", f"email={email}", headers={"X-Forwarded-For": source or f"192.0.2.{next(addresses)}"})

    assert [try_email(shapes, email).status for email in ("a%40b.id", "A%40B.id", "+a%40b.id+", "a%40b.ID")] == [200, 200, 200, 429]
    assert try_email(shapes, "c%40d.id").status == 200
    assert [try_email(shapes, f"x{n}%40y.id", "192.0.2.200").status for n in range(9)] == [200] * 8 + [429]


def test_a_limit_by_user_follows_the_user(shapes):
    cookies = []
    for _ in range(2):
        session = shapes.session()
        page = session.request("GET", "/admin/login", headers={"X-Forwarded-Proto": "https"})
        login = ask(shapes, "/admin/login", "POST",
                    {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-Proto": "https", "Origin": "https://shop.test", "Sec-Fetch-Site": "same-origin"},
                    "&".join(f"{name}={value}" for name, value in {**page.fields("/admin/login"), "email": "admin%40example.com", "password": shapes.admin_password}.items()).encode())
        assert login.status == 303, login.body
        cookies.append(next(value for value in login.all("set-cookie") if value.startswith("hurtrock_session=")).split(";")[0])
    answers = [ask(shapes, "/shapes/limit/user", headers={"Cookie": cookies[n % 2], "X-Forwarded-For": f"192.0.2.{n}"}).status for n in range(4)]
    assert answers == [200, 200, 200, 429], "two sessions at four addresses are one user"


# --- uploads


def multipart(parts, boundary="b"):
    return "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{content}\r\n' for name, extra, content in parts).encode() + f"--{boundary}--\r\n".encode()


def upload(shop, body, kind="multipart/form-data; boundary=b"):
    return ask(shop, "/shapes/upload", "POST", {"Content-Type": kind, "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}, body)


def test_uploads_have_limits_and_each_a_defined_answer(shapes):
    fine = upload(shapes, multipart([("a", "", "1"), ("f", '; filename="../../x.txt"', "bytes")]))
    assert json.loads(fine.body) == {"uploads": [{"name": "f", "file": "x.txt", "bytes": 5}], "fields": 1}
    assert upload(shapes, multipart([(f"n{n}", "", "1") for n in range(101)])).status == 413
    assert upload(shapes, multipart([("f", '; filename="x"', "y" * (1 << 20))])).status == 413
    for body in (b"", b"--b", b"--b\r\n\r\nx\r\n--b--", b"--c\r\n\r\n--c--", multipart([("a", "", "1")])[:-4], multipart([("a", "", "\xff\xfe")]).replace("ÿ".encode(), b"\xff")):
        assert upload(shapes, body or b"-").status == 400, body
    assert upload(shapes, multipart([("a", "", "1")]), "multipart/form-data").status == 400
    assert upload(shapes, ("--b\r\nContent-Disposition: form-data; name=\"a\"\r\nX: " + "y" * 5000 + "\r\n\r\n1\r\n--b--\r\n").encode()).status == 400


# --- the end


def test_stopping_the_shop_finishes_what_is_being_sent():
    shop = make_shop()
    try:
        shop.start()
        finite = Client(shop.port, receive_buffer=65536).get("/shapes/stream?pieces=200&bytes=100000")
        endless = Client(shop.port).get("/shapes/stream?mode=events")
        finite.head(), endless.head(), endless.chunk()
        stopping = threading.Thread(target=shop.stop)
        stopping.start()
        time.sleep(0.5)
        total = 0
        while piece := finite.chunk():
            total += len(piece)
        assert total == 200 * 100_000
        while endless.chunk():
            pass
        stopping.join(30)
        assert shop.process.returncode == 0
    finally:
        shop.remove()


@pytest.mark.parametrize(
    "target, one, other",
    [
        ("/shapes/leak/header", {"X-Colour": "red"}, {"X-Colour": "blue"}),
        ("/shapes/leak/cookie", {"Cookie": "colour=red"}, {"Cookie": "colour=blue"}),
        ("/api/shapes/language", {"Accept-Language": "id"}, {"Accept-Language": "en"}),
        ("/%61pi/shapes/language", {"Accept-Language": "id"}, {"Accept-Language": "en"}),
    ],
)
def test_a_page_offered_by_mistake_is_nobody_elses(shapes, target, one, other):
    first, second = ask(shapes, target, "GET", one), ask(shapes, target, "GET", other)
    assert first.status == second.status == 200 and first.body != second.body
    assert ask(shapes, target, "GET", one).body == first.body


def test_what_a_page_says_of_one_visitor_is_never_kept(shapes):
    for target in ("/shapes/leak/address", "/shapes/leak/set-cookie", "/shapes/leak/header"):
        answers = [ask(shapes, target) for _ in range(3)]
        # What comes from memory has no number of its own.
        assert all(answer.status == 200 and answer.header("X-Request-Id") for answer in answers), target
    assert not ask(shapes, "/shapes/shared?text=kept").header("Cache-Control").startswith("private")
    assert ask(shapes, "/shapes/shared?text=kept").header("X-Request-Id") is None
