"""A raw HTTP/1.1 client that sends exactly the bytes it is given, and the server under test."""
import os
import re
import signal
import socket
import subprocess
import time

TIMEOUT_S = 15


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name):
        return next((value for key, value in self.headers if key == name.lower()), None)

    def all(self, name):
        return [value for key, value in self.headers if key == name.lower()]


class Client:
    """One connection. Fails the test when an answer is malformed."""

    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(TIMEOUT_S)
        self.socket.connect(("127.0.0.1", port))
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)
        return self

    def get(self, target="/", headers=""):
        return self.send(f"GET {target} HTTP/1.1\r\nHost: a\r\n{headers}\r\n".encode())

    def _more(self):
        data = self.socket.recv(1 << 16)
        self.buffer += data
        return data

    def answer(self, is_head=False):
        """The next answer, or None at a clean end of the connection."""
        while b"\r\n\r\n" not in self.buffer:
            if not self._more():
                assert self.buffer == b"", f"cut in a head: {self.buffer[:100]!r}"
                return None
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"HTTP/1\.1 (\d{3}) [^\r\n]+", lines[0])
        assert match, lines[0]
        headers = [(name.lower(), value) for name, value in (line.split(": ", 1) for line in lines[1:])]
        answer = Answer(int(match[1]), headers, b"")
        has_body = not is_head and answer.status not in (100, 204, 304)
        if has_body and answer.header("transfer-encoding") == "chunked":
            assert answer.header("content-length") is None
            answer.body = b"".join(iter(self.chunk, b""))
            return answer
        if has_body and answer.header("content-length") is None:
            assert answer.header("connection") == "close", "neither a length nor chunks nor an end"
            while self._more():
                pass
            answer.body, self.buffer = self.buffer, b""
            return answer
        length = int(answer.header("content-length")) if has_body else 0
        while len(self.buffer) < length:
            assert self._more(), f"cut in a body: {len(self.buffer)} of {length}"
        answer.body, self.buffer = self.buffer[:length], self.buffer[length:]
        return answer

    def head(self):
        """The next head as text, its body left where it is."""
        while b"\r\n\r\n" not in self.buffer:
            assert self._more(), "cut in a head"
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        return head.decode("latin-1")

    def chunk(self):
        """The next chunk of a body; empty at its end."""
        while b"\r\n" not in self.buffer:
            assert self._more(), "cut before a chunk"
        size, self.buffer = self.buffer.split(b"\r\n", 1)
        assert re.fullmatch(rb"[0-9a-f]+", size), size
        length = int(size, 16)
        while len(self.buffer) < length + 2:
            assert self._more(), "cut in a chunk"
        data, end, self.buffer = self.buffer[:length], self.buffer[length : length + 2], self.buffer[length + 2 :]
        assert end == b"\r\n", end
        return data

    def is_closed(self):
        """Waits for the end; false when bytes come instead."""
        try:
            return self.buffer == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True


class Server:
    def __init__(self, *arguments):
        binary = os.environ.get("HTTP_BATTERY_SERVER", "http_battery_server")
        self.process = subprocess.Popen([binary, *arguments], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    def begin_stop(self):
        self.process.send_signal(signal.SIGTERM)

    def stop(self):
        """Stops it and returns its counters. A crash or a sanitizer report fails the test."""
        self.begin_stop()
        return self.wait()

    def wait(self):
        output, _ = self.process.communicate(timeout=TIMEOUT_S)
        assert self.process.returncode == 0, self.process.returncode
        assert output.startswith("stopped\n"), output
        return parse_counters(output.partition("\n")[2])

    def client(self, **arguments):
        return Client(self.port, **arguments)

    def counters(self):
        with self.client() as client:
            return parse_counters(client.get("/metrics").answer().body.decode())

    def wait_for(self, condition, seconds=TIMEOUT_S):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            counters = self.counters()
            if condition(counters):
                return counters
            time.sleep(0.05)
        raise AssertionError(f"did not happen: {counters}")


def parse_counters(text):
    return {name: int(value) for name, value in (line.split(" ") for line in text.splitlines())}
