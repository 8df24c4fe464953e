"""Bad configuration: refused before anything starts, with the key, its place and what is right."""

import json
import os
import tempfile
import unittest

from blackbox.server import run_muster

USAGE, CONFIGURATION = 64, 78


class ConfigurationTest(unittest.TestCase):
    """F77, S2.45."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="muster-test-")
        self.addCleanup(directory.cleanup)
        self.data_dir = directory.name

    def start(self, *options, environment=None):
        listen = [] if "--listen" in options else ["--listen", "127.0.0.1:0"]
        return run_muster("server", "--data-dir", self.data_dir, *listen, *options,
                          environment=environment)

    def write(self, name, text, mode=0o600):
        path = os.path.join(self.data_dir, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def assert_refused(self, done, *words, status=CONFIGURATION):
        self.assertEqual(done.returncode, status, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr.decode())
        self.assertFalse(os.path.exists(self.data_dir + "/muster.db"), "nothing was begun")

    def test_F77_flags(self):
        rows = [(["--listen", "nonsense"], ["server.listen", "host:port", "nonsense"]),
                (["--trusted-proxies", "10.0.0.1/8"], ["server.trusted_proxies"]),
                (["--ping-body-limit", "-1"], ["server.ping_body_limit"]),
                (["--ping-body-limit", "many"], ["server.ping_body_limit", "many"]),
                (["--ping-body-limit", "99999999999"], ["server.ping_body_limit", "67108864"]),
                (["--site-url", "ftp://x"], ["server.site_url", "ftp://x"]),
                (["--io-threads", "65"], ["server.io_threads"]),
                (["--log-level", "loud"], ["log.level", "loud"]),
                (["--tls-certificate", "/none"], ["server.tls_key", "together"]),
                (["--config", "/no/such/file.toml"], ["/no/such/file.toml"])]
        for options, words in rows:
            with self.subTest(options):
                self.assert_refused(self.start(*options), *words)

    def test_F77_unknown_flags_and_commands(self):
        for arguments, word in ((["server", "--listen"], "--listen"), (["sevrer"], "sevrer"),
                                ([], "subcommand"), (["server", "extra"], "extra")):
            done = run_muster(*arguments)
            self.assertEqual(done.returncode, USAGE, arguments)
            self.assertIn(word, done.stderr.decode())

    def test_F77_environment(self):
        rows = [({"MUSTER_SERVER__PORT": "1"}, ["MUSTER_SERVER__PORT"]),
                ({"MUSTER_MAIL__PROT": "25"}, ["MUSTER_MAIL__PROT", "MUSTER_MAIL__PORT"]),
                ({"MUSTER_MAIL__PORT": "abc"}, ["mail.port", "abc", "MUSTER_MAIL__PORT"]),
                ({"MUSTER_MAIL__PORT": "70000"}, ["mail.port"]),
                ({"MUSTER_MAIL__HOST": "mail.example.org"}, ["mail.from"]),
                ({"MUSTER_WEBHOOKS__ALLOW_PRIVATE": "yes"}, ["webhooks.allow_private", "true"]),
                ({"MUSTER_RETENTION__PINGS_DAYS": "0"}, ["retention.pings_days", "36500"])]
        for environment, words in rows:
            with self.subTest(environment):
                self.assert_refused(self.start(environment=environment), *words)

    def test_F77_the_file_is_named_with_its_line(self):
        rows = [("[server]\n\nlisten = 5\n", ["server.listen", "muster.toml:3"]),
                ("[mail]\nprot = 25\n", ["mail.prot", "mail.port", "muster.toml:2"]),
                ("[server\n", ["muster.toml", "1"]), ("\x00", ["muster.toml"]),
                ("[server]\nio_threads = 1\nio_threads = 2\n", ["muster.toml", "3"]),
                ("[log]\nlevel = \"loud\"\n[mail]\nport = 0\n", ["log.level", "mail.port"])]
        for text, words in rows:
            with self.subTest(text):
                self.write("muster.toml", text)
                self.assert_refused(self.start(), *words)

    def test_F77_a_secret_that_everybody_may_read(self):
        self.write("muster.toml", "[server]\nmetrics_token = \"abc123\"\n", mode=0o644)
        done = self.start()
        self.assert_refused(done, "server.metrics_token", "chmod", "muster.toml:2")
        self.assertNotIn("abc123", done.stderr.decode())
        self.write("muster.toml", "")
        path = self.write("token", "abc123", mode=0o644)
        self.assert_refused(self.start("--metrics-token-file", path), "server.metrics_token_file")

    def test_a_database_url_is_refused_without_its_password(self):
        done = self.start("--database", "mysql://root:hunter2@db/x")
        self.assert_refused(done, "database.url", "postgresql://")
        self.assertNotIn("hunter2", done.stderr.decode())

    def test_a_database_that_is_away_is_named_without_its_password(self):
        done = self.start("--database", "postgresql://muster:hunter2@127.0.0.1:1/x")
        self.assertNotIn(done.returncode, (0, CONFIGURATION))
        self.assertNotIn("hunter2", (done.stdout + done.stderr).decode())
        self.assertIn("127.0.0.1", (done.stdout + done.stderr).decode())

    def test_a_data_directory_that_cannot_be(self):
        done = run_muster("server", "--data-dir", "/proc/nowhere", "--listen", "127.0.0.1:0")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"/proc/nowhere", done.stdout + done.stderr)

    def test_S2_45_what_holds_can_be_shown_with_its_origin(self):
        self.write("muster.toml", "[retention]\npings_days = 7\n")
        done = run_muster("config", "show", "--data-dir", self.data_dir, "--origin",
                          environment={"MUSTER_MAIL__FROM_NAME": "Watch"})
        text = done.stdout.decode()
        self.assertEqual(done.returncode, 0, done.stderr)
        for words in ("pings_days", "7", "muster.toml:2", "Watch", "MUSTER_MAIL__FROM_NAME"):
            self.assertIn(words, text)

    def test_precedence_flag_over_environment_over_file(self):
        self.write("muster.toml", "[log]\nlevel = \"error\"\n[server]\nio_threads = 2\n")
        done = run_muster("config", "show", "--json", "--data-dir", self.data_dir,
                          "--log-level", "debug",
                          environment={"MUSTER_LOG__LEVEL": "warn",
                                       "MUSTER_SERVER__IO_THREADS": "3"})
        settings = json.loads(done.stdout)["settings"]
        self.assertEqual(settings["log.level"]["value"], "debug")
        self.assertEqual(settings["server.io_threads"]["value"], 3)


if __name__ == "__main__":
    unittest.main()
