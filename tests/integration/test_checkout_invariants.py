"""What no rush, no failure and no kill may break: one transaction spans cart, coupons, stock, order and payment.

HURTROCK_SEEDS says how many rushes of 500 are run (2; 50 take several minutes)."""

import contextlib
import os
import re
import signal
import threading
import time
import uuid

import pytest
from conftest import Shop
from rush import Buyer, order_id, prepare, rush
from selling import Variant, order_row, words
from smtp_sink import SmtpSink
from test_pricing import code, make_promotion
from test_races import kill_worker, nothing_is_torn
from test_resilience import postmaster_of, worker_of

SEEDS = int(os.environ.get("HURTROCK_SEEDS", "2"))
BUYERS, UNITS = 500, 20


@pytest.fixture(scope="module")
def quick():
    """A shop of this file's own; its mails go to a sink."""
    sink = SmtpSink()
    running = Shop(environment={"HURTROCK_SMTP_URL": sink.url})
    running.sink = sink
    try:
        running.start()
        running.make_admin()
        yield running
    finally:
        running.remove()
        sink.stop()


# --- 1: many want few -------------------------------------------------------------------------------------------------


def said(body):
    """The messages of a page."""
    return re.findall(r'role="alert".*?</div>|class="field-error".*?</p>', body, re.S) or body[:500]


def with_units(shop, variant, units):
    """So many are left to sell, whatever was sold before."""
    shop.db(f"UPDATE inventory.levels SET on_hand = reserved + {units} WHERE variant_id = {variant.id}")


def test_five_hundred_want_twenty_and_exactly_twenty_are_sold(quick):
    variant = Variant(quick, 1000)
    buyers = [Buyer(quick) for _ in range(BUYERS)]
    prepare(BUYERS, lambda index: buyers[index].fill_cart(variant))
    retried = 0
    for seed in range(SEEDS):
        with_units(quick, variant, UNITS)
        before = int(quick.db("SELECT count(*) FROM orders.orders")[0][0])
        answers = rush(buyers, seed, lambda buyer: buyer.place_until_heard())
        won = {order_id(headers): index for index, (status, headers, _, _) in enumerate(answers) if status == 303 and order_id(headers)}
        retried += sum(tries > 0 for *_, tries in answers)
        assert len(won) == UNITS, f"seed {seed}: {len(won)} sold"
        for index, (status, _, body, _) in enumerate(answers):
            if index not in won.values():
                assert status == 409 and "stok habis" in body, f"seed {seed}: {status} {said(body)}"
        on_hand, reserved = variant.stock()
        assert on_hand - reserved == 0, f"seed {seed}"
        assert int(quick.db("SELECT count(*) FROM orders.orders")[0][0]) == before + UNITS
        kept = {row[0] for row in quick.db("SELECT public_id FROM orders.orders")}
        assert set(won) <= kept
        nothing_is_torn(quick, variant)
        with_units(quick, variant, BUYERS)
        prepare(UNITS, lambda number, again=list(won.values()): buyers[again[number]].fill_cart(variant))
    print(f"{SEEDS} seeds of {BUYERS} for {UNITS}: {retried} heard 'not attempted' and tried again")


@contextlib.contextmanager
def held(shop, lock, seconds=3):
    """Somebody else has the row for the first seconds."""
    holding = threading.Thread(target=lambda: shop.db(f"BEGIN; {lock}; SELECT pg_sleep({seconds}); COMMIT"))
    holding.start()
    while shop.db("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == [["0"]]:
        time.sleep(0.02)
    yield
    holding.join()


def test_five_hundred_type_a_code_with_one_use_left_and_one_gets_it(quick):
    variant, gift = Variant(quick, 100_000), code()
    promotion = make_promotion(quick, percent=50, uses_max=1, code=gift)
    buyers = [Buyer(quick) for _ in range(BUYERS)]

    # Typed by way of the database: the shop would rightly take so many tries from one address for guessing.
    typed = (
        f"INSERT INTO cart.coupons (cart_id, code, added_at) SELECT DISTINCT l.cart_id, '{gift}', now() FROM cart.lines l"
        f" WHERE l.variant_id = {variant.id} ON CONFLICT DO NOTHING"
    )
    prepare(BUYERS, lambda index: buyers[index].fill_cart(variant))
    quick.db(typed)
    for seed in range(SEEDS):
        # Held until as many as the shop has threads have seen that a use is left: they all want it in the same instant.
        with held(quick, f"SELECT 1 FROM promotions.promotions WHERE public_id = '{promotion}' FOR UPDATE"):
            answers = rush(buyers, seed, lambda buyer: buyer.place_until_heard(email=f"p{id(buyer)}@example.com"))
        won = [index for index, (status, headers, *_) in enumerate(answers) if status == 303 and order_id(headers)]
        assert len(won) == 1, f"seed {seed}: {len(won)} orders with the code"
        for index, (status, _, body, _) in enumerate(answers):
            assert index in won or (status == 409 and "habis dipakai" in body), f"seed {seed}: {status} {said(body)}"
        uses = quick.db(f"SELECT uses, uses_max FROM promotions.promotions WHERE public_id = '{promotion}'")[0]
        assert uses == [str(seed + 1), str(seed + 1)]
        quick.db(f"UPDATE promotions.promotions SET uses_max = uses + 1 WHERE public_id = '{promotion}'")
        buyers[won[0]].fill_cart(variant)
        quick.db(typed)
    discounted = f"SELECT count(*) FROM orders.orders o WHERE discount_total > 0 AND EXISTS (SELECT 1 FROM promotions.uses u JOIN promotions.promotions p ON p.id = u.promotion_id WHERE u.order_id = o.public_id AND p.public_id = '{promotion}')"
    assert quick.db(discounted) == [[str(SEEDS)]]
    nothing_is_torn(quick, variant)


# --- 4: one key, many times -------------------------------------------------------------------------------------------


def test_one_key_fifty_times_at_once_is_one_order_with_one_answer(quick):
    variant = Variant(quick, 90)
    buyer = Buyer(quick)
    buyer.fill_cart(variant, 2)
    key = uuid.uuid4().hex

    def send(index):
        twin = Buyer(quick)
        twin.cookies = dict(buyer.cookies)
        while True:
            status, headers, body = twin.place(key)
            if status != 503:
                return status, headers["Location"], body

    answers = rush(list(range(50)), 0, send)
    assert len(set(answers)) == 1 and answers[0][0] == 303, set(answers)
    assert variant.stock() == (90, 2)
    public_id = order_id({"Location": answers[0][1]})
    status, _, body = buyer.place(key, address="Jl. Lain 2")
    assert status == 422 and public_id in body
    nothing_is_torn(quick, variant)


# --- 0: a failure anywhere --------------------------------------------------------------------------------------------

WRITES_MAX = 100
SCHEMAS = ("cart", "promotions", "inventory", "orders", "payments", "bank_transfer")


class Sabotage:
    """Counts every row that a transaction that places an order writes in the sale's schemas (listeners that hear of earlier
    orders write meanwhile), and can make the n-th one, or the commit, fail."""

    def __init__(self, shop):
        self.shop = shop
        schemas = ", ".join(f"'{schema}'" for schema in SCHEMAS)
        self.tables = [row[0] for row in shop.db(f"SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ({schemas}) ORDER BY 1")]

    def __enter__(self):
        self.shop.db(
            "CREATE SCHEMA sabotage; CREATE SEQUENCE sabotage.written; CREATE TABLE sabotage.plan (fails_at bigint); CREATE TABLE sabotage.seen (number bigint, what text);"
            "INSERT INTO sabotage.plan VALUES (NULL); GRANT USAGE ON SCHEMA sabotage TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA sabotage TO PUBLIC;"
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA sabotage TO PUBLIC;"
            # nextval is not undone by a rollback: the next try goes on counting, so the plan names the sum.
            "CREATE FUNCTION sabotage.count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF TG_TABLE_NAME = 'idempotency' THEN PERFORM set_config('sabotage.placing', 'yes', true); END IF;"
            " IF current_setting('sabotage.placing', true) = 'yes' THEN"
            "  INSERT INTO sabotage.seen VALUES (nextval('sabotage.written'), TG_OP || ' ' || TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME);"
            "  IF currval('sabotage.written') = (SELECT fails_at FROM sabotage.plan) THEN RAISE EXCEPTION 'injected'; END IF; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;"
            "CREATE FUNCTION sabotage.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF (SELECT fails_at FROM sabotage.plan) = -1 THEN RAISE EXCEPTION 'injected at commit'; END IF; RETURN NULL; END $$;"
            + "".join(f"CREATE TRIGGER a_sabotage BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION sabotage.count();" for table in self.tables)
            + "CREATE CONSTRAINT TRIGGER z_sabotage AFTER INSERT ON orders.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sabotage.late();"
        )
        return self

    def __exit__(self, *_):
        self.shop.db("DROP SCHEMA sabotage CASCADE")

    def plan(self, number):
        wanted = "NULL" if number is None else "-1" if number < 0 else f"{number} + (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM sabotage.written)"
        self.shop.db(f"UPDATE sabotage.plan SET fails_at = {wanted}")

    def seen(self):
        return self.shop.db("SELECT what FROM sabotage.seen ORDER BY number")

    def wait_until_told(self, seconds=60):
        """Until the listeners of earlier orders have heard of them."""
        deadline = time.monotonic() + seconds
        while self.shop.db("SELECT count(*) FROM core.outbox") != [["0"]]:
            assert time.monotonic() < deadline, "events stay untold"
            time.sleep(0.2)

    def state(self):
        """Every row of every table, in one number each."""
        parts = " UNION ALL ".join(f"SELECT '{table}', count(*)::text || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {table} t" for table in self.tables)
        events = "SELECT 'core.outbox', count(*)::text FROM core.outbox"
        return self.shop.db(f"{parts} UNION ALL {events} ORDER BY 1")


def test_a_failure_at_any_write_of_a_checkout_leaves_everything_as_it_was(quick):
    variant, gift = Variant(quick, 9), code()
    make_promotion(quick, percent=10, uses_max=9, uses_per_customer=5, code=gift)

    def ready():
        buyer = Buyer(quick)
        buyer.fill_cart(variant, 2)
        buyer.type_code(gift)
        return buyer

    with Sabotage(quick) as sabotage:
        buyer = ready()
        sabotage.wait_until_told()
        untouched = sabotage.state()
        sabotage.plan(-1)
        assert buyer.place()[0] == 500 and sabotage.state() == untouched, "a commit that fails"
        for number in range(1, WRITES_MAX):
            sabotage.plan(number)
            status, headers, body = buyer.place()
            sabotage.plan(None)
            if status == 303:  # it wrote less than that: an order after all
                break
            assert status == 500, f"write {number}: {status} {body[:500]}"
            assert sabotage.state() == untouched, f"write {number}"
        assert order_id(headers) and number > 12, f"only {number - 1} rows were written: {sabotage.seen()}"
    assert variant.stock() == (9, 2)
    nothing_is_torn(quick, variant)


# --- 2: killed anywhere -----------------------------------------------------------------------------------------------

SLEEP_SECONDS = 4


class Trap:
    """The statement that writes to a table waits inside the database, so that the worker can be killed just there; as a
    deferred trigger it waits inside the commit, which then succeeds without anyone to tell."""

    def __init__(self, shop, table, at_commit=False):
        self.shop, self.table = shop, table
        kind = "CONSTRAINT TRIGGER z_trap AFTER INSERT" if at_commit else "TRIGGER z_trap BEFORE INSERT OR UPDATE"
        late = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
        shop.db(
            f"CREATE FUNCTION public.trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep({SLEEP_SECONDS}); RETURN NEW; END $$;"
            f"CREATE {kind} ON {table} {late} FOR EACH ROW EXECUTE FUNCTION public.trap()"
        )

    def kill_in_it(self, act):
        """Runs act in the background, kills the worker while it is in the trap, waits until all is quiet again."""
        caught = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"

        def run():
            try:
                act()
            except OSError:
                pass

        doing = threading.Thread(target=run)
        doing.start()
        deadline = time.monotonic() + 30
        while self.shop.db(caught) == [["0"]]:
            assert time.monotonic() < deadline, f"nothing waits at {self.table}"
            time.sleep(0.02)
        kill_worker(self.shop)
        doing.join()
        while self.shop.db(caught) != [["0"]]:
            time.sleep(0.1)
        self.shop.db(f"DROP TRIGGER z_trap ON {self.table}; DROP FUNCTION public.trap()")
        self.shop.wait_until_ready()


@pytest.mark.parametrize(
    "point, table, at_commit",
    [("reserve", "inventory.reservations", False), ("create", "orders.orders", False), ("pay", "payments.payments", False), ("commit", "orders.orders", True)],
)
def test_killed_while_placing_an_order(quick, point, table, at_commit):
    variant = Variant(quick, 5)
    buyer = Buyer(quick)
    buyer.fill_cart(variant, 2)
    key = uuid.uuid4().hex
    Trap(quick, table, at_commit).kill_in_it(lambda: buyer.place(key))
    held = variant.stock()[1]
    orders = quick.db(f"SELECT count(*) FROM orders.lines WHERE variant_id = {variant.id}")
    assert (held, orders) in ((0, [["0"]]), (2, [["1"]])), point
    if at_commit:
        assert held == 2, "the database had promised it"
    nothing_is_torn(quick, variant)

    # Nobody heard anything: the form sent again is the same order.
    status, headers, body = buyer.place(key)
    assert status == 303, body[:500]
    assert quick.db(f"SELECT count(*) FROM orders.lines WHERE variant_id = {variant.id}") == [["1"]]
    assert variant.stock() == (5, 2)
    assert "1234567890" in words(quick.session().get(headers["Location"])), "its payment begins"
    nothing_is_torn(quick, variant)


def receipt(shop, public_id):
    admin = shop.admin()
    attempt = shop.db(f"SELECT attempt_id FROM payments.payments WHERE order_public_id = '{public_id}' ORDER BY id DESC LIMIT 1")[0][0]
    path = f"/admin/payments/{attempt}"
    page = admin.get(path)
    return lambda: admin.submit(page, f"{path}/receipt")


@pytest.mark.parametrize("point, table, at_commit", [("record", "payments.ledger", False), ("ship stock", "inventory.levels", False), ("commit", "payments.ledger", True)])
def test_killed_while_recording_money(quick, point, table, at_commit):
    variant = Variant(quick, 5)
    buyer = Buyer(quick)
    buyer.fill_cart(variant, 2)
    public_id = order_id(buyer.place()[1])
    quick.session().get(f"/orders/{public_id}")
    Trap(quick, table, at_commit).kill_in_it(receipt(quick, public_id))
    paid = order_row(quick, public_id)["state"] == "paid"
    assert paid == at_commit and variant.stock() == ((3, 0) if paid else (5, 2)), point
    nothing_is_torn(quick, variant)
    if not paid:
        receipt(quick, public_id)()
    assert order_row(quick, public_id)["state"] == "paid" and variant.stock() == (3, 0)
    captured = quick.db(f"SELECT count(*) FROM payments.ledger l JOIN payments.payments p ON p.id = l.payment_id WHERE p.order_public_id = '{public_id}' AND kind = 'captured'")
    assert captured == [["1"]]
    nothing_is_torn(quick, variant)


def test_killed_before_the_mail_server_said_yes(quick):
    variant = Variant(quick, 5)
    buyer = Buyer(quick)
    buyer.fill_cart(variant)
    to = f"terbunuh-{uuid.uuid4().hex[:8]}@example.com"
    quick.sink.hold(to)
    assert buyer.place(email=to)[0] == 303
    quick.sink.wait_until_held(60)
    kill_worker(quick)
    quick.sink.release()
    quick.wait_until_ready()
    # The dead worker's lease runs for some minutes more; here it ends now.
    quick.db(f"UPDATE core.mails SET next_try_at = now() WHERE to_address = '{to}'")
    deadline = time.monotonic() + 60
    while len(quick.sink.to(to)) < 2:
        assert time.monotonic() < deadline, "the mail was not sent again"
        time.sleep(0.2)
    ids = {mail["Message-ID"] for mail in quick.sink.to(to)}
    assert len(ids) == 1, "sent again under its own name, so that a reader sees it once"


# --- 5: the database falls over ---------------------------------------------------------------------------------------


def test_the_database_is_restarted_immediately_in_the_middle_of_checkouts(quick):
    """SIGQUIT is what `pg_ctl restart -m immediate` sends: no checkpoint, recovery from the log."""
    variant = Variant(quick, 100_000)
    worker, acknowledged, refused, over = worker_of(quick), [], [], threading.Event()

    def buy():
        while not over.is_set():
            buyer = Buyer(quick)
            try:
                buyer.fill_cart(variant)
                status, headers, _ = buyer.place()
            except (OSError, AssertionError):
                status, headers = 0, {}
            public_id = order_id(headers) if status == 303 else None
            (acknowledged if public_id else refused).append(public_id)
            if not public_id:
                time.sleep(0.05)

    def wait_for(count):
        wanted, deadline = len(acknowledged) + count, time.monotonic() + 90
        while len(acknowledged) < wanted:
            assert time.monotonic() < deadline, f"{len(acknowledged)} of {wanted}"
            time.sleep(0.05)

    threads = [threading.Thread(target=buy) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        wait_for(20)
        os.kill(postmaster_of(quick), signal.SIGQUIT)
        wait_for(20)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    kept = {row[0] for row in quick.db("SELECT public_id FROM orders.orders")}
    lost = [public_id for public_id in acknowledged if public_id not in kept]
    assert lost == [], f"{len(lost)} of {len(acknowledged)} acknowledged orders are gone"
    assert worker_of(quick) == worker, "the shop itself was not restarted"
    assert variant.stock()[1] == int(quick.db(f"SELECT coalesce(sum(quantity), 0) FROM orders.lines WHERE variant_id = {variant.id}")[0][0])
    nothing_is_torn(quick, variant)
    print(f"{len(acknowledged)} acknowledged and kept, {len(refused)} refused")
