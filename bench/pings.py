"""Durable pings per second, side by side with an nginx that does no work at all.

Every `OK` of Muster is given after its COMMIT (SQLite, synchronous=FULL). Absolute rates say little
on a shared machine: read the ratios and the processor time per request. Rounds are interleaved,
medians are shown. Run it as scripts/bench pings.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import tempfile
from pathlib import Path

import servers

CHECKS = 10_000
AB_REQUESTS = 50_000
AB_CONCURRENT = 10_000
HERE = Path(__file__).parent


def run_wrk(server, connections, seconds, uuids):
    """One run: what wrk's script says, and the server's processor time and memory."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s",
               str(HERE / "pings.lua"), server.url]
    before = server.cpu_seconds()
    run = subprocess.run(
        servers.pinned(servers.LOAD_CPU, command), capture_output=True, text=True, check=False,
        env={**os.environ, "BENCH_UUIDS": str(uuids)})
    result = re.search(r"^RESULT (.*)$", run.stdout, re.MULTILINE)
    if not result:
        raise SystemExit(f"wrk against {server.name} failed:\n{run.stdout}{run.stderr}")
    figures = json.loads(result[1])
    requests = max(figures["requests"], 1)
    return {
        "rate": figures["requests"] / figures["seconds"],
        "p50_ms": figures["p50_us"] / 1000,
        "p99_ms": figures["p99_us"] / 1000,
        "cpu_us": (server.cpu_seconds() - before) * 1e6 / requests,
        "rss_mb": server.resident_bytes() / 1e6,
        "errors": sum(value for name, value in figures.items()
                      if name.endswith("_errors") or name == "timeouts"),
    }


AB_LINES = {
    "complete": r"^Complete requests:\s+(\d+)",
    "failed": r"^Failed requests:\s+(\d+)",
    "refused": r"^Non-2xx responses:\s+(\d+)",
    "rate": r"^Requests per second:\s+([\d.]+)",
    "slowest_connect_ms": r"^Connect:.*\s(\d+)$",
    "slowest_ms": r"^Total:.*\s(\d+)$",
}


def run_ab(server, path):
    command = ["ab", "-q", "-r", "-s", "120", "-n", str(AB_REQUESTS), "-c", str(AB_CONCURRENT),
               server.url + path]
    before = server.cpu_seconds()
    run = subprocess.run(servers.pinned(servers.LOAD_CPU, command), capture_output=True, text=True,
                         check=False)
    figures = {}
    for name, pattern in AB_LINES.items():
        found = re.search(pattern, run.stdout, re.MULTILINE)
        figures[name] = float(found[1]) if found else 0.0
    if run.returncode or not figures["complete"]:
        raise SystemExit(f"ab against {server.name} failed:\n{run.stdout[-500:]}{run.stderr}")
    figures["failed"] += figures.pop("refused")
    figures["cpu_us"] = (server.cpu_seconds() - before) * 1e6 / AB_REQUESTS
    return figures


def medians(runs):
    """Of every figure; errors and failures are added up instead."""
    total = {"errors", "failed"}
    return {name: (sum if name in total else statistics.median)([run[name] for run in runs])
            for name in runs[0]}


def compare(title, rounds, pair, measure, columns):
    runs = {server.name: [] for server in pair}
    for _ in range(rounds):
        for server in pair:
            runs[server.name].append(measure(server))
    results = {name: medians(list_of_runs) for name, list_of_runs in runs.items()}
    print(f"\n{title}: median of {rounds}")
    print("          " + "".join(f"{label:>16}" for label, _ in columns.values()))
    for server in pair:
        result = results[server.name]
        cells = "".join(f"{result[name]:>16{form}}" for name, (_, form) in columns.items())
        print(f"  {server.name:<8}{cells}")
    ratio = results["muster"]["rate"] / results["nginx"]["rate"]
    print(f"  ratio   {ratio:>16.2f}", flush=True)
    return results


WRK_COLUMNS = {
    "rate": ("requests/s", ",.0f"), "p50_ms": ("p50 ms", ".2f"), "p99_ms": ("p99 ms", ".2f"),
    "cpu_us": ("CPU us/request", ".1f"), "rss_mb": ("RSS MB", ".1f"), "errors": ("errors", ".0f"),
}
AB_COLUMNS = {
    "rate": ("requests/s", ",.0f"), "slowest_connect_ms": ("slowest connect", ".0f"),
    "slowest_ms": ("slowest ms", ".0f"), "cpu_us": ("CPU us/request", ".1f"),
    "failed": ("failed", ".0f"),
}


def measure_keep_alive(pair, arguments, uuids):
    for connections in (64, 1_000, 10_000):
        seconds = arguments.seconds if connections < 10_000 else arguments.seconds + 5
        compare(f"keep-alive, {connections:,} connections, {seconds} s", arguments.rounds, pair,
                lambda server, c=connections, s=seconds: run_wrk(server, c, s, uuids), WRK_COLUMNS)


def measure_new_connections(pair, muster, arguments, uuid):
    path = f"/api/monlink/{uuid}"
    check = f"/api/v3/checks/{uuid}"
    before = muster.api("GET", check)["n_pings"]
    compare(f"ab -n {AB_REQUESTS} -c {AB_CONCURRENT} on one monlink, a new connection each",
            arguments.rounds, pair, lambda server: run_ab(server, path), AB_COLUMNS)
    recorded = muster.api("GET", check)["n_pings"] - before
    expected = AB_REQUESTS * arguments.rounds
    verdict = "each exactly once" if recorded == expected else "WRONG"
    print(f"  recorded {recorded:,} of {expected:,}: {verdict}")
    return recorded == expected


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the muster binary")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="of each run")
    arguments = parser.parse_args()
    servers.raise_file_limit()
    servers.warn_of_small_backlog()
    flags = ("--io-threads", "1")
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as name:
        folder = Path(name)
        with (servers.Muster(arguments.program, folder, flags) as muster,
              servers.nginx(folder) as nginx):
            uuids = muster.create_checks({"name": f"check {i}"} for i in range(CHECKS))
            list_file = folder / "uuids"
            list_file.write_text("\n".join(uuids) + "\n")
            print(f"{CHECKS:,} checks; server on processor {servers.SERVER_CPU}, load on "
                  f"{servers.LOAD_CPU}; Muster answers after COMMIT, nginx returns a constant")
            measure_keep_alive((muster, nginx), arguments, list_file)
            fine = measure_new_connections((muster, nginx), muster, arguments, uuids[0])
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
