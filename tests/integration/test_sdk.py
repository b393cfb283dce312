"""The SDK as its users meet it: installed somewhere, found by CMake, a plugin built far from the shop's tree, tried in a running
shop. What the README shows is what is compiled."""

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from conftest import BUILD, ROOT, Shop

HELLO = ROOT / "sdk/examples/hello"


def run(*command, check=True, **options):
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, **options)
    assert not check or ran.returncode == 0, f"{' '.join(map(str, command))}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran


@pytest.fixture(scope="module")
def workshop():
    """A folder outside the tree, with Hurtrock installed below `prefix`; world-readable for PostgreSQL's own user."""
    folder = Path(tempfile.mkdtemp(prefix="hurtrock-sdk-"))
    folder.chmod(0o755)
    run("cmake", "--install", BUILD, "--prefix", folder / "prefix")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def installed(workshop, *arguments, **options):
    return run(workshop / "prefix/bin/hurtrock", *arguments, **options)


def build(workshop, source):
    """Builds a plugin's folder against the installed SDK; answers its plugin path."""
    run("cmake", "-S", source, "-B", source / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={workshop / 'prefix'}")
    run("cmake", "--build", source / "build")
    return source / "build/plugins"


@pytest.fixture(scope="module")
def hello(workshop):
    shutil.copytree(HELLO, workshop / "hello")
    return build(workshop, workshop / "hello")


@pytest.fixture(scope="module")
def guest_book(workshop):
    made = installed(workshop, "new", "plugin", "guest-book", cwd=workshop)
    assert "guest-book/" in made.stdout and "Next:" in made.stdout and "HURTROCK_PLUGIN_PATH" in made.stdout
    assert str(workshop / "prefix") in made.stdout, "the command to build it must find the SDK"
    return build(workshop, workshop / "guest-book")


class InstalledShop(Shop):
    """The same shop, started from an installation."""

    def __init__(self, prefix, **options):
        super().__init__(**options)
        self.program = prefix / "bin/hurtrock"
        shutil.rmtree(self.config)
        shutil.copytree(prefix / "share/hurtrock/config", self.config)

    def start(self):
        log = open(self.folder / "serve.log", "ab")
        self.process = subprocess.Popen([str(self.program), "serve"], env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd="/")
        self.wait_until_ready()
        return self

    def run(self, *arguments, check=True, **options):
        return run(self.program, *arguments, env=self.environment, cwd="/", check=check, **options)


@pytest.fixture(scope="module")
def shop_with_both(workshop, hello, guest_book):
    shop = InstalledShop(workshop / "prefix", demo=False, environment={"HURTROCK_PLUGIN_PATH": f"{hello}:{guest_book}"})
    try:
        for plugin in ("hello", "guest-book"):
            shop.run("plugin", "enable", plugin)
        shop.start()
        yield shop
    finally:
        shop.remove()


def test_an_installation_is_whole_and_moves(workshop):
    prefix = workshop / "prefix"
    assert not [path for path in prefix.rglob("*") if path.is_symlink() and not path.name.startswith(("libhurtrock-sdk.so", "libhurtrock-testing.so"))]
    for path in ("bin/hurtrock", "lib/libhurtrock-sdk.so", "lib/libhurtrock-testing.so", "include/hurtrock/testing/shop.hpp", "include/hurtrock/sdk.hpp", "include/hurtrock/shop/payments.hpp", "lib/hurtrock/plugins/cart/cart.so",
                 "lib/hurtrock/plugins/cart/migrations", "share/hurtrock/themes/rock-metal/theme.yaml", "share/hurtrock/web/bootstrap.min.css",
                 "share/hurtrock/demo/catalog.yaml", "share/hurtrock/config/plugins.yaml", "share/hurtrock/migrations", "share/hurtrock/core/templates"):
        assert (prefix / path).exists(), path
    assert not (prefix / "lib/hurtrock/plugins/hello").exists(), "examples are not the shop's plugins"
    moved = shutil.copytree(prefix, workshop / "elsewhere", symlinks=True)
    assert "0.1.0" in run(moved / "bin/hurtrock", "--version").stdout
    named = [str(path) for path in prefix.rglob("*.cmake") if str(ROOT) in path.read_text()]
    assert not named, f"these lead back to the source tree: {named}"


def test_a_plugin_built_outside_appears_in_the_shop(shop_with_both):
    listed = shop_with_both.run("plugin", "list").stdout
    assert re.search(r"^hello +0\.1\.0 +enabled", listed, re.M), listed
    page = shop_with_both.session().get("/hello/Sari%20%3Cb%3E")
    assert page.status == 200 and "Rock on, Sari &lt;b&gt;!" in page.text
    assert 'href="/hello/rocker"' in shop_with_both.session().get("/").text
    assert "Say hello" in shop_with_both.session().get("/en").text and "Sapa kami" in shop_with_both.session().get("/").text


def children(process):
    return sorted(run("ps", "--ppid", process.pid, "-o", "pid=", "-o", "comm=", check=False).stdout.split("\n"))


def test_a_plugin_is_copied_into_a_running_shop(workshop, hello):
    """No restart: the same processes serve before and after."""
    place = workshop / "prefix/lib/hurtrock/plugins/hello"
    shop = InstalledShop(workshop / "prefix", demo=False)
    try:
        shop.start()
        visitor = shop.session()
        assert visitor.get("/hello/Sari").status == 404 and "/hello/rocker" not in visitor.get("/").text
        before = children(shop.process)
        shutil.copytree(hello / "hello", place)  # links followed: what an owner would be given
        assert not [path for path in place.rglob("*") if path.is_symlink()]
        shop.run("plugin", "enable", "hello")
        page = wait_for(lambda: visitor.get("/hello/Sari"), lambda answer: answer.status == 200)
        assert "Rock on, Sari!" in page.text
        assert 'href="/hello/rocker"' in visitor.get("/").text, "the slot"
        shop.run("plugin", "disable", "hello")
        wait_for(lambda: visitor.get("/hello/Sari"), lambda answer: answer.status == 404)
        assert "/hello/rocker" not in visitor.get("/").text
        assert before and children(shop.process) == before, "nothing was restarted"
    finally:
        shop.remove()
        shutil.rmtree(place, ignore_errors=True)


def wait_for(ask, good, seconds=10):
    deadline = time.monotonic() + seconds
    while not good(answer := ask()):
        assert time.monotonic() < deadline, (answer.status, answer.text[:300])
        time.sleep(0.05)
    return answer


def test_a_new_plugin_works_as_it_was_made(shop_with_both):
    visitor = shop_with_both.session()
    page = visitor.get("/guest-book")
    assert page.status == 200 and "Belum ada catatan." in page.text
    thanked = visitor.submit(page, "/guest-book", {"text": "Gitarnya <enak>"})
    assert thanked.status == 200 and "Gitarnya &lt;enak&gt;" in thanked.text and "Terima kasih" in thanked.text
    refused = visitor.submit(visitor.get("/en/guest-book"), "/en/guest-book", {"text": "see www.example.com"})
    assert refused.status == 422 and "No links, please." in refused.text and 'value="see www.example.com"' in refused.text
    assert shop_with_both.db("SELECT text FROM guest_book.notes") == [["Gitarnya <enak>"]]


def test_a_new_plugins_test_passes(workshop, guest_book):
    ran = run("ctest", "--test-dir", workshop / "guest-book/build", "--no-tests=error")
    assert "100% tests passed" in ran.stdout


@pytest.mark.parametrize("kind, name", [("shipping", "xpress-kilat"), ("payment", "dompet")])
def test_a_new_provider_works_as_it_was_made(workshop, kind, name):
    made = installed(workshop, "new", "plugin", name, f"--{kind}", cwd=workshop)
    assert "src/provider.cpp" in made.stdout
    plugins = build(workshop, workshop / name)
    ran = run("ctest", "--test-dir", workshop / name / "build", "--no-tests=error", "--verbose")
    assert "100% tests passed" in ran.stdout
    if kind == "payment":
        assert "[       OK ] Provider.KeepsThePromisesOfAProvider" in ran.stdout, "the conformance suite of the SDK"
    assert "no problems" in installed(workshop, "plugin", "check", plugins / name).stdout
    left = re.compile(r"sample.?(courier|gateway|thing)", re.I)
    for path in (workshop / name).rglob("*"):
        if path.is_file() and "build" not in path.relative_to(workshop / name).parts:
            assert not left.search(str(path.relative_to(workshop))) and not left.search(path.read_text()), path


def test_a_new_plugin_is_of_one_kind(workshop, tmp_path):
    ran = installed(workshop, "new", "plugin", "amp", "--payment", "--shipping", check=False, cwd=tmp_path)
    assert ran.returncode == 1 and "one of --payment and --shipping" in ran.stderr, ran.stderr
    assert not list(tmp_path.iterdir())


def test_a_new_plugin_holds_nothing_of_the_sample(workshop, guest_book):
    names = re.compile(r"sample.?thing", re.I)
    for path in (workshop / "guest-book").rglob("*"):
        if path.is_file() and "build" not in path.relative_to(workshop / "guest-book").parts:
            assert not names.search(str(path.relative_to(workshop))) and not names.search(path.read_text()), path


@pytest.mark.parametrize("name", ["Guest", "2tone", "guest_book", "guest--book", "a" * 41, "namespace", "pg-stat", "cart", ""])
def test_a_bad_name_is_refused_and_nothing_written(workshop, tmp_path, name):
    ran = installed(workshop, "new", "plugin", name, check=False, cwd=tmp_path)
    assert ran.returncode == 1 and ("choose another" in ran.stderr or "cannot be a plugin's name" in ran.stderr), ran.stderr
    assert not list(tmp_path.iterdir())


def test_an_existing_folder_is_refused(workshop, tmp_path):
    (tmp_path / "amp").mkdir()
    ran = installed(workshop, "new", "plugin", "amp", check=False, cwd=tmp_path)
    assert ran.returncode == 1 and "exists" in ran.stderr
    assert not list((tmp_path / "amp").iterdir())


def test_in_the_tree_a_new_plugin_lies_among_the_others(tmp_path):
    tree = tmp_path / "tree"
    for part in ("plugins/CMakeLists.txt", "sdk/include/hurtrock/plugin.hpp"):
        (tree / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, tree / part)
    ran = run(BUILD / "hurtrock", "new", "plugin", "guest-book", cwd=tree / "sdk")
    assert (tree / "plugins/guest-book/src/plugin.cpp").is_file()
    assert "./dev test guest-book" in ran.stdout


def test_good_plugins_pass_the_check(workshop, hello, guest_book):
    for folder in (hello / "hello", guest_book / "guest-book"):
        ran = installed(workshop, "plugin", "check", folder)
        assert "no problems" in ran.stdout and f"{folder.name}.so" in ran.stdout
        for check in ("labels", "dependencies", "migrations", "sentences", "templates", "permissions", "references", "library", "database"):
            assert re.search(rf"^  {check} +(ok|skipped)", ran.stdout, re.M) or f"  {check} " in ran.stdout, check
        assert re.search(r"library +ok .*SDK 0\.1, gxx-abi-\d+ cxx11-1, build id [0-9a-f]{12}", ran.stdout), ran.stdout
        assert re.search(r"database +ok +\d+ statements? prepared", ran.stdout), ran.stdout
    assert "no problems" in installed(workshop, "plugin", "check", hello / "hello/hello.so").stdout
    assert "was not checked" in installed(workshop, "plugin", "check", workshop / "guest-book").stdout


@pytest.mark.parametrize("plugin", sorted(path.parent.name for path in ROOT.glob("plugins/*/plugin.yaml")))
def test_the_shops_own_plugins_pass_the_check(plugin):
    ran = run(BUILD / "hurtrock", "plugin", "check", "--no-database", BUILD / "plugins" / plugin, check=False)
    assert ran.returncode == 0, ran.stdout


def spoil(file, old, new):
    text = file.read_text()
    assert old in text, f"{file} no longer holds {old!r}"
    file.write_text(text.replace(old, new))


SPOILT = {
    "unknown manifest entry": (lambda at: spoil(at / "plugin.yaml", "settings:", "setings:"), r'guest-book/plugin\.yaml:\d+:\d+: unknown entry "setings"; did you mean "settings"\?'),
    "label in one language": (lambda at: spoil(at / "plugin.yaml", "label: { en: Heading of the page, id: Judul halaman }", "label: { en: Heading }"), r'plugin\.yaml:\d+:\d+: "settings/welcome/label" has no text in "id"'),
    "later SDK": (lambda at: spoil(at / "plugin.yaml", 'sdk: "^0.1"', 'sdk: "^7.0"'), r"plugin\.yaml:3:\d+: needs SDK \^7\.0"),
    "dependency nobody has": (lambda at: spoil(at / "plugin.yaml", "settings:", 'depends: { catalogue: "^0.1" }\nsettings:'), r'plugin\.yaml:\d+:\d+: this shop has no plugin "catalogue"; did you mean "catalog"\?'),
    "gap in migrations": (lambda at: (at / "migrations/0001_create_notes.sql").rename(at / "migrations/0002_create_notes.sql"), r"migration 1 is missing before 0002_create_notes\.sql"),
    "sentence without translation": (lambda at: spoil(at / "locales/id.yaml", '"Your note": Catatan Anda\n', ""), r'templates/notes\.html:\d+: "Your note" is not in locales/id\.yaml'),
    "code without sentence": (lambda at: spoil(at / "locales/en.yaml", "guest_book.no_links: No links, please.", ""), r'src/notes\.cpp:\d+: "guest_book\.no_links" is not in locales/en\.yaml'),
    "placeholder of one language": (lambda at: spoil(at / "locales/en.yaml", "No links, please.", "No %(what)s, please."), r"locales/en\.yaml:\d+:\d+: %\(what\)s is in the sentence"),
    "template that does not compile": (lambda at: spoil(at / "templates/notes.html", "{% endfor %}", ""), r"templates/notes\.html:\d+: "),
    "unknown filter": (lambda at: spoil(at / "templates/notes.html", "| date", "| dat"), r"templates/notes\.html:\d+: .*dat"),
    "slot nobody has": (lambda at: spoil(at / "src/plugin.cpp", "host.routes().get(", 'host.slots().fill("home.botom", "guest-book/notes.html");\n        host.routes().get('), r'src/plugin\.cpp:\d+: no theme or plugin has a slot "home\.botom"; did you mean "home\.bottom"\?'),
    "page without template": (lambda at: spoil(at / "src/pages.cpp", '"guest-book/notes.html"', '"guest-book/note.html"'), r'src/pages\.cpp:\d+: there is no template "guest-book/note\.html"'),
    "asset that is not there": (lambda at: spoil(at / "templates/notes.html", "{% block content %}", '{% block content %}<script type="module" src="{{ asset("guest-book/notes.js") }}"></script>'), r"templates/notes\.html:\d+: there is no assets/notes\.js"),
    "API route without summary": (lambda at: spoil(at / "src/plugin.cpp", 'get("/guest-book"', 'get("/api/v1/notes"'), r'src/plugin\.cpp:\d+: the API route "/api/v1/notes" has no summary'),
    "undeclared permission": (lambda at: spoil(at / "src/plugin.cpp", "{.rate_per_minute = 10}", '{.permission = "guest-book.notes.edit"}'), r'src/plugin\.cpp:\d+: permission "guest-book\.notes\.edit" is not declared in plugin\.yaml'),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_check_finds(workshop, guest_book, tmp_path, fault):
    spoil_it, expected = SPOILT[fault]
    folder = shutil.copytree(workshop / "guest-book", tmp_path / "guest-book", ignore=shutil.ignore_patterns("build"))
    spoil_it(folder)
    ran = installed(workshop, "plugin", "check", "--no-database", "guest-book", cwd=tmp_path, check=False)
    assert ran.returncode == 1 and re.search(expected, ran.stdout), ran.stdout + ran.stderr


def test_the_check_tries_migrations_and_statements_on_a_database(workshop, guest_book, tmp_path):
    folder = shutil.copytree(guest_book / "guest-book", tmp_path / "guest-book")
    tmp_path.chmod(0o755)
    spoil(folder / "migrations/0001_create_notes.sql", "written_at", "writen_at")
    ran = installed(workshop, "plugin", "check", folder, check=False)
    assert ran.returncode == 1 and re.search(r"guest_book\.latest: .*written_at", ran.stdout), ran.stdout
    spoil(folder / "migrations/0001_create_notes.sql", "CREATE TABLE", "CREATE TABEL")
    ran = installed(workshop, "plugin", "check", folder, check=False)
    assert ran.returncode == 1 and re.search(r"0001_create_notes\.sql.*TABEL", ran.stdout, re.S), ran.stdout


def test_the_check_says_when_there_is_no_plugin(workshop, tmp_path):
    for given in (tmp_path, tmp_path / "nothing"):
        ran = installed(workshop, "plugin", "check", given, check=False)
        assert ran.returncode == 2 and "there is no" in ran.stderr, ran.stderr


@pytest.mark.parametrize("plugin, expected", [
    ("missing-symbol", "exports no hurtrock_plugin_descriptor"),
    ("wrong-sdk-version", "was built for SDK 0.2"),
    ("wrong-abi", "was built for ABI"),
    ("missing-dependency", 'this shop has no plugin "ghost"'),
])
def test_the_check_knows_broken_libraries(plugin, expected):
    ran = run(BUILD / "hurtrock", "plugin", "check", BUILD / "tests/plugins" / plugin, check=False)
    assert ran.returncode == 1 and expected in ran.stdout, ran.stdout


def test_the_check_finds_what_a_library_shows(tmp_path):
    folder = shutil.copytree(HELLO, tmp_path / "hello")
    run("g++", "-std=c++20", "-shared", "-fPIC", "-I", ROOT / "sdk/include", folder / "src/plugin.cpp", "-L", BUILD / "lib", "-lhurtrock-sdk",
        "-o", folder / "hello.so")
    ran = run(BUILD / "hurtrock", "plugin", "check", folder, check=False)
    assert ran.returncode == 1 and re.search(r"hello\.so: shows \d+ symbols besides its descriptor .*hurtrock_plugin\(\)", ran.stdout), ran.stdout


def test_plugins_show_one_symbol():
    for library in sorted([*BUILD.glob("plugins/*/*.so"), *BUILD.glob("examples/*/*.so")]):
        shown = run("nm", "-D", "--defined-only", library).stdout.split()[2::3]
        assert shown == ["hurtrock_plugin_descriptor"], f"{library.name}: {shown}"


def test_the_readme_quotes_what_is_compiled():
    readme = (ROOT / "sdk/README.md").read_text()
    quotes = re.findall(r"^`(examples/hello/[\w./]+)`\n```\w*\n(.*?)^```", readme, re.M | re.S)
    assert {path for path, _ in quotes} >= {f"examples/hello/{part}" for part in ("plugin.yaml", "CMakeLists.txt", "src/plugin.cpp", "templates/hello.html", "templates/strip.html")}
    for path, quoted in quotes:
        assert quoted == (ROOT / "sdk" / path).read_text(), path


def test_hello_stays_small():
    lines = [line for part in ("plugin.yaml", "src/plugin.cpp") for line in (HELLO / part).read_text().splitlines() if line.strip()]
    assert len(lines) <= 25, "the smallest plugin is about 25 lines"
