"""The headline of cronmon: `ab -n 50000 -c 10000` on one monlink, a connection for each request.

Nothing fails, nobody waits long for a connection, and each ping is recorded exactly once.
"""

import re
import resource
import subprocess
import unittest

from blackbox.case import Installation, ShowsLogs, available_engines
from blackbox.http_client import Api

REQUESTS = 50_000
AT_ONCE = 10_000
FILES_FOR_AB = AT_ONCE + 100


def raise_open_files_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES_FOR_AB:
        raise unittest.SkipTest(f"ab needs {FILES_FOR_AB} open files, the hard limit is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES_FOR_AB, hard))


def figure(report, name):
    return int(re.search(rf"^{name}:\s+(\d+)", report, re.MULTILINE).group(1))


class Burst(ShowsLogs, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise_open_files_limit()

    def test_S2_7_D7_fifty_thousand_connections_ten_thousand_at_once(self):
        for engine in available_engines():
            with self.subTest(engine.name):
                installation = Installation(engine)
                self.addCleanup(installation.close)
                server = installation.server([])
                server.start()
                api = Api(server, server.make_project("main")["api_key"])
                uuid = api.make_check(name="job")["uuid"]
                report = subprocess.run(
                    ["ab", "-q", "-r", "-s", "60", "-n", str(REQUESTS), "-c", str(AT_ONCE),
                     f"{server.url}/api/monlink/{uuid}"],
                    capture_output=True, text=True, check=True, timeout=200).stdout
                self.assertEqual(figure(report, "Complete requests"), REQUESTS)
                self.assertEqual(figure(report, "Failed requests"), 0)
                self.assertNotIn("Non-2xx responses", report)
                slowest_connect_ms = int(re.search(r"^Connect:.* (\d+)$", report, re.M).group(1))
                self.assertLess(slowest_connect_ms, 10_000)
                self.assertEqual(api.check(uuid)["n_pings"], REQUESTS, "each exactly once")


if __name__ == "__main__":
    unittest.main()
