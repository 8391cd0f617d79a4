package io.postrider.ingest.feedback.reports.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.ShortRun;
import io.postrider.replies.Bounce;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Any mail is read as something or dropped, in a time that its size bounds; nothing but a 5 suppresses an address. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class ReportFuzzTest {
    /** {@code InboundTransaction.KEPT}. */
    private static final int MOST_BYTES = 256 << 10;

    private static final String REPORT = "From: mailer-daemon@mail.example\r\nSubject: failure notice\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n";
    private static final String STATUS = REPORT + "--b\r\nContent-Type: message/delivery-status\r\n\r\n";
    private static final String EXPLAINED = REPORT
            + "--b\r\n\r\n"
            + ("-".repeat(990) + "\r\n").repeat(28)
            + "--b\r\nContent-Type: message/delivery-status\r\n\r\n";
    private static final String FEEDBACK = REPORT + "--b\r\nContent-Type: message/feedback-report\r\n\r\n";
    private static final String TEXT = "From: mailer-daemon@mail.example\r\nSubject: failure notice\r\n";

    public static void fuzzerTestOneInput(byte[] bytes) {
        Report report = ReportReader.read(bytes);
        assertNotNull(report);
        assertEquals(report, ReportReader.read(bytes));
        if (report instanceof Report.Bounced bounced) {
            QuotedReply words = bounced.words();
            Bounce bounce = bounced.bounce();
            String enhancedCode = words.enhancedCode() == null ? "" : words.enhancedCode();
            assertTrue(
                    !bounce.hard()
                            || words.code() >= 500
                            || enhancedCode.startsWith("5")
                            || words.code() == 0 && words.text().contains("5."),
                    report::toString);
            assertTrue(words.code() == 0 || words.code() >= 400 && words.code() < 600, report::toString);
            assertTrue(enhancedCode.isEmpty() || enhancedCode.matches("[245]\\.\\d{1,3}\\.\\d{1,3}"), enhancedCode);
        } else if (report instanceof Report.Complained complained) {
            assertTrue(complained.kind().matches("[a-z][a-z-]{0,30}"), complained.kind());
        }
    }

    @Test
    void anyMailIsReadOrDropped() {
        ShortRun.of("report", 16_384).run(ReportFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheMailAlone() {
        grows("fields", "", "a: b\r\n", "");
        grows("lines of one field", "Subject: a\r\n", " b\r\n", "\r\n");
        grows("a long field", "Subject: ", "x", "\r\n\r\n");
        grows("a long sender", "From: ", "mailer-", "\r\n\r\n");
        grows("a long media type", "Content-Type: ", "a", "/b\r\n\r\n");
        grows("parameters", "Content-Type: multipart/report", "; a=b", "\r\n\r\n");
        grows("comments in a media type", "Content-Type: text/plain ", "(", "\r\n\r\n");
        grows("comments closed", "Content-Type: text/plain ", "(a)", "\r\n\r\n");
        grows("quotes in a media type", "Content-Type: text/plain; a=", "\"", "\r\n\r\n");
        grows("continued parameters", "Content-Type: multipart/report; boundary*0=b", ";\r\n boundary*1=c", "\r\n\r\n");
        grows("parts", REPORT, "--b\r\n\r\n", "");
        grows("parts of nothing", REPORT, "--b\r\n", "");
        grows("nearly boundaries", REPORT, "--", "");
        grows("a long boundary", "Content-Type: multipart/mixed; boundary=", "-", "\r\n\r\n---------\r\n");
        grows("groups of a status", STATUS, "a: b\r\n\r\n", "");
        grows("blank lines of a status", STATUS, "\r\n", "");
        grows("a long action", STATUS + "Action: ", "f", "\r\n");
        grows("a long status", STATUS + "Action: failed\r\nStatus: ", "5.", "\r\n");
        grows("a long diagnostic", STATUS + "Action: failed\r\nDiagnostic-Code: smtp; ", "550 5.1.1 ", "\r\n");
        grows("folds of a diagnostic", STATUS + "Action: failed\r\nDiagnostic-Code: smtp", "\r\n ;", "\r\n");
        grows(
                "encoded words of a diagnostic",
                STATUS + "Action: failed\r\nDiagnostic-Code: smtp; ",
                "=?x-a?b?AA?= ",
                "\r\n");
        grows("beginnings of encoded words", "Subject: ", "=?", "\r\n\r\n");
        grows("failed recipients of one explanation", EXPLAINED, "Action: failed\r\n\r\n", "");
        grows("a long feedback type", FEEDBACK + "Feedback-Type: ", "a-", "\r\n");
        grows("a long address", FEEDBACK + "Original-Mail-From: ", "<", "\r\n");
        grows("short addresses", FEEDBACK + "Original-Mail-From: ", "ab ", "\r\n");
        grows("a long failed domain", "X-Failed-Recipients: a@", "ü", "\r\n\r\n");
        grows("a long failed domain of long letters", "X-Failed-Recipients: a@", "\ufdfa", "\r\n\r\n");
        grows("failed recipients beyond ASCII", "X-Failed-Recipients: a@b.example", ",a@ü.example", "\r\n\r\n");
        grows("words", TEXT + "\r\n", "user unknown ", "");
        grows("lines", TEXT + "\r\n", "550\r\n", "");
        grows("dashes", TEXT + "\r\n", "-", "");
        grows("dashes and words", TEXT + "\r\n", "-- copy ", "");
        grows("base64", TEXT + "Content-Transfer-Encoding: base64\r\n\r\n", "A", "");
        grows("padding", TEXT + "Content-Transfer-Encoding: base64\r\n\r\n", "=", "");
        grows("quoted-printable", TEXT + "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=\r\n", "");
        grows("equals signs", TEXT + "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=", "");
        grows("spaces quoted", TEXT + "Content-Transfer-Encoding: quoted-printable\r\n\r\n", " ", "\r\n");
        grows("spaces quoted in lines", TEXT + "Content-Transfer-Encoding: quoted-printable\r\n\r\n", " \r\n", "");
        grows("ends of lines", TEXT + "\r\n", "\r", "");
        grows("a shifting charset", TEXT + "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n", "\u001b$B", "");
    }

    private static void grows(String what, String before, String repeated, String after) {
        Growth.assertLinear(
                what,
                MOST_BYTES,
                length -> (before
                                + repeated.repeat((length - before.length() - after.length()) / repeated.length())
                                + after)
                        .getBytes(StandardCharsets.UTF_8),
                ReportFuzzTest::fuzzerTestOneInput);
    }
}
