"""`muster server` as a process: started, asked, stopped, killed."""

import json
import os
import random
import signal
import socket
import subprocess
import time

from blackbox.http_client import Closed, Connection
from blackbox.waiting import wait_until

READY_WITHIN_S = 30
STOPPED_WITHIN_S = 15


def binary():
    path = os.environ.get("MUSTER_BINARY")
    if not path:
        raise AssertionError("MUSTER_BINARY is not set: the path of the program to test")
    return path


def clean_environment(**settings):
    """This process's environment without settings for Muster, but for those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    return kept | settings


def run_muster(*arguments, given=b"", environment=None, within_s=60):
    """Runs a command to its end."""
    return subprocess.run([binary(), *arguments], input=given, capture_output=True, check=False,
                          env=clean_environment(**(environment or {})), timeout=within_s)


def free_port():
    """A port that nobody listens on, below those that the kernel gives to clients."""
    for _ in range(100):
        port = random.SystemRandom().randrange(10_000, 20_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("there is no free port")


class Server:
    """One server. What it logs is kept over restarts."""

    def __init__(self, database, data_dir, options=(), environment=None, tls=None, port=None):
        self.database = database
        self.data_dir = data_dir
        self.port = port or free_port()
        self.options = list(options)
        self.environment = dict(environment or {})
        self.tls = tls
        self._log_path = os.path.join(data_dir, f"server-{self.port}.log")
        self.process = None

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def log(self):
        try:
            with open(self._log_path, encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    @property
    def storage_arguments(self):
        return ["--data-dir", self.data_dir, *self.database.arguments]

    def spawn(self):
        # The server must not outlive a test that is killed.
        command = ["setpriv", "--pdeathsig", "KILL", "--", binary(), "server",
                   *self.storage_arguments, "--listen", f"127.0.0.1:{self.port}", *self.options]
        with open(self._log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=clean_environment(**self.environment))
        return self

    def start(self):
        """Waits until it answers. Returns how many seconds that took."""
        began = time.monotonic()
        self.spawn()
        wait_until(self.answers, READY_WITHIN_S, "the server is ready")
        return time.monotonic() - began

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended by itself: {self.process.returncode}\n"
                                 f"{self.log[-3000:]}")
        try:
            return self.get("/healthz").status == 200
        except (OSError, Closed):
            return False

    def stop(self):
        """Asks it to stop. Returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOPPED_WITHIN_S)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def restart(self):
        status = self.stop()
        if status != 0:
            raise AssertionError(f"the server stopped with {status}\n{self.log[-3000:]}")
        return self.start()

    def end(self):
        """Whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def connect(self, timeout_s=20):
        return Connection(self.port, self.tls, timeout_s)

    def request(self, method, target, headers=(), body=None):
        """One request on a connection of its own."""
        with self.connect() as connection:
            return connection.request(method, target, headers, body)

    def get(self, target, headers=()):
        return self.request("GET", target, headers)

    def post(self, target, body=b"", headers=()):
        return self.request("POST", target, headers, body)

    def admin(self, *arguments, given=b""):
        return run_muster("admin", *self.storage_arguments, *arguments, given=given)

    def admin_json(self, *arguments):
        done = self.admin(*arguments, "--json")
        if done.returncode != 0:
            raise AssertionError(f"muster admin {arguments}: {done.returncode}\n"
                                 f"{done.stderr.decode()}")
        return json.loads(done.stdout)

    def make_project(self, name):
        return self.admin_json("project", "create", name)

    def make_channel(self, project, kind, name, config):
        return self.admin_json("channel", "create", "--project", project, "--kind", kind,
                               "--name", name, "--config", json.dumps(config))
