"""The ping contract, end to end: what a job's one line of curl may send and what it gets back."""

import subprocess
import unittest
import uuid

from blackbox.case import ServerCase, on_both_engines

BODY_LIMIT = 100_000


@on_both_engines
class Ping(ServerCase):
    def setUp(self):
        self.check = self.api.make_check(name="job", slug="", timeout=3600, grace=60)
        self.uuid = self.check["uuid"]

    def status(self):
        return self.api.check(self.uuid)["status"]

    def kinds(self):
        """Oldest first."""
        return [ping["type"] for ping in reversed(self.api.pings(self.uuid))]

    def assert_nothing_recorded(self):
        self.assertEqual(self.api.check(self.uuid)["n_pings"], 0)
        self.assertEqual(self.api.pings(self.uuid), [])

    def test_S2_1_monlink_answers_exactly_OK_and_records_address_and_agent(self):
        answer = self.server.get(f"/api/monlink/{self.uuid}", {"User-Agent": "curl/7.88"})
        self.assertEqual((answer.status, answer.body), (200, b"OK"))
        self.assertTrue(answer.header("content-type").startswith("text/html"))
        ping = self.api.pings(self.uuid)[0]
        self.assertEqual((ping["type"], ping["remote_addr"], ping["ua"], ping["method"]),
                         ("success", "127.0.0.1", "curl/7.88", "GET"))
        self.assertRegex(ping["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$")
        self.assertEqual(self.status(), "up")

    def test_S2_2_monlink_of_an_unknown_id_is_a_wrong_id(self):
        for wrong in (str(uuid.uuid4()), "no-uuid", self.uuid + "0", ""):
            answer = self.server.get(f"/api/monlink/{wrong}")
            self.assertEqual(answer.status, 400, wrong)
            self.assertEqual(answer.json(), {"error": "Bad Request", "message": "Wrong Id"})
        self.assert_nothing_recorded()

    def test_S2_3_curl_and_python_as_printed_and_HEAD_and_POST_count(self):
        url = f"{self.server.url}/api/monlink/{self.uuid}"
        curl = subprocess.run(["curl", "-fsS", "-m", "10", "--retry", "5", url],
                              capture_output=True, check=True)
        self.assertEqual(curl.stdout, b"OK")
        python = subprocess.run(
            ["/usr/bin/python3", "-c",
             f"import urllib.request as u; print(u.urlopen('{url}', timeout=10).read())"],
            capture_output=True, check=True)
        self.assertEqual(python.stdout, b"b'OK'\n")
        self.assertEqual(self.server.request("HEAD", f"/api/monlink/{self.uuid}").status, 200)
        self.assertEqual(self.server.post(f"/api/monlink/{self.uuid}", b"log").body, b"OK")
        self.assertEqual([ping["method"] for ping in reversed(self.api.pings(self.uuid))],
                         ["GET", "GET", "HEAD", "POST"])

    def test_S2_4_ping_urls_are_random_unique_and_carry_the_site(self):
        ids = {self.api.make_check(name="many")["uuid"] for _ in range(20)}
        self.assertEqual(len(ids), 20)
        self.assertEqual({uuid.UUID(text).version for text in ids}, {4})
        self.assertEqual(self.check["ping_url"], f"{self.server.url}/ping/{self.uuid}")

    def test_S2_5_OK_means_that_it_is_stored(self):
        for number in range(1, 6):
            self.ping(self.uuid, body=b"run %d" % number)
            self.assertEqual(self.api.check(self.uuid)["n_pings"], number)
            self.assertEqual(self.api.body(self.uuid, number), b"run %d" % number)

    def test_each_form_of_the_url_is_the_kind_that_it_names(self):
        forms = [("", "success"), ("/", "success"), ("/start", "start"), ("/fail", "fail"),
                 ("/log", "log"), ("/0", "success"), ("/1", "fail"), ("/255", "fail"),
                 ("/007", "fail"), ("/000", "success")]
        for method in ("HEAD", "GET", "POST"):
            for rest, _ in forms:
                answer = self.server.request(method, f"/ping/{self.uuid}{rest}")
                self.assertEqual(answer.status, 200, rest)
                self.assertEqual(answer.body, b"" if method == "HEAD" else b"OK")
        self.assertEqual(self.kinds(), [kind for _, kind in forms] * 3)

    def test_the_headers_of_an_answer(self):
        answer = self.ping(self.uuid)
        self.assertEqual(answer.header("Access-Control-Allow-Origin"), "*")
        self.assertEqual(answer.header("Cache-Control"),
                         "max-age=0, no-cache, no-store, must-revalidate, private")
        self.assertEqual(answer.header("Ping-Body-Limit"), str(BODY_LIMIT))

    def test_what_is_no_ping_url_records_nothing(self):
        rows = [
            (f"/ping/{self.uuid.upper()}", 404, b"not found"),
            (f"/ping/{self.uuid.replace('-', '')}", 404, b"not found"),
            (f"/ping/{self.uuid}/start/", 404, b"not found"),
            (f"/ping/{self.uuid}/bogus", 404, b"not found"),
            (f"/ping/{self.uuid}/-1", 404, b"not found"),
            (f"/ping/{self.uuid}/256", 400, b"invalid url format"),
            (f"/ping/{self.uuid}/99999999999999999999", 400, b"invalid url format"),
            (f"/ping/{uuid.uuid4()}", 404, b"not found"),
            (f"/ping/{self.uuid}?rid=", 400, b"invalid uuid format"),
            (f"/ping/{self.uuid}?rid=123", 400, b"invalid uuid format"),
            (f"/ping/{self.uuid}/start?rid={'g' * 36}", 400, b"invalid uuid format"),
            (f"/ping/{self.project['ping_key']}/no-such-slug", 404, b"not found"),
            (f"/ping/{self.project['ping_key']}/Upper", 400, b"invalid url format"),
            ("/ping/", 404, b"not found"),
        ]
        for target, status, body in rows:
            answer = self.server.get(target)
            self.assertEqual((answer.status, answer.body), (status, body), target)
        self.assert_nothing_recorded()

    def test_other_methods_record_nothing(self):
        for method in ("PUT", "DELETE", "PATCH", "BREW"):
            self.assertEqual(self.server.request(method, f"/ping/{self.uuid}").status, 405)
        preflight = self.server.request("OPTIONS", f"/ping/{self.uuid}")
        self.assertEqual(preflight.status, 204)
        self.assertIn("POST", preflight.header("Access-Control-Allow-Methods"))
        self.assert_nothing_recorded()

    def test_a_run_is_timed_by_its_rid(self):
        first, second = str(uuid.uuid4()), str(uuid.uuid4())
        self.ping(self.uuid, f"/start?rid={first.upper()}")
        self.ping(self.uuid, f"/start?rid={second}")
        self.assertTrue(self.api.check(self.uuid)["started"])
        self.ping(self.uuid, f"?rid={first}")
        self.assertTrue(self.api.check(self.uuid)["started"], "the second run goes on")
        self.ping(self.uuid, f"/0?rid={second}")
        self.assertFalse(self.api.check(self.uuid)["started"])
        pings = list(reversed(self.api.pings(self.uuid)))
        self.assertEqual([ping["rid"] for ping in pings], [first, second, first, second])
        self.assertEqual(["duration" in ping for ping in pings], [False, False, True, True])
        self.assertIn("last_duration", self.api.check(self.uuid))

    def test_exit_status_decides(self):
        for rest, status in [("/0", "up"), ("/1", "down"), ("/0", "up"), ("/255", "down")]:
            self.ping(self.uuid, rest)
            self.assertEqual(self.status(), status, rest)
        self.assertEqual([flip["up"] for flip in self.api.flips(self.uuid)], [0, 1, 0, 1])

    def test_start_and_log_leave_the_status_alone(self):
        self.ping(self.uuid, "/log", b"note")
        self.assertEqual(self.status(), "new")
        self.ping(self.uuid, "/fail")
        self.ping(self.uuid, "/start")
        check = self.api.check(self.uuid)
        self.assertEqual((check["status"], check["started"]), ("down", True))

    def test_repeated_failures_are_one_flip(self):
        for rest in ("/fail", "/fail", "/3"):
            self.ping(self.uuid, rest)
        self.assertEqual(len(self.api.flips(self.uuid)), 1)

    def test_S2_17_a_paused_check_takes_pings(self):
        self.ping(self.uuid)
        self.assertEqual(self.api.post(f"/checks/{self.uuid}/pause").json()["status"], "paused")
        self.ping(self.uuid, "/log")
        self.assertEqual(self.status(), "paused")
        self.ping(self.uuid)
        self.assertEqual(self.status(), "up")

    def test_S2_17_a_sticky_pause_ends_only_by_hand(self):
        self.api.post(f"/checks/{self.uuid}", {"manual_resume": True})
        self.api.post(f"/checks/{self.uuid}/pause")
        for rest in ("", "/fail", "/start"):
            self.ping(self.uuid, rest)
        self.assertEqual(self.kinds(), ["ign", "ign", "ign"])
        self.assertEqual(self.status(), "paused")
        self.assertEqual(self.api.post(f"/checks/{self.uuid}/resume").json()["status"], "new")
        self.ping(self.uuid)
        self.assertEqual(self.status(), "up")
        again = self.api.post(f"/checks/{self.uuid}/resume")
        self.assertEqual((again.status, again.text), (409, "check is not paused"))

    def test_POST_only_ignores_other_methods_and_says_OK(self):
        self.api.post(f"/checks/{self.uuid}", {"methods": "POST"})
        self.assertEqual(self.server.get(f"/ping/{self.uuid}").body, b"OK")
        self.assertEqual(self.server.request("HEAD", f"/ping/{self.uuid}").status, 200)
        self.assertEqual((self.kinds(), self.status()), (["ign", "ign"], "new"))
        self.ping(self.uuid)
        self.assertEqual((self.kinds()[-1], self.status()), ("success", "up"))


@on_both_engines
class PingBody(ServerCase):
    def setUp(self):
        self.uuid = self.api.make_check(name="job", timeout=3600)["uuid"]

    def last_body(self):
        newest = self.api.pings(self.uuid)[0]
        return self.api.body(self.uuid, newest["n"])

    def test_every_byte_is_kept(self):
        body = bytes(range(256)) + "Müllabfuhr 备份\r\n\r\n".encode()
        self.ping(self.uuid, body=body)
        self.assertEqual(self.last_body(), body)
        ping = self.api.pings(self.uuid)[0]
        answer = self.server.get(ping["body_url"].removeprefix(self.server.url),
                                 {"X-Api-Key": self.project["api_key"]})
        self.assertEqual((answer.status, answer.body), (200, body))
        self.assertTrue(answer.header("content-type").startswith("text/plain"))

    def test_no_body_is_no_body(self):
        self.ping(self.uuid)
        ping = self.api.pings(self.uuid)[0]
        self.assertIsNone(ping["body_url"])
        self.assertEqual(self.api.get(f"/checks/{self.uuid}/pings/1/body").status, 404)

    def test_at_the_limit_nothing_is_cut_and_beyond_it_the_rest(self):
        for size in (BODY_LIMIT - 1, BODY_LIMIT, BODY_LIMIT + 1):
            body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
            self.ping(self.uuid, body=body)
            self.assertEqual(self.last_body(), body[:BODY_LIMIT])

    def test_D3_five_megabytes_are_cut_and_never_refused(self):
        self.ping(self.uuid, body=b"x" * 5_000_000)
        self.assertEqual(self.last_body(), b"x" * BODY_LIMIT)
        self.assertEqual(self.api.check(self.uuid)["status"], "up")

    def test_D3_chunked_is_cut_too(self):
        chunk = b"%x\r\n" % 65_536 + b"y" * 65_536 + b"\r\n"
        with self.server.connect() as connection:
            connection.send(b"POST /ping/%s HTTP/1.1\r\nHost: x\r\n"
                            b"Transfer-Encoding: chunked\r\n\r\n" % self.uuid.encode())
            for _ in range(40):
                connection.send(chunk)
            connection.send(b"0\r\n\r\n")
            self.assertEqual(connection.read_answer().body, b"OK")
            again = connection.request("GET", f"/ping/{self.uuid}")
            self.assertEqual(again.body, b"OK", "the connection goes on after a cut body")
        self.assertEqual(self.api.body(self.uuid, 1), b"y" * BODY_LIMIT)

    def test_expect_100_continue_as_curl_sends_it(self):
        with self.server.connect() as connection:
            connection.send(b"POST /ping/%s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                            b"Content-Length: 4\r\n\r\n" % self.uuid.encode())
            self.assertTrue(connection._read_until(b"\r\n\r\n").startswith(b"HTTP/1.1 100 "))
            connection.send(b"done")
            self.assertEqual(connection.read_answer().body, b"OK")
        self.assertEqual(self.last_body(), b"done")

    def test_pipelined_pings_are_answered_in_order(self):
        with self.server.connect() as connection:
            connection.send(b"".join(
                b"POST /ping/%s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n%02d"
                % (self.uuid.encode(), number) for number in range(50)))
            for _ in range(50):
                self.assertEqual(connection.read_answer().body, b"OK")
        numbers = [self.api.body(self.uuid, number) for number in (1, 25, 50)]
        self.assertEqual(numbers, [b"00", b"24", b"49"])

    def test_the_body_decides_where_it_is_filtered(self):
        self.api.post(f"/checks/{self.uuid}",
                      {"filter_http_body": True, "success_kw": "DONE, fertig",
                       "failure_kw": "ERROR", "start_kw": "BEGIN"})
        rows = [(b"all DONE", "/fail", "success"), (b"ERROR and DONE", "/0", "fail"),
                (b"BEGIN", "", "start"), (b"fertig", "", "success"), (b"done", "", "ign"),
                (b"", "/fail", "ign")]
        for body, rest, kind in rows:
            self.ping(self.uuid, rest, body)
            self.assertEqual(self.api.pings(self.uuid)[0]["type"], kind, body)
        self.api.post(f"/checks/{self.uuid}", {"filter_default_fail": True})
        self.ping(self.uuid, "", b"neither")
        self.assertEqual(self.api.pings(self.uuid)[0]["type"], "fail")

    def test_D2_a_filtered_body_need_not_be_UTF_8(self):
        self.api.post(f"/checks/{self.uuid}", {"filter_http_body": True, "success_kw": "DONE"})
        body = b"\xff\xfe\x80 DONE \xc3("
        self.ping(self.uuid, "/fail", body)
        self.assertEqual(self.api.pings(self.uuid)[0]["type"], "success")
        self.assertEqual(self.last_body(), body)

    def test_D2_the_agent_need_not_be_UTF_8_and_is_cut(self):
        with self.server.connect() as connection:
            connection.send(b"GET /ping/%s HTTP/1.1\r\nHost: x\r\nUser-Agent: %s\r\n\r\n"
                            % (self.uuid.encode(), b"\xff\xe4gent " + "ü".encode() * 300))
            self.assertEqual(connection.read_answer().body, b"OK")
        agent = self.api.pings(self.uuid)[0]["ua"]
        self.assertEqual(len(agent), 200)
        self.assertTrue(agent.endswith("ü"))


@on_both_engines
class PingBySlug(ServerCase):
    def slug_url(self, slug, rest=""):
        return f"/ping/{self.project['ping_key']}/{slug}{rest}"

    def test_by_slug_with_every_suffix(self):
        uuid_ = self.api.make_check(name="b", slug="nightly_backup-1")["uuid"]
        for rest in ("", "/start", "/fail", "/log", "/0", "/7"):
            answer = self.server.post(self.slug_url("nightly_backup-1", rest))
            self.assertEqual((answer.status, answer.body), (200, b"OK"), rest)
        self.assertEqual([ping["type"] for ping in reversed(self.api.pings(uuid_))],
                         ["success", "start", "fail", "log", "success", "fail"])
        self.assertEqual(self.server.get(self.slug_url("nightly_backup-1", "/")).status, 404)

    def test_create_makes_the_check_once_with_every_channel(self):
        self.server.make_channel("main", "webhook", "all", {"url_down": "http://192.0.2.1/"})
        rid = uuid.uuid4()
        first = self.server.post(self.slug_url("made-by-ping", f"/start?create=1&rid={rid}"))
        second = self.server.post(self.slug_url("made-by-ping", f"?create=1&rid={rid}"), b"log")
        self.assertEqual((first.status, first.body), (201, b"Created"))
        self.assertEqual((second.status, second.body), (200, b"OK"))
        self.assertIsNotNone(first.header("Ping-Body-Limit"))
        made = self.api.get("/checks/?slug=made-by-ping").json()["checks"]
        self.assertEqual(len(made), 1)
        self.assertEqual([made[0][key] for key in ("name", "slug", "timeout", "grace", "n_pings")],
                         ["made-by-ping", "made-by-ping", 86_400, 3_600, 2])
        self.assertNotEqual(made[0]["channels"], "")

    def test_without_create_nothing_is_made(self):
        for target in (self.slug_url("absent"), self.slug_url("absent", "?create=0"),
                       f"/ping/{'x' * 22}/absent?create=1"):
            self.assertEqual(self.server.get(target).status, 404)
        self.assertEqual(self.api.get("/checks/?slug=absent").json()["checks"], [])

    def test_a_slug_of_two_checks_is_ambiguous(self):
        for name in ("one", "two"):
            self.api.make_check(name=name, slug="twice")
        answer = self.server.get(self.slug_url("twice"))
        self.assertEqual((answer.status, answer.body), (409, b"ambiguous slug"))


@on_both_engines
class BehindProxy(ServerCase):
    """S2.6: who sent a ping, behind proxies that are trusted and by clients that are not."""

    server_options = ("--trusted-proxies", "127.0.0.0/8,10.0.0.0/8", "--ping-body-limit", "1000")

    def setUp(self):
        self.uuid = self.api.make_check(name="job")["uuid"]

    def seen(self, headers):
        self.ping(self.uuid, headers=headers)
        ping = self.api.pings(self.uuid)[0]
        return ping["remote_addr"], ping["scheme"]

    def test_S2_6_the_client_address_is_right_behind_a_trusted_proxy(self):
        rows = [
            ({"X-Forwarded-For": "203.0.113.9"}, "203.0.113.9"),
            ({"X-Forwarded-For": "203.0.113.9:5555"}, "203.0.113.9"),
            ({"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.1.2.3"}, "203.0.113.9"),
            ({"X-Forwarded-For": "2001:db8::7"}, "2001:db8::7"),
            ({"X-Forwarded-For": ""}, "127.0.0.1"),
            ({"X-Forwarded-For": "'; DROP TABLE pings; --"}, "127.0.0.1"),
            ({}, "127.0.0.1"),
        ]
        for headers, address in rows:
            self.assertEqual(self.seen(headers)[0], address, headers)

    def test_S2_6_the_scheme_comes_from_the_proxy(self):
        self.assertEqual(self.seen({"X-Forwarded-Proto": "https"})[1], "https")
        self.assertEqual(self.seen({})[1], "http")

    def test_a_smaller_body_limit_is_told_and_kept(self):
        answer = self.ping(self.uuid, body=b"z" * 5_000)
        self.assertEqual(answer.header("Ping-Body-Limit"), "1000")
        self.assertEqual(self.api.body(self.uuid, 1), b"z" * 1_000)


@on_both_engines
class WithoutProxy(ServerCase):
    def test_S2_6_nobody_is_believed_without_trusted_proxies(self):
        uuid_ = self.api.make_check(name="job")["uuid"]
        self.ping(uuid_, headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
        ping = self.api.pings(uuid_)[0]
        self.assertEqual((ping["remote_addr"], ping["scheme"]), ("127.0.0.1", "http"))


if __name__ == "__main__":
    unittest.main()
