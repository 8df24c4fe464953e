"""How late a missed ping is noticed while 100 000 checks are watched, and what they cost in memory.

Some of the checks get a deadline while the run lasts, one after the other. Each tells a webhook of
ours; its lateness is the time from the deadline to the arrival there, so that COMMIT, rendering and
delivery are contained. Run it as scripts/bench deadlines.
"""

import argparse
import http.server
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

import servers

CHECKS = 100_000
WATCHED = 400
TIMEOUT_S = 60  # both are the least that a check may have
GRACE_S = 60
APART_S = 0.05


class Receiver(http.server.ThreadingHTTPServer):
    """Notes when each check's message arrived."""

    daemon_threads = True

    def __init__(self):
        self.arrived = {}
        self.all_there = threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                now = time.time()
                name = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                receiver.arrived.setdefault(name, now)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if len(receiver.arrived) == WATCHED:
                    receiver.all_there.set()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def ping_one_by_one(muster, uuids):
    """Pings each at its own moment; returns when, by the name of the check."""
    pinged = {}
    start = time.time()
    for i, uuid in enumerate(uuids):
        time.sleep(max(0.0, start + i * APART_S - time.time()))
        before = time.time()
        muster.ping_all([uuid])
        pinged[f"watched {i}"] = (before + time.time()) / 2
    return pinged


def percentile(values, percent):
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def measure(muster, receiver):
    empty = muster.resident_bytes()
    hook = {"url_down": f"http://127.0.0.1:{receiver.server_port}/", "method_down": "POST",
            "body_down": "$NAME"}
    muster.admin("channel", "create", "--project", "bench", "--kind", "webhook", "--name", "bench",
                 "--config", json.dumps(hook))
    quiet = muster.create_checks(
        {"name": f"quiet {i}", "timeout": 86_400, "grace": 3_600} for i in range(CHECKS - WATCHED))
    muster.ping_all(quiet)
    watched = muster.create_checks(
        {"name": f"watched {i}", "timeout": TIMEOUT_S, "grace": GRACE_S, "channels": "*"}
        for i in range(WATCHED))
    full = muster.resident_bytes()
    print(f"memory: {empty / 1e6:.1f} MB without checks, {full / 1e6:.1f} MB with {CHECKS:,} "
          f"({(full - empty) / CHECKS:.0f} bytes each)", flush=True)

    pinged = ping_one_by_one(muster, watched)
    before = muster.cpu_seconds()
    receiver.all_there.wait(TIMEOUT_S + GRACE_S + 30)
    late = [(receiver.arrived[name] - at - TIMEOUT_S - GRACE_S) * 1000
            for name, at in pinged.items() if name in receiver.arrived]
    print(f"{len(late)} of {WATCHED} deadlines told")
    if late:
        print(f"from the deadline to the webhook: median {statistics.median(late):.1f} ms, "
              f"99 % {percentile(late, 99):.1f} ms, latest {max(late):.1f} ms")
    print(f"processor time meanwhile: {muster.cpu_seconds() - before:.2f} s")
    return len(late) == WATCHED


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the muster binary")
    arguments = parser.parse_args()
    receiver = Receiver()
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as name:
        flags = ["--webhooks-allow-private"]
        with servers.Muster(arguments.program, Path(name), flags) as muster:
            fine = measure(muster, receiver)
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
