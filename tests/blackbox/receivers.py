"""Where notices go: a web server and a mail server that can be told to misbehave."""

import collections
import socket
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from blackbox.waiting import wait_until


class Call(NamedTuple):
    at: float  # on the monotonic clock
    wall: float
    method: str
    path: str
    headers: dict  # lower-case names
    body: bytes


class _WebHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.receiver.take(
            self, Call(time.monotonic(), time.time(), self.command, self.path, headers, body))

    do_GET = do_POST = do_PUT = _take

    def log_message(self, *_):
        """Says nothing."""

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _WebServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """A client that went away is nothing to tell of."""


class WebhookReceiver:
    """Takes every request. What it answers is 200, unless a path has been told otherwise.

    A behaviour is a status, or a function of the handler that answers; `drop`, `hang` and `delayed`
    are such functions. Behaviours of a path are used up one by one; the last one stays if it is
    said to last `for_ever`.
    """

    def __init__(self):
        self._server = _WebServer(("127.0.0.1", 0), _WebHandler)
        self._server.receiver = self
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._calls = []
        self._behaviours = {}
        self._lock = threading.Lock()
        self.released = threading.Event()  # lets go of those that hang
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def behave(self, path, *behaviours, for_ever=False):
        with self._lock:
            self._behaviours[path] = (collections.deque(behaviours), for_ever)

    def calls(self, path=None):
        with self._lock:
            return [call for call in self._calls if path is None or call.path == path]

    def wait_for(self, count, path=None, within_s=10):
        """The calls, once there are `count` of them."""
        wait_until(lambda: len(self.calls(path)) >= count, within_s,
                   f"{count} calls of {path or 'any path'}")
        return self.calls(path)

    def take(self, handler, call):
        with self._lock:
            self._calls.append(call)
            behaviours, for_ever = self._behaviours.get(call.path, ((), False))
            behaviour = 200
            if behaviours:
                last = len(behaviours) == 1 and for_ever
                behaviour = behaviours[0] if last else behaviours.popleft()
        if callable(behaviour):
            behaviour(handler)
        else:
            handler.answer(behaviour)


def drop(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def hang(handler):
    handler.server.receiver.released.wait(120)
    handler.close_connection = True


def redirected(location):
    return lambda handler: handler.answer(302, headers=[("Location", location)])


class Mail(NamedTuple):
    at: float
    wall: float
    sender: str
    recipients: tuple
    data: bytes  # as it was sent, without the dot stuffing


class _SmtpHandler(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        sender, recipients = "", []
        self.say("220 sink ESMTP")
        while line := self.rfile.readline():
            text = line.decode("latin-1").strip()
            verb = text[:4].upper()
            if verb == "DATA":
                self.say("354 go on")
                if not self._take_message(sender, tuple(recipients)):
                    return
                sender, recipients = "", []
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                if verb == "MAIL":
                    sender = text[10:].split(">")[0].strip("<")
                elif verb == "RCPT":
                    recipients.append(text[8:].split(">")[0].strip("<"))
                self.say("250 8BITMIME" if verb == "EHLO" else "250 fine")

    def _take_message(self, sender, recipients):
        """False if the connection is to be dropped."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        mail = Mail(time.monotonic(), time.time(), sender, recipients, b"".join(lines))
        reply = self.server.sink.take(mail)
        if reply is None:
            return False
        self.say(reply)
        return True


class _SmtpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_):
        """A client that went away is nothing to tell of."""


class SmtpSink:
    """Takes mail without TLS. Replies to the end of a message come from a list for each recipient:
    a line such as "451 later", or None, which drops the connection after the message was read."""

    def __init__(self):
        self._server = _SmtpServer(("127.0.0.1", 0), _SmtpHandler)
        self._server.sink = self
        self.port = self._server.server_address[1]
        self._mails = []
        self._replies = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def reply(self, recipient, *replies):
        with self._lock:
            self._replies[recipient] = collections.deque(replies)

    def mails(self, recipient):
        """Every message that was offered, the refused ones too."""
        with self._lock:
            return [mail for mail in self._mails if recipient in mail.recipients]

    def wait_for(self, count, recipient, within_s=10):
        wait_until(lambda: len(self.mails(recipient)) >= count, within_s,
                   f"{count} mails to {recipient}")
        return self.mails(recipient)

    def take(self, mail):
        with self._lock:
            self._mails.append(mail)
            for recipient in mail.recipients:
                if self._replies.get(recipient):
                    return self._replies[recipient].popleft()
        return "250 taken"
