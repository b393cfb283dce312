"""A real SMTP server for tests (aiosmtpd). Prints its port, then one JSON line per accepted mail, as Python's mail parser
reads it. Ends when its standard input closes.

nobody@... is refused with 550, busy@... with 451; user "shop" with password "s3cret" may log in, others get 535.
"""
import asyncio
import json
import sys
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy@"):
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        text = mail.get_body(("plain",))
        html = mail.get_body(("html",))
        longest = max(len(line) for line in envelope.content.split(b"\r\n"))
        print(json.dumps({
            "envelope_from": envelope.mail_from, "envelope_to": envelope.rcpt_tos, "login": bool(session.authenticated),
            "from": str(mail["From"]), "to": str(mail["To"]), "subject": str(mail["Subject"]), "date": str(mail["Date"]),
            "message_id": str(mail["Message-ID"]), "type": mail.get_content_type(), "headers": mail.keys(),
            "text": text.get_content().replace("\r\n", "\n"), "html": html.get_content() if html else "", "longest_line": longest,
            "defects": [str(d) for d in mail.defects],
        }), flush=True)
        return "250 accepted"


def authenticate(server, session, envelope, mechanism, login):
    return AuthResult(success=login.login == b"shop" and login.password == b"s3cret")


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(), authenticator=authenticate, auth_require_tls=False), host="127.0.0.1", port=0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(serve())
