"""Private servers for a measurement: Muster and nginx, on loopback, in a folder of their own.

Each is pinned to the first processor; the load belongs on the second. Nothing system-wide changes.
"""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

SERVER_CPU = "0"
LOAD_CPU = "1"
START_SECONDS_MAX = 20
BACKLOG_WANTED = 10_000


def raise_file_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def warn_of_small_backlog():
    backlog = int(Path("/proc/sys/net/core/somaxconn").read_text())
    if backlog < BACKLOG_WANTED:
        print(f"note: net.core.somaxconn is {backlog}, so a burst of {BACKLOG_WANTED} connections "
              f"waits for retransmitted SYNs (sysctl net.core.somaxconn={BACKLOG_WANTED})")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pinned(cpu, command):
    """The command, on one processor where there is more than one."""
    return ["taskset", "-c", cpu, *command] if os.cpu_count() > 1 else list(command)


def clean_environment():
    """Ours, without what Muster would take for its configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}


class Server:
    """A server process with its children. Use as a context: it is ended at the end."""

    def __init__(self, name, command, folder, port):
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.log = open(folder / f"{name}.log", "wb")
        self.process = subprocess.Popen(
            pinned(SERVER_CPU, command), stdout=self.log, stderr=self.log, cwd=folder,
            env=clean_environment())

    def __enter__(self):
        self.wait_until_ready()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.name} ended at once; see {self.log.name}")
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.name} did not listen within {START_SECONDS_MAX} s")
            time.sleep(0.02)

    def pids(self):
        """The process and its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text().split())]

    def cpu_seconds(self):
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])  # utime, stime
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self):
        page = os.sysconf("SC_PAGE_SIZE")
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
                   for pid in self.pids())


NGINX = """
daemon off;
pid nginx.pid;
error_log stderr crit;
worker_processes 1;
worker_rlimit_nofile {files};
events {{ worker_connections {connections}; multi_accept on; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  default_type text/plain;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {{
    listen 127.0.0.1:{port} backlog=16384;
    location / {{ return 200 "OK"; }}
  }}
}}
"""


def nginx(folder):
    port = free_port()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    home = folder / "nginx"
    home.mkdir()
    text = NGINX.format(port=port, files=files, connections=files - 100)
    (home / "nginx.conf").write_text(text)
    command = ["nginx", "-p", str(home), "-c", str(home / "nginx.conf")]
    return Server("nginx", command, home, port)


class Muster(Server):
    """A Muster with a data directory of its own and one project."""

    def __init__(self, program, folder, flags=()):
        self.program = program
        self.folder = folder / "muster"
        self.data = ["--data-dir", str(self.folder)]
        self.folder.mkdir()
        project = self.admin("project", "create", "bench")
        self.api_key = project["api_key"]
        self.ping_key = project["ping_key"]
        port = free_port()
        command = [program, "server", *self.data, "--listen", f"127.0.0.1:{port}",
                   "--log-level", "warn", *flags]
        super().__init__("muster", command, self.folder, port)

    def admin(self, *words):
        command = [self.program, "admin", *self.data, *words, "--json"]
        result = subprocess.run(command, capture_output=True, text=True, check=False,
                                env=clean_environment())
        if result.returncode:
            raise SystemExit(f"{' '.join(command)}: {result.stderr.strip()}")
        return json.loads(result.stdout)

    def api(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("X-Api-Key", self.api_key)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def create_checks(self, bodies):
        """Makes a check of each body; returns their UUIDs in the same order."""
        answers = Pipeline(self.port, 32).exchange(
            raw_request("POST", "/api/v3/checks/", self.api_key, body) for body in bodies)
        uuids = []
        for status, body in answers:
            if status not in (200, 201):
                raise SystemExit(f"creating a check: {status} {body.decode()}")
            uuids.append(json.loads(body)["ping_url"].rsplit("/", 1)[1])
        return uuids

    def ping_all(self, uuids):
        answers = Pipeline(self.port, 64).exchange(
            raw_request("GET", f"/ping/{uuid}") for uuid in uuids)
        wrong = sum(status != 200 for status, _ in answers)
        if wrong:
            raise SystemExit(f"{wrong} of {len(uuids)} pings were refused")


def raw_request(method, path, api_key="", body=None):
    text = json.dumps(body) if body is not None else ""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if api_key:
        lines.append(f"X-Api-Key: {api_key}")
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(text.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + text).encode()


class Pipeline:
    """Keep-alive connections in rounds: one request on each, then one answer from each."""

    def __init__(self, port, connections):
        self.sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        self.files = [connection.makefile("rb") for connection in self.sockets]

    def exchange(self, requests):
        """The answers as (status, body), in the order of the requests."""
        answers = []
        waiting = 0
        for request in requests:
            self.sockets[waiting].sendall(request)
            waiting += 1
            if waiting == len(self.sockets):
                answers += [self.read(file) for file in self.files]
                waiting = 0
        answers += [self.read(file) for file in self.files[:waiting]]
        for connection, file in zip(self.sockets, self.files):
            file.close()
            connection.close()
        return answers

    @staticmethod
    def read(file):
        status = int(file.readline().split()[1])
        length = 0
        while (line := file.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, file.read(length)
