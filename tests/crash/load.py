"""Clients that ping as fast as they are answered, and a ledger of what they were told."""

import itertools
import random
import threading
import uuid
from typing import NamedTuple

from blackbox.http_client import Closed, Connection

RETRY_PAUSE_S = 0.005
# A failure now and then, so that there is something to tell.
SIGNALS = ("",) * 8 + ("/0",) * 2 + ("/log",) + ("/start",) * 3 + ("/fail",)


class Acknowledged(NamedTuple):
    body: str
    check: str
    kind: str  # as it must be found in the log
    rid: str


KINDS = {"": "success", "/0": "success", "/log": "log", "/start": "start", "/fail": "fail"}


class Ledger:
    """What was answered OK, and how many were sent and not answered."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acknowledged = []
        self.unanswered = set()
        self.refused = {}

    def note(self, entry, status):
        with self._lock:
            if status == 200:
                self.acknowledged.append(entry)
            elif status is None:
                self.unanswered.add(entry.body)
            else:
                self.refused[status] = self.refused.get(status, 0) + 1


class Client(threading.Thread):
    """One keep-alive connection after the other, one ping at a time."""

    def __init__(self, number, port, checks, ledger, seed):
        super().__init__(daemon=True)
        self._port = port
        self._checks = checks
        self._ledger = ledger
        self._random = random.Random(seed)
        self._bodies = (f"client {number} ping {count}" for count in itertools.count())
        self._ended = threading.Event()

    def end(self):
        self._ended.set()
        self.join(20)

    def run(self):
        while not self._ended.is_set():
            try:
                with Connection(self._port, timeout_s=10) as connection:
                    while not self._ended.is_set():
                        self._ping(connection)
            except (OSError, Closed):
                self._ended.wait(RETRY_PAUSE_S)

    def _ping(self, connection):
        signal = self._random.choice(SIGNALS)
        check = self._random.choice(self._checks)
        rid = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        entry = Acknowledged(next(self._bodies), check, KINDS[signal], rid)
        status = None
        try:
            status = connection.request("POST", f"/ping/{check}{signal}?rid={rid}",
                                        body=entry.body.encode()).status
        finally:
            self._ledger.note(entry, status)
