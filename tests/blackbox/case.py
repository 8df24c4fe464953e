"""Test classes that run on both databases, each against a server of its own."""

import shutil
import sys
import tempfile
import unittest

from blackbox.engines import ENGINES
from blackbox.http_client import Api, Native
from blackbox.server import Server

SANITIZER_WORDS = ("AddressSanitizer", "ThreadSanitizer", "UndefinedBehavior", "runtime error:")


def on_both_engines(case):
    """Makes a test class for each database out of one that is no TestCase itself."""
    module = sys.modules[case.__module__]
    for engine in ENGINES:
        name = f"{case.__name__}On{engine.name}"
        setattr(module, name, type(name, (case, unittest.TestCase),
                                   {"engine": engine, "__module__": case.__module__}))
    return case


def on_sqlite(case):
    """For what does not depend on the database."""
    module = sys.modules[case.__module__]
    name = f"{case.__name__}Test"
    setattr(module, name, type(name, (case, unittest.TestCase),
                               {"engine": ENGINES[0], "__module__": case.__module__}))
    return case


def available_engines():
    """For a test that runs on all databases at once."""
    engines = []
    for engine in ENGINES:
        try:
            engine.require()
        except unittest.SkipTest:
            continue
        engines.append(engine)
    return engines


class Installation:
    """A data directory, a fresh database, and servers on them."""

    def __init__(self, engine):
        engine.require()
        self.data_dir = tempfile.mkdtemp(prefix="muster-test-")
        try:
            self.database = engine(self.data_dir)
        except BaseException:
            shutil.rmtree(self.data_dir)
            raise
        self._servers = []

    def server(self, options=(), environment=None, **more):
        """Not started yet."""
        made = Server(self.database, more.pop("data_dir", self.data_dir), options, environment,
                      **more)
        self._servers.append(made)
        return made

    @property
    def logs(self):
        return "\n".join(server.log for server in self._servers)

    def close(self):
        for server in self._servers:
            server.end()
        try:
            self.database.drop()
        finally:
            shutil.rmtree(self.data_dir, ignore_errors=True)


class ShowsLogs:
    """Shows what the servers logged when a test fails."""

    installation = None

    def run(self, result=None):
        def broken():
            return len(result.failures) + len(result.errors)
        before = broken()
        super().run(result)
        if broken() > before and self.installation is not None:
            print(f"--- log of the servers of {self.id()}\n{self.installation.logs[-6000:]}",
                  file=sys.stderr)


class ServerCase(ShowsLogs):
    """One server and one project for all tests of the class."""

    engine = None
    server_options = ()
    server_environment = {}

    @classmethod
    def setUpClass(cls):
        cls.installation = Installation(cls.engine)
        cls.addClassCleanup(cls.installation.close)
        cls.server = cls.installation.server(cls.server_options, cls.server_environment)
        cls.server.start()
        cls.project = cls.server.make_project("main")
        cls.api = Api(cls.server, cls.project["api_key"])
        cls.native = Native(cls.server, "main", cls.project["api_key"])

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        log = cls.server.log
        if cls.server.process.returncode != 0 or any(word in log for word in SANITIZER_WORDS):
            raise AssertionError(f"the server did not end well: {cls.server.process.returncode}\n"
                                 f"{log[-6000:]}")
        for name in ("api_key", "api_key_readonly", "ping_key"):
            if cls.project[name] in log:
                raise AssertionError(f"the log shows the {name}")

    def ping(self, uuid, rest="", body=b"", headers=()):
        """POSTs a ping that must be taken."""
        answer = self.server.post(f"/ping/{uuid}{rest}", body, headers)
        self.assertEqual((answer.status, answer.body), (200, b"OK"))
        return answer
