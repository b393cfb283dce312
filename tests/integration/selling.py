"""What the tests of a sale have in common: a variant with known stock, a filled cart, a checkout form, an order."""

import re
import uuid

CUSTOMER = {
    "email": "budi@example.com",
    "name": "Budi Santoso",
    "phone": "0812-3456-7890",
    "address": "Jl. Merdeka 1, RT 02/RW 05",
    "place": "Sukasari, Kota Bandung, Jawa Barat",
    "postal_code": "40154",
    "note": "Titip di satpam",
}


class Variant:
    """A variant of the demo whose stock this test decides: one that no test of this shop has had, or the one whose turn was
    longest ago."""

    turns = 0

    def __init__(self, shop, on_hand):
        rows = shop.db(
            "SELECT v.id, v.price FROM catalog.variants v JOIN inventory.levels l ON l.variant_id = v.id"
            " WHERE l.reserved = 0 AND v.price > 0 ORDER BY v.id DESC"
        )
        had = shop.__dict__.setdefault("variants_had", {})
        self.id, price = min(rows, key=lambda row: had.get(row[0], 0))
        Variant.turns += 1
        had[self.id] = Variant.turns
        self.shop, self.price = shop, int(price)
        self.since = int(shop.db("SELECT coalesce(max(id), 0) FROM orders.orders")[0][0])  # orders of other tests end here
        self.set_stock(on_hand)

    def set_stock(self, on_hand):
        self.shop.db(f"UPDATE inventory.levels SET on_hand = {on_hand} WHERE variant_id = {self.id}")

    def stock(self):
        """(on hand, reserved)"""
        return tuple(int(cell) for cell in self.shop.db(f"SELECT on_hand, reserved FROM inventory.levels WHERE variant_id = {self.id}")[0])


def put_in_cart(session, variant, quantity=1, **options):
    """As a browser without scripts: any page with a form gives the token, then the form is sent."""
    fields = session.get("/track").fields("/track")
    return session.post("/cart/items", {**fields, "variant_id": variant.id, "quantity": quantity}, **options)


def checkout(session, follow=True, **changes):
    """Opens the checkout page and sends it filled in."""
    page = session.get("/checkout")
    return session.submit(page, "/checkout", {**CUSTOMER, "action": "place", **changes}, follow=follow)


def order_of(answer):
    """The public id in the address an order was answered with."""
    found = re.search(r"/orders/([0-9A-Za-z]{22})", answer.headers.get("Location") or answer.url)
    assert found, f"no order: {answer.status} {answer.url}\n{words(answer)[:1500]}"
    return found.group(1)


def words(answer):
    """The page as a reader sees it."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.text, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def order_row(shop, public_id):
    columns = "id, number, state, subtotal, shipping_price, total, tax"
    row = shop.db(f"SELECT {columns} FROM orders.orders WHERE public_id = '{public_id}'")[0]
    return dict(zip(columns.split(", "), row))


def let_expire(shop, public_id):
    """The time to pay is over, and the shop looks at once; see ended_by."""
    for table, key in (("orders.orders", "public_id"), ("payments.payments", "order_public_id")):
        shop.db(f"UPDATE {table} SET expires_at = now() - interval '1 minute' WHERE {key} = '{public_id}'")
    shop.db("UPDATE core.job_schedules SET next_run_at = now(), leased_until = now() WHERE name IN ('orders.expire', 'payments.expire')")


def ended_by(shop, public_id):
    """What ended an order: "cancel", "expire", or None."""
    rows = shop.db(f"SELECT e.event FROM orders.order_events e JOIN orders.orders o ON o.id = e.order_id WHERE o.public_id = '{public_id}' AND e.to_state = 'cancelled'")
    return rows[0][0] if rows else None


def unique_email(name="pembeli"):
    return f"{name}-{uuid.uuid4().hex[:10]}@example.com"
