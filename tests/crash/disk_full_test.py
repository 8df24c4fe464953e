"""F9, P11: the disk is full. Writes are refused with a reason, reads go on, and when there is room
again the server recovers without a restart."""

import os
import subprocess
import time
import unittest

from blackbox.case import Installation, ShowsLogs
from blackbox.engines import Sqlite
from blackbox.http_client import Api
from blackbox.waiting import wait_until

DISK = "12m"
FULL_FOR_S = 8  # longer than the server goes without a write of its own


class DiskFullTest(ShowsLogs, unittest.TestCase):
    def setUp(self):
        self.installation = Installation(Sqlite)
        self.addCleanup(self.installation.close)
        self.disk = os.path.join(self.installation.data_dir, "disk")
        os.mkdir(self.disk)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "tmpfs", self.disk],
            capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"no tmpfs can be mounted here: {mounted.stderr.decode().strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=False)
        self.server = self.installation.server(data_dir=self.disk)
        # Its log is on the other disk, and must not be what fills this one.
        self.server._log_path = os.path.join(self.installation.data_dir, "server.log")
        self.server.start()
        self.addCleanup(self.server.end)
        self.project = self.server.make_project("main")
        self.api = Api(self.server, self.project["api_key"])

    def fill(self):
        with open(os.path.join(self.disk, "filler"), "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 4_096)
            except OSError:
                pass

    def ping(self, uuid, body):
        return self.server.post(f"/ping/{uuid}", body)

    def test_F9_P11_writes_are_refused_reads_go_on_and_it_recovers(self):
        uuid = self.api.make_check(name="job", timeout=3600)["uuid"]
        self.assertEqual(self.ping(uuid, b"before").body, b"OK")
        self.fill()
        acknowledged = 1
        body = b"y" * 50_000

        def refused():
            nonlocal acknowledged
            answer = self.ping(uuid, body)
            acknowledged += answer.status == 200
            return answer.status != 200 and answer
        answer = wait_until(refused, 20, "a write is refused")
        self.assertIn(answer.status, (503, 507))
        self.assertIsNotNone(answer.header("Retry-After"))
        self.assertTrue(answer.json()["detail"])
        self.assertEqual(self.server.get("/healthz").status, 200)
        self.assertEqual(self.server.get("/readyz").status, 503)
        self.assertIn("full", self.server.log)
        until = time.monotonic() + FULL_FOR_S
        while time.monotonic() < until:
            self.assert_reads_go_on(uuid)
            acknowledged += self.ping(uuid, body).status == 200
        self.assertEqual(self.server.get("/readyz").status, 503)
        self.assertLess(len(self.server.log.splitlines()), 100, "it is told once")
        os.remove(os.path.join(self.disk, "filler"))
        recovered = wait_until(lambda: self.ping(uuid, b"after").status == 200, 15, "it recovers")
        self.assertTrue(recovered)
        acknowledged += 1
        wait_until(lambda: self.server.get("/readyz").status == 200, 10, "it is ready again")
        self.assertEqual(self.api.check(uuid)["n_pings"], acknowledged)
        self.server.restart()
        self.assertEqual(self.api.check(uuid)["n_pings"], acknowledged)
        self.assertEqual(self.api.body(uuid, acknowledged), b"after")
        self.assertEqual(self.server.stop(), 0)

    def assert_reads_go_on(self, uuid):
        self.assertEqual(self.api.body(uuid, 1), b"before")
        self.assertEqual(self.api.check(uuid)["name"], "job")
        self.assertGreaterEqual(len(self.api.pings(uuid)), 1)


if __name__ == "__main__":
    unittest.main()
