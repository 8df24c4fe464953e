"""Requests that no client should send. Each is refused with a word why, records nothing, and leaves
a server that serves."""

import json
import unittest
from urllib.parse import quote

from blackbox.case import ServerCase, on_both_engines
from blackbox.http_client import Closed

HOST = b"Host: x\r\n"
CLOSED = "closed"
LOG_LINE = r"^\d{4}(-\d\d){2}T\d\d(:\d\d){2}\.\d{6}\S* (debug|info |warn |error) "


def post(path, headers, body=b""):
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n" + body


def smuggling_rows(ping):
    """(name, statuses, bytes): framing that two readers may read in two ways (F69c). What is hidden
    in each is a ping, which must never be taken for one."""
    hidden = b"GET " + ping + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    chunked = b"5\r\nhello\r\n0\r\n\r\n"

    def with_headers(*lines, body=chunked):
        return post(ping, b"".join(line + b"\r\n" for line in lines), body + hidden)

    rows = [
        ("length and chunks", with_headers(b"Content-Length: 4", b"Transfer-Encoding: chunked")),
        ("chunks and length", with_headers(b"Transfer-Encoding: chunked", b"Content-Length: 4")),
        ("two lengths", with_headers(b"Content-Length: 5", b"Content-Length: 6", body=b"hello")),
        ("one length twice",
         with_headers(b"Content-Length: 5", b"Content-Length: 5", body=b"hello")),
        ("a list of lengths", with_headers(b"Content-Length: 5, 5", body=b"hello")),
        ("chunked twice",
         with_headers(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked")),
        ("space before colon", with_headers(b"Transfer-Encoding : chunked")),
        ("length with space before colon", with_headers(b"Content-Length : 5", body=b"hello")),
        ("folded", with_headers(b"Transfer-Encoding:\r\n chunked")),
        ("folded below another", with_headers(b"X: 1\r\n Transfer-Encoding: chunked")),
        ("folded length", with_headers(b"Content-Length:\r\n 5", body=b"hello")),
        ("begins with a blank", with_headers(b" Transfer-Encoding: chunked")),
        ("bare LF in headers",
         post(ping, b"X: 1\nTransfer-Encoding: chunked\r\n", chunked + hidden)),
        ("bare CR in headers",
         post(ping, b"X: 1\rTransfer-Encoding: chunked\r\n", chunked + hidden)),
        ("only LF", b"POST " + ping + b" HTTP/1.1\nHost: x\nContent-Length: 0\n\n" + hidden),
        ("chunked in HTTP/1.0", b"POST " + ping + b" HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
         + chunked + hidden),
    ]
    for value in (b"xchunked", b"chunkedx", b"chunked, identity", b"identity, chunked",
                  b"gzip, chunked", b"chunked, chunked", b"\x0bchunked", b"chunked\x00",
                  b'"chunked"', b"", b"identity", b"chunked;q=1", b"chunked,"):
        rows.append((f"encoding {value}", with_headers(b"Transfer-Encoding: " + value)))
    for value in (b"+5", b"-1", b"0x5", b"5 5", b"", b"5a", b"5;", b"1e1",
                  b"99999999999999999999999", b"18446744073709551617", b"\xb2"):
        rows.append((f"length {value}", with_headers(b"Content-Length: " + value, body=b"hello")))
    for size in (b"-5", b"+5", b"0x5", b"5 5", b"g", b"", b"FFFFFFFFFFFFFFFFF",
                 b"10000000000000005", b"5;" + b"e" * 300, b"5\n"):
        rows.append((f"chunk size {size[:20]}",
                     with_headers(b"Transfer-Encoding: chunked",
                                  body=size + b"\r\nhello\r\n0\r\n\r\n")))
    for name, body in (("no end of chunk", b"5\r\nhelloX\r\n0\r\n\r\n"),
                       ("chunk ends with LF", b"5\r\nhello\n0\r\n\r\n"),
                       ("size ends with LF", b"5\nhello\r\n0\r\n\r\n"),
                       ("trailer folded", b"5\r\nhello\r\n0\r\nX: 1\r\n y\r\n\r\n"),
                       ("trailer with a length", b"0\r\nContent-Length: 5\r\n\r\n"),
                       ("trailer without colon", b"0\r\nnonsense\r\n\r\n")):
        rows.append((name, with_headers(b"Transfer-Encoding: chunked", body=body)))
    return [(name, {400}, data) for name, data in rows]


def request_rows(ping):
    """Request lines, hosts, headers, sizes."""
    get = b"GET " + ping
    end = b"\r\n\r\n"

    def headed(*lines):
        return get + b" HTTP/1.1\r\n" + b"\r\n".join(lines) + end

    return [
        ("no version", {400}, get + b"\r\n" + HOST + b"\r\n"),
        ("version 2", {505}, get + b" HTTP/2.0\r\n" + HOST + b"\r\n"),
        ("version 1.2", {400, 505}, get + b" HTTP/1.2\r\n" + HOST + b"\r\n"),
        ("version in small letters", {400}, get + b" http/1.1\r\n" + HOST + b"\r\n"),
        ("two blanks", {400}, b"GET  " + ping + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("tab", {400}, b"GET\t" + ping + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("blank in the target", {400}, get + b" x HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("control in the target", {400}, get + b"\x01 HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("NUL in the target", {400}, get + b"\x00 HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("fragment", {400}, get + b"#x HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("no slash", {400}, b"GET " + ping[1:] + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("method is no token", {400}, b"GE(T " + ping + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("CONNECT", {400, 501}, b"CONNECT x:80 HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("TLS hello", {400}, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + end),
        ("no host", {400}, headed(b"X: 1")),
        ("two hosts", {400}, headed(b"Host: x", b"Host: y")),
        ("host with a path", {400}, headed(b"Host: x/y")),
        ("host with a blank", {400}, headed(b"Host: x y")),
        ("host with user", {400}, headed(b"Host: a@b")),
        ("empty host", {400}, headed(b"Host: ")),
        ("another host than the target's", {400},
         b"GET http://y" + ping + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("another scheme", {400}, b"GET ftp://x" + ping + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("header without colon", {400}, headed(b"Host: x", b"nonsense")),
        ("header without name", {400}, headed(b"Host: x", b": 1")),
        ("header name with a blank", {400}, headed(b"Host: x", b"A B: 1")),
        ("NUL in a header", {400}, headed(b"Host: x", b"A: 1\x002")),
        ("control in a header", {400}, headed(b"Host: x", b"A: 1\x012")),
        ("17 KiB of headers", {431}, headed(b"Host: x", *[b"A%d: " % i + b"x" * 1000
                                                          for i in range(17)])),
        ("one header of 1 MB", {431}, headed(b"Host: x", b"A: " + b"x" * 1_000_000)),
        ("10 000 headers", {431}, headed(b"Host: x", *[b"A: 1"] * 10_000)),
        ("101 short headers", {431}, headed(b"Host: x", *[b"A: 1"] * 101)),
        ("target of 9 KiB", {414}, get + b"?" + b"x" * 9_216 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
        ("target without end", {414}, get + b"?" + b"x" * 100_000),
        ("unknown Expect", {417}, headed(b"Host: x", b"Expect: a miracle", b"Content-Length: 1")),
        ("2 GB are announced", {413}, post(ping, b"Content-Length: 2000000000\r\n")),
        ("API body above 1 MiB", {413}, post(b"/api/v3/checks/", b"Content-Length: 1048577\r\n")),
        ("API body in chunks above 1 MiB", {413},
         post(b"/api/v3/checks/", b"Transfer-Encoding: chunked\r\n",
              (b"80000\r\n" + b"x" * 0x80000 + b"\r\n") * 3 + b"0\r\n\r\n")),
    ]


def path_rows(ping):
    """Paths that must lead nowhere (F69f)."""
    paths = [b"/ping/../ping/../etc/passwd", b"/ping/%2e%2e/%2e%2e/etc/passwd",
             b"/ping/..%5c..%5cx", b"/ping/%252e%252e/x", b"//" + ping[1:], b"/./" + ping[1:],
             ping + b"%00", ping + b"%0d%0aX-Injected:%201", ping + b"/%ff", ping + b"/%zz",
             ping + b"/%e4%b8", b"/ping/%00", b"/ping/\xff\xfe", b"/api/v3/checks/../checks/",
             b"/v1/projects/%ff", b"/v1/projects/%00/checks", b"/b/2/%0d%0a.svg", b"/ping", b"/",
             b"/etc/passwd", b"/favicon.ico", b"/projects//metrics//",
             b"/ping/a/b/c/d/e/f" + b"/x" * 500]
    return [(f"path {path[:50]}", {400, 401, 404},
             b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
            for path in paths]


def cut_rows(ping):
    """Requests that end before they are complete."""
    whole = post(ping, b"Content-Length: 10\r\n", b"0123456789")
    rows = [(f"cut after {at} bytes", {CLOSED}, whole[:at]) for at in range(1, len(whole), 7)]
    rows += [("chunks without end", {CLOSED},
              post(ping, b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n")),
             ("chunk cut", {CLOSED}, post(ping, b"Transfer-Encoding: chunked\r\n", b"5\r\nhel")),
             ("trailers without end", {CLOSED},
              post(ping, b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n0\r\nX: 1\r\n"))]
    return rows


@on_both_engines
class Transport(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.api.make_check(name="victim", slug="victim")
        cls.path = f"/ping/{cls.check['uuid']}".encode()

    def setUp(self):
        self.before = self.api.get("/checks/").json()

    def refused(self, data):
        """The status of the only answer, or CLOSED; the connection must end after it."""
        with self.server.connect() as connection:
            try:
                connection.send(data)
                connection.end_sending()
            except OSError:
                pass  # it was refused before it was all sent
            try:
                answer = connection.read_answer()
            except Closed:
                return CLOSED
            self.assertTrue(answer.body, "a clear word why")
            self.assertLess(len(answer.body), 1_000)
            self.assertIsNone(answer.header("x-injected"))
            self.assertTrue(connection.is_closed(), "nothing follows a refusal")
        return answer.status

    def walk(self, rows):
        for name, statuses, data in rows:
            with self.subTest(name):
                self.assertIn(self.refused(data), statuses)
                self.assertEqual(self.api.get("/checks/").json(), self.before)
        self.assertEqual(self.server.get("/healthz").status, 200)

    def test_F69c_smuggling(self):
        self.walk(smuggling_rows(self.path))

    def test_F69b_request_lines_headers_and_sizes(self):
        self.walk(request_rows(self.path))

    def test_F69f_paths(self):
        self.walk(path_rows(self.path))

    def test_F41_cut_requests(self):
        self.walk(cut_rows(self.path))


def wrong_types():
    """(field, values that are not of its type or range)."""
    text = [5, 1.5, True, None, [], {}, ["x"]]
    number = ["60", 60.5, True, None, [], {}, 59, 0, -1, 31_536_001, 10**18, 10**30, 2**63, -2**63]
    boolean = ["true", 1, 0, None, [], {}]
    for field in ("name", "slug", "tags", "desc", "schedule", "tz", "methods", "channels",
                  "start_kw", "success_kw", "failure_kw", "subject", "subject_fail"):
        yield field, text
    for field in ("timeout", "grace"):
        yield field, number
    for field in ("manual_resume", "filter_subject", "filter_body", "filter_http_body",
                  "filter_default_fail"):
        yield field, boolean
    yield "unique", ["name", {"name": 1}, ["bogus"], [1], [None], 5, None]
    yield "slug", ["Upper", "a b", "ü", "a/b", "x" * 101, "..", "a\n"]
    yield "name", ["x" * 101, "a\x00b"]
    yield "tags", ["x" * 501, "a\x00b"]  # D10
    yield "schedule", ["* * * *", "* * * * * *", "99 * * * *", "0 0 30 2 *", "x" * 101, "",
                       "* * * * *\n* * * * *", "2000-13-01", "\x00"]
    yield "tz", ["Mars/Base", "", "../etc/passwd", "UTC\x00", "x" * 200]
    yield "methods", ["GET", "post", "POST\n"]
    yield "channels", ["nobody", "*,*", ",", "00000000-0000-4000-8000-000000000000"]
    yield "success_kw", ["x" * 201]


BAD_JSON = [
    b"{", b"}", b"[]", b'"x"', b"5", b"null", b"{'name':'x'}", b'{"name":"x",}', b'{"name":x}',
    b'{"name":"x"} trailing', b'{"name":"x"}{"name":"y"}', b'\xef\xbb\xbf{"name":"x"}',
    b'{"name":"\xff"}', b'{"name":"\xc0\xaf"}', b'{"name":"\xed\xa0\x80"}', b'{"name":"\\ud800"}',
    b'{"name":"\\udc00\\ud800"}', b'{"name":"a\nb"}', b'{"name":"a\x00b"}', b'{"name":"\\u0000"}',
    b'{"name":"\\x41"}', b'{"name":"x","name":"y"}', b'{"timeout":NaN}', b'{"timeout":Infinity}',
    b'{"timeout":1e400}', b'{"timeout":-1e400}', b'{"timeout":0600}', b'{"timeout":+60}',
    b'{"timeout":60.}', b'{"timeout":.5}', b'{"timeout":0x60}', b'{/* x */"name":"x"}',
    b'{"x":' * 10_000 + b"1" + b"}" * 10_000, b'{"x":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    b'{"name":' + b"[" * 65 + b"]" * 65 + b"}", b'{"name":"' + b"x" * 900_000 + b'"}',
    b'{"timeout":' + b"9" * 100_000 + b"}", b"\x00", b"\xff" * 1000, b" " * 1000,
]


@on_both_engines
class Documents(ServerCase):
    def setUp(self):
        self.victim = self.api.make_check(name="victim")["uuid"]
        self.before = self.api.get("/checks/").json()

    def assert_refused(self, path, body, words=b""):
        answer = self.server.post(path, body, {"X-Api-Key": self.project["api_key"]})
        self.assertEqual(answer.status, 400, body[:100])
        self.assertIn("error", answer.json())
        self.assertIn(words, answer.body)
        self.assertLess(len(answer.body), 500)

    def test_F69d_malformed_JSON(self):
        for body in BAD_JSON:
            with self.subTest(body[:60]):
                self.assert_refused("/api/v3/checks/", body)
                self.assert_refused(f"/api/v1/checks/{self.victim}", body)
        self.assertEqual(self.api.get("/checks/").json(), self.before)

    def test_wrong_types_and_values_of_every_field(self):
        for field, values in wrong_types():
            for value in values:
                with self.subTest(f"{field}: {str(value)[:40]!r}"):
                    body = json.dumps({field: value}).encode()
                    unnamed = field in ("channels", "unique") or "\x00" in str(value)
                    words = b"" if unnamed else field.encode()
                    self.assert_refused("/api/v3/checks/", body, words)
                    self.assert_refused(f"/api/v2/checks/{self.victim}", body, words)
        self.assertEqual(self.api.get("/checks/").json(), self.before)

    def test_F69d_the_native_API_refuses_the_same_with_a_position(self):
        for body in BAD_JSON:
            with self.subTest(body[:60]):
                answer = self.server.post(
                    "/v1/projects/main/checks", body,
                    {"Authorization": f"Bearer {self.project['api_key']}"})
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.header("content-type"), "application/problem+json")
                self.assertTrue(answer.json()["detail"])
        self.assertEqual(self.api.get("/checks/").json(), self.before)


INJECTIONS = [
    "'; DROP TABLE checks; --", "' OR '1'='1", "1); DELETE FROM pings; --", "\\'; SELECT 1; --",
    '" OR ""="', "$1", "%s%n", "x' UNION SELECT token_hash FROM users --", "{a,b}", '"{}"', "\\x00",
    "NULL", "a\tb", "'", "''", "`id`", "$(id)", "<script>alert(1)</script>",
    "é\u0301\u202e\U0001f4a9",
]


@on_both_engines
class Injection(ServerCase):
    """What looks like a command is text, in every field and parameter."""

    def test_F69g_text_is_stored_literally(self):
        fields = ("name", "tags", "desc", "start_kw", "success_kw", "failure_kw")
        for text in INJECTIONS:
            with self.subTest(text):
                made = self.api.make_check(**dict.fromkeys(fields, text))
                shown = self.api.check(made["uuid"])
                for field in ("name", "desc", "start_kw", "success_kw", "failure_kw"):
                    self.assertEqual(shown[field], text, field)
                self.assertEqual(shown["tags"].split(), text.split())
                self.ping(made["uuid"], body=text.encode(),
                          headers={"User-Agent": text.encode().decode("latin-1")}
                          if text.isascii() and text.isprintable() else {})
                self.assertEqual(self.api.body(made["uuid"], 1), text.encode())
        self.server.restart()
        stored = {check["name"] for check in self.api.get("/checks/").json()["checks"]}
        self.assertGreaterEqual(stored, set(INJECTIONS), "and read back literally")

    def test_F69g_parameters_find_nothing(self):
        self.api.make_check(name="here", slug="here", tags="here")
        key = self.project["ping_key"]
        for text in INJECTIONS:
            coded = quote(text, safe="")
            for path in (f"/checks/?slug={coded}", f"/checks/?tag={coded}-"):
                found = self.api.get(path)
                self.assertEqual((found.status, found.json()), (200, {"checks": []}), path)
            for path in (f"/checks/{coded}", f"/checks/{coded}/pings/", f"/checks/{coded}/flips/"):
                self.assertEqual(self.api.get(path).status, 404, path)
            for path in (f"/ping/{coded}", f"/ping/{key}/{coded}?create=1", f"/ping/{coded}/here",
                         f"/badge/{coded}/x.svg", f"/b/2/{coded}.svg"):
                self.assertIn(self.server.get(path).status, (400, 404), path)
            self.assertIn(self.server.get(f"/ping/{key}/here?rid={coded}").status, (400,))
        self.assertEqual(self.api.get("/checks/?slug=here").json()["checks"][0]["n_pings"], 0)

    def test_F69h_one_record_is_one_line_of_the_log(self):
        fake = '2026-01-01T00:00:00 error fake {"level":"error"}'
        uuid_ = self.api.make_check(name=f"x\r\n{fake}\x1b[31m", slug="log")["uuid"]
        for agent in (fake, "\x1b[31mred".encode().decode("latin-1").replace("\x1b", "^["),
                      '{"level":"error","message":"fake"}'):
            self.ping(uuid_, "/fail", fake.encode(), {"User-Agent": agent})
        self.server.get(f"/ping/{uuid_}/%0d%0a{fake.replace(' ', '%20').replace(chr(34), '%22')}")
        self.server.get("/ping/%1b%5b31m/%0a" + "fake")
        log = self.server.log
        for line in log.splitlines():
            self.assertRegex(line, LOG_LINE)
        self.assertNotIn("\x1b", log)
        self.assertNotRegex(log, r"(?m)^2026-01-01T00:00:00 error fake")


if __name__ == "__main__":
    unittest.main()
