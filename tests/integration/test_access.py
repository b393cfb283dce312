"""Every address of the running shop, tried as a visitor, two customers, staff without a permission, and the owner.

The list comes from the shop itself (/admin/system/routes), so an address that a plugin adds is tried from its first day.
Placeholders are filled with what belongs to customer A; what is A's must never be read or changed by anyone else."""

import re
import uuid

import pytest
from conftest import Shop
from selling import Variant, checkout, order_of, order_row, put_in_cart
from test_sale import log_in

PASSWORD = "gitar-listrik-merah"
STREET = "Jl. Rahasia Nomor 77"
# What may take long or stop the shop is not pressed here; who may press it is still tried by those who may not.
NEVER_AS_OWNER = ("/admin/safe-mode", "/admin/plugins/{id}/switch", "/admin/logout")
# Signing a stranger in or out, or a customer out, would change who asks.
WHO_ASKS = ("/login", "/logout", "/register", "/admin/login", "/admin/logout", "/reset")


@pytest.fixture(scope="module")
def world():
    running = Shop()
    try:
        yield World(running.start())
    finally:
        running.remove()


def token_of(session, path):
    found = re.search(r'name="csrf_token" value="([^"]+)"', session.get(path).text)
    return found.group(1) if found else ""


class World:
    def __init__(self, shop):
        self.shop = shop
        shop.make_admin()
        self.a_email, self.b_email, self.staff_email = (f"{who}-{uuid.uuid4().hex[:8]}@example.com" for who in ("ani", "beni", "staf"))
        for email, role in ((self.a_email, "customer"), (self.b_email, "customer"), (self.staff_email, "staff")):
            shop.run("user", "create", "--email", email, "--password", PASSWORD, "--role", role)
        self.visitor, self.a, self.b, self.staff, self.owner = shop.session(), shop.session(), shop.session(), shop.session(), shop.admin()
        log_in(self.a, self.a_email)
        log_in(self.b, self.b_email)
        page = self.staff.get("/admin/login")
        self.staff.submit(page, "/admin/login", {"email": self.staff_email, "password": PASSWORD})
        shop.db("DELETE FROM core.role_permissions WHERE role = 'staff'")

        # Not the number that the tracking page gives as an example.
        shop.db("ALTER SEQUENCE orders.order_numbers RESTART 77431")
        self.variant = Variant(shop, 50)
        put_in_cart(self.a, self.variant, 2)
        self.order = order_of(checkout(self.a, email=self.a_email, name="Ani Rahasia", address=STREET))
        self.number = order_row(shop, self.order)["number"]
        self.a.get(f"/orders/{self.order}")
        put_in_cart(self.a, self.variant, 3)
        self.address = shop.db(f"SELECT a.public_id FROM customers.addresses a JOIN core.users u ON u.id = a.user_id WHERE u.email = '{self.a_email}'")[0][0]
        self.attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{self.order}'")[0][0]
        self.line = shop.db(f"SELECT id FROM cart.lines WHERE variant_id = {self.variant.id}")[0][0]
        self.routes = self.owner.get("/admin/system/routes").json["routes"]
        self.tokens = {id(who): token for who, token in ((self.a, token_of(self.a, "/profile")), (self.b, token_of(self.b, "/profile")), (self.visitor, token_of(self.visitor, "/track")))}
        self.secrets = (STREET, "Ani Rahasia", self.a_email, self.number)

    def url(self, path):
        """With A's order, address, payment and cart line where the path asks for one."""
        known = {"public_id": self.order, "attempt": self.attempt, "order": self.order, "kind": "invoice", "provider": "transfer"}
        if path.startswith("/profile/addresses"):
            known["id"] = self.address
        if path.startswith("/cart/"):
            known = dict.fromkeys(("id", "line", "line_id"), self.line)

        def fill(found):
            name, _, kind = found.group(1).partition(":")
            return str(known.get(name) or ("1" if kind == "int" else "x"))

        return re.sub(r"\{([^}]+)\}", fill, path)

    def of(self, *methods):
        return [route for route in self.routes if route["method"] in methods]

    def send(self, who, route):
        method, url = route["method"], self.url(route["path"])
        if method == "GET":
            return who.get(url, follow=False)
        token = self.tokens.get(id(who))
        return who.request(method, url, data={"csrf_token": token or "", "quantity": 1}, follow=False, headers={"Sec-Fetch-Site": "same-origin"})

    def what_is_a_s(self):
        """Everything of A that others could try to change."""
        return {
            "order": self.shop.db(f"SELECT stage, money, fulfilment, revision, note FROM orders.orders WHERE public_id = '{self.order}'"),
            "notes": self.shop.db(f"SELECT count(*) FROM orders.order_events e JOIN orders.orders o ON o.id = e.order_id WHERE o.public_id = '{self.order}'"),
            "payments": self.shop.db(f"SELECT attempt_id, state FROM payments.payments WHERE order_public_id = '{self.order}' ORDER BY 1"),
            "addresses": self.shop.db(f"SELECT a.* FROM customers.addresses a JOIN core.users u ON u.id = a.user_id WHERE u.email = '{self.a_email}'"),
            "cart": self.shop.db(f"SELECT l.id, l.quantity, l.place FROM cart.lines l JOIN cart.carts c ON c.id = l.cart_id JOIN core.users u ON u.id = c.user_id WHERE u.email = '{self.a_email}'"),
            "user": self.shop.db(f"SELECT email, name, phone, password_hash FROM core.users WHERE email = '{self.a_email}'"),
        }


def is_shut(answer):
    """A door, or nothing at all: to the login, forbidden, or no such page."""
    if answer.status in (401, 403, 404, 429):
        return True
    return answer.status == 303 and re.search(r"/(admin/)?login(\?|$)", answer.headers["Location"] or "") is not None


def test_the_shop_knows_its_addresses(world):
    assert len(world.routes) > 120
    assert {route["access"] for route in world.routes} == {"anyone", "customer", "staff"}
    for route in world.routes:
        if route["path"].startswith("/admin/") and route["access"] != "staff":
            assert route["path"] in ("/admin/login", "/admin/logout"), f"{route} is open to anyone"
    for who in (world.visitor, world.a, world.b, world.staff):
        assert is_shut(who.get("/admin/system/routes", follow=False))


def test_nobody_but_staff_with_the_permission_passes_a_door_of_the_admin(world):
    open_doors = []
    doors = [route for route in world.routes if route["access"] == "staff"]
    for route in doors:
        for name, who in (("visitor", world.visitor), ("customer", world.b)):
            if not is_shut(world.send(who, route)):
                open_doors.append((name, route))
        if route["permission"]:
            # Signed in as staff, but nobody gave the role anything.
            world.tokens.setdefault(id(world.staff), token_of(world.staff, "/admin/account"))
            answer = world.send(world.staff, route)
            if answer.status not in (403, 404, 429):
                open_doors.append(("staff without it", route, answer.status))
    assert open_doors == []
    assert len(doors) > 60


def test_the_owner_passes_every_door(world):
    shut = [route["path"] for route in world.of("GET") if route["access"] == "staff" and route["path"] not in NEVER_AS_OWNER and world.send(world.owner, route).status in (401, 403, 500)]
    assert shut == []


def test_a_visitor_must_log_in_where_a_customer_is_asked_for(world):
    for route in world.routes:
        if route["access"] == "customer":
            assert is_shut(world.send(world.visitor, route)), route


def test_what_is_a_s_is_read_by_a_alone(world):
    told = []
    for route in world.of("GET"):
        for name, who in (("visitor", world.visitor), ("B", world.b), ("staff", world.staff)):
            answer = world.send(who, route)
            body = answer.body.decode("utf-8", "replace") + (answer.headers.get("Location") or "")
            body = body.replace(world.attempt, "")  # who asks for it by name learns no name
            told += [(name, route["path"], secret) for secret in world.secrets if secret in body]
            if answer.status >= 500:
                told.append((name, route["path"], answer.status))
    assert told == []
    # And A reads it, so that the test would have seen it.
    seen = "".join(world.send(world.a, route).body.decode("utf-8", "replace") for route in world.of("GET") if route["path"] in ("/orders/{public_id}", "/profile/addresses", "/checkout", "/profile"))
    assert all(secret in seen for secret in world.secrets)


def test_what_is_a_s_is_changed_by_a_alone(world):
    before = world.what_is_a_s()
    changed = []
    for route in world.of("POST", "PUT", "PATCH", "DELETE"):
        if route["path"] in WHO_ASKS or route["path"].startswith("/webhooks/"):
            continue
        for name, who in (("visitor", world.visitor), ("B", world.b), ("staff", world.staff)):
            answer = world.send(who, route)
            assert answer.status < 500 or answer.status == 503, (name, route, answer.status)
        now = world.what_is_a_s()
        changed += [(route["path"], part) for part in before if now[part] != before[part]]
        before = now
    assert changed == []
    # A does change it, by the same requests: they are not refused for another reason.
    path = f"/orders/{world.order}/cancel"
    world.a.submit(world.a.get(f"/orders/{world.order}"), path)
    assert order_row(world.shop, world.order)["state"] == "cancelled"
