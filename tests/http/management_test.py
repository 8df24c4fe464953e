"""The management API as its clients use it, in all three versions, with a restart in the middle."""

import hashlib
import unittest
import uuid

from blackbox.case import ServerCase, on_both_engines
from blackbox.http_client import Api
from blackbox.waiting import wait_until

KEYS = {"name", "slug", "tags", "desc", "grace", "n_pings", "status", "started", "last_ping",
        "next_ping", "manual_resume", "methods", "subject", "subject_fail", "start_kw",
        "success_kw", "failure_kw", "filter_subject", "filter_body", "filter_http_body",
        "filter_default_fail", "badge_url", "uuid", "ping_url", "update_url", "pause_url",
        "resume_url", "channels", "timeout"}
SECRET_KEYS = {"uuid", "ping_url", "update_url", "pause_url", "resume_url", "channels"}


@on_both_engines
class Walk(ServerCase):
    """One long walk per version of the API."""

    def test_v1(self):
        self.walk(1)

    def test_v2(self):
        self.walk(2)

    def test_v3(self):
        self.walk(3)

    def walk(self, version):
        self.project = self.server.make_project(f"walk {version}")
        self.api = Api(self.server, self.project["api_key"], version)
        self.reader = Api(self.server, self.project["api_key_readonly"], version)
        self.channel = self.server.make_channel(
            f"walk {version}", "webhook", "ops", {"url_down": "http://192.0.2.1/"})
        made = self.create(version)
        self.find_it(made)
        self.change(made["uuid"])
        self.give_pings(made["uuid"], version)
        before = self.all_answers(made["uuid"])
        self.server.restart()
        self.assertEqual(self.all_answers(made["uuid"]), before)
        self.delete(made["uuid"])

    def create(self, version):
        answer = self.api.post("/checks/", {
            "name": "Nächtliche Sicherung", "tags": "prod db", "desc": "备份", "timeout": 7200,
            "grace": 600, "channels": "*", "slug": "own-slug"})
        self.assertEqual(answer.status, 201)
        made = answer.json()
        self.assertEqual(set(made), KEYS)
        self.assertEqual(made["slug"], "own-slug")
        self.assertEqual(made["channels"], self.channel["id"])
        self.assertEqual((made["status"], made["n_pings"], made["last_ping"]), ("new", 0, None))
        base = f"{self.server.url}/api/v{version}/checks/{made['uuid']}"
        self.assertEqual([made[key] for key in ("update_url", "pause_url", "resume_url")],
                         [base, base + "/pause", base + "/resume"])
        derived = self.api.make_check(name="Database Bäckup")["slug"]
        self.assertEqual(derived, "" if version == 3 else "database-backup")
        return made

    def find_it(self, made):
        for path in ("/checks/", "/checks"):
            self.assertIn(made, self.api.get(path).json()["checks"])
        for query in ("slug=own-slug", "tag=prod", "tag=db&tag=prod"):
            self.assertEqual(self.api.get(f"/checks/?{query}").json()["checks"], [made], query)
        for query in ("slug=other", "tag=pro", "tag=prod&tag=none"):
            self.assertEqual(self.api.get(f"/checks/?{query}").json()["checks"], [], query)
        self.assertEqual(self.api.check(made["uuid"]), made)
        again = self.api.post("/checks/", {"name": "Nächtliche Sicherung", "unique": ["name"],
                                           "desc": "found"})
        self.assertEqual((again.status, again.json()["uuid"]), (200, made["uuid"]))
        unique_key = hashlib.sha1(made["uuid"].replace("-", "")[:16].encode()).hexdigest()
        shown = self.reader.get(f"/checks/{unique_key}").json()
        self.assertEqual(set(shown), KEYS - SECRET_KEYS | {"unique_key"})
        self.assertEqual(shown["unique_key"], unique_key)
        self.assertEqual(self.api.call("DELETE", f"/checks/{unique_key}").status, 405)

    def change(self, uuid_):
        path = f"/checks/{uuid_}"
        cron = self.api.post(path, {"schedule": "0 6 * * 1-5", "tz": "PRC"}).json()
        self.assertEqual((cron["schedule"], cron["tz"]), ("0 6 * * 1-5", "Asia/Shanghai"))
        self.assertNotIn("timeout", cron)
        calendar = self.api.post(path, {"schedule": "Mon..Fri 06:00"}).json()
        self.assertEqual(calendar["schedule"], "Mon..Fri 06:00")
        simple = self.api.post(path, {"timeout": 3600, "tags": "prod web"}).json()
        self.assertEqual(simple["timeout"], 3600)
        self.assertNotIn("schedule", simple)
        self.assertEqual(self.api.call("PUT", path, {"name": "x"}).status, 405)
        self.assertEqual(self.api.post(path, {}).json(), self.api.check(uuid_))

    def give_pings(self, uuid_, version):
        rid = uuid.uuid4()
        self.ping(uuid_, f"/start?rid={rid}")
        running = self.api.check(uuid_)
        self.assertTrue(running["started"])
        self.assertEqual(running["status"], "started" if version == 1 else "new")
        for rest, body in ((f"/0?rid={rid}", b"done"), ("/log", b"note"), ("/fail", b"\xff\x00no"),
                           ("", b""), (f"/start?rid={rid}", b"")):
            self.ping(uuid_, rest, body)
        self.api.post(f"/checks/{uuid_}/pause")
        self.api.post(f"/checks/{uuid_}/resume")
        self.ping(uuid_, "/3")

    def all_answers(self, uuid_):
        """Everything that the API says, but for what follows the clock."""
        pings = self.api.pings(uuid_)
        return {
            "checks": self.api.get("/checks/").json(),
            "read only": self.reader.get("/checks/").json(),
            "check": self.api.check(uuid_),
            "pings": pings,
            "bodies": [self.api.body(uuid_, ping["n"]) for ping in pings if ping["body_url"]],
            "flips": self.api.flips(uuid_),
            "channels": self.api.get("/channels/").json(),
            "badges": self.api.get("/badges/").json(),
            "prometheus": self.prometheus(),
            "badge files": [self.server.get(url.removeprefix(self.server.url)).body
                            for links in self.api.get("/badges/").json()["badges"].values()
                            for url in links.values()],
        }

    def prometheus(self):
        path = f"/projects/{self.project['uuid']}/metrics/{self.project['api_key_readonly']}"
        answer = self.server.get(path)
        self.assertEqual(answer.status, 200)
        self.assertIn('hc_check_up{', answer.text)
        self.assertIn('hc_checks_down_total 1\n', answer.text)
        return answer.text

    def delete(self, uuid_):
        shown = self.api.check(uuid_)
        gone = self.api.call("DELETE", f"/checks/{uuid_}")
        self.assertEqual((gone.status, gone.json()), (200, shown))
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", ""), ("POST", "/pause"),
                             ("GET", "/pings/"), ("GET", "/flips/")):
            self.assertEqual(self.api.call(method, f"/checks/{uuid_}{path}").status, 404)
        self.assertEqual(self.server.get(f"/ping/{uuid_}").status, 404)
        self.server.restart()
        self.assertEqual(self.api.get(f"/checks/{uuid_}").status, 404)


@on_both_engines
class Rules(ServerCase):
    def test_keys(self):
        reader = Api(self.server, self.project["api_key_readonly"])
        rows = [
            (Api(self.server, "x" * 31), 401, "missing api key"),
            (Api(self.server, ""), 401, "missing api key"),
            (Api(self.server, "x" * 32), 401, "wrong api key"),
            (Api(self.server, self.project["api_key"].swapcase()), 401, "wrong api key"),
        ]
        for api, status, message in rows:
            answer = api.get("/checks/")
            self.assertEqual((answer.status, answer.json()), (status, {"error": message}))
        uuid_ = self.api.make_check(name="job")["uuid"]
        for method, path in (("POST", "/checks/"), ("POST", f"/checks/{uuid_}"),
                             ("DELETE", f"/checks/{uuid_}"), ("POST", f"/checks/{uuid_}/pause"),
                             ("GET", "/channels/"), ("GET", f"/checks/{uuid_}/pings/")):
            self.assertEqual(reader.call(method, path).status, 401, path)
        for path in ("/checks/", f"/checks/{uuid_}", f"/checks/{uuid_}/flips/", "/badges/"):
            self.assertEqual(reader.get(path).status, 200, path)
        inside = self.server.post("/api/v3/checks/",
                                  b'{"api_key": "%s"}' % self.project["api_key"].encode())
        self.assertEqual(inside.status, 201)

    def test_another_project_is_out_of_reach(self):
        other = Api(self.server, self.server.make_project("other")["api_key"])
        uuid_ = self.api.make_check(name="mine")["uuid"]
        for method, path in (("GET", ""), ("POST", ""), ("DELETE", ""), ("POST", "/pause"),
                             ("GET", "/pings/"), ("GET", "/flips/")):
            answer = other.call(method, f"/checks/{uuid_}{path}")
            self.assertEqual((answer.status, answer.body), (403, b""), path)
        self.assertEqual(other.get("/checks/").json()["checks"], [])
        self.assertEqual(self.api.check(uuid_)["name"], "mine")

    def test_unknown_versions_and_preflight(self):
        self.assertEqual(self.server.get("/api/v4/checks/").status, 404)
        answer = self.server.request("OPTIONS", "/api/v3/checks/")
        self.assertEqual(answer.status, 204)
        for name, value in (("Access-Control-Allow-Origin", "*"),
                            ("Access-Control-Allow-Headers", "X-Api-Key"),
                            ("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
                            ("Access-Control-Max-Age", "600")):
            self.assertEqual(answer.header(name), value)

    def test_channels_are_named_by_id_name_or_star(self):
        url = "http://192.0.2.1/"
        first = self.server.make_channel("main", "webhook", "first", {"url_down": url})
        second = self.server.make_channel("main", "webhook", "second", {"url_up": url})
        both = ",".join(sorted((first["id"], second["id"])))
        rows = [("*", both), ("first", first["id"]), (f"second,{first['id']}", both), ("", "")]
        uuid_ = self.api.make_check(name="job")["uuid"]
        for given, shown in rows:
            changed = self.api.post(f"/checks/{uuid_}", {"channels": given}).json()
            self.assertEqual(changed["channels"], shown, given)
        listed = self.api.get("/channels/").json()["channels"]
        self.assertEqual(sorted(channel["name"] for channel in listed), ["first", "second"])
        bad = self.api.post(f"/checks/{uuid_}", {"channels": "first,third", "name": "changed"})
        self.assertEqual((bad.status, bad.json()),
                         (400, {"error": "invalid channel identifier: third"}))
        self.assertEqual(self.api.check(uuid_)["name"], "job", "nothing is saved on error")

    def test_S2_16_a_changed_period_moves_the_deadline(self):
        uuid_ = self.api.make_check(name="job", timeout=3600)["uuid"]
        self.ping(uuid_)
        first = self.api.check(uuid_)["next_ping"]
        later = self.api.post(f"/checks/{uuid_}", {"timeout": 7200}).json()["next_ping"]
        self.assertGreater(later, first)
        self.api.post(f"/checks/{uuid_}/pause")
        self.assertIsNone(self.api.post(f"/checks/{uuid_}/resume").json()["next_ping"],
                          "it starts afresh")

    def test_S2_15_a_new_check_has_no_deadline(self):
        made = self.api.make_check(name="job", timeout=60, grace=60)
        self.assertEqual((made["status"], made["next_ping"]), ("new", None))

    def test_flips_by_time(self):
        uuid_ = self.api.make_check(name="job")["uuid"]
        for rest in ("", "/fail", ""):
            self.ping(uuid_, rest)
        self.assertEqual([flip["up"] for flip in self.api.flips(uuid_)], [1, 0, 1])
        for query, count in (("start=0", 3), ("seconds=3600", 3), ("start=9999999999", 0),
                             ("end=1", 0)):
            answer = self.api.get(f"/checks/{uuid_}/flips/?{query}").json()
            self.assertEqual(len(answer["flips"]), count, query)
        for query in ("start=x", "start=-1", "end=10000000001", "seconds=31536001", "seconds=1.5"):
            self.assertEqual(self.api.get(f"/checks/{uuid_}/flips/?{query}").status, 400, query)


@on_both_engines
class BadgesAndPrometheus(ServerCase):
    def test_badges_tell_the_status_and_never_the_uuid(self):
        """D1: the badge of a check without a name must not show its secret."""
        check = self.api.make_check(tags="web")
        badge = check["badge_url"].removeprefix(self.server.url)
        self.ping(check["uuid"])
        for file, words in ((badge, b"#4c1"), (badge.replace(".svg", ".json"), b'"up"'),
                            (badge.replace(".svg", ".shields"), b'"success"')):
            answer = self.server.get(file)
            self.assertEqual(answer.status, 200, file)
            self.assertIn(words, answer.body)
            self.assertNotIn(check["uuid"].encode(), answer.body)
            self.assertEqual(answer.header("Access-Control-Allow-Origin"), "*")
        self.ping(check["uuid"], "/fail")
        self.assertIn(b"#e05d44", self.server.get(badge).body)
        links = self.api.get("/badges/").json()["badges"]
        self.assertEqual(set(links), {"web", "*"})
        self.assertEqual(set(links["web"]), {"svg", "svg3", "json", "json3", "shields", "shields3"})
        for url in [*links["web"].values(), *links["*"].values()]:
            self.assertEqual(self.server.get(url.removeprefix(self.server.url)).status, 200, url)
        tag = self.server.get(links["web"]["json"].removeprefix(self.server.url)).json()
        self.assertEqual(tag, {"status": "down", "total": 1, "grace": 0, "down": 1})

    def test_a_forged_badge_is_not_found(self):
        url = self.api.get("/badges/").json()["badges"]["*"]["svg"].removeprefix(self.server.url)
        forged = url[:-8] + ("AAAA" if url[-8:-4] != "AAAA" else "BBBB") + url[-4:]
        for path in (forged, url.replace(".svg", ".png"), f"/b/2/{uuid.uuid4()}.svg",
                     f"/b/4/{uuid.uuid4()}.svg", "/badge/x/y.svg"):
            self.assertEqual(self.server.get(path).status, 404, path)

    def test_prometheus_takes_the_read_only_key(self):
        base = f"/projects/{self.project['uuid']}"
        key, writer = self.project["api_key_readonly"], self.project["api_key"]
        self.api.make_check(name='quo"te\n', tags="a b")
        rows = [(f"{base}/metrics/{key}", {}, 200), (f"{base}/checks/metrics/{key}", {}, 200),
                (f"{base}/metrics", {"Authorization": f"Bearer {key}"}, 200),
                (f"{base}/metrics", {}, 401), (f"{base}/metrics/short", {}, 400),
                (f"{base}/metrics/{writer}", {}, 403), (f"{base}/metrics/{'x' * 32}", {}, 403)]
        for path, headers, status in rows:
            self.assertEqual(self.server.get(path, headers).status, status, path)
        text = self.server.get(f"{base}/metrics/{key}").text
        self.assertIn(r'name="quo\"te\n"', text)
        for line in text.splitlines():
            self.assertRegex(line, r"^(# (HELP|TYPE) hc_\w+ .*|hc_\w+(\{.*\})? \d+(\.\d+)?)$")


@on_both_engines
class NativeApi(ServerCase):
    """The part of /v1 that tells the story of an alert."""

    def test_an_alert_says_who_was_told_and_what_came_back(self):
        made = self.native.call("POST", "/contacts", {"name": "ops", "kind": "webhook", "config": {
            "url_down": "http://127.0.0.1:9/"}})
        self.assertEqual(made.status, 201, made)
        check = self.native.call("POST", "/checks",
                                 {"name": "job", "contacts": ["*"], "timeout": 600})
        self.assertEqual(check.status, 201, check)
        self.ping(check.json()["uuid"], "/fail", b"boom")
        alert = self.native.call("GET", "/alerts?state=open").json()["alerts"][0]
        self.assertEqual((alert["reason"], alert["state"], alert["check_name"]),
                         ("fail", "open", "job"))

        def settled():
            shown = self.native.call("GET", f"/alerts/{alert['id']}").json()
            return shown["deliveries"][0]["state"] == "failed" and shown
        delivery = wait_until(settled, 10, "the delivery is refused")["deliveries"][0]
        self.assertEqual((delivery["contact"], delivery["attempts"]), ("ops", 1))
        self.assertIn("loopback", delivery["answer"])
        contact = self.native.call("GET", "/contacts/ops").json()
        self.assertIn("loopback", contact["last_error"])

    def test_problems_name_the_field(self):
        rows = [({"name": "x", "tiemout": 60}, "tiemout", "timeout"),
                ({"name": 5}, "/name", "text"),
                ({"name": "x", "timeout": 59}, "/timeout", "too small"),
                ({}, "/name", ""), ({"name": "x", "tz": "Mars/Base"}, "/tz", "")]
        for document, pointer, words in rows:
            answer = self.native.call("POST", "/checks", document)
            self.assertEqual(answer.status, 400, document)
            self.assertEqual(answer.header("content-type"), "application/problem+json")
            self.assertIn(pointer, answer.text)
            self.assertIn(words, answer.text)

    def test_openapi_lists_what_is_served(self):
        document = self.server.get("/v1/openapi.json").json()
        self.assertEqual(document["openapi"], "3.1.0")
        for path in ("/ping/{uuid}", "/api/v3/checks/", "/v1/projects/{project}/checks",
                     "/healthz"):
            self.assertIn(path, document["paths"])


if __name__ == "__main__":
    unittest.main()
