"""Notices: that they arrive, what is in them, and what happens when the far side misbehaves."""

import email
import email.policy
import hashlib
import hmac
import json
import unittest

from blackbox.case import ServerCase, on_both_engines
from blackbox.receivers import SmtpSink, WebhookReceiver, drop, hang, redirected
from blackbox.waiting import wait_until

SECRET = "s3cr3t-of-the-webhook"


@on_both_engines
class Webhooks(ServerCase):
    server_environment = {"MUSTER_WEBHOOKS__ALLOW_PRIVATE": "true"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receiver = WebhookReceiver()
        cls.addClassCleanup(cls.receiver.close)

    def make_channel(self, path, **more):
        url = self.receiver.url + path
        config = {"url_down": url, "url_up": url, "method_down": "POST", "method_up": "POST",
                  "body_down": "$STATUS $NAME $CODE $NOW", "body_up": "$STATUS $NAME $CODE $NOW"}
        return self.server.make_channel("main", "webhook", path, config | more)

    def make_check(self, path, **more):
        """A check that tells the channel of that path, and is up."""
        check = self.api.make_check(name=f"job {path}", channels=path, timeout=3600, **more)
        self.ping(check["uuid"])
        return check["uuid"]

    def assert_settled(self, uuid_, state, count=1, within_s=15):
        def settled():
            found = self.native.deliveries(uuid_)
            return len(found) == count and all(d["state"] == state for d in found) and found
        return wait_until(settled, within_s, f"{count} deliveries are {state}")

    def test_S2_12_S2_13_one_notice_down_and_one_up(self):
        self.make_channel("/story")
        uuid_ = self.make_check("/story")
        for rest in ("/fail", "/fail", "/9", "", ""):
            self.ping(uuid_, rest)
        self.receiver.wait_for(2, "/story")
        self.assert_settled(uuid_, "sent", 2)
        down, up = self.receiver.calls("/story")
        self.assertTrue(down.body.startswith(f"down job /story {uuid_} 20".encode()), down.body)
        self.assertTrue(up.body.startswith(f"up job /story {uuid_} 20".encode()), up.body)
        self.assertNotEqual(down.headers["idempotency-key"], up.headers["idempotency-key"])
        self.assertEqual(down.headers["x-muster-attempt"], "1")
        self.assertNotIn("x-signature", down.headers)

    def test_the_request_is_the_one_that_was_configured(self):
        self.make_channel(
            "/forms", method_down="PUT",
            body_down='{"n":$NAME_JSON,"x":$EXITSTATUS,"b":$BODY_JSON}',
            headers_down={"X-Tags": "$TAG1-$TAG2", "Content-Type": "application/json",
                          "User-Agent": "own"},
            url_up=self.receiver.url + "/forms?name=$NAME&s=$STATUS", method_up="GET", body_up="")
        uuid_ = self.api.make_check(name='a "b" & ü', channels="/forms", tags="x y",
                                    timeout=3600)["uuid"]
        self.ping(uuid_, "/42", b'line\n"quoted" \xff')
        down = self.receiver.wait_for(1, "/forms")[0]
        self.assertEqual(down.method, "PUT")
        self.assertEqual(down.headers["x-tags"], "x-y")
        self.assertEqual(down.headers["user-agent"], "own")
        self.assertEqual(down.headers["content-type"], "application/json")
        self.assertEqual(json.loads(down.body),
                         {"n": 'a "b" & ü', "x": 42, "b": 'line\n"quoted" \ufffd'})
        self.ping(uuid_)
        path = "/forms?name=a%20%22b%22%20%26%20%C3%BC&s=up"
        up = self.receiver.wait_for(1, path)[0]
        self.assertEqual((up.method, up.body), ("GET", b""))
        self.assertTrue(up.headers["user-agent"].startswith("Muster/"))

    def test_F69i_a_template_makes_no_header(self):
        self.make_channel("/inject", headers_down={"X-Name": "$NAME"})
        uuid_ = self.api.make_check(name="a\r\nX-Injected: 1", channels="/inject")["uuid"]
        self.ping(uuid_, "/fail")
        call = self.receiver.wait_for(1, "/inject")[0]
        self.assertNotIn("x-injected", call.headers)

    def test_the_signature_proves_the_sender(self):
        self.make_channel("/signed", secret=SECRET)
        uuid_ = self.make_check("/signed")
        self.ping(uuid_, "/fail")
        call = self.receiver.wait_for(1, "/signed")[0]
        stamp = call.headers["x-signature-timestamp"]
        self.assertLess(abs(call.wall - int(stamp)), 30)
        wanted = hmac.new(SECRET.encode(), f"{stamp}.".encode() + call.body, hashlib.sha256)
        self.assertEqual(call.headers["x-signature"], "sha256=" + wanted.hexdigest())
        self.assertNotIn(SECRET, self.server.log)

    def test_F42_a_failed_notice_is_repeated_under_the_same_key_and_in_order(self):
        self.make_channel("/later")
        self.receiver.behave("/later", 500)
        uuid_ = self.make_check("/later")
        self.ping(uuid_, "/fail")
        self.ping(uuid_)
        first, second, up = self.receiver.wait_for(3, "/later", 20)
        self.assertEqual(first.headers["idempotency-key"], second.headers["idempotency-key"])
        self.assertEqual(first.body, second.body)
        self.assertGreater(second.at - first.at, 3.9, "there is a pause")
        self.assertEqual([call.headers["x-muster-attempt"] for call in (first, second, up)],
                         ["1", "2", "1"])
        self.assertTrue(up.body.startswith(b"up "), "up never overtakes down")
        self.assertNotEqual(up.headers["idempotency-key"], first.headers["idempotency-key"])
        settled = self.assert_settled(uuid_, "sent", 2)
        self.assertEqual(sorted(delivery["attempts"] for delivery in settled), [1, 2])

    def test_F42_a_dropped_connection_is_repeated(self):
        self.make_channel("/dropped")
        self.receiver.behave("/dropped", drop)
        uuid_ = self.make_check("/dropped")
        self.ping(uuid_, "/fail")
        first, second = self.receiver.wait_for(2, "/dropped", 20)
        self.assertEqual(first.headers["idempotency-key"], second.headers["idempotency-key"])
        self.assert_settled(uuid_, "sent")

    def test_F42_what_is_gone_is_not_asked_again(self):
        self.make_channel("/gone")
        self.receiver.behave("/gone", 410)
        uuid_ = self.make_check("/gone")
        self.ping(uuid_, "/fail")
        self.assertIn("410", self.assert_settled(uuid_, "failed")[0]["answer"])

    def test_F42_redirects_are_followed_three_times(self):
        self.make_channel("/r1")
        for step in (1, 2, 3):
            self.receiver.behave(f"/r{step}", redirected(f"{self.receiver.url}/r{step + 1}"))
        uuid_ = self.make_check("/r1")
        self.ping(uuid_, "/fail")
        self.receiver.wait_for(1, "/r4")
        self.assert_settled(uuid_, "sent")

    def test_F42_a_circle_of_redirects_ends(self):
        self.make_channel("/circle")
        self.receiver.behave("/circle", redirected(f"{self.receiver.url}/circle"), for_ever=True)
        uuid_ = self.make_check("/circle")
        self.ping(uuid_, "/fail")
        delivery = wait_until(
            lambda: [d for d in self.native.deliveries(uuid_) if d["attempts"] == 1], 10,
            "the first attempt ends")[0]
        self.assertIn("redirect", delivery["answer"].lower())
        self.assertLessEqual(len(self.receiver.calls("/circle")), 4)
        self.api.call("DELETE", f"/checks/{uuid_}")

    def test_D5_one_that_hangs_holds_up_nobody_else(self):
        self.make_channel("/hangs")
        self.receiver.behave("/hangs", hang, for_ever=True)
        self.make_channel("/quick")
        slow = [self.make_check("/hangs") for _ in range(4)]
        for uuid_ in slow:
            self.ping(uuid_, "/fail")
        self.receiver.wait_for(2, "/hangs")
        quick = self.make_check("/quick")
        self.ping(quick, "/fail")
        self.receiver.wait_for(1, "/quick", 3)
        for uuid_ in slow:
            self.api.call("DELETE", f"/checks/{uuid_}")

    def test_D4_F7_killed_while_it_is_told_tells_again_under_the_same_key(self):
        self.make_channel("/killed")
        self.receiver.behave("/killed", hang)
        uuid_ = self.make_check("/killed")
        self.ping(uuid_, "/fail")
        self.receiver.wait_for(1, "/killed")
        self.server.kill()
        self.server.start()
        first, second = self.receiver.wait_for(2, "/killed")
        self.assertEqual(first.headers["idempotency-key"], second.headers["idempotency-key"])
        self.assertEqual(first.body, second.body)
        self.assert_settled(uuid_, "sent")


@on_both_engines
class Guarded(ServerCase):
    """Webhooks as they are out of the box: the inside of the network is out of reach."""

    def test_private_targets_are_refused_and_the_reason_is_shown(self):
        receiver = WebhookReceiver()
        self.addCleanup(receiver.close)
        hosts = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]",
                 "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "192.168.0.1", "172.16.0.1",
                 "[fd00::1]", "[fe80::1]", "[64:ff9b::7f00:1]"]
        accepted = []
        for number, host in enumerate(hosts):
            answer = self.native.call("POST", "/contacts", {
                "name": f"c{number}", "kind": "webhook",
                "config": {"url_down": f"http://{host}:{receiver.port}/"}})
            self.assertIn(answer.status, (201, 400), host)
            if answer.status == 201:
                accepted.append(host)
        self.assertIn("127.0.0.1", accepted, "an address may be allowed later")
        uuid_ = self.api.make_check(name="job", channels="*")["uuid"]
        self.ping(uuid_, "/fail")

        def all_failed():
            found = self.native.deliveries(uuid_)
            return len(found) == len(accepted) and all(
                delivery["state"] == "failed" for delivery in found) and found
        for delivery in wait_until(all_failed, 15, "all deliveries are refused"):
            self.assertRegex(delivery["answer"], "loopback|private|local|unspecified|NAT64",
                             delivery)
        self.assertEqual(receiver.calls(), [])


@on_both_engines
class Mails(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = SmtpSink()
        cls.addClassCleanup(cls.sink.close)
        cls.server_environment = {
            "MUSTER_MAIL__HOST": "127.0.0.1", "MUSTER_MAIL__PORT": str(cls.sink.port),
            "MUSTER_MAIL__SECURITY": "none", "MUSTER_MAIL__FROM": "watch@example.org",
            "MUSTER_MAIL__FROM_NAME": "Wächter"}
        super().setUpClass()

    def make_check(self, to, name="job", channels="*", **config):
        """A project of its own with one mail channel; returns the UUID of a check that is up."""
        project = self.server.make_project(to)
        self.server.make_channel(to, "mail", "team", {"to": to} | config)
        self.api = type(self.api)(self.server, project["api_key"])
        self.native = type(self.native)(self.server, to, project["api_key"])
        uuid_ = self.api.make_check(name=name, channels=channels, timeout=3600, grace=600,
                                    tags="prod")["uuid"]
        self.ping(uuid_)
        return uuid_

    @staticmethod
    def parsed(mail):
        return email.message_from_bytes(mail.data, policy=email.policy.default)

    def settled(self, uuid_, state, count=1):
        def found():
            all_ = self.native.deliveries(uuid_)
            return len(all_) == count and all(d["state"] == state for d in all_) and all_
        return wait_until(found, 20, f"{count} deliveries are {state}")

    def test_S2_12_S2_13_one_mail_down_one_up_in_one_thread(self):
        uuid_ = self.make_check("ops@example.org", name="Nächtliche <Sicherung>")
        for rest, body in (("/7", b"disk full\n</pre><script>\n.\nend"), ("/fail", b""), ("", b"")):
            self.ping(uuid_, rest, body)
        raw_down, raw_up = self.sink.wait_for(2, "ops@example.org")
        self.settled(uuid_, "sent", 2)
        self.assertEqual(len(self.sink.mails("ops@example.org")), 2, "none while it lasts")
        self.assertEqual(raw_down.sender, "watch@example.org")
        down, up = self.parsed(raw_down), self.parsed(raw_up)
        self.assertEqual(down["Subject"], "DOWN | Nächtliche <Sicherung>")
        self.assertEqual(up["Subject"], "UP | Nächtliche <Sicherung>")
        self.assertEqual(down["From"], "Wächter <watch@example.org>")
        self.assertEqual(down["To"], "ops@example.org")
        self.assertEqual(down["Auto-Submitted"], "auto-generated")
        self.assertEqual(up["In-Reply-To"], down["Message-ID"])
        self.assertIn(down["Message-ID"], up["References"])
        self.assertNotEqual(up["Message-ID"], down["Message-ID"])
        self.assertNotEqual(up["X-Muster-Delivery"], down["X-Muster-Delivery"])
        self.assertIsNotNone(down["Date"])
        self.assert_tells(down, uuid_)

    def assert_tells(self, down, uuid_):
        plain = down.get_body(("plain",)).get_content()
        for words in ("Nächtliche <Sicherung>", "ops@example.org", "exit status 7", "every 1 hour",
                      "grace 10 minutes", "disk full", "/checks/", "prod"):
            self.assertIn(words, plain)
        self.assertNotIn(uuid_, plain)  # it is the secret of the ping URL
        page = down.get_body(("html",)).get_content()
        self.assertIn("N\u00e4chtliche &lt;Sicherung&gt;", page)
        self.assertNotIn("<script>", page)
        self.assertIn("\n.\nend", plain.replace("\r\n", "\n"), "dots survive the journey")
        self.assertTrue(all(len(line) <= 998 for line in bytes(down).splitlines()))

    def test_S2_14_the_subjects_of_cronmon_can_be_had(self):
        uuid_ = self.make_check("old@example.org", subject_down="Status is Down",
                                subject_up="Status is Up")
        self.ping(uuid_, "/fail")
        self.ping(uuid_)
        subjects = [self.parsed(mail)["Subject"]
                    for mail in self.sink.wait_for(2, "old@example.org")]
        self.assertEqual(subjects, ["Status is Down", "Status is Up"])

    def test_F69i_a_subject_stays_one_line(self):
        uuid_ = self.make_check("lines@example.org", name="a\r\nBcc: x@example.org\r\n\r\nhi",
                                subject_down="$NAME")
        self.ping(uuid_, "/fail")
        mail = self.sink.wait_for(1, "lines@example.org")[0]
        message = self.parsed(mail)
        self.assertIsNone(message["Bcc"])
        self.assertEqual(mail.recipients, ("lines@example.org",))

    def test_S2_18_F43_what_is_put_off_is_sent_later_with_the_same_id(self):
        uuid_ = self.make_check("grey@example.org")
        self.sink.reply("grey@example.org", "451 4.7.1 greylisted")
        self.ping(uuid_, "/fail")
        first, second = self.sink.wait_for(2, "grey@example.org", 20)
        self.assertEqual(self.parsed(first)["Message-ID"], self.parsed(second)["Message-ID"])
        self.assertGreater(second.at - first.at, 3.9)
        self.assertEqual(self.settled(uuid_, "sent")[0]["attempts"], 2)

    def test_F43_accepted_and_then_dropped_is_sent_again_with_the_same_id(self):
        uuid_ = self.make_check("dropped@example.org")
        self.sink.reply("dropped@example.org", None)
        self.ping(uuid_, "/fail")
        first, second = self.sink.wait_for(2, "dropped@example.org", 20)
        self.assertEqual(self.parsed(first)["X-Muster-Delivery"],
                         self.parsed(second)["X-Muster-Delivery"])
        self.settled(uuid_, "sent")

    def test_F43_what_is_refused_for_good_is_not_sent_again(self):
        uuid_ = self.make_check("nobody@example.org")
        self.sink.reply("nobody@example.org", "550 5.1.1 no such user")
        self.ping(uuid_, "/fail")
        self.assertIn("550", self.settled(uuid_, "failed")[0]["answer"])
        self.assertEqual(len(self.sink.mails("nobody@example.org")), 1)

    def test_S2_18_a_bad_contact_stops_no_other(self):
        project = self.server.make_project("mixed")
        for name in ("bad@example.org", "good@example.org"):
            self.server.make_channel("mixed", "mail", name, {"to": name})
        self.sink.reply("bad@example.org", *["451 later"] * 5)
        api = type(self.api)(self.server, project["api_key"])
        uuid_ = api.make_check(name="job", channels="*")["uuid"]
        self.ping(uuid_, "/fail")
        self.sink.wait_for(1, "good@example.org", 3)


if __name__ == "__main__":
    unittest.main()
