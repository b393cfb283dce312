"""What keeps a shop in order: settings from the command line and from forms, uninstalling, the doctor, sessions and languages,
figures per plugin, a theme that is broken."""

import re
import shutil
import subprocess

import pytest
from conftest import ROOT
from test_lifecycle import LiveShop

SETTINGS = """
permissions:
  cycle.pages.view: { en: See cycles, id: Melihat siklus }
settings:
  mode: { type: choice, choices: [test, live], default: test, label: { en: Mode, id: Mode } }
  merchant: { type: text, required: true, example: HR-0001, when: { mode: live }, label: { en: Merchant, id: Toko } }
  server_key: { type: secret, required: true, example: SB-Mid-server-…, label: { en: Server key, id: Kunci server } }
  greeting: { type: text, default: Rock on, max: 20, label: { en: Greeting, id: Salam } }
"""


@pytest.fixture(scope="module")
def live():
    """A shop without the demo that finds cycle, given settings and a table, and an administrator."""
    shop = LiveShop(demo=False)
    try:
        shop.install("cycle-one")
        manifest = shop.extra / "cycle/plugin.yaml"
        manifest.write_text(re.sub(r"^settings:(\n  .*)*\n", "", manifest.read_text(), flags=re.M) + SETTINGS)
        (shop.extra / "cycle/migrations").mkdir()
        (shop.extra / "cycle/migrations/0001_laps.sql").write_text("CREATE TABLE cycle.laps (id bigint);\nINSERT INTO cycle.laps SELECT generate_series(1, 7);\n")
        shop.themes = shop.folder / "themes"
        shutil.copytree(ROOT / "themes", shop.themes)
        shutil.copytree(ROOT / "themes/rock-metal", shop.themes / "wreck")
        manifest = shop.themes / "wreck/theme.yaml"
        manifest.write_text(manifest.read_text().replace("rock-metal", "wreck", 1))
        shop.environment["HURTROCK_THEMES_DIR"] = str(shop.themes)
        shop.start()
        shop.make_admin()
        yield shop
    finally:
        shop.remove()


@pytest.fixture
def owner(live):
    return live.admin()


def in_english(session, path):
    return session.get(path, headers={"Accept-Language": "en"})


# --- settings -------------------------------------------------------------------------------------------------------


def test_enabling_says_which_settings_are_missing(live):
    ran = live.run("plugin", "enable", "cycle")
    assert "cycle 1.0.0 needs 1 setting before customers can use it:" in ran.stdout
    assert re.search(r"server_key +text, secret +e\.g\. SB-Mid-server-… +set with: hurtrock settings cycle server_key", ran.stdout), ran.stdout
    assert "Enabled: cycle" in ran.stdout


def test_settings_are_listed_shown_and_saved_from_the_command_line(live):
    listed = live.run("settings", "cycle").stdout
    assert re.search(r"^mode +choice +test +as delivered$", listed, re.M), listed
    assert re.search(r"^server_key +secret +\(not set\) +required, e\.g\. SB-Mid", listed, re.M), listed
    assert "does not matter" in next(line for line in listed.splitlines() if line.startswith("merchant"))
    assert "is now Hai" in live.run("settings", "cycle", "greeting", "Hai").stdout
    assert live.run("settings", "cycle", "greeting").stdout == "Hai\n"
    live.wait_for(lambda: live.session().get("/cycle").text.endswith("Hai"), seconds=5)
    logged = live.db("SELECT actor_name, after->>'greeting' FROM core.audit_log WHERE action = 'settings.change' AND subject = 'plugin cycle'")
    assert logged == [["command line", "Hai"]]
    live.run("settings", "cycle", "greeting", "--unset")
    assert re.search(r"^greeting +text +Rock on +as delivered$", live.run("settings", "cycle").stdout, re.M)
    assert live.run("settings", "cycle", "greeting").stdout == "Rock on\n"


@pytest.mark.parametrize("arguments, reason", [
    (("cycle", "greetin"), 'has no setting "greetin"; did you mean "greeting"?'),
    (("cycle", "mode", "lively"), "cycle.mode: "),
    (("cycle", "greeting", "x" * 21), "cycle.greeting: "),
    (("cycel",), 'unknown plugin "cycel"; did you mean "cycle"?'),
    (("cycle", "server_key", "hunter2-hunter2"), "is a secret: leave the value out"),
])
def test_wrong_settings_are_refused_and_change_nothing(live, arguments, reason):
    before = live.run("settings", "cycle").stdout
    ran = live.run("settings", *arguments, check=False)
    assert ran.returncode == 1 and reason in ran.stderr, ran
    assert live.run("settings", "cycle").stdout == before


def test_a_secret_is_read_from_a_pipe_and_never_shown(live, owner):
    ran = live.run("settings", "cycle", "server_key", input="hunter2-hunter2\n")
    assert "cycle.server_key is now (set)" in ran.stdout and "hunter2" not in ran.stdout + ran.stderr
    assert re.search(r"^server_key +secret +\(set\)", live.run("settings", "cycle").stdout, re.M)
    assert live.db("SELECT count(*) FROM core.settings WHERE value::text LIKE '%hunter2%' OR encode(sealed, 'escape') LIKE '%hunter2%'") == [["0"]]
    assert "hunter2" not in live.log() + str(live.db("SELECT before, after FROM core.audit_log"))
    live.wait_for(lambda: "Sudah diisi" in owner.get("/admin/plugins/cycle/settings").text, seconds=5)
    assert "hunter2" not in owner.get("/admin/plugins/cycle/settings").text
    assert live.run("settings", "cycle", "server_key", input="\n", check=False).returncode == 1


def test_a_field_is_required_only_when_it_matters(live, owner):
    path = "/admin/plugins/cycle/settings"
    form = in_english(owner, path)
    assert 'data-when="mode=live"' in form.text and "For example HR-0001" in form.text
    saved = owner.submit(form, path, {"mode": "test", "merchant": ""})
    assert saved.status == 200
    refused = owner.submit(owner.get(path), path, {"mode": "live", "merchant": ""})
    assert refused.status == 422 and 'id="field-merchant-error"' in refused.text
    assert live.run("settings", "cycle", "mode").stdout == "test\n"
    assert owner.submit(owner.get(path), path, {"mode": "live", "merchant": "HR-0007"}).status == 200
    assert live.run("settings", "cycle", "merchant").stdout == "HR-0007\n"


def test_a_pinned_setting_is_listed_with_its_place_and_stays(live):
    text = live.file.read_text()
    line = text.split("\n").index("plugins:") + 1
    kept = "\n".join(one for one in text.split("\n") if not one.startswith("  cycle:"))
    live.write(kept.replace("plugins:\n", "plugins:\n  cycle:\n    enabled: on\n    settings:\n      greeting: Fixed\n", 1))
    try:
        assert f"fixed in {live.file}:{line + 4}" in live.run("settings", "cycle").stdout
        ran = live.run("settings", "cycle", "greeting", "Other", check=False)
        assert ran.returncode == 1 and "plugins.yaml" in ran.stderr
        assert live.run("settings", "cycle", "greeting").stdout == "Fixed\n"
    finally:
        live.write(text)


# --- the doctor, figures ----------------------------------------------------------------------------------------------


def test_the_doctor_prepares_every_statement_of_every_plugin(live):
    ran = live.run("doctor", check=False)
    prepared = re.search(r"^statements all (\d+) can be prepared$", ran.stdout, re.M)
    assert prepared, ran.stdout
    sources = [path.read_text() for part in ("core", "plugins") for path in (ROOT / part).glob("**/*.cpp") if "/tests/" not in str(path)]
    declared = sum(len(re.findall(r'^\s*(?:inline )?(?:const|constexpr) (?:hurtrock::)?Query \w+\{', source, re.M)) for source in sources)
    assert int(prepared.group(1)) >= declared * 0.95, f"{declared} statements are written in the sources"
    for subject in ("database", "plugins", "work", "mail", "disk"):
        assert re.search(rf"^{subject} ", ran.stdout, re.M), ran.stdout


def test_a_statement_that_cannot_be_prepared_is_named(live):
    live.db("ALTER TABLE customers.addresses RENAME TO addresses_away")
    try:
        ran = live.run("doctor", check=False)
    finally:
        live.db("ALTER TABLE customers.addresses_away RENAME TO addresses")
    assert ran.returncode == 1 and re.search(r"^statements ! customers\.", ran.stdout, re.M), ran.stdout


def test_admin_and_metrics_show_what_each_plugin_costs(live, owner):
    for number in range(20): # each another page, made anew
        assert live.session().get(f"/products?q=gitar+{number}").status == 200
    page = in_english(owner, "/admin/plugins").text
    heads = re.findall(r"<th[^>]*>([^<]*)", page)
    assert ["Requests", "95 of 100 within", "Errors", "Queries"] == [head for head in heads if head in ("Requests", "95 of 100 within", "Errors", "Queries")]
    row = re.search(r"<tr>(?:(?!</tr>).)*catalog 0(?:(?!</tr>).)*</tr>", page, re.S).group(0)
    requests, p95, errors, queries = (cell.strip() for cell in re.findall(r'class="num[^"]*">(.*?)</td>', row, re.S))
    assert int(requests) >= 20 and int(queries) >= 20 and errors == "0" and re.fullmatch(r"\d+\.\d ms", p95) and p95 != "0.0 ms"
    metrics = live.session().get("/metrics").text
    for name in ("plugin_requests_total", "plugin_request_p95_seconds", "plugin_failures_total", "plugin_queries_total"):
        assert re.search(rf'^hurtrock_{name}{{plugin="catalog"}} ', metrics, re.M), name


# --- people -----------------------------------------------------------------------------------------------------------


def login(live, path="/login", **fields):
    session = live.session()
    page = session.get(path)
    answer = session.submit(page, path, {"email": live.admin_email, "password": live.admin_password, **fields}, follow=False)
    assert answer.status == 303, answer.text[:300]
    return session, next(cookie for cookie in answer.headers.get_all("Set-Cookie") if cookie.startswith("hurtrock_session="))


def test_staying_logged_in_is_a_choice(live):
    _, short = login(live)
    assert "Max-Age" not in short and "Expires" not in short
    _, long = login(live, remember="1")
    assert f"Max-Age={30 * 24 * 3600}" in long
    rows = live.db("SELECT remembered FROM core.sessions ORDER BY id DESC LIMIT 2")
    assert rows == [["t"], ["f"]]


@pytest.mark.parametrize("path, door", [("/sessions", "/login"), ("/admin/account", "/admin/login")])
def test_sessions_are_listed_and_ended_by_their_owner(live, path, door):
    here, _ = login(live, door)
    there, _ = login(live, door)
    page = here.get(path)
    assert page.status == 200
    ends = re.findall(rf'action="({path}/\d+/end)"', page.text)
    newest = max(ends, key=lambda action: int(action.split("/")[-2]))
    assert here.submit(page, newest).status == 200
    assert there.get("/admin/account", follow=False).status == 303 and here.get("/admin/account", follow=False).status == 200
    third, _ = login(live, door)
    here.submit(here.get(path), f"{path}/end-others")
    assert third.get("/admin/account", follow=False).status == 303 and here.get("/admin/account", follow=False).status == 200
    assert not re.search(rf'action="{path}/\d+/end"', here.get(path).text)
    assert live.session().get(path, follow=False).status == 303


def test_nobody_ends_the_session_of_somebody_else(live, owner):
    live.run("user", "create", "--email", "tamu@example.com", "--password", "kata-sandi-tamu", "--role", "customer")
    guest, _ = login(live, email="tamu@example.com", password="kata-sandi-tamu")
    sessions = live.db(f"SELECT s.id FROM core.sessions s JOIN core.users u ON u.id = s.user_id WHERE u.email = '{live.admin_email}'")
    token = guest.get("/profile").fields("/logout")
    for session, in sessions:
        assert guest.post(f"/sessions/{session}/end", token).status in (200, 404)
    assert len(live.db(f"SELECT s.id FROM core.sessions s JOIN core.users u ON u.id = s.user_id WHERE u.email = '{live.admin_email}'")) == len(sessions)
    user = live.db("SELECT id FROM core.users WHERE email = 'tamu@example.com'")[0][0]
    page = owner.get(f"/admin/users/{user}")
    action = re.search(rf'action="(/admin/users/{user}/sessions/\d+)"', page.text).group(1)
    owner.submit(page, action)
    assert guest.get("/sessions", follow=False).status == 303, "an administrator ended it"


def test_the_admins_language_is_a_choice_of_its_own(live):
    session, _ = login(live, "/admin/login")
    asked = {"Accept-Language": "id"}
    page = session.get("/admin", headers=asked)
    assert '<html lang="id"' in page.text
    switched = session.submit(page, "/admin/language", headers=asked)
    assert '<html lang="en"' in switched.text, "the switch in the frame"
    other, _ = login(live, "/admin/login")
    assert '<html lang="en"' in other.get("/admin", headers=asked).text, "kept with the account"
    assert '<html lang="id"' in other.get("/", headers=asked).text, "the shop goes by its address"
    account = other.get("/admin/account")
    assert account.url.endswith("/admin/account") and '<option value="en" selected>' in account.text
    back = other.post("/admin/language", {**account.fields("/admin/language"), "locale": "", "back": "https://evil.example/"}, headers=asked)
    assert back.url.startswith(live.url) and '<html lang="id"' in back.text


# --- uninstalling -----------------------------------------------------------------------------------------------------


def left(live):
    return live.db("SELECT (SELECT count(*) FROM information_schema.tables WHERE table_schema = 'cycle'), (SELECT count(*) FROM core.settings WHERE owner = 'cycle'),"
                   " (SELECT count(*) FROM core.migrations WHERE owner = 'cycle'), (SELECT count(*) FROM core.jobs WHERE plugin = 'cycle'),"
                   " (SELECT count(*) FROM core.outbox WHERE plugin = 'cycle'), (SELECT count(*) FROM core.role_permissions WHERE permission LIKE 'cycle.%')")[0]


def leave_traces(live):
    live.db("INSERT INTO core.jobs (plugin, name, payload, run_at, created_at) VALUES ('cycle', 'lap', '{}', now() + interval '1 day', now())")
    live.db("INSERT INTO core.role_permissions VALUES ('staff', 'cycle.pages.view') ON CONFLICT DO NOTHING")


def test_uninstalling_refuses_what_is_on_or_needed(live, owner):
    live.run("plugin", "enable", "cycle")
    ran = live.run("plugin", "uninstall", "cycle", "--drop-data", "--yes", check=False)
    assert ran.returncode == 1 and "cycle is on. Switch it off first" in ran.stderr
    ran = live.run("plugin", "uninstall", "catalog", "--drop-data", "--yes", check=False)
    assert ran.returncode == 1 and "Refused: catalog is on" in ran.stderr
    assert "masih menyala" in owner.get("/admin/plugins/cycle/uninstall").text
    live.run("plugin", "disable", "cycle")
    # One that is asked for needs it, although it does not run.
    text = live.file.read_text()
    (live.extra / "needy").mkdir()
    (live.extra / "needy/plugin.yaml").write_text('id: needy\nversion: 1.0.0\nsdk: "^0.1"\nname: { en: Needy, id: Needy }\ndepends: { cycle: "^1" }\n')
    try:
        live.switch("needy", True)
        ran = live.run("plugin", "uninstall", "cycle", "--drop-data", "--yes", check=False)
        assert ran.returncode == 1 and "needy 1.0.0 needs cycle" in ran.stderr, ran
    finally:
        live.write(text)
        shutil.rmtree(live.extra / "needy")
    assert left(live)[0] == "1"


def test_data_is_kept_or_dropped_from_the_command_line(live):
    leave_traces(live)
    ran = live.run("plugin", "uninstall", "cycle", check=False)
    assert ran.returncode == 1 and re.search(r"table laps +7 rows", ran.stdout) and "--keep-data" in ran.stdout
    ran = live.run("plugin", "uninstall", "cycle", "--drop-data", check=False, stdin=subprocess.DEVNULL)
    assert ran.returncode == 1 and "add --yes" in ran.stderr
    before = left(live)
    assert all(int(count) > 0 for count in before[:4] + before[5:]), before
    assert "its data stays" in live.run("plugin", "uninstall", "cycle", "--keep-data").stdout
    assert left(live) == before
    ran = live.run("plugin", "uninstall", "cycle", "--drop-data", "--yes")
    assert "its data is dropped" in ran.stdout and str(live.extra / "cycle") in ran.stdout
    assert left(live) == ["0"] * 6
    assert live.db("SELECT before->'tables'->>0 FROM core.audit_log WHERE action = 'plugin.drop_data'") == [["laps"]]
    ran = live.run("plugin", "enable", "cycle")
    assert "Enabled: cycle" in ran.stdout and live.session().get("/cycle").status == 200
    assert live.db("SELECT count(*) FROM cycle.laps") == [["7"]], "installed anew"
    live.run("plugin", "disable", "cycle")


def test_data_is_dropped_in_admin_once_its_name_is_typed(live, owner):
    leave_traces(live)
    path = "/admin/plugins/cycle/uninstall"
    assert path in owner.get("/admin/plugins").text
    page = in_english(owner, path)
    assert ">laps<" in page.text and '<td class="num">7</td>' in page.text and "cannot be undone" in page.text
    fields = page.fields(path)
    refused = owner.post(path, {**fields, "data": "drop", "confirm": "cycel"})
    assert refused.status == 422 and left(live)[0] == "1"
    kept = owner.post(path, {**fields, "data": "keep"})
    assert kept.status == 200 and left(live)[0] == "1"
    dropped = owner.post(path, {**fields, "data": "drop", "confirm": "cycle"})
    assert dropped.status == 200 and left(live) == ["0"] * 6


# --- a broken theme ---------------------------------------------------------------------------------------------------


def go_safe(live, session, on):
    worker = live.worker()
    page = session.get("/admin/plugins")
    assert page.fields("/admin/safe-mode")["on"] == ("on" if on else "off")
    session.submit(page, "/admin/safe-mode", follow=False)
    live.wait_for(lambda: live.worker() != worker, seconds=60)
    live.wait_until_ready()
    assert live.report()["safe_mode"] == on


@pytest.mark.parametrize("how", ["broken", "missing"])
def test_the_admin_and_its_way_to_safe_mode_work_without_the_theme(live, how):
    text = live.file.read_text()
    base = live.themes / "wreck/layout/base.html"
    whole = base.read_text()
    if how == "broken":
        base.write_text("{% block content %}{% if")
    live.write(re.sub(r"^theme: .*$", f"theme: {'wreck' if how == 'broken' else 'no-such-theme'}", text, flags=re.M))
    try:
        live.wait_for(lambda: live.report()["error"] == "" and live.session().get("/").status == (500 if how == "broken" else 200), seconds=30)
        session = live.admin()
        assert session.get("/admin").status == session.get("/admin/system").status == 200
        go_safe(live, session, True)
        assert live.session().get("/products").status == 404 and session.get("/admin/jobs").status == 200
        go_safe(live, session, False)
    finally:
        base.write_text(whole)
        live.write(text)
    live.wait_for(lambda: live.session().get("/products").status == 200, seconds=30)
