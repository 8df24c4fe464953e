"""Deadlines in real time: one slow test for all that has to wait a minute.

On both databases at once: a job that has started and does not end is down after its grace, the
notice leaves within a second, and the server's own absence is no fault of the job's (P5, F65).
"""

import datetime
import time
import unittest

from blackbox.case import Installation, ShowsLogs, available_engines
from blackbox.http_client import Api
from blackbox.receivers import WebhookReceiver
from blackbox.waiting import wait_until

GRACE_S = 60
KILLED_AFTER_S = 48
BACK_AFTER_S = GRACE_S + 2
ALIVE_EVERY_S = 5  # so well does a server know since when it was away


def seconds_of(text):
    return datetime.datetime.fromisoformat(text).timestamp()


class Watched:
    """A server with one check that has started, and one channel."""

    def __init__(self, engine, receiver, path):
        self.path = f"/{engine.name}{path}"
        self.receiver = receiver
        self.installation = Installation(engine)
        self.server = self.installation.server(["--webhooks-allow-private"])
        self.server.start()
        project = self.server.make_project("main")
        url = receiver.url + self.path
        self.server.make_channel("main", "webhook", "hook", {
            "url_down": url, "url_up": url, "method_down": "POST", "method_up": "POST",
            "body_down": "$STATUS $NOW", "body_up": "$STATUS $NOW"})
        self.api = Api(self.server, project["api_key"])
        self.uuid = self.api.make_check(name="job", timeout=3600, grace=GRACE_S,
                                        channels="*")["uuid"]
        self.server.post(f"/ping/{self.uuid}/start")
        self.started = seconds_of(self.api.pings(self.uuid)[0]["date"])

    @property
    def status(self):
        return self.api.check(self.uuid)["status"]

    def wait_for_age(self, age_s):
        wait_until(lambda: time.time() >= self.started + age_s, GRACE_S + 60, "time passes")

    def calls(self, count, within_s):
        return self.receiver.wait_for(count, self.path, within_s)


class Deadlines(ShowsLogs, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.receiver = WebhookReceiver()
        cls.addClassCleanup(cls.receiver.close)
        cls.steady, cls.absent = {}, {}
        for engine in available_engines():
            for servers, path in ((cls.steady, "/steady"), (cls.absent, "/absent")):
                servers[engine.name] = Watched(engine, cls.receiver, path)
                cls.addClassCleanup(servers[engine.name].installation.close)

    # In this order, because the clock runs for both.
    def test_1_P5_F65_the_servers_absence_is_not_the_jobs(self):
        for watched in self.absent.values():
            watched.wait_for_age(KILLED_AFTER_S)
            watched.server.kill()
        for watched in self.absent.values():
            watched.wait_for_age(BACK_AFTER_S)
            watched.server.start()
        for watched in self.absent.values():
            self.assertNotEqual(watched.status, "down", "the deadline moved")
        away_s = BACK_AFTER_S - KILLED_AFTER_S
        for watched in self.absent.values():
            call = watched.calls(1, 40)[0]
            lateness = call.wall - (watched.started + GRACE_S)
            self.assertGreater(lateness, away_s - 1)
            self.assertLess(lateness, away_s + ALIVE_EVERY_S + 5)

    def test_2_S2_10_down_at_the_deadline_and_told_within_a_second(self):
        for name, watched in self.steady.items():
            with self.subTest(name):
                call = watched.calls(1, GRACE_S)[0]
                lag = call.wall - (watched.started + GRACE_S)
                print(f"{name}: the notice came {lag * 1000:.0f} ms after the deadline")
                self.assertGreaterEqual(lag, 0)
                self.assertLess(lag, 1)
                self.assertTrue(call.body.startswith(b"down "))
                self.assertEqual(watched.status, "down")
                flip = watched.api.flips(watched.uuid)[0]
                self.assertEqual(flip["up"], 0)
                dated = seconds_of(flip["timestamp"]) - watched.started
                self.assertLess(abs(dated - GRACE_S), 1.01, "it is dated at the deadline")

    def test_3_S2_12_S2_13_once_down_once_up(self):
        for watched in self.steady.values():
            sent = time.monotonic()
            watched.server.post(f"/ping/{watched.uuid}")
            calls = watched.calls(2, 5)
            self.assertLess(calls[1].at - sent, 1)
            self.assertEqual([call.body.split()[0] for call in calls], [b"down", b"up"])


if __name__ == "__main__":
    unittest.main()
