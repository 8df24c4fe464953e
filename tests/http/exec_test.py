"""`muster exec`, `muster ping`, `muster schedule next`, and the clients that others wrote."""

import json
import subprocess
import time
import unittest
import uuid

from blackbox.case import ServerCase, on_both_engines
from blackbox.http_client import Api
from blackbox.server import binary, clean_environment, free_port, run_muster


@on_both_engines
class Exec(ServerCase):
    def setUp(self):
        self.uuid = self.api.make_check(name="job", timeout=3600)["uuid"]

    def run_exec(self, *command, check=None, environment=None, options=()):
        return run_muster("exec", "--server", self.server.url, check or self.uuid, *options, "--",
                          *command, environment=environment)

    def log(self):
        """Oldest first."""
        return list(reversed(self.api.pings(self.uuid)))

    def test_start_and_end_share_a_rid_and_the_output_is_kept(self):
        done = self.run_exec("sh", "-c", "echo to-out; echo to-err >&2")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"to-out\n", b"to-err\n"))
        start, end = self.log()
        self.assertEqual([start["type"], end["type"]], ["start", "success"])
        self.assertIsNotNone(start["rid"])
        self.assertEqual(start["rid"], end["rid"])
        self.assertIn("duration", end)
        body = self.api.body(self.uuid, 2)
        self.assertIn(b"to-out\n", body)
        self.assertIn(b"to-err\n", body)
        self.assertTrue(start["ua"].startswith("muster/"), start["ua"])

    def test_the_exit_status_is_the_commands_own(self):
        rows = [("exit 0", 0, "success"), ("exit 1", 1, "fail"), ("exit 255", 255, "fail"),
                ("kill -TERM $$", 143, "fail"), ("kill -KILL $$", 137, "fail")]
        for script, status, kind in rows:
            self.assertEqual(self.run_exec("sh", "-c", script).returncode, status, script)
            self.assertEqual(self.log()[-1]["type"], kind)

    def test_what_cannot_be_run_is_reported(self):
        self.assertEqual(self.run_exec("/no/such/program").returncode, 127)
        self.assertEqual(self.log()[-1]["type"], "fail")
        self.assertIn(b"/no/such/program", self.api.body(self.uuid, 2))
        self.assertEqual(self.run_exec("/etc/passwd").returncode, 126)

    def test_arguments_go_through_no_shell(self):
        words = ["$HOME", "; echo no", "a  b", "", "--help", "*", "ü"]
        done = self.run_exec("/usr/bin/python3", "-c", "import sys; print(sys.argv[1:])", *words)
        self.assertEqual(done.stdout.decode().strip(), str(words))

    def test_of_long_output_the_end_is_kept(self):
        done = self.run_exec("sh", "-c", "seq 1 200000; echo the-end")
        self.assertTrue(done.stdout.endswith(b"200000\nthe-end\n"))
        body = self.api.body(self.uuid, 2)
        self.assertTrue(body.endswith(b"the-end\n"))
        self.assertLessEqual(len(body), 100_000)
        self.assertGreater(len(body), 90_000)

    def test_standard_input_reaches_the_command(self):
        done = run_muster("exec", "--server", self.server.url, self.uuid, "--", "cat",
                          given=b"from outside")
        self.assertEqual(done.stdout, b"from outside")

    def test_by_slug_with_the_key_in_the_environment(self):
        done = self.run_exec("true", check="made-by-exec", options=["--create"],
                             environment={"MUSTER_PING_KEY": self.project["ping_key"]})
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        made = self.api.get("/checks/?slug=made-by-exec").json()["checks"][0]
        self.assertEqual((made["n_pings"], made["status"]), (2, "up"))

    def test_a_dead_server_never_stops_the_command(self):
        began = time.monotonic()
        done = run_muster("exec", "--server", f"http://127.0.0.1:{free_port()}", self.uuid, "--",
                          "sh", "-c", "echo done; exit 3")
        self.assertEqual((done.returncode, done.stdout), (3, b"done\n"))
        self.assertIn(b"was not reported", done.stderr)
        self.assertLess(time.monotonic() - began, 45)

    def test_a_signal_reaches_the_command_and_the_end_is_told(self):
        process = subprocess.Popen(
            [binary(), "exec", "--server", self.server.url, self.uuid, "--", "sh", "-c",
             "trap 'echo caught; exit 9' TERM; echo ready; while :; do sleep 0.05; done"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=clean_environment())
        with process:
            self.assertEqual(process.stdout.readline(), b"ready\n")
            process.terminate()
            self.assertEqual(process.wait(20), 9)
        self.assertEqual(self.log()[-1]["type"], "fail")
        self.assertIn(b"caught", self.api.body(self.uuid, 2))

    def test_muster_ping(self):
        rows = [([], "success", b""), (["--start"], "start", b""),
                (["--fail", "--body", "no"], "fail", b"no"),
                (["--log", "--body", "-"], "log", b"piped"), (["--exit-status", "3"], "fail", b"")]
        for options, _, _ in rows:
            done = run_muster("ping", "--server", self.server.url, self.uuid, *options,
                              given=b"piped")
            self.assertEqual((done.returncode, done.stdout), (0, b"OK\n"), done.stderr)
        self.assertEqual([ping["type"] for ping in self.log()], [kind for _, kind, _ in rows])
        bodies = [self.api.body(self.uuid, ping["n"]) if ping["body_url"] else b""
                  for ping in self.log()]
        self.assertEqual(bodies, [body for _, _, body in rows])
        gone = run_muster("ping", "--server", self.server.url, str(uuid.uuid4()))
        self.assertEqual(gone.returncode, 66)


@on_both_engines
class Clients(ServerCase):
    """The exact requests of clients that must work unmodified (§2.11)."""

    def runitor(self, connection, path, body=b""):
        return connection.request("POST", path, {
            "User-Agent": "runitor/1.4.0", "Content-Type": "text/plain"}, body)

    def test_runitor_by_uuid_and_by_slug(self):
        uuid_, rid = self.api.make_check(name="r")["uuid"], uuid.uuid4()
        slug = f"/ping/{self.project['ping_key']}/runitor"
        for base, query, first in ((f"/ping/{uuid_}", f"?rid={rid}", 200),
                                   (slug, f"?create=1&rid={rid}", 201)):
            with self.server.connect() as connection:
                start = self.runitor(connection, f"{base}/start{query}")
                self.assertEqual(start.status, first)
                limit = int(start.header("Ping-Body-Limit"))
                tail = (b"line\n" * limit)[-limit:]
                for rest in ("", "/fail", "/1", "/log"):
                    end = self.runitor(connection, f"{base}{rest}{query}", tail)
                    self.assertEqual(end.status, 200)
        found = self.api.get("/checks/?slug=runitor").json()["checks"][0]
        for check in (uuid_, found["uuid"]):
            self.assertEqual([ping["type"] for ping in reversed(self.api.pings(check))],
                             ["start", "success", "fail", "fail", "log"])
            self.assertEqual(len(self.api.body(check, 2)), limit, "the tail is kept whole")

    def test_curl_and_wget_one_liners(self):
        uuid_ = self.api.make_check(name="c")["uuid"]
        url = f"{self.server.url}/ping/{uuid_}"
        lines = [f"curl -fsS -m 10 --retry 5 -o /dev/null {url}",
                 f"curl -fsS -m 10 --retry 5 {url}/start",
                 f"false; curl -fsS {url}/$?",
                 f"echo log | curl -fsS --data-binary @- {url}",
                 f"curl -fsS --data-raw 'some text' {url}/fail",
                 f"curl -fsS -X POST -H 'Expect: 100-continue' -d a {url}/log",
                 f"wget {url} -T 10 -t 10 -O /dev/null -q",
                 f"curl -fsSI {url}"]
        for line in lines:
            done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, (line, done.stderr))
        kinds = [ping["type"] for ping in reversed(self.api.pings(uuid_))]
        self.assertEqual(kinds, ["success", "start", "fail", "success", "fail", "log", "success",
                                 "success"])

    def test_terraform_provider(self):
        api = Api(self.server, self.project["api_key"], 1)
        made = api.post("/checks/", {"name": "tf", "tags": "a b", "timeout": 60, "grace": 60,
                                     "channels": "", "methods": ""}).json()
        uuid_ = made["update_url"].rsplit("/", 1)[1]
        self.assertEqual(uuid_, made["ping_url"].rsplit("/", 1)[1])
        self.assertEqual(api.post(f"/checks/{uuid_}", {"name": "tf2", "channels": "",
                                                       "methods": ""}).json()["name"], "tf2")
        self.assertEqual(api.call("POST", f"/checks/{uuid_}/pause").json()["status"], "paused")
        self.assertEqual(api.get("/channels/").status, 200)
        self.assertEqual(api.call("DELETE", f"/checks/{uuid_}").status, 200)

    def test_clients_that_post_to_read_and_leave_out_slashes(self):
        api = Api(self.server, self.project["api_key"], 1)
        uuid_ = api.make_check(name="rs")["uuid"]
        self.ping(uuid_)
        for method, path in (("GET", "/checks"), ("GET", "/channels"), ("GET", "/badges"),
                             ("POST", f"/checks/{uuid_}/pings"), ("POST", f"/checks/{uuid_}/flips"),
                             ("GET", f"/checks/{uuid_}/flips")):
            answer = api.call(method, path)
            self.assertEqual(answer.status, 200, path)
            self.assertIsInstance(answer.json(), dict)
        ping = api.call("POST", f"/checks/{uuid_}/pings").json()["pings"][0]
        for key in ("n", "ua", "type", "date", "scheme", "remote_addr", "method"):
            self.assertIsNotNone(ping[key], key)

    def test_ansible_pings_by_HEAD(self):
        uuid_ = self.api.make_check(name="a")["uuid"]
        for rest in ("", "/start", "/fail"):
            self.assertEqual(self.server.request("HEAD", f"/ping/{uuid_}{rest}").status, 200)
        self.assertEqual(self.api.check(uuid_)["n_pings"], 3)


class ScheduleNextTest(unittest.TestCase):
    """S2.20: `muster schedule next` needs no server."""

    def next(self, *arguments):
        return run_muster("schedule", "next", *arguments)

    def test_S2_20_across_the_change_of_clocks(self):
        done = self.next("30 2 * * *", "--zone", "Europe/Berlin", "--after", "2026-03-28T00:00:00Z",
                         "--count", "3", "--json")
        times = json.loads(done.stdout)
        self.assertEqual(len(times), 3)
        self.assertTrue(times[0].startswith("2026-03-28T02:30:00"), times)
        self.assertTrue(times[1].startswith("2026-03-29T03:"), times)
        self.assertTrue(times[2].startswith("2026-03-30T02:30:00"), times)

    def test_the_forms(self):
        for expression in ("0 2 * * 1-5", "Mon..Fri 02:00", "every 90 minutes"):
            done = self.next(expression, "--count", "2")
            self.assertEqual(done.returncode, 0, (expression, done.stderr))
            self.assertEqual(len(done.stdout.splitlines()), 2)

    def test_what_never_fires_is_refused(self):
        for expression in ("* * * *", "0 0 30 2 *", "61 * * * *", "every 5 bananas", "",
                           "x" * 5000):
            done = self.next(expression)
            self.assertEqual((done.returncode, done.stdout), (65, b""), expression[:40])
            self.assertTrue(done.stderr.startswith(b"muster: "), done.stderr)
        self.assertEqual(self.next("0 0 * * *", "--zone", "Mars/Base").returncode, 65)
        self.assertEqual(self.next("0 0 * * *", "--count", "0").returncode, 64)


if __name__ == "__main__":
    unittest.main()
