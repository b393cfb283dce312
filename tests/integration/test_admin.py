"""The admin: its door, who may go where, and the core's own pages."""

import re
import uuid

import pytest

PASSWORD = "kunci-uji-9-lapis"


def make_user(shop, role, permissions=()):
    """A user with that role; permissions are given to the role first. Answers the e-mail."""
    email = f"{role}-{uuid.uuid4().hex[:8]}@example.com"
    known = role in ("admin", "staff", "customer")
    shop.run("user", "create", "--email", email, "--password", PASSWORD, "--role", role if known else "customer")
    if not known:
        shop.db(f"INSERT INTO core.roles (name) VALUES ('{role}')")
        shop.db(f"INSERT INTO core.user_roles SELECT id, '{role}' FROM core.users WHERE email = '{email}'")
    for permission in permissions:
        shop.db(f"INSERT INTO core.role_permissions (role, permission) VALUES ('{role}', '{permission}')")
    return email


def sign_in(shop, email, password=PASSWORD):
    session = shop.session()
    answer = session.submit(session.get("/admin/login"), "/admin/login", {"email": email, "password": password})
    return session, answer


def fresh_role():
    return "r" + uuid.uuid4().hex[:10]


def menu_of(page):
    return sorted(set(re.findall(r'class="menu-link" href="([^"]+)"', page.text)))


def user_id(shop, email):
    return shop.db(f"SELECT id FROM core.users WHERE email = '{email}'")[0][0]


def audit(shop, action, subject):
    return shop.db(f"SELECT actor_name, before, after FROM core.audit_log WHERE action = '{action}' AND subject = '{subject}' ORDER BY id DESC")


@pytest.fixture(scope="module")
def owner(shop):
    """One signed-in administrator for the tests that do not sign out: signing in is limited by the minute."""
    return shop.admin()


# --- the door -------------------------------------------------------------------------------------------------------


def test_a_visitor_is_sent_to_the_door_and_back(shop):
    session = shop.session()
    page = session.get("/admin/users?q=abc")
    assert "/admin/login?next=" in page.url
    answer = session.submit(page, "/admin/login", {"email": shop.admin_email, "password": shop.admin_password})
    assert answer.status == 200
    assert answer.url.endswith("/admin/users?q=abc")


@pytest.mark.parametrize("next_page", ["https://evil.example/admin", "//evil.example", "/admin//evil.example", "/admin\\@evil", "/products", "/admin/logout"])
def test_the_door_leads_nowhere_else(shop, next_page):
    session = shop.session()
    page = session.get("/admin/login")
    answer = session.submit(page, "/admin/login", {"email": shop.admin_email, "password": shop.admin_password, "next": next_page}, follow=False)
    assert answer.status == 303
    assert answer.headers["Location"] == "/admin"


def test_a_wrong_password_is_told_in_words(shop):
    session = shop.session()
    answer = session.submit(session.get("/admin/login"), "/admin/login", {"email": shop.admin_email, "password": "salah-sekali"})
    assert answer.status in (401, 422)
    assert "tidak cocok" in answer.text
    assert shop.admin_email in answer.text
    assert "salah-sekali" not in answer.text
    assert session.get("/admin", follow=False).status == 303


def test_a_customer_does_not_come_in(shop):
    session, answer = sign_in(shop, make_user(shop, "customer"))
    assert answer.status == 403
    assert "administrasi" in answer.text
    assert session.get("/admin", follow=False).status == 303


def test_a_signed_in_customer_is_refused(shop):
    session = shop.session()
    email = make_user(shop, "customer")
    page = session.get("/login")
    session.submit(page, "/login", {"email": email, "password": PASSWORD})
    assert session.get("/admin").status == 403


def test_signing_out_closes_the_door(shop):
    session = shop.admin()
    answer = session.submit(session.get("/admin"), "/admin/logout")
    assert "/admin/login" in answer.url
    assert session.get("/admin", follow=False).status == 303


def test_a_form_from_elsewhere_changes_nothing(shop, owner):
    answer = owner.post("/admin/roles/new", {"name": "asing"}, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403
    assert shop.db("SELECT 1 FROM core.roles WHERE name = 'asing'") == []


# --- who may go where -----------------------------------------------------------------------------------------------


def test_every_entry_of_the_menu_answers(shop, owner):
    entries = menu_of(owner.get("/admin"))
    assert {"/admin", "/admin/mail", "/admin/users", "/admin/roles", "/admin/audit", "/admin/plugins", "/admin/jobs", "/admin/system"} <= set(entries)
    for entry in entries:
        for language in ("id", "en"):
            page = owner.get(entry, headers={"Accept-Language": language})
            assert page.status == 200, entry
            assert f'<html lang="{language}"' in page.text
            assert 'aria-current="page"' in page.text, entry


def test_staff_see_and_reach_only_what_they_may(shop):
    session, answer = sign_in(shop, make_user(shop, fresh_role(), ["core.users.view"]))
    assert answer.status == 200
    assert "/admin/users" in menu_of(answer)
    assert "/admin/roles" not in menu_of(answer)
    assert session.get("/admin/users").status == 200
    for path in ("/admin/roles", "/admin/audit", "/admin/plugins", "/admin/mail", "/admin/jobs", "/admin/system", "/admin/users/new"):
        refused = session.get(path)
        assert refused.status == 403, path
        assert "tidak boleh" in refused.text
    assert session.post("/admin/users", {"email": "a@example.com"}).status == 403


def test_an_unknown_page_keeps_the_frame(shop, owner):
    page = owner.get("/admin/nothing-here")
    assert page.status == 404
    assert "menu-link" in page.text


# --- users and roles ------------------------------------------------------------------------------------------------


def test_staff_is_created_with_a_password_shown_once(shop, owner):
    email = f"baru-{uuid.uuid4().hex[:8]}@example.com"
    shown = owner.submit(owner.get("/admin/users/new"), "/admin/users", {"name": "Sari", "email": email, "role": "staff"})
    assert shown.status == 200
    password = re.search(r'class="secret">([^<]+)<', shown.text).group(1)
    assert password not in shop.log()
    assert audit(shop, "user.create", f"user {email}")[0][0] == shop.admin_email
    assert password not in str(audit(shop, "user.create", f"user {email}"))
    _, answer = sign_in(shop, email, password)
    assert answer.status == 200 and "/admin/login" not in answer.url
    again = owner.submit(owner.get("/admin/users/new"), "/admin/users", {"name": "Sari", "email": email, "role": "staff"})
    assert again.status == 422
    assert "Sudah ada akun" in again.text


def test_a_user_is_found_switched_off_and_on(shop, owner):
    email = make_user(shop, "staff")
    other, _ = sign_in(shop, email)
    listed = owner.get(f"/admin/users?q={email}")
    assert listed.text.count(f">{email}</a></td>") == 1 and listed.text.count("@example.com</a></td>") == 1
    page = f"/admin/users/{user_id(shop, email)}"
    owner.submit(owner.get(page), f"{page}/active")
    assert other.get("/admin", follow=False).status == 303
    assert sign_in(shop, email)[1].status == 403
    owner.submit(owner.get(page), f"{page}/active")
    assert sign_in(shop, email)[1].status == 200
    assert [(before, after) for _, before, after in audit(shop, "user.deactivate", f"user {email}")] == [('{"active": true}', '{"active": false}')]
    assert len(audit(shop, "user.activate", f"user {email}")) == 1


def test_a_new_password_replaces_the_old_one(shop, owner):
    email = make_user(shop, "staff")
    page = f"/admin/users/{user_id(shop, email)}"
    shown = owner.submit(owner.get(page), f"{page}/password")
    password = re.search(r'class="secret">([^<]+)<', shown.text).group(1)
    assert "/admin/login" not in sign_in(shop, email, password)[1].url
    assert sign_in(shop, email)[1].status != 200
    assert len(audit(shop, "user.reset_password", f"user {email}")) == 1


def test_nobody_reaches_above_themselves(shop):
    role = fresh_role()
    session, _ = sign_in(shop, make_user(shop, role, ["core.users.view", "core.users.edit", "core.roles.edit"]))
    admin = user_id(shop, shop.admin_email)
    own = shop.db(f"SELECT u.user_id FROM core.user_roles u WHERE u.role = '{role}'")[0][0]
    token = session.get(f"/admin/users/{own}").fields(f"/admin/users/{own}/roles")
    for action in ("password", "active", "sessions"):
        answer = session.post(f"/admin/users/{admin}/{action}", {**token, "active": "off"})
        assert "tidak Anda miliki" in answer.text, action
    answer = session.post(f"/admin/users/{own}/roles", {**token, "role-admin": "on", f"role-{role}": "on"})
    assert "tidak Anda miliki" in answer.text
    assert shop.db(f"SELECT role FROM core.user_roles WHERE user_id = {own}") == [[role]]
    session.submit(session.get("/admin/roles"), "/admin/roles", {f"{role}|core.plugins.edit": "on"})
    assert ["core.plugins.edit"] not in shop.db(f"SELECT permission FROM core.role_permissions WHERE role = '{role}'")
    assert sign_in(shop, shop.admin_email, shop.admin_password)[1].status == 200


def test_the_last_administrator_stays(shop, owner):
    for other, in shop.db(f"SELECT id FROM core.users u JOIN core.user_roles r ON r.user_id = u.id WHERE r.role = 'admin' AND email <> '{shop.admin_email}'"):
        shop.db(f"DELETE FROM core.user_roles WHERE user_id = {other} AND role = 'admin'")
    page = f"/admin/users/{user_id(shop, shop.admin_email)}"
    form = owner.get(page).fields(f"{page}/roles")
    form.pop("role-admin")
    assert "administrator" in owner.post(f"{page}/roles", form).text
    assert owner.get("/admin/roles").status == 200


def test_a_role_is_made_given_permissions_and_removed(shop, owner):
    role = fresh_role()
    owner.submit(owner.get("/admin/roles"), "/admin/roles/new", {"name": role})
    grid = owner.get("/admin/roles")
    assert f'name="{role}|core.mail.view"' in grid.text
    owner.submit(grid, "/admin/roles", {f"{role}|core.mail.view": "on"})
    assert shop.db(f"SELECT permission FROM core.role_permissions WHERE role = '{role}'") == [["core.mail.view"]]
    assert f'"core.mail.view"' in audit(shop, "role.permissions", f"role {role}")[0][2]
    owner.submit(owner.get("/admin/roles"), f"/admin/roles/{role}/delete")
    assert shop.db(f"SELECT 1 FROM core.roles WHERE name = '{role}'") == []
    refused = owner.submit(owner.get("/admin/roles"), "/admin/roles/new", {"name": "Bukan Nama"})
    assert refused.status == 422
    assert "huruf kecil" in refused.text.lower()


# --- mail -----------------------------------------------------------------------------------------------------------


def store_mail(shop, subject):
    html = '<!doctype html><html><head></head><body style="color:red"><script>alert(1)</script><a href="https://example.com/x">klik</a></body></html>'
    return shop.db(
        "INSERT INTO core.mails (message_id, from_address, from_name, to_address, to_name, template, locale, subject, text_body, html_body, state, next_try_at, created_at)"
        f" VALUES ('<{uuid.uuid4()}@example.com>', 'toko@example.com', 'Toko', 'sari@example.com', 'Sari', 'x/mail/y', 'id', '{subject}',"
        f" 'Lihat https://example.com/baca?a=1 ya', '{html}', 'kept', now(), now()) RETURNING id"
    )[0][0]


def test_a_mail_can_be_found_and_read(shop, owner):
    subject = f"Surat <b>uji</b> {uuid.uuid4().hex[:8]}"
    mail = store_mail(shop, subject)
    listed = owner.get("/admin/mail?q=" + subject[-8:])
    assert f"/admin/mail/{mail}" in listed.text
    page = owner.get(f"/admin/mail/{mail}")
    assert "&lt;b&gt;uji&lt;/b&gt;" in page.text and "<b>uji</b>" not in page.text
    assert 'href="https://example.com/baca?a=1"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    body = owner.get(f"/admin/mail/{mail}/html")
    policy = body.headers.get_all("Content-Security-Policy")
    assert len(policy) == 1 and "sandbox" in policy[0] and "script-src" not in policy[0] and "default-src 'none'" in policy[0]
    assert 'style="color:red"' in body.text and '<base target="_blank">' in body.text
    assert shop.session().get(f"/admin/mail/{mail}/html", follow=False).status == 303


def test_mails_are_listed_in_pages(shop, owner):
    mark = uuid.uuid4().hex[:8]
    shop.db(
        "INSERT INTO core.mails (message_id, from_address, from_name, to_address, to_name, template, locale, subject, text_body, html_body, state, next_try_at, created_at)"
        f" SELECT '<{mark}-' || n || '@example.com>', 'a@example.com', '', 'b@example.com', '', 't', 'id', '{mark} ' || n, '', '', 'kept', now(), now() FROM generate_series(1, 60) n"
    )
    first = owner.get(f"/admin/mail?q={mark}")
    assert len(re.findall(rf">{mark} \d+</a>", first.text)) == 50
    older = re.search(r'rel="next" href="([^"]+)"', first.text).group(1).replace("&amp;", "&")
    second = owner.get(older)
    assert len(re.findall(rf">{mark} \d+</a>", second.text)) == 10
    assert 'rel="next"' not in second.text


def test_a_kept_mail_is_sent_again(shop, owner):
    mail = store_mail(shop, "Sekali lagi")
    owner.submit(owner.get(f"/admin/mail/{mail}"), f"/admin/mail/{mail}/send")
    assert len(audit(shop, "mail.send_again", f"mail {mail}")) == 1


# --- plugins and settings -------------------------------------------------------------------------------------------


def plugin_with(shop, kind):
    """A running plugin's id and a setting of that type."""
    import yaml

    from conftest import ROOT

    for manifest in sorted(ROOT.glob("plugins/*/plugin.yaml")):
        declared = yaml.safe_load(manifest.read_text())
        for key, field in (declared.get("settings") or {}).items():
            if field["type"] == kind:
                return declared["id"], key, field
    raise AssertionError(f"no plugin has a setting of type {kind}")


def test_settings_are_saved_checked_and_logged(shop, owner):
    plugin, key, field = plugin_with(shop, "integer")
    path = f"/admin/plugins/{plugin}/settings"
    value = field.get("max", field["default"] + 1)
    saved = owner.submit(owner.get(path), path, {key: str(value)})
    assert saved.status == 200 and "disimpan" in saved.text
    assert owner.get(path).fields(path)[key] == str(value)
    assert f'"{key}": {value}' in audit(shop, "settings.change", f"plugin {plugin}")[0][2]
    refused = owner.submit(owner.get(path), path, {key: "banyak"})
    assert refused.status == 422
    assert "angka" in refused.text and 'aria-invalid="true"' in refused.text
    owner.submit(owner.get(path), path, {key: str(field["default"])})
    assert owner.get(path).fields(path)[key] == str(field["default"])


def test_settings_need_a_permission(shop, owner):
    plugin, _, _ = plugin_with(shop, "integer")
    path = f"/admin/plugins/{plugin}/settings"
    assert sign_in(shop, make_user(shop, fresh_role(), ["core.users.view"]))[0].get(path).status == 403
    assert sign_in(shop, make_user(shop, fresh_role(), [f"{plugin}.settings.edit"]))[0].get(path).status == 200
    assert owner.get("/admin/plugins/nothing/settings").status == 404


def test_a_pinned_setting_is_shown_with_its_place_and_stays(fresh_shop):
    pinned = fresh_shop(demo=False)
    plugin, key, field = plugin_with(pinned, "integer")
    value = field["default"] + 1
    file = pinned.config / "plugins.yaml"
    lines = file.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if re.match(rf"  {plugin}:", line))
    lines[at : at + 1] = [f"  {plugin}:", "    enabled: on", "    settings:", f"      {key}: {value}"]
    file.write_text("\n".join(lines) + "\n")
    pinned.start()
    pinned.make_admin()
    session = pinned.admin()
    path = f"/admin/plugins/{plugin}/settings"
    page = session.get(path)
    box = re.search(rf'<input[^>]*name="{key}"[^>]*>', page.text).group(0)
    assert "disabled" in box and f'value="{value}"' in box
    assert f"plugins.yaml:{at + 4}" in page.text
    session.submit(page, path, {key: str(field["default"])})
    assert f'value="{value}"' in re.search(rf'<input[^>]*name="{key}"[^>]*>', session.get(path).text).group(0)

    listed = session.get("/admin/plugins")
    assert "Berjalan" in listed.text
    refused = session.post("/admin/plugins/catalog/switch", {**listed.fields("/admin/plugins/catalog/switch"), "enabled": "off"})
    assert "masih diperlukan" in refused.text
    before = file.read_text()
    switched = session.submit(session.get("/admin/plugins"), "/admin/plugins/themes/switch")
    assert "themes dimatikan" in switched.text
    assert re.search(r"^  themes: off", file.read_text(), re.M)
    assert len(file.read_text().splitlines()) == len(before.splitlines())
    assert len(audit(pinned, "plugin.disable", "plugin themes")) == 1


# --- the dashboard, background work, the log ------------------------------------------------------------------------


def test_a_failing_widget_leaves_the_rest_of_the_page(shop, owner):
    whole = owner.get("/admin")
    assert "Sedang tidak tersedia" not in whole.text
    shop.db("ALTER TABLE inventory.levels RENAME TO levels_away")
    try:
        page = owner.get("/admin")
    finally:
        shop.db("ALTER TABLE inventory.levels_away RENAME TO levels")
    assert page.status == 200
    assert "Sedang tidak tersedia" in page.text
    assert menu_of(page) == menu_of(whole)
    assert page.text.count('class="panel widget') == whole.text.count('class="panel widget')
    assert "Sedang tidak tersedia" not in owner.get("/admin").text


def test_given_up_work_is_shown_retried_and_discarded(shop, owner):
    name = "uji." + uuid.uuid4().hex[:8]
    ids = [
        shop.db(
            "INSERT INTO core.jobs (plugin, name, payload, state, tries, run_at, last_error, created_at)"
            f" VALUES ('nobody', '{name}', '{{\"a\": 1}}', 'dead', 10, now(), 'kabel putus', now()) RETURNING id"
        )[0][0]
        for _ in range(2)
    ]
    page = owner.get("/admin/jobs")
    assert page.text.count("kabel putus") == 2
    assert "/admin/jobs" in owner.get("/admin").text.split('class="attention"')[1].split("</section>")[0]
    owner.submit(page, f"/admin/jobs/jobs/{ids[0]}/retry")
    owner.submit(owner.get("/admin/jobs"), f"/admin/jobs/jobs/{ids[1]}/discard")
    assert shop.db(f"SELECT id, state FROM core.jobs WHERE name = '{name}'") == [[ids[0], "pending"]]
    assert len(audit(shop, "jobs.retry", f"job {ids[0]}")) == len(audit(shop, "jobs.discard", f"job {ids[1]}")) == 1
    shop.db(f"DELETE FROM core.jobs WHERE name = '{name}'")
    gone = owner.post(f"/admin/jobs/jobs/{ids[1]}/discard", page.fields(f"/admin/jobs/jobs/{ids[1]}/discard"))
    assert "sudah tidak ada" in gone.text


def test_the_audit_log_shows_what_was_and_what_is(shop, owner):
    email = make_user(shop, "customer")
    page = f"/admin/users/{user_id(shop, email)}"
    owner.submit(owner.get(page), f"{page}/roles", {"role-staff": "on"})
    log = owner.get(f"/admin/audit?q={email}&action=user.")
    assert "user.roles" in log.text and shop.admin_email in log.text
    assert re.search(r'<ins class="diff-new">[^<]*staff', log.text)
    assert "user.roles" not in owner.get(f"/admin/audit?q={email}&action=role.").text


def test_admin_pages_are_never_stored(shop, owner):
    page = owner.get("/admin/users")
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
