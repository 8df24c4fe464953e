#include "kinds/mime.h"

#include "base/time.h"
#include "kinds/mail_address.h"
#include "kinds/testing/mail_text.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace muster::kinds {
namespace {

TEST(Mime, ShortAsciiHeadersStayAsTheyAre) {
  EXPECT_EQ(text_header("Subject", "DOWN | backup"), "Subject: DOWN | backup\r\n");
  EXPECT_EQ(text_header("Subject", ""), "Subject: \r\n");
}

TEST(Mime, OtherHeadersAreEncodedWordsOfAtMost75Octets) {
  EXPECT_EQ(text_header("Subject", "é"), "Subject: =?UTF-8?B?w6k=?=\r\n");
  EXPECT_EQ(text_header("Subject", "=?UTF-8?B?x?="),
            "Subject: =?UTF-8?B?PT9VVEYtOD9CP3g/PQ==?=\r\n");
  std::string chinese;
  for (int i = 0; i < 60; ++i) chinese += "数据库备份";
  for (const std::string& text :
       {chinese, std::string(300, 'x'), std::string("a") + chinese, "😀" + chinese}) {
    const std::string header = text_header("Subject", text);
    EXPECT_EQ(decoded_header(header, "Subject"), shown_part(text)) << header;
    for (const std::string_view line : lines_of(header)) {
      EXPECT_LE(line.size(), 76U) << line;
    }
  }
}

TEST(Mime, F69i_NothingInAValueBeginsAHeader) {
  for (const std::string text : {"a\r\nBcc: evil@x.example", "a\nb", "a\rb", "\r\n\r\nbody"}) {
    const std::string header = text_header("Subject", text);
    EXPECT_EQ(lines_of(header).size(), 1U) << header;
    EXPECT_EQ(lines_of(address_header("From", text, "a@x.example")).size(), 2U);
  }
}

TEST(Mime, DisplayNamesAreQuotedOrEncoded) {
  EXPECT_EQ(address_header("From", "", "a@x.example"), "From: a@x.example\r\n");
  EXPECT_EQ(address_header("From", "Ops, \"night\"", "a@x.example"),
            "From: \"Ops, \\\"night\\\"\"\r\n <a@x.example>\r\n");
  EXPECT_EQ(address_header("From", "值班", "a@x.example"),
            "From: =?UTF-8?B?5YC854+t?=\r\n <a@x.example>\r\n");
}

TEST(Mime, QuotedPrintableLinesAreShortAndReadBackTheSame) {
  EXPECT_EQ(quoted_printable("a=b\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable("end \nend\t"), "end=20\r\nend=09");
  EXPECT_EQ(quoted_printable("é"), "=C3=A9");
  for (const std::string& text :
       {std::string(500, 'x'), std::string(75, 'x') + "\n", std::string(76, 'x'),
        std::string("北京北京北京北京北京北京北京"), std::string("\r\n.\n..\n \n\t\n=\n")}) {
    const std::string encoded = quoted_printable(text);
    for (const std::string_view line : lines_of(encoded)) EXPECT_LE(line.size(), 76U);
    EXPECT_EQ(decoded_quoted_printable(encoded), text);
  }
}

TEST(Mime, DatesAreThoseOfRfc5322) {
  EXPECT_EQ(mail_date(parse_iso("2026-11-20T18:43:47.9Z").value()),
            "Fri, 20 Nov 2026 18:43:47 +0000");
  EXPECT_EQ(mail_date(parse_iso("2026-03-01T00:00:00Z").value()), "Sun, 1 Mar 2026 00:00:00 +0000");
}

TEST(Mime, AMessageIsWrittenWhole) {
  const MailMessage message{.id = "1@x.example",
                            .answers_id = "0@x.example",
                            .date = parse_iso("2026-03-01T00:00:00Z").value(),
                            .from = "watch@x.example",
                            .from_name = "Muster",
                            .to = {"a@x.example", "b@y.example"},
                            .subject = "UP | é",
                            .more_headers = {{"Auto-Submitted", "auto-generated"}},
                            .boundary = "=_b",
                            .text = "up\n",
                            .html = "<p>up</p>\n"};
  EXPECT_EQ(write_message(message),
            "Date: Sun, 1 Mar 2026 00:00:00 +0000\r\n"
            "From: \"Muster\"\r\n <watch@x.example>\r\n"
            "To: a@x.example,\r\n b@y.example\r\n"
            "Subject: =?UTF-8?B?VVAgfCDDqQ==?=\r\n"
            "Message-ID: <1@x.example>\r\n"
            "In-Reply-To: <0@x.example>\r\n"
            "References: <0@x.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/alternative; boundary=\"=_b\"\r\n"
            "\r\n"
            "--=_b\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "up\r\n\r\n"
            "--=_b\r\n"
            "Content-Type: text/html; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "<p>up</p>\r\n\r\n"
            "--=_b--\r\n");
}

TEST(MailAddress, S35_TakesBareAddressesOnly) {
  for (const char* good : {"a@b", "ops+night@mail.example.org", "o'neil@x-y.example",
                           "a@[192.0.2.1]", "a.b.c@xn--bcher-kva.example"}) {
    EXPECT_TRUE(check_mail_address(good, "/to")) << good;
  }
  for (const std::string bad : {"",
                                "a",
                                "@b",
                                "a@",
                                "a b@c.example",
                                "a@b c",
                                "<a@b.example>",
                                "Ops <a@b.example>",
                                "a@b.example\r\nBcc: c@d.example",
                                "a@b.example,c@d.example",
                                "a..b@c.example",
                                ".a@b.example",
                                "a@b..example",
                                "a@-b.example",
                                "\"a b\"@c.example",
                                "a@b@c.example",
                                "值@x.example",
                                "a@例.example",
                                "a@[",
                                "a@[]",
                                "a@b.example>",
                                "-f\t@x"}) {
    const auto out = check_mail_address(bad, "/to/0");
    ASSERT_FALSE(out) << bad;
    EXPECT_EQ(out.error().where, "/to/0");
  }
  EXPECT_FALSE(check_mail_address(std::string(65, 'a') + "@b.example", "/to"));
}

}  // namespace
}  // namespace muster::kinds
