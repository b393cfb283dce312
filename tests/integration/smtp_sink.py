"""A mail server that keeps what it gets, and can hold its answer back at the moment it matters."""

import email
import threading

from aiosmtpd.controller import Controller
from conftest import free_port

HELD_SECONDS_MAX = 60


class SmtpSink:
    def __init__(self):
        self.mails, self.lock = [], threading.Lock()
        self.held_address, self.held, self.released = None, threading.Event(), threading.Event()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        self.url = f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_DATA(self, _server, _session, envelope):
        import asyncio

        with self.lock:
            self.mails.append((list(envelope.rcpt_tos), email.message_from_bytes(envelope.content)))
        if self.held_address in envelope.rcpt_tos and not self.released.is_set():
            self.held.set()
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait, HELD_SECONDS_MAX)
        return "250 kept"

    def hold(self, address):
        """The mail to it is taken, and the sender is left without an answer until release()."""
        self.held_address = address
        self.held.clear()
        self.released.clear()

    def wait_until_held(self, seconds):
        assert self.held.wait(seconds), f"no mail to {self.held_address} within {seconds} s"

    def release(self):
        self.released.set()

    def to(self, address):
        with self.lock:
            return [mail for recipients, mail in self.mails if address in recipients]

    def stop(self):
        self.released.set()
        self.controller.stop()
