"""Answers that are made while they are sent, with clients that read well, badly or not at all."""
import socket
import time

import pytest

from http_wire import Server


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def hasty_server():
    with Server("--short-deadlines") as running:
        yield running


def test_a_stream_is_chunked_and_the_connection_goes_on(server):
    with server.client() as client:
        answer = client.get("/stream?pieces=3&bytes=5").answer()
        assert answer.header("transfer-encoding") == "chunked"
        assert answer.body == b"aaaaabbbbbccccc"
        assert client.get("/token?t=after").answer().body == b"token=after"


def test_a_stream_to_http_1_0_ends_with_the_connection(server):
    for keep_alive in ("", "Connection: keep-alive\r\n"):
        with server.client() as client:
            answer = client.send(f"GET /stream?pieces=3 HTTP/1.0\r\n{keep_alive}\r\n".encode()).answer()
            assert answer.header("transfer-encoding") is None and answer.header("content-length") is None
            assert answer.header("connection") == "close"
            assert answer.body == b"aaaaabbbbbccccc"


def test_head_of_a_stream_makes_nothing_of_it(server):
    made = server.counters()["pieces_made"]
    with server.client() as client:
        answer = client.send(b"HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n").answer(is_head=True)
        assert (answer.status, answer.header("content-length"), answer.header("transfer-encoding")) == (200, None, None)
        assert client.get("/token?t=1").answer().body == b"token=1"
    assert server.counters()["pieces_made"] == made


def test_pieces_arrive_when_they_are_made(server):
    with server.client() as client:
        client.get("/stream?pieces=4&ms=150")
        client.head()
        arrived = []
        while client.chunk():
            arrived.append(time.monotonic())
        assert len(arrived) == 4 and arrived[-1] - arrived[0] > 0.35


def test_empty_pieces_do_not_end_the_body(server):
    with server.client() as client:
        answer = client.get("/stream?pieces=3&bytes=0").answer()
        assert answer.body == b"" and client.get("/token?t=1").answer().body == b"token=1"


def test_requests_behind_a_stream_wait_for_their_turn(server):
    with server.client() as client:
        client.send(b"".join(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode() for target in ("/stream?pieces=5&ms=20", "/token?t=2", "/stream?pieces=1", "/token?t=4")))
        assert [client.answer().body for _ in range(4)] == [b"aaaaabbbbbcccccdddddeeeee", b"token=2", b"aaaaa", b"token=4"]


def test_a_half_closed_client_gets_the_whole_stream(server):
    with server.client() as client:
        client.get("/stream?pieces=6&ms=50")
        client.socket.shutdown(socket.SHUT_WR)
        assert client.answer().body == b"aaaaabbbbbcccccdddddeeeeefffff"
        assert client.is_closed()


def test_a_source_is_asked_only_as_fast_as_the_client_reads(server):
    before = server.counters()["pieces_made"]
    with server.client(receive_buffer=4096) as client:
        client.get("/stream?pieces=400&bytes=1000000")
        time.sleep(1.5)
        made = server.counters()["pieces_made"] - before
        assert 1 <= made < 20, "400 MB for a client that reads nothing"
        client.head()
        total = 0
        while total < 30_000_000:
            total += len(client.chunk())
        assert server.counters()["pieces_made"] - before < total // 1_000_000 + 20
    server.wait_for(lambda counters: counters["sources"] == 0)


def test_a_source_that_fails_leaves_the_body_visibly_unfinished(server):
    cut = server.counters()["streams_cut"]
    with server.client() as client:
        client.get("/stream?pieces=2&broken=1&ms=20")
        client.head()
        assert client.chunk() == b"aaaaa"
        with pytest.raises(AssertionError, match="cut before a chunk"):
            client.chunk()
    assert server.counters()["streams_cut"] == cut + 1


def test_a_stream_nobody_wants_any_more_is_cut(server):
    with server.client() as client:
        client.get("/stream?endless=1&later=1&wanted=600")
        client.head()
        start = time.monotonic()
        with pytest.raises(AssertionError, match="cut before a chunk"):
            while client.chunk():
                pass
        assert 0.3 < time.monotonic() - start < 5
    server.wait_for(lambda counters: counters["sources"] == 0)


def test_a_reader_that_stops_does_not_keep_a_stream(hasty_server):
    with hasty_server.client(receive_buffer=4096) as client:
        client.get("/stream?endless=1&bytes=500000")
        hasty_server.wait_for(lambda counters: counters["sources"] == 1)
        hasty_server.wait_for(lambda counters: counters["slow_writers_cut"] >= 1 and counters["sources"] == 0)


def test_a_source_that_has_nothing_to_say_is_given_up(hasty_server):
    with hasty_server.client() as client:
        client.get("/stream?endless=1&bytes=0&later=1")
        client.head()
        with pytest.raises(AssertionError, match="cut before a chunk"):
            client.chunk()
    with hasty_server.client() as client:
        client.get("/stream?pieces=2&ms=6000")  # one that hangs
        client.head()
        start = time.monotonic()
        with pytest.raises(AssertionError, match="cut before a chunk"):
            client.chunk()
        assert time.monotonic() - start < 5


def test_clients_that_leave_take_their_streams_with_them(server):
    for number in range(60):
        client = server.client().get(f"/stream?endless=1&bytes=20000&ms={number % 4}")
        if number % 2:
            client.head()
            client.chunk()
        client.close()
    server.wait_for(lambda counters: counters["sources"] == 0 and counters["open"] <= 1)


def test_many_streams_are_nobodys_but_their_readers(server):
    clients = [server.client().get(f"/stream?pieces={n + 1}&bytes={n + 1}&ms=5") for n in range(24)]
    for n, client in enumerate(clients):
        assert client.answer().body == b"".join(bytes([ord("a") + i % 26]) * (n + 1) for i in range(n + 1))
        client.close()


def test_stopping_lets_streams_finish_and_ends_endless_ones():
    with Server("--drain", "5000") as stopping:
        finite = stopping.client().get("/stream?pieces=10&ms=100")
        endless = stopping.client().get("/stream?endless=1&later=1")
        finite.head(), endless.head(), endless.chunk()
        start = time.monotonic()
        stopping.begin_stop()
        assert b"".join(iter(finite.chunk, b"")) == b"".join(bytes([ord("a") + i]) * 5 for i in range(10))
        while endless.chunk():
            pass  # ends in order, with a last chunk
        assert finite.is_closed() and endless.is_closed()
        counters = stopping.wait()
        assert time.monotonic() - start < 4, "an endless stream must not use up the drain"
        assert (counters["open"], counters["sources"]) == (0, 0)


def test_a_stream_that_does_not_end_is_cut_after_the_drain():
    with Server("--drain", "500") as stopping:
        endless = stopping.client().get("/stream?endless=1&ms=20")
        endless.head()
        stopping.begin_stop()
        with pytest.raises(AssertionError, match="cut before a chunk"):
            while endless.chunk():
                pass
        assert stopping.wait()["sources"] == 0
