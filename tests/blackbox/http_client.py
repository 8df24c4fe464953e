"""A small HTTP/1.1 client over a plain socket, which can also send what no client should."""

import json
import socket
from typing import NamedTuple

TIMEOUT_S = 20


class Closed(Exception):
    """The server closed the connection instead of answering."""


class Answer(NamedTuple):
    status: int
    headers: tuple  # of (lower-case name, value)
    body: bytes

    def header(self, name, default=None):
        return next((value for key, value in self.headers if key == name.lower()), default)

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)


class Connection:
    """One connection to `port` of the loopback address, through TLS if a context is given."""

    def __init__(self, port, tls=None, timeout_s=TIMEOUT_S):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls is not None:
            self._socket = tls.wrap_socket(self._socket, server_hostname="localhost")
        self._port = port
        self._received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def send(self, data):
        self._socket.sendall(data)

    def end_sending(self):
        self._socket.shutdown(socket.SHUT_WR)

    def request(self, method, target, headers=(), body=None):
        """`headers`: pairs, or a dict. Content-Length is added for a body."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        pairs = headers.items() if isinstance(headers, dict) else headers
        lines += [f"{name}: {value}" for name, value in pairs]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))
        return self.read_answer(to_head=method == "HEAD")

    def read_answer(self, to_head=False):
        """The next final answer; Closed if there is none."""
        while True:
            head = self._read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
            status = int(head[0].split(" ", 2)[1])
            if status >= 200:
                break
        headers = tuple((name.strip().lower(), value.strip())
                        for name, _, value in (line.partition(":") for line in head[1:] if line))
        answer = Answer(status, headers, b"")
        if to_head or status in (204, 304):
            return answer
        return answer._replace(body=self._read_body(answer))

    def is_closed(self):
        """Waits for the end of the stream; false if bytes come instead."""
        try:
            return self._received == b"" and self._socket.recv(1) == b""
        except (ConnectionResetError, BrokenPipeError):
            return True

    def _read_body(self, answer):
        if answer.header("transfer-encoding"):
            parts = []
            while size := int(self._read_until(b"\r\n").split(b";")[0], 16):
                parts.append(self._read_exactly(size))
                self._read_exactly(2)
            self._read_until(b"\r\n")
            return b"".join(parts)
        return self._read_exactly(int(answer.header("content-length", "0")))

    def _read_until(self, mark):
        while mark not in self._received:
            self._receive()
        head, self._received = self._received.split(mark, 1)
        return head

    def _read_exactly(self, size):
        while len(self._received) < size:
            self._receive()
        data, self._received = self._received[:size], self._received[size:]
        return data

    def _receive(self):
        try:
            data = self._socket.recv(256 * 1024)
        except (ConnectionResetError, BrokenPipeError) as error:
            raise Closed from error
        if not data:
            raise Closed
        self._received += data


class Api:
    """The management API with one key."""

    def __init__(self, server, key, version=3):
        self._server = server
        self._key = key
        self.base = f"/api/v{version}"

    def call(self, method, path, document=None):
        headers = {"X-Api-Key": self._key}
        body = None if document is None else json.dumps(document).encode()
        return self._server.request(method, self.base + path, headers, body)

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, document=None):
        return self.call("POST", path, document)

    def make_check(self, **fields):
        answer = self.post("/checks/", fields)
        if answer.status not in (200, 201):
            raise AssertionError(f"no check was made: {answer}")
        return answer.json()

    def check(self, uuid):
        answer = self.get(f"/checks/{uuid}")
        if answer.status != 200:
            raise AssertionError(f"no such check: {answer}")
        return answer.json()

    def pings(self, uuid):
        """Newest first."""
        return self.get(f"/checks/{uuid}/pings/").json()["pings"]

    def body(self, uuid, number):
        return self.get(f"/checks/{uuid}/pings/{number}/body").body

    def flips(self, uuid):
        """Newest first."""
        return self.get(f"/checks/{uuid}/flips/").json()["flips"]


class Native:
    """The native API of one project with one of its keys."""

    def __init__(self, server, project, key):
        self._server = server
        self._base = f"/v1/projects/{project}"
        self._key = key

    def call(self, method, path, document=None):
        body = None if document is None else json.dumps(document).encode()
        return self._server.request(method, self._base + path,
                                    {"Authorization": f"Bearer {self._key}"}, body)

    def alerts(self, check):
        """Those of a check with their deliveries, newest first."""
        listed = self.call("GET", f"/alerts?check={check}").json()["alerts"]
        return [self.call("GET", f"/alerts/{alert['id']}").json() for alert in listed]

    def deliveries(self, check):
        return [delivery for alert in self.alerts(check) for delivery in alert["deliveries"]]
