"""The live stream of a real server: what a ping changes is told, and ten thousand may listen."""

import json
import resource
import socket
import unittest

from blackbox.case import ServerCase, on_sqlite

STREAMS = 10_000


def open_stream(server, key):
    stream = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = f"GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n\r\n"
    stream.sendall(head.encode())
    return stream


def read_until(stream, words):
    got = b""
    while words not in got:
        piece = stream.recv(65536)
        if not piece:
            raise AssertionError(f"the stream ended before {words!r}: {got!r}")
        got += piece
    return got.decode()


@on_sqlite
class Live(ServerCase):
    def setUp(self):
        super().setUp()
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        if hard < STREAMS + 1_000:
            raise unittest.SkipTest(f"only {hard} files may be open")

    def test_ten_thousand_streams_hear_of_a_ping(self):
        uuid_ = self.api.make_check(name="job")["uuid"]
        key = self.project["api_key_readonly"]
        streams = [open_stream(self.server, key) for _ in range(STREAMS)]
        try:
            for stream in streams:
                self.assertIn("event: hello", read_until(stream, b"event: hello\ndata: {}\n\n"))
            self.ping(uuid_)
            for stream in streams:
                text = read_until(stream, b"event: check\ndata: ")
                self.assertNotIn(uuid_, text)
            event = json.loads(text.split("event: check\ndata: ")[1].split("\n")[0])
            self.assertEqual((event["status"], event["pings"]), ("up", 1))
        finally:
            for stream in streams:
                stream.close()


if __name__ == "__main__":
    unittest.main()
