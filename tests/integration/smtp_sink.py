"""A mail server that keeps what it gets, and can hold its answer back at the moment it matters.

As a program it writes its address, then every mail as a line of JSON: {to, subject, id, text, html}."""

import email
import json
import sys
import threading
from email import policy

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

        mail = email.message_from_bytes(envelope.content)
        with self.lock:
            self.mails.append((list(envelope.rcpt_tos), mail))
            self.kept(list(envelope.rcpt_tos), mail)
        if self.held_address in envelope.rcpt_tos and not self.released.is_set():
            self.held.set()
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait, HELD_SECONDS_MAX)
        return "250 kept"

    def kept(self, recipients, mail):
        """Called for each mail, one at a time."""

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


def readable(recipients, mail):
    """The mail as a reader shows it."""
    parsed = email.message_from_bytes(mail.as_bytes(), policy=policy.default)
    parts = {kind: parsed.get_body((kind,)) for kind in ("plain", "html")}
    return {
        "to": recipients,
        "subject": parsed["Subject"],
        "id": parsed["Message-ID"],
        "text": parts["plain"].get_content() if parts["plain"] else "",
        "html": parts["html"].get_content() if parts["html"] else "",
    }


def main():
    sink = SmtpSink()
    sink.kept = lambda recipients, mail: print(json.dumps(readable(recipients, mail)), flush=True)
    print(sink.url, flush=True)
    sys.stdin.read()  # until whoever started it goes away
    sink.stop()


if __name__ == "__main__":
    main()
