"""Running a server: starting, stopping, looking after it."""

import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import threading
import time
import unittest
from urllib.parse import urlsplit

from blackbox.case import Installation, ServerCase, ShowsLogs, on_both_engines, on_sqlite
from blackbox.engines import Postgres
from blackbox.http_client import Api, Closed
from blackbox.receivers import WebhookReceiver
from blackbox.server import Server, run_muster
from blackbox.waiting import wait_until

STOPPED_WITHIN_S = 5


@on_both_engines
class Running(ServerCase):
    def test_healthz_readyz_and_metrics(self):
        self.assertEqual(self.server.get("/healthz").body, b"ok")
        ready = self.server.get("/readyz")
        self.assertEqual((ready.status, ready.json()), (200, {"ready": True, "reasons": []}))
        uuid_ = self.api.make_check(name="job")["uuid"]
        self.ping(uuid_)
        text = self.server.get("/metrics").text
        figures = dict(line.split() for line in text.splitlines() if not line.startswith("#"))
        self.assertGreaterEqual(int(figures["muster_pings_total"]), 1)
        self.assertEqual(int(figures["muster_store_failing"]), 0)
        self.assertGreaterEqual(int(figures["muster_http_requests_total"]), 3)
        self.assertEqual(self.server.get("/metrics", {"X-Forwarded-For": "192.0.2.1"}).status, 403)
        self.assertEqual(self.server.get("/nowhere").status, 404)

    def test_F70_a_second_server_is_refused_and_told_who_is_there(self):
        before = self.server.get("/healthz").status
        began = time.monotonic()
        done = run_muster("server", *self.server.storage_arguments, "--listen", "127.0.0.1:0")
        took = time.monotonic() - began
        self.assertEqual(done.returncode, 65)
        self.assertLess(took, 1)
        self.assertIn(f"process {self.server.process.pid}".encode(), done.stdout + done.stderr)
        self.assertEqual(self.server.get("/healthz").status, before)

    def test_a_taken_port_is_refused(self):
        other = self.engine.name == "PostgreSQL" and Installation(self.engine) or None
        directory = other.data_dir if other else self.server.data_dir + "/other"
        arguments = other.database.arguments if other else []
        if other:
            self.addCleanup(other.close)
        done = run_muster("server", "--data-dir", directory, *arguments,
                          "--listen", f"127.0.0.1:{self.server.port}")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(str(self.server.port).encode(), done.stdout + done.stderr)

    def test_the_audit_log_names_who_did_what_and_holds(self):
        made = self.server.make_project("audited")
        self.assertEqual(made["name"], "audited")
        done = run_muster("admin", *self.server.storage_arguments, "audit", "verify", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(json.loads(done.stdout)["rows"], 1)
        if self.engine.name == "PostgreSQL":
            return
        with sqlite3.connect(self.server.data_dir + "/muster.db") as database:
            [name, action] = database.execute(
                "SELECT object_name, action FROM audit ORDER BY row DESC LIMIT 1").fetchone()
        self.assertEqual((name, action), ("audited", "project.create"))

    def test_admin_while_the_server_runs_and_while_it_does_not(self):
        made = self.server.make_project("while running")
        self.assertEqual(sorted(made),
                         ["api_key", "api_key_readonly", "name", "ping_key", "uuid"])
        self.assertRegex(made["api_key"], "^hcw_[0-9A-Za-z]{28}$")
        self.assertRegex(made["api_key_readonly"], "^hcr_[0-9A-Za-z]{28}$")
        self.assertRegex(made["ping_key"], "^[a-z0-9]{22}$")
        self.assertEqual(Api(self.server, made["api_key"]).get("/checks/").status, 200)
        self.server.stop()
        offline = self.server.make_project("while stopped")
        channel = self.server.make_channel("while stopped", "webhook", "hook",
                                           {"url_down": "http://192.0.2.1/"})
        self.assertEqual(sorted(channel), ["id", "kind", "name"])
        check = self.server.admin_json("check", "create", "--project", "while stopped",
                                       "--name", "job", "--channels", "*")
        user = self.server.admin_json("user", "create", "ada", "--role", "admin")
        self.assertTrue(user["token"])
        self.server.start()
        api = Api(self.server, offline["api_key"])
        self.assertEqual(api.get("/channels/").json()["channels"], [channel])
        self.assertEqual(api.get("/checks/").json()["checks"][0]["channels"], channel["id"])
        self.ping(check["id"])
        listed = self.server.get("/v1/projects", {"Authorization": f"Bearer {user['token']}"})
        self.assertIn("while stopped", [project["name"] for project in listed.json()["projects"]])

    def test_admin_refuses_what_is_wrong_and_says_why(self):
        self.server.make_project("taken")
        rows = [(("project", "create", "taken"), 65, b"already"),
                (("project", "create", ""), 65, b"name: expected 1 to 100 characters"),
                (("project", "show", "absent"), 66, b"no project"),
                (("project", "create"), 64, b"name"),
                (("channel", "create", "--project", "main", "--kind", "pigeon", "--name", "n",
                  "--config", "{}"), 65, b"kind: expected one of"),
                (("channel", "create", "--project", "main", "--kind", "webhook", "--name", "n",
                  "--config", "{"), 65, b"JSON"),
                (("channel", "create", "--project", "main", "--kind", "webhook", "--name", "n",
                  "--config", '{"url_dwon":"http://x/"}'), 65, b"url_down"),
                (("channel", "create", "--project", "main", "--kind", "mail", "--name", "n",
                  "--config", '{"to":"a@b\\r\\nBcc: c"}'), 65, b"to"),
                (("channel", "create", "--project", "absent", "--kind", "mail", "--name", "n",
                  "--config", '{"to":"a@example.org"}'), 66, b"no project"),
                (("check", "create", "--project", "main", "--name", "n", "--timeout", "5"), 65,
                 b"timeout")]
        for arguments, status, words in rows:
            done = self.server.admin(*arguments)
            self.assertEqual(done.returncode, status, (arguments, done.stderr))
            self.assertIn(words, done.stderr, arguments)
            self.assertEqual(done.stdout, b"")

    def test_F5_a_stop_under_load_loses_nothing(self):
        checks = [self.api.make_check(name=f"load {number}")["uuid"] for number in range(4)]
        acknowledged = {uuid_: 0 for uuid_ in checks}

        def load(uuid_):
            try:
                with self.server.connect() as connection:
                    while True:
                        answer = connection.request("POST", f"/ping/{uuid_}", body=b"x")
                        if answer.status != 200:
                            return
                        acknowledged[uuid_] += 1
            except (OSError, Closed):
                return
        threads = [threading.Thread(target=load, args=(uuid_,)) for uuid_ in checks]
        for thread in threads:
            thread.start()
        wait_until(lambda: min(acknowledged.values()) > 50, 20, "the load runs")
        began = time.monotonic()
        self.assertEqual(self.server.stop(), 0)
        took = time.monotonic() - began
        for thread in threads:
            thread.join()
        self.server.start()
        self.assertLess(took, STOPPED_WITHIN_S)
        for uuid_, count in acknowledged.items():
            self.assertEqual(self.api.check(uuid_)["n_pings"], count)

    def test_a_stop_does_not_wait_for_idle_connections(self):
        with self.server.connect() as idle:
            self.assertEqual(idle.request("GET", "/healthz").status, 200)
            began = time.monotonic()
            self.assertEqual(self.server.stop(), 0)
            self.assertLess(time.monotonic() - began, STOPPED_WITHIN_S)
        self.server.start()


@on_both_engines
class Secrets(ServerCase):
    server_options = ("--log-level", "debug")
    server_environment = {"MUSTER_SERVER__METRICS_TOKEN": "metrics-token-123",
                          "MUSTER_WEBHOOKS__ALLOW_PRIVATE": "true"}

    def test_the_log_shows_no_secret_and_the_disk_no_key_in_clear(self):
        receiver = WebhookReceiver()
        self.addCleanup(receiver.close)
        receiver.behave("/hook-path-token", 500, for_ever=True)
        self.server.make_channel("main", "webhook", "hook", {
            "url_down": receiver.url + "/hook-path-token", "secret": "webhook-secret-abc",
            "headers_down": {"Authorization": "Bearer outgoing-token"}})
        uuid_ = self.api.make_check(name="job", slug="job", channels="*")["uuid"]
        self.ping(uuid_, "/fail")
        self.server.get(f"/ping/{self.project['ping_key']}/job")
        self.server.get(f"/ping/{self.project['ping_key']}/absent")
        self.server.get("/metrics", {"Authorization": "Bearer metrics-token-123"})
        Api(self.server, self.project["api_key"][:-1]).get("/checks/")
        self.server.post("/api/v3/checks/", b'{"api_key": "%s", "name": 5}'
                         % self.project["api_key"].encode())
        receiver.wait_for(1)
        self.server.restart()
        secrets = [self.project[name] for name in ("api_key", "api_key_readonly", "ping_key")]
        secrets += ["metrics-token-123", "webhook-secret-abc", "outgoing-token", "hook-path-token"]
        secrets += [urlsplit(url).password for url in self.server.database.arguments[1:]]
        for secret in secrets:
            self.assertNotIn(secret, self.server.log)
        self.assert_sealed_at_rest(["webhook-secret-abc", "outgoing-token"] + secrets[:2])

    def assert_sealed_at_rest(self, secrets):
        """What a copy of the data directory would show."""
        for name in os.listdir(self.server.data_dir):
            path = os.path.join(self.server.data_dir, name)
            if os.path.isfile(path) and not name.endswith(".log"):
                self.assertEqual(os.stat(path).st_mode & 0o077, 0, f"{name} is private")
                with open(path, "rb") as file:
                    content = file.read()
                for secret in secrets:
                    self.assertNotIn(secret.encode(), content, name)

    def test_metrics_want_the_token_when_there_is_one(self):
        rows = [({}, 401), ({"Authorization": "Bearer wrong"}, 403),
                ({"Authorization": "Bearer metrics-token-123"}, 200)]
        for headers, status in rows:
            self.assertEqual(self.server.get("/metrics", headers).status, status)


@on_sqlite
class Tls(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.engine.require()
        cls.context = ssl.create_default_context()
        cls.context.check_hostname = False
        cls.context.verify_mode = ssl.CERT_NONE
        cls.installation = Installation(cls.engine)
        cls.addClassCleanup(cls.installation.close)
        cls.files = [os.path.join(cls.installation.data_dir, name)
                     for name in ("cert.pem", "key.pem")]
        cls.make_certificate("first.example.org")
        cls.server = cls.installation.server(
            ["--tls-certificate", cls.files[0], "--tls-key", cls.files[1]], tls=cls.context)
        cls.server.start()
        cls.project = cls.server.make_project("main")
        cls.api = Api(cls.server, cls.project["api_key"])

    @classmethod
    def make_certificate(cls, name):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "2", "-subj", f"/CN={name}",
             "-addext", f"subjectAltName=DNS:{name}",
             "-out", cls.files[0], "-keyout", cls.files[1]], check=True, capture_output=True)

    def served_certificate(self):
        with self.server.connect() as connection:
            return connection._socket.getpeercert(binary_form=True)

    def test_pings_over_https(self):
        check = self.api.make_check(name="job")
        self.assertTrue(check["ping_url"].startswith("https://127.0.0.1:"))
        self.ping(check["uuid"], body=b"x" * 200_000)
        ping = self.api.pings(check["uuid"])[0]
        self.assertEqual(ping["scheme"], "https")
        self.assertEqual(len(self.api.body(check["uuid"], 1)), 100_000)
        done = subprocess.run(["curl", "-fsS", "-k", f"{self.server.url}/ping/{check['uuid']}"],
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, b"OK"), done.stderr)

    def test_plain_http_is_not_answered_as_http(self):
        plain = Server(self.server.database, self.server.data_dir, port=self.server.port)
        with self.assertRaises((Closed, OSError)):
            plain.get("/healthz")
        self.assertEqual(self.server.get("/healthz").status, 200)

    def test_a_new_certificate_is_taken_on_SIGHUP(self):
        before = self.served_certificate()
        self.make_certificate("second.example.org")
        self.server.process.send_signal(1)
        wait_until(lambda: self.served_certificate() != before, 10, "the new certificate is served")
        self.assertEqual(self.server.get("/healthz").status, 200)


@on_sqlite
class Backup(ServerCase):
    def backup(self, file):
        return run_muster("backup", "--data-dir", self.server.data_dir, file)

    def test_backup_of_a_running_server_and_restore(self):
        uuid_ = self.api.make_check(name="kept")["uuid"]
        self.ping(uuid_, body=b"before the backup")
        file = self.server.data_dir + "/copy.db"
        done = self.backup(file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.backup(file).returncode, 65, "nothing is overwritten")
        self.ping(uuid_, body=b"after the backup")
        done = run_muster("restore", "--data-dir", self.server.data_dir, file)
        self.assertEqual(done.returncode, 65, "not under a running server")
        elsewhere = self.server.data_dir + "/elsewhere"
        done = run_muster("restore", "--data-dir", elsewhere, file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(run_muster("restore", "--data-dir", elsewhere, file).returncode, 65)
        self.assertEqual(run_muster("restore", "--replace", "--data-dir", elsewhere,
                                    file).returncode, 0)
        restored = self.installation.server(data_dir=elsewhere)
        restored.start()
        api = Api(restored, self.project["api_key"])
        self.assertEqual(api.check(uuid_)["n_pings"], 1)
        self.assertEqual(api.body(uuid_, 1), b"before the backup")
        self.assertEqual(restored.stop(), 0)

    def test_a_damaged_backup_is_refused(self):
        file = self.server.data_dir + "/damaged.db"
        self.assertEqual(self.backup(file).returncode, 0)
        with open(file, "r+b") as damaged:
            damaged.seek(5_000)
            damaged.write(b"\xff" * 64)
        target = self.server.data_dir + "/never"
        done = run_muster("restore", "--data-dir", target, file)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"damaged.db", done.stderr)

    def test_P12_damage_is_found_before_it_is_served(self):
        elsewhere, file = self.server.data_dir + "/sick", self.server.data_dir + "/healthy.db"
        uuid_ = self.api.make_check(name="kept")["uuid"]
        self.ping(uuid_, body=b"x" * 50_000)
        self.assertEqual(self.backup(file).returncode, 0)
        self.assertEqual(run_muster("restore", "--data-dir", elsewhere, file).returncode, 0)
        path = elsewhere + "/muster.db"
        with open(path, "rb") as database:
            at = database.read().index(b"x" * 2_000)
        with open(path, "r+b") as database:
            database.seek(at + 100)
            database.write(b"y")
        doctor = run_muster("doctor", "--data-dir", elsewhere, "--listen", "127.0.0.1:0")
        self.assertEqual(doctor.returncode, 1, doctor.stdout)
        server = self.installation.server(data_dir=elsewhere)
        server.start()
        answer = Api(server, self.project["api_key"]).get(f"/checks/{uuid_}/pings/1/body")
        self.assertEqual(answer.status, 500)
        self.assertNotIn(b"x" * 100, answer.body)


class TakeoverTest(ShowsLogs, unittest.TestCase):
    """Two servers on one PostgreSQL: one works, one waits (S2.21, P15)."""

    def setUp(self):
        self.installation = Installation(Postgres)
        self.addCleanup(self.installation.close)
        self.receiver = WebhookReceiver()
        self.addCleanup(self.receiver.close)
        options = ["--webhooks-allow-private"]
        self.first = self.installation.server(options)
        self.first.start()
        other_dir = self.installation.data_dir + "/second"
        os.mkdir(other_dir, 0o700)
        shutil.copy(self.installation.data_dir + "/master.key", other_dir)
        self.second = self.installation.server(options, data_dir=other_dir)

    def test_S2_21_P15_the_second_takes_over_and_nobody_is_told_twice(self):
        project = self.first.make_project("main")
        self.first.make_channel("main", "webhook", "hook", {
            "url_down": self.receiver.url, "url_up": self.receiver.url})
        uuid_ = Api(self.first, project["api_key"]).make_check(name="job", channels="*")["uuid"]
        self.second.spawn()
        wait_until(lambda: "standing by" in self.second.log, 20, "the second one stands by")
        self.first.post(f"/ping/{uuid_}/fail", b"kept")
        self.receiver.wait_for(1)
        wait_until(lambda: "sent" in str(self.installation.database.rows(
            "SELECT state FROM deliveries")), 10, "the delivery is settled")
        self.assertIsNone(self.second.process.poll())
        killed = time.monotonic()
        self.first.kill()
        wait_until(self.second.answers, 15, "the second one takes over")
        print(f"takeover after {time.monotonic() - killed:.2f} s")
        api = Api(self.second, project["api_key"])
        self.assertEqual(api.check(uuid_)["status"], "down")
        self.assertEqual(api.body(uuid_, 1), b"kept")
        self.second.post(f"/ping/{uuid_}")
        calls = self.receiver.wait_for(2)
        self.first.spawn()
        wait_until(lambda: self.first.log.count("standing by") == 1, 20, "the first one stands by")
        self.assertEqual(len({call.headers["idempotency-key"] for call in calls}), 2)
        self.assertEqual(len(self.receiver.calls()), 2, "one notice down, one up")
        self.assertEqual(self.first.stop(), 0, "a server that stands by stops when it is asked")
        self.assertEqual(self.second.stop(), 0)

    def test_F72_an_older_program_refuses_a_newer_schema(self):
        self.first.stop()
        self.installation.database.change(
            "INSERT INTO schema_migrations VALUES (999, 'later', 'now')")
        done = run_muster("server", *self.first.storage_arguments, "--listen", "127.0.0.1:0")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"999", done.stdout + done.stderr)
        self.assertIn(b"backup", done.stdout + done.stderr)

    def test_another_master_key_is_refused(self):
        self.first.stop()
        os.remove(self.second.data_dir + "/master.key")
        done = run_muster("server", *self.second.storage_arguments, "--listen", "127.0.0.1:0")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"master.key", done.stdout + done.stderr)

    def test_S2_42_old_pings_are_dropped_and_new_ones_kept(self):
        project = self.first.make_project("main")
        api = Api(self.first, project["api_key"])
        uuid_ = api.make_check(name="job")["uuid"]
        for number in range(20):
            self.first.post(f"/ping/{uuid_}", b"%d" % number)
        # A changed check is stored with what its pings did; only then may they go.
        api.post(f"/checks/{uuid_}", {"desc": "changed"})
        self.first.stop()
        days_40 = 40 * 86_400 * 1_000_000
        database = self.installation.database
        database.change(f"UPDATE pings SET at = at - {days_40} WHERE number <= 15")
        self.first.start()
        wait_until(lambda: len(api.pings(uuid_)) == 5, 10, "the old ones are dropped")
        self.assertEqual([ping["n"] for ping in api.pings(uuid_)], [20, 19, 18, 17, 16])
        self.assertEqual(api.check(uuid_)["n_pings"], 20)
        self.assertEqual(database.rows("SELECT count(*) FROM ping_bodies"), [(5,)])


if __name__ == "__main__":
    unittest.main()
