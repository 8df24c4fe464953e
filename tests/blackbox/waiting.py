"""Waiting for what has to happen, with a limit."""

import time

PAUSE_S = 0.01


def wait_until(condition, within_s, what):
    """What `condition()` gives once it is true. An AssertionError names `what` did not come."""
    deadline = time.monotonic() + within_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s} s: {what}")
        time.sleep(PAUSE_S)
