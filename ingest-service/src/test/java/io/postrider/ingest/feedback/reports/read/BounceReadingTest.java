package io.postrider.ingest.feedback.reports.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.AddressKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a bounce is believed, and in which order. */
class BounceReadingTest {
    private static Report.Bounced bounce(String mail) {
        return assertInstanceOf(
                Report.Bounced.class,
                ReportReader.read(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                mail);
    }

    /** @param parts each with its header */
    private static String report(String... parts) {
        return "From: MAILER-DAEMON@mx.mail.example\nSubject: failure\nContent-Type: multipart/report; boundary=b\n\n--b\n"
                + String.join("\n--b\n", parts) + "\n--b--\n";
    }

    private static String status(String fields) {
        return "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.mail.example\n\nAction: failed\n"
                + fields;
    }

    private static String explanation(String text) {
        return "Content-Type: text/plain\n\n" + text + "\n";
    }

    @Test
    void codeInsideTheReplyGoesBeforeTheStatus() {
        Report.Bounced bounced =
                bounce(report(status("Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 not permitted\n")));
        assertEquals("5.7.1", bounced.words().enhancedCode());
        assertFalse(bounced.bounce().hard());
        assertEquals(
                "5.1.1",
                bounce(report(status("Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.0.0 no\n")))
                        .words()
                        .enhancedCode());
    }

    @Test
    void statusGoesBeforeTheWordsOfAnExplanation() {
        for (String text : new String[] {"user unknown", "550 user unknown", "no such user here, 5.1.1"}) {
            Report.Bounced bounced = bounce(report(explanation(text), status("Status: 5.2.2\n")));
            assertEquals("full_mailbox", bounced.bounce().category().word(), text);
            assertFalse(bounced.bounce().hard(), text);
        }
        assertTrue(bounce(report(explanation("could not be delivered"), status("Status: 5.1.1\n")))
                .bounce()
                .hard());
        assertFalse(bounce(report(explanation("blocked by a spam filter"), status("Status: 5.1.1\n")))
                .bounce()
                .hard());
        assertEquals(
                "bad_mailbox",
                bounce(report(explanation("host said: 550 5.1.1 user unknown"), status("Status: 5.0.0\n")))
                        .bounce()
                        .category()
                        .word());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Original message follows.",
                "Message headers follow:",
                "Below is a copy of the original message:",
                "This is a copy of your message, including all the headers.",
                "--- Below this line is a copy of the message.",
                "Received: from out.shop.example",
                "Return-Path: <a@shop.example>"
            })
    void nothingIsReadOutOfTheReturnedMail(String begins) {
        String head = "From: MAILER-DAEMON@mx.mail.example\nSubject: failure notice\n\nNot delivered.\n\n";
        Report.Bounced bounced = bounce(head + begins + "\n\n550 5.1.1 user unknown\n");
        assertFalse(bounced.words().coded(), bounced::toString);
        assertFalse(bounced.bounce().hard());
    }

    @Test
    void textBehindTheStatusIsTheReturnedMail() {
        Report.Bounced bounced =
                bounce(report(status("Status: 5.0.0\n"), explanation("Our 550 5.1.1 user unknown sale ends today")));
        assertFalse(bounced.bounce().hard());
    }

    @Test
    void encodedWordsAreDecodedFirst() {
        Report.Bounced bounced =
                bounce("From: \"=?iso-2022-jp?B?TWFpbCBEZWxpdmVyeSBTdWJzeXN0ZW0=?=\" <noreply@mx.example>\n"
                        + "Subject: =?iso-2022-jp?B?UmV0dXJuZWQgbWFpbDogVXNlciB1bmtub3du?=\n\nno code here\n");
        assertFalse(bounced.bounce().hard());
        assertTrue(bounce(report(status("Diagnostic-Code: smtp; =?utf-8?Q?550_5.1.1_user_unknown?=\n")))
                .bounce()
                .hard());
    }

    @Test
    void markOfAutomaticMailDecidesNothing() {
        String mark = "From: mail@mx.mail.example\nAuto-Submitted: auto-%s\nPrecedence: bulk\nSubject: %s\n\n%s\n";
        for (String kind : new String[] {"generated", "replied"}) {
            assertTrue(bounce(mark.formatted(kind, "Undeliverable: sale", "550 5.1.1 user unknown"))
                    .bounce()
                    .hard());
            assertEquals(
                    new Report.Dropped(Report.Reason.AUTO_REPLY),
                    ReportReader.read(mark.formatted(kind, "Re: 550 5.1.1", "I am away until Monday.")
                            .getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void allStatusPartsAreRead() {
        String delivered = "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@mail.example\n"
                + "Action: delivered\nStatus: 2.0.0\n";
        assertTrue(bounce(report(delivered, status("Status: 5.1.1\n"))).bounce().hard());
    }

    @ParameterizedTest
    @CsvSource({
        "'rfc822; Ann@Mail.example',           ann@mail.example,            true",
        "'RFC822;<ann@mail.example>',          ann@mail.example,            true",
        "'utf-8; f\\x{FC}r@mail.example',    für@mail.example,       true",
        "'utf-8; für@müller.example', für@xn--mller-kva.example, true",
        "'rfc822; member@mail.example',        group@mail.example,          false",
        "'rfc822; \"a b\"@mail.example',        '\"a b\"@mail.example',      true",
        "'rfc822; <\"a..B\"@docomo.ne.jp>',     '\"a..b\"@docomo.ne.jp',     true",
        "'rfc822; a..b@docomo.ne.jp',          '\"a..b\"@docomo.ne.jp',     true",
        "'rfc822; \"ann\"@mail.example',        ann@mail.example,            true",
        "'rfc822; \"a c\"@mail.example',        '\"a b\"@mail.example',      false",
        "'x400; c=de',                         ann@mail.example,            true"
    })
    void onlyTheAddressThatFailedIsSuppressed(String recipient, String mailed, boolean suppressed) {
        String global = status("Final-Recipient: " + recipient + "\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n")
                .replace("delivery-status", "global-delivery-status");
        assertEquals(suppressed, bounce(report(global)).suppresses(AddressKey.of(mailed)));
    }

    @Test
    void eximTellsTheAddressesThatFailed() {
        String text =
                "From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: a@x.example,\n b@x.example\n"
                        + "Subject: Mail delivery failed\n\n  a@x.example\n    550 5.1.1 user unknown\n";
        assertTrue(bounce(text).suppresses("b@x.example"));
        assertFalse(bounce(text).suppresses("group@x.example"));
    }

    @Test
    void partsAreDecodedBeforeAnythingIsSearched() {
        String fields = "Reporting-MTA: dns; mx.mail.example\n\nAction: failed\nStatus: 5.1.1\n";
        String encoded = Base64.getEncoder().encodeToString(fields.getBytes(StandardCharsets.US_ASCII));
        assertTrue(
                bounce(report("Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n" + encoded))
                        .bounce()
                        .hard());
        assertTrue(bounce(
                        "From: MAILER-DAEMON@mx.mail.example\nSubject: failure\nContent-Transfer-Encoding: quoted-printable\n"
                                + "Content-Type: text/plain\n\n5=350 5.1.=\n1 user unknown\n")
                .bounce()
                .hard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host mx.mail.example said: 550 5.1.1 user unknown (in reply to MAIL FROM command)",
                "SMTP error from remote mail server after MAIL FROM:<news@shop.example>:\n    host mx.mail.example: 550 5.1.1 user unknown",
                "SMTP error from remote mail server after EHLO shop.example: 550 host does not exist 5.1.2"
            })
    void whatWasRefusedBeforeRcptSuppressesNothing(String text) {
        String plain = "From: MAILER-DAEMON@mx.mail.example\nSubject: failure\n\n" + text + "\n";
        assertFalse(bounce(plain).bounce().hard());
        String folded = text.replace("\n", " ");
        assertFalse(bounce(report(status("Status: 5.1.1\nDiagnostic-Code: smtp; " + folded + "\n")))
                .bounce()
                .hard());
        assertFalse(bounce(report(explanation(text), status("Status: 5.1.1\n")))
                .bounce()
                .hard());
    }

    @Test
    void replyWithinAReplyIsTheReason() {
        Report.Bounced bounced = bounce(
                report(
                        status(
                                "Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.3.0 host mx.example said: 550 5.1.1 nobody of that name\n")));
        assertTrue(bounced.bounce().hard(), bounced::toString);
    }

    /** Microsoft's JMRP: three fields, and a mail without a Return-Path. */
    @Test
    void complaintIsTracedByTheSignedPathWhereverItStands() {
        String path = "b+" + "abcdefgh234567abcdefgh234567abcdefgh234567abcdef" + "@bounces.shop.example";
        String report = report(
                        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n",
                        "Content-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@mail.example\n"
                                + "Received-SPF: Pass (protection: domain of x designates 192.0.2.1) envelope-from="
                                + path
                                + "; helo=out.shop.example;\nSubject: sale\n\nhello\n")
                .replace("\n", "\r\n");
        assertEquals(
                new Report.Complained("abuse", path, null),
                ReportReader.read(report.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void optOutIsAnUnsubscribeAndNoComplaint() {
        assertEquals("unsubscribe", new Report.Complained("opt-out", null, null).reason());
        assertEquals("unsubscribe", new Report.Complained("opt-out-list", null, null).reason());
        assertEquals("complaint", new Report.Complained("abuse", null, null).reason());
    }

    private static String group(String recipient, String fields) {
        return "\nFinal-Recipient: rfc822; " + recipient + "\nAction: failed\n" + fields;
    }

    /** In any order: each address gets its own status, and an address that is not named gets none. */
    @Test
    void everyFailedRecipientOfAReportCountsForItself() {
        Report.Bounced bounced =
                bounce(report("Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n"
                        + group("full@mail.example", "Status: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n")
                        + "\nFinal-Recipient: rfc822; well@mail.example\nAction: delivered\nStatus: 2.0.0\n"
                        + group("gone@mail.example", "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n")
                        + group("blocked@mail.example", "Status: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 spam\n")));
        said(bounced.about("full@mail.example"), "5.2.2", false, "full@mail.example");
        said(bounced.about("gone@mail.example"), "5.1.1", true, "gone@mail.example");
        said(bounced.about("blocked@mail.example"), "5.7.1", false, "blocked@mail.example");
        said(bounced.about("group@mail.example"), "5.2.2", false, "group@mail.example");
        Report.Bounced later = bounce(report(
                status("Final-Recipient: rfc822; a@mail.example\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n"),
                status("Final-Recipient: rfc822; b@mail.example\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full\n")));
        said(later.about("b@mail.example"), "5.2.2", false, "b@mail.example");
        assertFalse(later.about("c@mail.example").suppresses("c@mail.example"));
    }

    private static void said(Report.Bounced bounced, String enhancedCode, boolean suppresses, String key) {
        assertEquals(enhancedCode, bounced.words().enhancedCode());
        assertEquals(suppresses, bounced.suppresses(key), key);
    }

    /** Microsoft's JMRP: the mail with one field more, in a report of three fields or with nothing around it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Hotmail FBL\nVersion: 0.1\n",
                "Content-Type: text/plain\n\ncomplaint about message from 192.0.2.1\n"
            })
    void complaintTellsTheMessageIdWhereNothingElseIsLeft(String first) {
        String mail = report(
                        first,
                        "Content-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@mail.example\n"
                                + "Message-ID: <1@shop.example>\nSubject: sale\n\nhello\n")
                .replace("MAILER-DAEMON@mx.mail.example", "staff@hotmail.com")
                .replace("\n", "\r\n");
        assertEquals(
                new Report.Complained("abuse", null, "<1@shop.example>"),
                ReportReader.read(mail.getBytes(StandardCharsets.US_ASCII)));
    }
}
