"""kill -9 at random instants under load: P1, P3, P4, S2.5, F1, F2, F4, F7.

MUSTER_CRASH_KILLS says how often each database's server is killed (100), MUSTER_CRASH_SEED repeats
the choices of a run.
"""

import os
import random
import subprocess
import sys
import time
import unittest

import audit
from blackbox.case import Installation, ShowsLogs, on_both_engines
from blackbox.engines import Sqlite
from blackbox.http_client import Api
from blackbox.receivers import WebhookReceiver
from blackbox.server import binary, clean_environment, run_muster
from blackbox.waiting import wait_until
from load import Client, Ledger

KILLS = int(os.environ.get("MUSTER_CRASH_KILLS", "100"))
SEED = int(os.environ.get("MUSTER_CRASH_SEED", str(random.SystemRandom().randrange(1 << 32))))
CHECKS = 6
CHANNELS = 2
CLIENTS = 3
LOAD_S = (0.05, 0.4)
STARTING_S = (0.0, 0.06)  # for those that are killed before they are ready
READY_WITHIN_S = 10  # the promise is 2 s; machines that run tests are busy


@on_both_engines
class Kills(ShowsLogs):
    def setUp(self):
        self.random = random.Random(SEED)
        self.installation = Installation(self.engine)
        self.addCleanup(self.installation.close)
        self.receiver = WebhookReceiver()
        self.addCleanup(self.receiver.close)
        self.server = self.installation.server(["--webhooks-allow-private"])
        self.server.start()
        project = self.server.make_project("main")
        for number in range(CHANNELS):
            url = f"{self.receiver.url}/{number}"
            self.server.make_channel("main", "webhook", f"hook {number}", {
                "url_down": url, "url_up": url, "method_down": "POST", "method_up": "POST",
                "body_down": "$STATUS $CODE $NOW", "body_up": "$STATUS $CODE $NOW"})
        self.api = Api(self.server, project["api_key"])
        self.checks = [self.api.make_check(name=f"job {number}", channels="*")["uuid"]
                       for number in range(CHECKS)]
        self.ledger = Ledger()

    def test_P1_P3_P4_S2_5_F1_F7_nothing_acknowledged_is_lost_and_everything_is_told(self):
        ready_s = self.kill_under_load()
        wait_until(self.is_everything_told, 60, "all deliveries are settled")
        shown = {check["uuid"]: check["n_pings"]
                 for check in self.api.get("/checks/").json()["checks"]}
        self.assertEqual(self.server.stop(), 0)
        self.assert_sound(shown)
        ready_s.sort()
        print(f"{self.engine.name}: {KILLS} kills, {len(self.ledger.acknowledged)} pings "
              f"acknowledged, {len(self.ledger.unanswered)} not answered, "
              f"{len(self.receiver.calls())} notices received; ready after "
              f"{ready_s[len(ready_s) // 2]:.2f} s (median), {ready_s[-1]:.2f} s (longest)")
        self.assertGreater(len(self.ledger.acknowledged), KILLS)
        self.assertEqual(self.ledger.refused, {}, "no ping was refused")
        self.assertLess(ready_s[-1], READY_WITHIN_S)

    def kill_under_load(self):
        """How long each start took."""
        clients = [Client(number, self.server.port, self.checks, self.ledger, SEED + number)
                   for number in range(CLIENTS)]
        for client in clients:
            client.start()
        ready_s = []
        for _ in range(KILLS):
            in_the_middle_of_starting = self.random.random() < 0.1
            time.sleep(self.random.uniform(*(STARTING_S if in_the_middle_of_starting else LOAD_S)))
            self.server.kill()
            if in_the_middle_of_starting:
                self.server.spawn()
            else:
                ready_s.append(self.server.start())
        if self.server.process.poll() is None and not self.server.answers():
            wait_until(self.server.answers, READY_WITHIN_S, "ready after the last kill")
        time.sleep(LOAD_S[1])
        for client in clients:
            client.end()
        return ready_s

    def is_everything_told(self):
        figures = self.server.get("/metrics").text
        return "\nmuster_deliveries_pending 0\n" in figures

    def assert_sound(self, shown):
        database, calls = self.installation.database, self.receiver.calls()
        findings = {
            "pings": audit.pings_against_ledger(database, self.ledger),
            "numbers": audit.numbers_without_gaps(database, shown),
            "transitions": audit.transitions_follow(database),
            "deliveries": audit.deliveries_against_transitions(database),
            "alerts": audit.alerts_are_closed(database),
            "receiver": audit.receiver_against_deliveries(database, calls),
            "order": audit.order_is_kept(database, calls),
        }
        for subject, wrong in findings.items():
            with self.subTest(subject, seed=SEED):
                wrong = list(wrong)
                self.assertEqual(wrong[:5], [], f"{len(wrong)} in all")


class BackupKilledTest(ShowsLogs, unittest.TestCase):
    """F3: a backup that is killed leaves no file that looks like one."""

    def test_F3_a_backup_is_whole_or_not_there(self):
        self.installation = Installation(Sqlite)
        self.addCleanup(self.installation.close)
        server = self.installation.server()
        server.start()
        project = server.make_project("main")
        uuid = Api(server, project["api_key"]).make_check(name="job")["uuid"]
        with server.connect() as connection:
            for _ in range(300):
                connection.request("POST", f"/ping/{uuid}", body=b"x" * 20_000)
        began = time.monotonic()
        done = run_muster("backup", "--data-dir", server.data_dir, f"{server.data_dir}/first.db")
        self.assertEqual(done.returncode, 0, done.stderr)
        took_s = time.monotonic() - began
        whole = 0
        for number in range(12):
            file = f"{server.data_dir}/backup-{number}.db"
            process = subprocess.Popen(
                [binary(), "backup", "--data-dir", server.data_dir, file],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment())
            time.sleep(took_s * number / 10)
            process.kill()
            process.wait()
            if os.path.exists(file):
                whole += 1
                done = run_muster("restore", "--replace", "--data-dir", server.data_dir + "/copy",
                                  file)
                self.assertEqual(done.returncode, 0, done.stderr)
        print(f"{whole} of 12 backups were complete before they were killed")
        self.assertEqual(server.get("/healthz").status, 200)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    print(f"seed {SEED}", file=sys.stderr)
    unittest.main()
