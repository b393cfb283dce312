"""Webhooks that nobody signed: one that was, changed in its body or its signature, over and over."""

import collections
import http.client
import random
from concurrent.futures import ThreadPoolExecutor

CONNECTIONS = 16
TABLES = ("inbox", "facts", "ledger", "payment_events", "gateway_references", "refunds", "exchanges")


def counted(shop):
    """Everything that a webhook could write."""
    return {table: shop.db(f"SELECT count(*) FROM payments.{table}")[0][0] for table in TABLES}


def changed(dice, text, alphabet):
    """The text with one to three changes; never the same."""
    made = list(text)
    while made == list(text):
        for _ in range(dice.randint(1, 3)):
            at, how = dice.randrange(len(made)), dice.randrange(4)
            if how == 0:
                made[at] = dice.choice(alphabet)
            elif how == 1 and len(made) > 1:
                del made[at]
            elif how == 2:
                made.insert(at, dice.choice(alphabet))
            else:
                other = dice.randrange(len(made))
                made[at], made[other] = made[other], made[at]
    return "".join(made)


def statuses_of(shop, path, requests):
    """How often each status was answered to all (body, headers), from many connections at once."""

    def work(share):
        line, statuses = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=60), collections.Counter()
        for body, headers in share:
            line.request("POST", path, body, {"Content-Type": "application/json", **headers})
            answer = line.getresponse()
            answer.read()
            statuses[answer.status] += 1
        line.close()
        return statuses

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(work, (requests[first::CONNECTIONS] for first in range(CONNECTIONS))), collections.Counter())


def dice():
    return random.Random(11)
