"""Every address of the running shop, tried as a visitor, two customers, staff with each permission alone and with none, and
the owner: what is customer A's is read and changed by A, and by the staff who may.

The list comes from the shop itself (/admin/system/routes). An address that is not below the admin needs an entry in EXPECTED,
a permission that shows customers one in SEES_CUSTOMERS, and a placeholder of a new kind one in access.py: without it the test fails."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from access import PASSWORD, PLACE, World, start_shop
from selling import CUSTOMER, order_row, put_in_cart

# Whose is what stands there?
EVERYBODY = "the same for everybody"
ASKS = "of whoever asks"
ORDER = "the order's in the address"
SECRET = "whoever holds an address that cannot be guessed; it names nobody"
DOOR = "signs in and out"
SIGNED = "whoever can sign it"
EXPECTED = {
    EVERYBODY: "/ /store /sitemap.xml /robots.txt /returns /privacy /terms /products /products/{slug} /categories/{slug} /search/suggest /api/v1/products /api/v1/products/{slug} /api/v1/places /track",
    ASKS: "/cart /cart/items /cart/items/{line:int} /cart/items/{line:int}/remove /cart/items/{line:int}/save /cart/items/{line:int}/restore /cart/acknowledge"
    " /cart/coupons /cart/coupons/remove /checkout /orders /profile /profile/password /profile/addresses /profile/addresses/new /profile/addresses/{id}"
    " /profile/addresses/{id}/remove /profile/addresses/{id}/default /sessions /sessions/{id:int}/end /sessions/end-others",
    ORDER: "/orders/{public_id} /orders/{public_id}/pay /orders/{public_id}/again /orders/{public_id}/return /orders/{public_id}/returns/{number:int}/withdraw"
    " /orders/{public_id}/cancel /orders/{public_id}/proof /orders/{public_id}/proof/{proof} /orders/{public_id}/invoice.pdf /orders/{public_id}/credit.pdf",
    SECRET: "/orders/{public_id}/back /payments/{attempt}/return /payments/{attempt}/qr.png /simulator/pay/{attempt}",
    DOOR: "/login /logout /register /register/sent /confirm /confirm/again /forgot /reset /admin/login /admin/logout",
    SIGNED: "/webhooks/{provider}",
}
EXPECTED = {path: kind for kind, paths in EXPECTED.items() for path in paths.split()}
# What staff with this permission alone see of a customer belongs to their work.
SEES_CUSTOMERS = {"core.audit.view", "core.mail.view", "core.users.view", "orders.orders.view", "papers.papers.print", "payments.transfers.confirm", "promotions.promotions.view"}
# Behind these doors of any staff the page asks for the permission of what it shows.
ASKED_INSIDE = {"/admin/plugins/{id}/settings": "core.plugins.edit"}


def changes_of(world):
    """What A can do, in an order in which each still can be done, with fields that do it."""
    address = {"label": "Kantor", "recipient": "Ani R", "phone": "0813-1111-2222", "address": "Jl. Baru 9", **PLACE}
    return [
        ("/cart/items", {"variant_id": world.variant.id, "quantity": 1}),
        ("/cart/items/{line:int}", {"quantity": 2}),
        ("/cart/items/{line:int}/save", {}),
        ("/cart/items/{line:int}/restore", {}),
        ("/cart/coupons/remove", {"code": world.code}),
        ("/cart/coupons", {"code": world.code}),
        ("/cart/acknowledge", {}),
        ("/cart/items/{line:int}/remove", {}),
        ("/checkout", {**CUSTOMER, "address_id": world.address, "shipping_method": "jne-reg", "payment_method": "transfer", "action": "place"}),
        ("/profile", {"name": "Ani Lain", "email": world.a_email, "phone": "0813-1111-2222"}),
        ("/profile/addresses", address),
        ("/profile/addresses/{id}", address),
        ("/profile/addresses/{id}/default", {}),
        ("/profile/addresses/{id}/remove", {}),
        ("/orders/{public_id}/again", {}),
        ("/orders/{public_id}/proof", {}),
        ("/orders/{public_id}/pay", {"payment_method": "simulator"}),
        ("/orders/{public_id}/cancel", {}),
        ("/orders/{public_id}/returns/{number:int}/withdraw", {}),
        ("/orders/{public_id}/return", {f"quantity_{world.sold_line}": 1, "reason": "broken"}),
        ("/sessions/{id:int}/end", {}),
        ("/sessions/end-others", {}),
        ("/profile/password", {"current_password": PASSWORD, "new_password": PASSWORD + "2"}),
    ]


@pytest.fixture(scope="module")
def world():
    shop = start_shop()
    try:
        yield World(shop)
    finally:
        shop.remove()


def is_shut(answer):
    """A door, or nothing at all: to the login, forbidden, or no such page."""
    if answer.status in (401, 403, 404):
        return True
    return answer.status == 303 and re.search(r"/(admin/)?login(\?|$)", answer.headers["Location"] or "") is not None


def names(world, answer, path=""):
    """What of A's stands there, besides in the address that was asked for: an attempt's holds its order's number."""
    told = answer.body.decode("utf-8", "replace") + (answer.headers.get("Location") or "")
    for attempt in world.attempts.values():
        told = told.replace(attempt, "")
    return [secret for secret in world.secrets if secret in told and (EXPECTED.get(path) != SECRET or secret not in world.numbers)]


def code_of(answer):
    return answer.json["code"] if answer.headers.get_content_type() == "application/problem+json" else None


def all_at_once(act, people):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: act(*one), people.items()))


def test_every_address_has_somebody_who_may_open_it(world):
    assert len(world.routes) > 150
    assert {route["access"] for route in world.routes} == {"anyone", "customer", "staff"}
    unsaid = {route["path"] for route in world.routes if route["access"] != "staff"} - set(EXPECTED)
    assert unsaid == set(), "say in EXPECTED whose these are"
    assert set(EXPECTED) <= {route["path"] for route in world.routes if route["access"] != "staff"}, "these are gone"
    for route in world.routes:
        below = route["path"] == "/admin" or route["path"].startswith("/admin/")
        assert (route["access"] == "staff") == (below and EXPECTED.get(route["path"]) != DOOR), route
        assert "{" not in world.urls[route["path"]], f"say in tests/integration/access.py what the placeholders of {route['path']} stand for"


def test_the_admin_opens_for_the_permission_and_for_nothing_else(world):
    """Strangers, and every member of staff on every address: whoever has another permission is a stranger too."""
    wrong = []

    def try_all(name, who):
        for route in world.of("GET", "POST", "PUT", "PATCH", "DELETE", access="staff"):
            answer = who.quick(route["method"], world.urls[route["path"]], Accept="application/json")
            asked = ASKED_INSIDE.get(route["path"], route["permission"]) if route["method"] == "GET" else route["permission"]
            if name == "visitor":
                expected = answer.status == 401
            elif name == "owner" or name in world.staff and asked in (name, ""):
                # The door opened; a form then misses its token, so that nothing is done behind it.
                expected = code_of(answer) == "core.forgery" if route["method"] != "GET" else answer.status < 500 and code_of(answer) != "core.forbidden"
            else:
                expected = code_of(answer) == "core.forbidden"
            if not expected:
                wrong.append((name, route["method"], route["path"], answer.status))

    all_at_once(try_all, {**world.staff, "visitor": world.visitor, "A": world.a, "B": world.b, "owner": world.owner})
    assert wrong == [], wrong
    assert len(world.of("GET", "POST", access="staff")) > 110


def test_what_is_a_s_is_read_by_a_and_by_staff_who_may(world):
    told, sees = [], {}

    def strangers(name, who):
        for route in world.of("GET"):
            url = world.urls[route["path"]]
            for answer in [who.quick("GET", url)] + ([who.quick("GET", "/en" + url)] if route["access"] != "staff" else []):
                shut = is_shut(answer) if EXPECTED.get(route["path"]) == ORDER else True
                if answer.status >= 500 or not shut or names(world, answer, route["path"]):
                    told.append((name, route["path"], answer.status, names(world, answer, route["path"])))

    def staff(name, who):
        """Behind the doors that open for them, and at a customer's addresses."""
        for route in world.of("GET"):
            if route["permission"] in (name, "") and (route["access"] == "staff" or EXPECTED[route["path"]] == ORDER):
                answer = who.quick("GET", world.urls[route["path"]])
                if names(world, answer, route["path"]):
                    sees.setdefault(name, set()).add(route["path"])
                if answer.status >= 500:
                    told.append((name, route["path"], answer.status))

    all_at_once(strangers, {"visitor": world.visitor, "B": world.b, "staff without any": world.staff[""]})
    all_at_once(staff, {name: who for name, who in world.staff.items() if name})
    assert told == []
    assert set(sees) == SEES_CUSTOMERS, sees
    orders = {route for route, kind in EXPECTED.items() if kind == ORDER}
    assert {name for name, paths in sees.items() if paths & orders} == {"orders.orders.view"}
    # And A reads it, so that the test would have seen it.
    seen = "".join(world.a.quick("GET", world.urls[path]).text for path in ("/orders", "/orders/{public_id}", "/profile/addresses", "/profile"))
    assert all(secret in seen for secret in world.secrets[:3] + tuple(world.numbers)), seen[-2000:]


def test_what_is_a_s_is_changed_by_a_alone(world):
    changes = changes_of(world)
    mutating = {route["path"] for route in world.of("POST", "PUT", "PATCH", "DELETE") if EXPECTED.get(route["path"]) in (ASKS, ORDER)}
    assert mutating == {path for path, _ in changes}, "say in changes_of what a form of it looks like"
    strangers = {"visitor": world.visitor, "B": world.b, "staff": world.staff[""], "staff who see orders": world.staff["orders.orders.view"]}
    wrong, before = [], world.rows()
    for path, fields in changes:
        if path == "/cart/acknowledge":
            world.shop.db(f"UPDATE cart.lines SET price = price + 1000 WHERE id = {world.line}")
        if path == "/checkout":
            put_in_cart(world.a, world.variant, 2)
            fields = {**fields, "idempotency_key": world.a.get("/checkout").fields("/checkout")["idempotency_key"]}
        url = world.url(path)
        if path in ("/cart/acknowledge", "/checkout"):
            before = world.rows()
        for name, who in strangers.items():
            answer = world.change(who, path, fields, url)
            found = [] if name == "staff who see orders" else set(names(world, answer)) - set(fields.values())
            if found or answer.status >= 500:
                wrong.append((name, path, answer.status, found))
        if world.rows() != before:
            wrong.append(("somebody else could", path))
        # A does it by the same form: the others were not refused for another reason.
        answer = world.change(world.a, path, fields, url)
        after = world.rows()
        if after == before:
            wrong.append(("A cannot", path, answer.status, answer.headers.get("Location")))
        before = after
    assert wrong == [], wrong


def test_forms_for_everybody_and_facts_nobody_signed_change_nothing_of_a_s(world):
    before = world.rows()
    token = {"token": "x" * 43, "password": PASSWORD + "3", "again": PASSWORD + "3"}
    for path, fields in [
        ("/login", {"email": world.a_email, "password": "bukan ini"}), ("/register", {"email": world.a_email, "name": "B", "password": PASSWORD}), ("/confirm", token),
        ("/confirm/again", {"email": world.a_email}), ("/forgot", {"email": world.a_email}), ("/reset", token), ("/logout", {}), ("/admin/logout", {}),
        ("/admin/login", {"email": world.a_email, "password": PASSWORD}), ("/track", {"number": world.numbers[0], "email": world.b_email}),
        ("/simulator/pay/" + "0" * 22, {"action": "pay"}), ("/webhooks/{provider}", {}),
    ]:  # fmt: skip
        who = type(world.visitor)(world.shop.url)
        answer = world.change(who, path, fields, world.url(path))
        assert answer.status < 500 and world.rows() == before, (path, answer.status)
        assert set(names(world, answer, path)) <= set(fields.values()), path
    rest = {route["path"] for route in world.of("POST", "PUT", "PATCH", "DELETE") if EXPECTED.get(route["path"]) in (DOOR, SIGNED, EVERYBODY, SECRET)}
    assert rest == {"/login", "/register", "/confirm", "/confirm/again", "/forgot", "/reset", "/logout", "/admin/logout", "/admin/login", "/track", "/simulator/pay/{attempt}", "/webhooks/{provider}"}


def test_who_named_number_and_email_opens_papers_and_proofs_too(world):
    """The tracking page proves it once, for every plugin's pages of that order; another guest proves nothing by it."""
    guest, order = type(world.visitor)(world.shop.url), world.delivered
    page = guest.get("/track")
    assert order in guest.submit(page, "/track", {"number": order_row(world.shop, order)["number"], "email": world.a_email}).url
    for path in (f"/orders/{order}", f"/orders/{order}/invoice.pdf"):
        assert guest.get(path, follow=False).status == 200, path
        assert is_shut(world.visitor.get(path, follow=False)), path
    guest.submit(guest.get("/track"), "/track", {"number": world.numbers[0], "email": world.a_email})
    proof = f"/orders/{world.waiting}/proof/{world.proof}"
    assert guest.get(proof, follow=False).status == 200
    assert is_shut(world.visitor.get(proof, follow=False))
