"""A mail server that listens on this machine: it keeps what it takes, and refuses whom it is told to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import cast

from django.conf import LazySettings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class MailServer(ThreadingTCPServer):
    """``refused`` maps an address to the answer it gets; ``dies_after`` names the step at which it hangs up."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.refused: dict[str, str] = {}
        self.dies_after = ""

    @property
    def addresses(self) -> list[str]:
        return sorted(address for to, _letter in self.taken for address in to)


class Conversation(StreamRequestHandler):
    def handle(self) -> None:
        self.to: list[str] = []
        self.say("220 here")
        for line in self.rfile:
            words = line.decode().strip()
            verb = words[:4].upper()
            if not self.answer(verb, words) or verb == (self.mail.dies_after or "QUIT"):
                return

    @property
    def mail(self) -> MailServer:
        return cast(MailServer, self.server)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def answer(self, verb: str, words: str) -> bool:
        if verb == "RCPT":
            self.recipient(words.partition("<")[2].partition(">")[0])
        elif verb == "DATA":
            self.say("354 go on")
            return self.take()
        else:
            self.say("250 well")
        return True

    def recipient(self, address: str) -> None:
        if address in self.mail.refused:
            self.say(self.mail.refused[address])
            return
        self.to.append(address)
        self.say("250 well")

    def take(self) -> bool:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        self.mail.taken.append((self.to, cast(EmailMessage, letter)))
        self.to = []
        if self.mail.dies_after == "DATA":
            return False
        self.say("250 taken")
        return True


@contextmanager
def mail_server(settings: LazySettings) -> Iterator[MailServer]:
    """Runs while it is needed, and is where Django's mail goes."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
