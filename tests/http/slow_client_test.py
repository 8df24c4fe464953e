"""Clients that take their time are cut, while all others are served (F69, F67)."""

import socket
import threading
import time
import unittest

from blackbox.case import ServerCase, on_sqlite
from blackbox.http_client import Closed

IDLE_CONNECTIONS = 300


@on_sqlite
class SlowClients(ServerCase):
    def drip(self, head, drop_of):
        """Sends `head`, then `drop_of` once a second until the server has had enough. Gives the
        status of its answer (None without one) and the seconds that it took."""
        began = time.monotonic()
        with self.server.connect(timeout_s=1) as connection:
            connection.send(head)
            while time.monotonic() - began < 40:
                try:
                    return connection.read_answer().status, time.monotonic() - began
                except socket.timeout:
                    pass
                except Closed:
                    return None, time.monotonic() - began
                try:
                    connection.send(drop_of)
                except OSError:
                    pass
        return "never cut", time.monotonic() - began

    def test_F69_they_are_cut_while_others_are_served(self):
        uuid_ = self.api.make_check(name="job")["uuid"]
        ping = f"POST /ping/{uuid_} HTTP/1.1\r\nHost: x\r\n".encode()
        chunked = ping + b"Transfer-Encoding: chunked\r\n\r\n"
        clients = {
            "nothing at all": (b"", b""),
            "one byte of header a second": (ping + b"X: ", b"x"),
            "one byte of body a second": (ping + b"Content-Length: 1000\r\n\r\n", b"x"),
            "one byte of chunks a second": (chunked + b"ffff\r\n", b"x"),
            "one chunk size digit a second": (chunked, b"0"),
        }
        results = {}

        def run(name):
            results[name] = self.drip(*clients[name])
        threads = [threading.Thread(target=run, args=(name,))
                   for name in clients for _ in range(10)]
        for thread in threads:
            thread.start()
        slowest, served = 0, 0
        idle = [socket.create_connection(("127.0.0.1", self.server.port))
                for _ in range(IDLE_CONNECTIONS)]
        while any(thread.is_alive() for thread in threads):
            began = time.monotonic()
            self.ping(uuid_)
            slowest = max(slowest, time.monotonic() - began)
            served += 1
            time.sleep(0.05)
        for connection in idle:
            connection.close()
        for name, (status, took) in results.items():
            with self.subTest(name):
                self.assertIn(status, (408, 400, None))
                self.assertLess(took, 25)
        self.assertLess(slowest, 2)
        self.assertEqual(self.api.check(uuid_)["n_pings"], served, "no slow ping was recorded")


if __name__ == "__main__":
    unittest.main()
