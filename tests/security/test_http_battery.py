"""Hostile and unusual clients against the real transport, over real sockets."""
import random
import socket
import struct
import threading
import time

import pytest

from http_bad_requests import POST, REFUSED
from http_wire import Client, Server

STRESS_SECONDS = 8


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def hasty_server():
    """Deadlines of one to three seconds."""
    with Server("--short-deadlines") as running:
        yield running


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("is_slow", [False, True], ids=["at_once", "byte_by_byte"])
def test_a_malformed_request_is_refused_and_nothing_behind_it_is_served(server, name, is_slow):
    data, status = REFUSED[name]
    if is_slow and len(data) > 1000:
        pytest.skip("the parser's own tests do this for long requests")
    with server.client() as client:
        smuggled = b"GET /token?t=smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        try:
            if is_slow:
                client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for byte in data:
                    client.send(bytes([byte]))
            else:
                client.send(data)
            client.send(smuggled)
        except (ConnectionResetError, BrokenPipeError):
            pass  # refused before all was sent
        answer = client.answer()
        assert answer.status == status
        assert answer.header("connection") == "close"
        assert client.is_closed()


def test_trace_names_the_allowed_methods(server):
    with server.client() as client:
        assert "POST" in client.send(REFUSED["trace"][0]).answer().header("allow")


def test_answers_to_head_and_bodiless_statuses_have_no_body(server):
    with server.client() as client:
        answer = client.send(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(is_head=True)
        assert (answer.status, answer.header("content-length")) == (200, "30720")
        answer = client.send(b"HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n").answer(is_head=True)
        assert answer.header("content-length") == str(32 * 1024 * 1024)
        for code in (204, 304):
            answer = client.get(f"/status?code={code}").answer()
            assert (answer.status, answer.header("content-length")) == (code, None)
        # Had a body been sent, this answer would be garbage.
        assert client.get("/token?t=1").answer().body == b"token=1"


def test_a_refused_head_request_gets_no_body(server):
    with server.client() as client:
        assert client.send(b"HEAD / HTTP/1.1\r\n\r\n").answer(is_head=True).status == 400
        assert client.is_closed()


def test_response_headers_cannot_be_split(server):
    with server.client() as client:
        answer = client.get("/headers").answer()
        assert answer.all("set-cookie") == ["a=1", "b=2"]
        assert answer.header("x-evil") is None and answer.header("injected") is None
        assert answer.all("content-length") == ["0"]
        assert answer.header("date").endswith(" GMT")


def test_a_pipeline_is_answered_in_order(server):
    with server.client() as client:
        requests = [f"GET /{'later' if i % 3 == 0 else 'token'}?t={i}&ms={i % 5} HTTP/1.1\r\nHost: a\r\n\r\n" for i in range(60)]
        client.send("".join(requests).encode())
        assert [client.answer().body for _ in requests] == [f"token={i}".encode() for i in range(60)]


def test_a_pipeline_may_be_cut_anywhere(server):
    random.seed(7)
    with server.client() as client:
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        text = b"".join(b"POST /echo?%d HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n" % i for i in range(30))
        while text:
            cut = random.randint(1, 40)
            client.send(text[:cut])
            text = text[cut:]
        for i in range(30):
            body = client.answer().body
            assert b"target=/echo?%d\n" % i in body and b"body=body\n" in body


def test_keep_alive_follows_the_version_and_the_header(server):
    cases = [
        (b"GET /token HTTP/1.1\r\nHost: a\r\n\r\n", True, None),
        (b"GET /token HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", False, "close"),
        (b"GET /token HTTP/1.0\r\n\r\n", False, "close"),
        (b"GET /token HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", True, "keep-alive"),
        (b"GET /close HTTP/1.1\r\nHost: a\r\n\r\n", False, "close"),
    ]
    for request, stays, header in cases:
        with server.client() as client:
            answer = client.send(request).answer()
            assert answer.header("connection") == header, request
            if stays:
                assert client.send(request).answer().status == 200
            else:
                assert client.is_closed()


def test_100_continue_is_sent_once_and_only_when_the_body_is_welcome(server):
    head = POST + b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\n"
    with server.client() as client:
        assert client.send(head).answer().status == 100
        answer = client.send(b"body").answer()
        assert answer.status == 200 and b"body=body\n" in answer.body
        # A client that does not wait gets the answer alone.
        assert client.send(head + b"body").answer().status == 200
    with server.client() as client:
        client.send(POST + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
        assert client.answer().status == 413


def test_uploads_may_be_larger_where_the_application_says_so(server):
    body = b"u" * (6 * 1024 * 1024)
    with server.client() as client:
        client.send(b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        assert b"body_bytes=%d\n" % len(body) in client.answer().body
    with server.client() as client:
        client.send(POST + b"Content-Length: %d\r\n\r\n" % len(body))
        assert client.answer().status == 413


def test_a_413_reaches_a_client_that_is_still_sending(server):
    with server.client() as client:
        client.send(POST + b"Content-Length: 4000000\r\n\r\n" + b"x" * 4000000)
        assert client.answer().status == 413


def test_a_half_closed_client_gets_all_its_answers(server):
    with server.client() as client:
        client.get("/token?t=1").get("/later?t=2&ms=100").get("/token?t=3")
        client.socket.shutdown(socket.SHUT_WR)
        assert [client.answer().body for _ in range(3)] == [b"token=1", b"token=2", b"token=3"]
        assert client.is_closed()


def test_a_half_closed_client_gets_a_large_answer_whole(server):
    with server.client() as client:
        client.get("/big")
        client.socket.shutdown(socket.SHUT_WR)
        time.sleep(0.3)
        assert client.answer().body.count(b"b") == 32 * 1024 * 1024


def test_files_are_sent_from_any_offset(server):
    with server.client() as client:
        assert len(client.get("/file?from=1000&bytes=5000000").answer().body) == 5000000
        assert client.get("/file?bytes=0").answer().body == b""
        assert client.get("/token?t=after").answer().body == b"token=after"


def test_handlers_that_fail_answer_500(server):
    with server.client() as client:
        for target in ("/throw", "/drop"):
            answer = client.get(target).answer()
            assert answer.status == 500
            assert b"thrown" not in answer.body
        assert client.get("/token?t=1").answer().status == 200


def reset(client):
    """Closes with a reset instead of an orderly end."""
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def test_clients_that_leave_before_the_answer_hurt_nobody(server):
    for round_number in range(100):
        client = server.client().get(f"/later?t=x&ms={round_number % 20}")
        if round_number % 2:
            reset(client)
        else:
            client.close()
    with server.client() as client:
        assert client.get("/token?t=alive").answer().body == b"token=alive"
    server.wait_for(lambda counters: counters["open"] <= 1)


def test_input_sent_far_ahead_is_cut_off(server):
    with server.client() as client:
        client.get("/later?t=1&ms=3000")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            for _ in range(400):
                client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 1000)
    assert server.counters()["input_flood"] >= 1


def test_slow_readers_do_not_hold_up_others(server):
    readers = [server.client(receive_buffer=4096).get("/big") for _ in range(40)]
    start = time.monotonic()
    for number in range(300):
        with server.client() as client:
            assert client.get(f"/token?t={number}").answer().body == b"token=%d" % number
    assert time.monotonic() - start < 10
    for reader in readers:
        reader.close()
    server.wait_for(lambda counters: counters["open"] <= 1)


def test_a_slow_reader_that_goes_on_gets_everything(server):
    with server.client(receive_buffer=16384) as client:
        client.get("/file?bytes=3000000")
        time.sleep(0.5)
        assert len(client.answer().body) == 3000000


def test_a_reader_that_stops_is_cut_off(hasty_server):
    with hasty_server.client(receive_buffer=4096) as client:
        client.get("/big")
        hasty_server.wait_for(lambda counters: counters["slow_writers_cut"] >= 1)


def test_a_silent_connection_is_closed(hasty_server):
    with hasty_server.client() as client:
        start = time.monotonic()
        assert client.is_closed()
        assert 2 < time.monotonic() - start < 10


def test_an_idle_keep_alive_connection_is_closed(hasty_server):
    with hasty_server.client() as client:
        assert client.get("/token").answer().status == 200
        assert client.is_closed()


def test_a_head_sent_drop_by_drop_is_given_up(hasty_server):
    with hasty_server.client() as client:
        start = time.monotonic()
        with pytest.raises((ConnectionResetError, BrokenPipeError, TimeoutError)):
            client.send(b"GET / HTTP/1.1\r\nHost: a\r\n")
            while time.monotonic() - start < 10:
                client.send(b"X: 1\r\n")
                time.sleep(0.2)
        assert time.monotonic() - start < 9
    assert hasty_server.counters()["head_too_slow"] >= 1


def test_a_body_that_stops_is_given_up(hasty_server):
    with hasty_server.client() as client:
        client.send(POST + b"Content-Length: 1000\r\n\r\nabc")
        answer = client.answer()
        assert answer.status == 408
        assert client.is_closed()


@pytest.mark.parametrize("framing", ["Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n186a0\r\n"], ids=["length", "chunked"])
def test_a_body_sent_drop_by_drop_is_given_up(hasty_server, framing):
    too_slow = hasty_server.counters()["body_too_slow"]
    with hasty_server.client() as client:
        client.send(POST + framing.encode())
        start = time.monotonic()
        try:
            while time.monotonic() - start < 8 and hasty_server.counters()["body_too_slow"] == too_slow:
                client.send(b"x" * 20)
                time.sleep(0.1)
        except (ConnectionResetError, BrokenPipeError):
            pass
        assert hasty_server.counters()["body_too_slow"] == too_slow + 1
        assert time.monotonic() - start < 6
        assert client.answer().status == 408


def test_trailers_are_read_and_dropped(server):
    with server.client() as client:
        client.send(POST + b"Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nContent-Length: 9\r\nX-Evil: 1\r\n\r\n")
        body = client.answer().body
        assert b"body=body\n" in body and b"evil" not in body and b"content-length" not in body
        assert client.get("/token?t=1").answer().body == b"token=1"


def test_http_1_0_needs_no_host_and_gets_no_100_continue(server):
    with server.client() as client:
        client.send(b"POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody")
        answer = client.answer()
        assert answer.status == 200 and b"body=body\n" in answer.body
        assert client.is_closed()


def test_a_body_that_makes_progress_may_take_longer_than_a_window(hasty_server):
    with hasty_server.client() as client:
        client.send(POST + b"Content-Length: 40000\r\n\r\n")
        for _ in range(10):
            client.send(b"x" * 4000)
            time.sleep(0.25)
        assert client.answer().status == 200


def test_no_more_connections_than_allowed_are_served():
    with Server("--connections", "70") as small:
        clients = [small.client() for _ in range(70)]
        for client in clients:
            assert client.get("/token").answer().status == 200
        with small.client() as one_too_many:
            assert one_too_many.is_closed()
        for client in clients:
            client.close()
        small.wait_for(lambda counters: counters["refused"] >= 1)


def visit(port, number, end, failures, served):
    """A visitor who leaves in all kinds of ways, and only ever accepts his own bytes."""
    chance = random.Random(number)
    count = 0
    while time.monotonic() < end and not failures:
        client = Client(port)
        for _ in range(chance.randint(1, 4)):
            token = f"{number}-{count}"
            count += 1
            page = chance.choice(["token", "later"])
            client.get(f"/{page}?t={token}&ms={chance.randint(0, 3)}")
            manner = chance.random()
            if manner < 0.2:
                break  # leaves without reading
            if manner < 0.3:
                reset(client)
                break
            body = client.answer().body
            if body != f"token={token}".encode():
                failures.append((token, body))
            served.append(1)
        client.close()


def test_nobody_ever_sees_the_bytes_of_another_visitor(server):
    end = time.monotonic() + STRESS_SECONDS
    failures, served = [], []
    visitors = [threading.Thread(target=visit, args=(server.port, i, end, failures, served)) for i in range(24)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert not failures
    assert len(served) > 500
    server.wait_for(lambda counters: counters["open"] <= 1)


def test_stopping_answers_what_is_in_flight_and_refuses_the_rest():
    with Server("--drain", "5000") as stopping:
        busy = stopping.client().get("/later?t=in-flight&ms=1000")
        idle = stopping.client().get("/token?t=1")
        assert idle.answer().status == 200
        partial = stopping.client().send(POST + b"Content-Length: 4\r\n\r\nbo")
        time.sleep(0.3)
        stopping.begin_stop()
        assert idle.is_closed()
        with pytest.raises(ConnectionRefusedError):
            stopping.client()
        partial.send(b"dy")
        for client, text in ((partial, b"body=body"), (busy, b"token=in-flight")):
            answer = client.answer()
            assert text in answer.body
            assert answer.header("connection") == "close"
        assert stopping.wait()["open"] == 0


def test_stopping_does_not_wait_longer_than_the_drain():
    with Server("--drain", "300") as stopping:
        late = stopping.client().get("/later?t=late&ms=2000")
        reader = stopping.client(receive_buffer=4096).get("/big")
        time.sleep(0.3)
        start = time.monotonic()
        stopping.begin_stop()
        assert stopping.process.stdout.readline() == "stopped\n"
        assert time.monotonic() - start < 1.9
        late.close()
        reader.close()
        assert stopping.process.wait(10) == 0


def test_stopping_under_load_neither_crashes_nor_hangs():
    with Server("--drain", "1000") as stopping:
        stop = threading.Event()

        def load():
            while not stop.is_set():
                try:
                    with stopping.client() as client:
                        for _ in range(20):
                            client.get("/later?t=1&ms=1").answer()
                except (OSError, AssertionError, AttributeError):
                    continue

        threads = [threading.Thread(target=load) for _ in range(16)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        try:
            counters = stopping.stop()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert counters["open"] == 0
        assert counters["requests"] > 100
