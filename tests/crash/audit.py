"""After the crashes: is the database what the clients and the receivers were told?

Rows are read past the server. Each function gives the contradictions that it found, as texts.
"""

from collections import Counter, defaultdict


def checks_by_key(database):
    return dict(database.rows("SELECT key, id FROM checks"))


def pings_against_ledger(database, ledger):
    """Every acknowledged ping once, as it was sent; the others once or not at all."""
    ids = checks_by_key(database)
    found = defaultdict(list)
    for key, kind, rid, body in database.rows(
            f"SELECT p.check_key, p.kind, p.rid, {database.hex_of('b.body')} FROM pings AS p "
            "JOIN ping_bodies AS b ON b.row = p.row"):
        found[bytes.fromhex(body[1:]).decode()].append((ids[key], kind, rid))
    for entry in ledger.acknowledged:
        rows = found.pop(entry.body, [])
        if rows != [(entry.check, entry.kind, entry.rid)]:
            yield f"acknowledged {entry}, found {rows}"
    for body, rows in found.items():
        if body not in ledger.unanswered or len(rows) > 1:
            yield f"not acknowledged {body}, found {rows}"


def numbers_without_gaps(database, shown):
    """`shown`: n_pings of each check, as the API says."""
    numbers = defaultdict(list)
    for key, number in database.rows("SELECT check_key, number FROM pings ORDER BY row"):
        numbers[key].append(number)
    for key, uuid in checks_by_key(database).items():
        wanted = list(range(1, shown[uuid] + 1))
        if numbers[key] != wanted:
            yield f"check {uuid} shows {shown[uuid]} pings, numbered {numbers[key][:20]}…"


def transitions_follow(database):
    """Each begins where the one before it ended."""
    status = defaultdict(lambda: "new")
    for key, before, after in database.rows(
            "SELECT check_key, status_from, status_to FROM transitions ORDER BY row"):
        if before != status[key] or after == before:
            yield f"check {key} goes from {before} to {after} while it is {status[key]}"
        status[key] = after


def owed_notices(database):
    """(check, direction, time) of each transition that must be told, counted."""
    owed = Counter()
    for key, before, after, at in database.rows(
            "SELECT check_key, status_from, status_to, at FROM transitions"):
        if after == "down":
            owed[key, "down", at] += 1
        elif before == "down" and after == "up":
            owed[key, "up", at] += 1
    return owed


def deliveries_against_transitions(database):
    """One delivery per channel for each transition that must be told."""
    channels = [key for key, in database.rows("SELECT key FROM channels")]
    owed = owed_notices(database)
    for channel in channels:
        made = Counter(database.rows("SELECT check_key, direction, transition_at FROM deliveries "
                                     f"WHERE channel = {channel}"))
        for notice in owed - made:
            yield f"channel {channel} is owed {notice}"
        for notice in made - owed:
            yield f"channel {channel} is told too often of {notice}"
    for row in database.rows("SELECT id, state, attempts, answer FROM deliveries "
                             "WHERE state <> 'sent'"):
        yield f"not sent: {row}"


def alerts_are_closed(database):
    """At most one open alert for each check, and only while it is down."""
    down = {key for key, status in database.rows("SELECT key, status FROM checks")
            if status == "down"}
    open_alerts = Counter(key for key, in database.rows(
        "SELECT check_key FROM alerts WHERE resolved_at IS NULL"))
    for key, count in open_alerts.items():
        if count > 1 or key not in down:
            yield f"check {key} has {count} open alerts"


def receiver_against_deliveries(database, calls):
    """Every delivery was received, none that is not stored, and each key stands for one notice."""
    stored = {identity for identity, in database.rows("SELECT id FROM deliveries")}
    received = defaultdict(set)
    for call in calls:
        received[call.headers["idempotency-key"]].add((call.path, call.body))
    for key in stored - received.keys():
        yield f"delivery {key} never arrived"
    for key in received.keys() - stored:
        yield f"told of {key}, which is not stored"
    for key, notices in received.items():
        if len(notices) > 1:
            yield f"one key for two notices: {key} {notices}"


def order_is_kept(database, calls):
    """A check's notices arrive at a channel in the order of its transitions."""
    known = {identity: ((check, channel), at) for identity, check, channel, at in database.rows(
        "SELECT id, check_key, channel, transition_at FROM deliveries")}
    last = defaultdict(int)
    for call in calls:
        lineage, at = known.get(call.headers["idempotency-key"], (None, 0))
        if at < last[lineage]:
            yield f"{call.headers['idempotency-key']} of {lineage} arrived after a later one"
        last[lineage] = max(last[lineage], at)
