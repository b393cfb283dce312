"""Hundreds of visitors who press the button in the same instant, with as little between them and the socket as possible."""

import http.client
import random
import re
import threading
import time
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor

from selling import CUSTOMER

ANSWER_SECONDS_MAX = 60
# A full queue answers "not attempted, try again"; whoever hears it does.
TRIES_MAX = 400


class Buyer:
    """A browser reduced to cookies and the header that proves where a form came from."""

    def __init__(self, shop):
        self.host = shop.url.removeprefix("http://")
        self.cookies, self.key = {}, ""

    def send(self, method, path, fields=None, accept="text/html"):
        connection = http.client.HTTPConnection(self.host, timeout=ANSWER_SECONDS_MAX)
        try:
            headers = {"Accept": accept, "Sec-Fetch-Site": "same-origin", "Connection": "close"}
            if self.cookies:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            body = None
            if fields is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                body = urllib.parse.urlencode(fields)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, value = cookie.split(";", 1)[0].split("=", 1)
                self.cookies[name] = value
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def fill_cart(self, variant, quantity=1):
        status, _, body = self.send("POST", "/cart/items", {"variant_id": variant.id, "quantity": quantity}, "application/json")
        assert status == 200, body

    def type_code(self, code):
        assert self.send("POST", "/cart/coupons", {"code": code})[0] == 303

    def place(self, key=None, **changes):
        """(status, headers, body) of a checkout as a program sends it: a key of its own, and no page it was made from."""
        self.key = key or uuid.uuid4().hex
        form = {**CUSTOMER, "shipping_method": "jne-reg", "payment_method": "transfer", "idempotency_key": self.key, "action": "place", **changes}
        return self.send("POST", "/checkout", form)

    def place_until_heard(self, **changes):
        """The same, and the number of times it was told that nothing was attempted."""
        for tried in range(TRIES_MAX):
            status, headers, body = self.place(self.key or None, **changes)
            if status != 503:
                self.key = ""
                return status, headers, body, tried
            assert headers["Retry-After"], "a full queue says when to come again"
            time.sleep(random.uniform(0.05, 0.3))
        raise AssertionError(f"never attempted in {TRIES_MAX} tries")


def prepare(count, act, threads=16):
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(act, range(count)))


def rush(buyers, seed, act):
    """All at once, in an order and with gaps that the seed decides: every third seed without any gap."""
    chance = random.Random(seed)
    spread = (0.0, 0.05, 0.5)[seed % 3]
    waits = [chance.uniform(0, spread) for _ in buyers]
    order = chance.sample(range(len(buyers)), len(buyers))
    start = threading.Barrier(len(buyers))
    answers = [None] * len(buyers)

    def run(index):
        start.wait()
        time.sleep(waits[index])
        try:
            answers[index] = act(buyers[index])
        except Exception as error:  # the assertion belongs to the test's own thread
            answers[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in order]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers


def order_id(headers):
    found = re.search(r"/orders/([0-9A-Za-z]{22})", headers.get("Location", ""))
    return found.group(1) if found else None
