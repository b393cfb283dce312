"""One shop in which customer A has something of everything, and everybody else who might want it."""

import functools
import hashlib
import http.client
import re
import secrets
from http.cookiejar import Cookie

from conftest import Answer, Session, Shop
from selling import Variant, checkout, order_of, order_row, put_in_cart, unique_email
from test_orders import act, ship_units
from test_payments import PICTURE, multipart, send_proof
from test_pricing import code, make_promotion
from test_sale import confirm, log_in

PASSWORD = "gitar-listrik-merah"
STREET, NAME, PHONE = "Jl. Rahasia Nomor 77", "Ani Rahasia", "0812-7777-7431"
PLACE = {"place": "Sukasari, Kota Bandung, Jawa Barat", "postal_code": "40154"}
# Tables with rows of people that anybody may cause: a forgotten password, a mail, a sign-in that failed.
MOVING_TABLES = ("core.sessions", "core.user_tokens", "core.login_attempts", "core.mails", "core.outbox", "core.jobs", "core.audit_log", "orders.mails", "notifications.sent", "customers.mail_counts")


class Person(Session):
    """A session that comes from another address each time, so that no limit on addresses stands in for a closed door."""

    came = 0

    def __init__(self, url, **cookies):
        super().__init__(url)
        self.line = None
        for name, value in cookies.items():
            self.jar.set_cookie(Cookie(0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, True, None, None, {}))

    @staticmethod
    def somewhere():
        Person.came += 1
        return {"X-Forwarded-For": f"10.{Person.came >> 16 & 255}.{Person.came >> 8 & 255}.{Person.came & 255}"}

    def request(self, method, path, data=None, headers=None, **options):
        return super().request(method, path, data, {**self.somewhere(), **(headers or {})}, **options)

    def quick(self, method, path, **headers):
        """On one connection, without following and without taking cookies. A form is sent empty."""
        self.line = self.line or http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)
        headers = {**self.somewhere(), **({"Cookie": cookies} if cookies else {}), **headers}
        self.line.request(method, path, headers=headers if method == "GET" else {**headers, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"})
        answer = self.line.getresponse()
        return Answer(answer.status, answer.headers, answer.read(), self.url + path)

    def form_token(self, path):
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        return found.group(1) if found else ""


def start_shop():
    shop = Shop()
    config = shop.config / "hurtrock.yaml"
    config.write_text(config.read_text().replace("  # trusted_proxies: [127.0.0.1, 10.0.0.0/8]", "  trusted_proxies: [127.0.0.1]"))
    return shop.start()


class World:
    def __init__(self, shop):
        self.shop = shop
        shop.make_admin()
        # Not the number that the tracking page gives as an example.
        shop.db("ALTER SEQUENCE orders.order_numbers RESTART 77431")
        self.visitor, self.owner = Person(shop.url), Person(shop.url).sign_in_as_admin(shop)
        self.a_email, self.a = self.customer("ani")
        for _ in range(2):  # on other devices
            log_in(Person(shop.url), self.a_email)
        self.b_email, self.b = self.customer("beni")
        self.a_id = shop.db(f"SELECT id FROM core.users WHERE email = '{self.a_email}'")[0][0]
        shop.db(f"UPDATE core.users SET phone = '+6281277777431', name = '{NAME}' WHERE id = {self.a_id}")
        self.variant, self.code = Variant(shop, 50), code()
        self.promotion = make_promotion(shop, percent=10, uses_max=90, uses_per_customer=50, code=self.code)
        self.buy_everything()
        self.fill_cart()
        self.routes = self.owner.get("/admin/system/routes").json["routes"]
        self.permissions = sorted({route["permission"] for route in self.routes if route["permission"]})
        self.staff = self.hire(self.permissions)
        self.secrets = (STREET, NAME, self.a_email, "7777-7431", "277777431", *self.numbers)
        self.watch = self.tables_of_a()
        self.urls = {route["path"]: self.url(route["path"]) for route in self.routes}

    def customer(self, name):
        email = unique_email(name)
        self.shop.run("user", "create", "--email", email, "--password", PASSWORD, "--role", "customer")
        person = Person(self.shop.url)
        log_in(person, email)
        return email, person

    def hire(self, permissions):
        """Somebody for each permission whose role gives it and nothing else, and somebody without any, all signed in."""
        staff, sql = {}, []
        for place, permission in enumerate(["", *permissions]):
            token, role, email = secrets.token_urlsafe(32), f"only-{place}", unique_email("staf")
            sql.append(f"INSERT INTO core.roles (name) VALUES ('{role}');")
            if permission:
                sql.append(f"INSERT INTO core.role_permissions VALUES ('{role}', '{permission}');")
            sql.append(
                f"WITH hired AS (INSERT INTO core.users (public_id, email, name, password_hash, confirmed_at, created_at, updated_at)"
                f" SELECT '{secrets.token_hex(11)}', '{email}', 'Staf', password_hash, now(), now(), now() FROM core.users WHERE id = {self.a_id} RETURNING id),"
                f" given AS (INSERT INTO core.user_roles SELECT id, '{role}' FROM hired)"
                f" INSERT INTO core.sessions (token_hash, user_id, created_at, last_seen_at, expires_at)"
                f" SELECT '{hashlib.sha256(token.encode()).hexdigest()}', id, now(), now(), now() + interval '1 hour' FROM hired;"
            )
            staff[permission] = Person(self.shop.url, hurtrock_session=token)
        self.shop.db("".join(sql))
        return staff

    def buy(self, **changes):
        put_in_cart(self.a, self.variant, 2)
        self.a.submit(self.a.get("/cart"), "/cart/coupons", {"code": self.code})
        answer = checkout(self.a, follow=False, email=self.a_email, name=NAME, phone=PHONE, address=STREET, **changes)
        public_id = order_of(answer)
        self.a.get(answer.headers["Location"], follow=False)
        return public_id

    def buy_everything(self):
        """An order waited for with a proof of transfer, one paid at the simulator's page, one delivered of which a part comes back."""
        self.waiting, self.simulated, self.delivered = self.buy(), self.buy(payment_method="simulator"), self.buy()
        send_proof(self.a, self.waiting, PICTURE)
        confirm(self.shop, self.delivered)
        ship_units(self.owner, self.shop, self.delivered, 2, "JNE7431")
        act(self.owner, self.delivered, "deliver", {})
        self.sold_line = self.one(f"SELECT l.id FROM orders.lines l JOIN orders.orders o ON o.id = l.order_id WHERE o.public_id = '{self.delivered}'")
        page = self.a.get(f"/orders/{self.delivered}/return")
        self.a.submit(page, f"/orders/{self.delivered}/return", {f"quantity_{self.sold_line}": 1, "reason": "broken", "note": STREET})
        self.orders = [self.waiting, self.simulated, self.delivered]
        self.numbers = [order_row(self.shop, one)["number"] for one in self.orders]
        self.attempts = {one: self.one(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{one}'") for one in self.orders}
        self.proof = self.one("SELECT public_id FROM bank_transfer.proofs")
        assert self.one("SELECT count(*) FROM orders.returns") == "1"

    def fill_cart(self):
        put_in_cart(self.a, self.variant, 3)
        self.a.submit(self.a.get("/cart"), "/cart/coupons", {"code": self.code})
        page = self.a.get("/profile/addresses/new")
        self.a.submit(page, "/profile/addresses", {"label": "Studio", "recipient": NAME, "phone": PHONE, "address": STREET + " belakang", **PLACE})
        self.address = self.one(f"SELECT public_id FROM customers.addresses WHERE user_id = {self.a_id} AND label = 'Studio'")

    @functools.cache
    def first(self, table, column="id", which="min"):
        return self.one(f"SELECT {which}({column}) FROM {table}")

    @property
    def line(self):
        """Of the cart; moving it gives it another id."""
        return self.one(f"SELECT coalesce(max(l.id), 0) FROM cart.lines l JOIN cart.carts c ON c.id = l.cart_id WHERE c.user_id = {self.a_id}")

    def one(self, sql):
        return self.shop.db(sql)[0][0]

    # --- addresses ----------------------------------------------------------------------------------------------------

    def known(self, path):
        """What the placeholders of a path stand for: things of A wherever somebody can own them."""
        order = self.delivered if "return" in path or "parcels" in path else self.waiting
        common = {"public_id": order, "attempt": self.attempts[self.waiting], "order": order, "number": 1, "proof": self.proof, "paper": "invoice", "provider": "transfer"}
        first = self.first
        for prefix, more in {
            "/simulator/": lambda: {"attempt": self.attempts[self.simulated]},
            "/profile/addresses": lambda: {"id": self.address},
            "/cart/items": lambda: {"line": self.line},
            "/sessions": lambda: {"id": first(f"core.sessions WHERE user_id = {self.a_id}", "id", "max")},
            "/products/": lambda: {"slug": self.slug("products")},
            "/api/v1/products": lambda: {"slug": self.slug("products")},
            "/categories/": lambda: {"slug": self.slug("categories")},
            "/admin/products": lambda: {"id": first(f"catalog.variants WHERE id = {self.variant.id}", "product_id")},
            "/admin/categories": lambda: {"id": first("catalog.categories")},
            "/admin/stock": lambda: {"id": self.variant.id, "variant": self.variant.id},
            "/admin/account": lambda: {"id": first(f"core.sessions WHERE user_id = {self.a_id}")},
            "/admin/users": lambda: {"id": self.a_id, "session": first(f"core.sessions WHERE user_id = {self.a_id}")},
            "/admin/mail": lambda: {"id": first(f"core.mails WHERE to_address = '{self.a_email}'")},
            "/admin/jobs": lambda: {"kind": "job", "id": 1},
            "/admin/payments/": lambda: {"id": 1},
            "/admin/promotions": lambda: {"promotion": self.promotion, "code": first("promotions.coupons")},
            "/admin/roles": lambda: {"role": "staff"},
            "/admin/plugins": lambda: {"id": "cart"},
            "/admin/themes": lambda: {"id": "rock-metal"},
            "/admin/tax/rates": lambda: {"id": first("tax.rates")},
            "/admin/shipping": lambda: {"id": first("shipping.services"), "service": first("shipping.services")},
        }.items():
            if path.startswith(prefix):
                return {**common, **more()}
        return common

    @functools.cache
    def slug(self, kind):
        found = re.search(rf'href="/{kind}/([^"?]+)"', self.visitor.get("/products").text)
        return found.group(1)

    def url(self, path):
        known = self.known(path)

        def fill(found):
            name = found.group(1).partition(":")[0]
            return str(known.get(name, "{}"))

        return re.sub(r"\{([^}]+)\}", fill, path)

    def of(self, *methods, access=None):
        return [route for route in self.routes if route["method"] in methods and access in (None, route["access"])]

    def change(self, who, path, fields, url):
        """The form as that person's browser would send it, with a token of their own."""
        fields = {**fields, "csrf_token": who.form_token("/admin/account" if who in self.staff.values() else "/track")}
        options = {"headers": {"Sec-Fetch-Site": "same-origin"}, "follow": False}
        if path.endswith("/proof"):
            body, kind = multipart(fields, "proof", "bukti.png", PICTURE)
            return who.request("POST", url, body=body, headers={**options.pop("headers"), **kind}, **options)
        return who.post(url, fields, **options)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def tables_of_a(self):
        """One number for the rows of A in each table that says whose a row is, found by the names of its columns."""
        text = lambda values: "ARRAY[" + ", ".join(f"'{value}'" for value in values) + "]"
        orders = [row[0] for row in self.shop.db(f"SELECT id FROM orders.orders WHERE user_id = {self.a_id}")] + self.orders
        payments = [row[0] for row in self.shop.db(f"SELECT id FROM payments.payments WHERE order_public_id = ANY({text(self.orders)})")]
        cart = self.one(f"SELECT id FROM cart.carts WHERE user_id = {self.a_id}")
        mine = {"user_id": [self.a_id], "order_id": orders, "order_public_id": orders, "holder": orders, "payment_id": payments,
                "attempt_id": list(self.attempts.values()), "cart_id": [cart], "email": [self.a_email]}  # fmt: skip
        columns = self.shop.db(
            "SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns JOIN pg_tables ON schemaname = table_schema AND tablename = table_name"
            f" WHERE column_name = ANY({text(mine)}) ORDER BY 1, 2"
        )
        wanted = {table: column for table, column in columns if table not in MOVING_TABLES}
        assert {"core.users", "customers.addresses", "cart.lines", "cart.coupons", "orders.orders", "orders.lines", "orders.returns", "orders.order_events",
                "payments.payments", "payments.ledger", "bank_transfer.proofs", "inventory.reservations"} <= set(wanted)  # fmt: skip
        sessions = f"SELECT 'sessions', count(*), sum(id) FROM core.sessions WHERE user_id = {self.a_id} UNION ALL "
        return sessions + " UNION ALL ".join(
            f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t WHERE t.{column}::text = ANY({text(mine[column])})" for table, column in wanted.items()
        )

    def rows(self):
        return self.shop.db(self.watch + " ORDER BY 1")
