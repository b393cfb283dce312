"""A running shop for tests: the real program, its own private PostgreSQL, the demo, a free port, a folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("HURTROCK_BUILD", ROOT / "build"))
START_SECONDS_MAX = 400  # pictures take long on a busy machine
# Until the running shop has surely heard which of its kept pages another process made old (promised: a second).
HEARSAY_SECONDS = 0.2
# It looks every second for settings that another process saved.
SETTINGS_SECONDS = 1.3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    def __init__(self, status, headers, body, url):
        self.status, self.headers, self.body, self.url = status, headers, body, url

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        import json

        return json.loads(self.body)

    def fields(self, action=None):
        """Hidden and prefilled fields of the form with that action (or of the first form)."""
        reader = FormReader()
        reader.feed(self.text)
        for form_action, fields in reader.forms:
            if action is None or urllib.parse.urlsplit(form_action).path == action:
                return dict(fields)
        raise AssertionError(f"no form {action!r} at {self.url}; there are {[form for form, _ in reader.forms]}; {self.status}: {self.text[:600]}")


class FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.select, self.area = [], None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        if "formaction" in given:
            self.forms.append((given["formaction"], fields))
        name = given.get("name")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in given:
                    fields[name] = given.get("value", "on")
            elif kind not in ("submit", "button", "file"):
                fields.setdefault(name, given.get("value", ""))
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in fields):
            fields[self.select] = given.get("value", "")
        elif tag == "textarea" and name:
            self.area = name
            fields[name] = ""

    def handle_data(self, data):
        if self.area:
            self.forms[-1][1][self.area] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = None


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Session:
    """A visitor with cookies. get and post follow redirects unless told otherwise."""

    def __init__(self, url):
        self.url, self.jar = url, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), KeepRedirects())

    def request(self, method, path, data=None, headers=None, follow=True, body=None):
        url = urllib.parse.urljoin(self.url, path)
        if data is not None:
            body = urllib.parse.urlencode(data).encode()
        request = urllib.request.Request(url, data=body, method=method, headers={"User-Agent": "hurtrock-tests", **(headers or {})})
        try:
            with self.opener.open(request, timeout=60) as answer:
                got = Answer(answer.status, answer.headers, answer.read(), answer.url)
        except urllib.error.HTTPError as error:
            got = Answer(error.code, error.headers, error.read(), url)
        if follow and got.status in (301, 302, 303):
            return self.request("GET", got.headers["Location"], headers=headers)
        return got

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, data=None, **options):
        return self.request("POST", path, data=data or {}, **options)

    def submit(self, page, action, data=None, **options):
        """Sends the form of a page the way a browser without scripts does."""
        return self.post(action, {**page.fields(action), **(data or {})}, **options)

    def sign_in_as_admin(self, shop):
        page = self.get("/admin/login")
        answer = self.submit(page, "/admin/login", {"email": shop.admin_email, "password": shop.admin_password})
        assert answer.status == 200 and "/admin/login" not in answer.url, answer.text[:500]
        return self


class Shop:
    """`hurtrock serve` with its own data folder."""

    admin_email = "admin@example.com"
    admin_password = "kunci-uji-8-lapis"

    def __init__(self, demo=True, pictures=False, environment=None):
        # Under /tmp and world-traversable: PostgreSQL runs as its own user when the tests run as root.
        self.folder = Path(tempfile.mkdtemp(prefix="hurtrock-test-"))
        self.folder.chmod(0o755)
        self.data, self.port = self.folder / "data", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.demo, self.process, self.connection = demo, None, None
        self.config = self.folder / "config"
        shutil.copytree(ROOT / "config", self.config)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("HURTROCK_", "DATABASE_URL"))},
            "HURTROCK_DATA_DIR": str(self.data),
            "HURTROCK_PORT": str(self.port),
            "HURTROCK_CONFIG_DIR": str(self.config),
            "HURTROCK_SIMULATOR": "on",
            **({} if pictures else {"HURTROCK_DEMO_DIR": str(self.goods_alone())}),
            **(environment or {}),
        }

    def goods_alone(self):
        """The demo without its pictures, which take long to prepare."""
        demo = self.folder / "demo"
        demo.mkdir()
        shutil.copyfile(ROOT / "demo/catalog.yaml", demo / "catalog.yaml")
        return demo

    def start(self):
        log = open(self.folder / "serve.log", "ab")
        arguments = [str(BUILD / "hurtrock"), "serve"] + (["--demo"] if self.demo else [])
        self.process = subprocess.Popen(arguments, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        self.wait_until_ready()
        return self

    def wait_until_ready(self, seconds=START_SECONDS_MAX):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the shop ended with {self.process.returncode}:\n{self.log()[-4000:]}")
            try:
                with urllib.request.urlopen(self.url + "/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError, OSError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"the shop was not ready after {seconds} s:\n{self.log()[-4000:]}")

    def stop(self, seconds=60):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise
        return self.process.returncode if self.process else None

    def remove(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        return (self.folder / "serve.log").read_text(errors="replace")

    def run(self, *arguments, check=True, **options):
        ran = subprocess.run(
            [str(BUILD / "hurtrock"), *map(str, arguments)], env=self.environment, capture_output=True, text=True, timeout=300, **options
        )
        assert not check or ran.returncode == 0, f"hurtrock {arguments}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        if self.process and self.process.poll() is None:
            time.sleep(SETTINGS_SECONDS if arguments[0] == "settings" and len(arguments) > 3 else HEARSAY_SECONDS)
        return ran

    def make_admin(self):
        self.run("user", "create", "--email", self.admin_email, "--password", self.admin_password, "--role", "admin")

    def db(self, sql):
        """Rows of text, through psql as the shop's own database user."""
        self.connection = self.connection or self.run("database", "url").stdout.strip()
        ran = subprocess.run(
            ["psql", self.connection, "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True, timeout=60
        )
        assert ran.returncode == 0, ran.stderr
        return [line.split("\t") for line in ran.stdout.splitlines() if line]

    def session(self):
        return Session(self.url)

    def admin(self):
        return Session(self.url).sign_in_as_admin(self)

    def mails(self, to):
        """Kept mails to an address, newest first, as (subject, text)."""
        quoted = to.replace("'", "''")
        rows = self.db(f"SELECT encode(convert_to(subject, 'UTF8'), 'hex'), encode(convert_to(text_body, 'UTF8'), 'hex') FROM core.mails WHERE to_address = '{quoted}' ORDER BY id DESC")
        return [tuple(bytes.fromhex(cell).decode() for cell in row) for row in rows]


def until(what, why="it did not happen in time", seconds=40):
    """What `what` answers as soon as it is something."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, why
        time.sleep(0.1)
    return found


def link_in(text, part):
    """The first address in a text that holds `part`."""
    found = re.search(r"https?://\S*" + re.escape(part) + r"\S*", text)
    assert found, f"no link with {part!r} in:\n{text}"
    return found.group(0).rstrip(".,)>")


@pytest.fixture(scope="session")
def shop():
    """One demo shop for all tests that do not break it."""
    running = Shop(pictures=True)
    try:
        running.start()
        running.make_admin()
        yield running
    finally:
        running.remove()


@pytest.fixture
def fresh_shop():
    """Makes shops for a test that stops, kills or configures one: fresh_shop(demo=False, environment={…})."""
    made = []

    def make(**options):
        made.append(Shop(**options))
        return made[-1]

    yield make
    for one in made:
        one.remove()
