package io.postrider.ingest.feedback.reports.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {
    private static final Pattern RETURNED = Pattern.compile(
            "^content-type: (message/rfc822|text/rfc822-headers)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final String RETURN_PATH = "b+return-path@bounces.shop.example";
    private static final String MESSAGE_ID = "<0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f.0@shop.example>";

    @ParameterizedTest
    @CsvSource({
        "postfix-unknown-user,     bad_mailbox,  true,  550, 5.1.1",
        "postfix-domain-not-found, bad_domain,   false, 0,   5.4.4",
        "postfix-full-mailbox-utf8,full_mailbox, false, 552, 5.2.2",
        "postfix-expired-4yz,      network,      false, 0,   4.4.1",
        "exim-unrouteable,         bad_mailbox,  true,  550, 5.1.1",
        "exim-plain,               bad_mailbox,  true,  550, 5.1.1",
        "sendmail-unknown-user,    bad_mailbox,  true,  550, 5.1.1",
        "qmail-no-mailbox,         bad_mailbox,  true,  0,   5.1.1",
        "qmail-remote-refusal,     reputation,   false, 554, 5.7.1",
        "exchange-not-found,       bad_mailbox,  true,  550, 5.1.10",
        "exchange-denied,          policy,       false, 550, 5.7.1",
        "gmail-no-account,         bad_mailbox,  true,  550, 5.1.1",
        "gmail-over-quota,         full_mailbox, false, 452, 4.2.2",
        "yahoo-disabled,           bad_mailbox,  true,  554, 5.1.1",
        "ironport-unknown-address, bad_mailbox,  true,  550, 5.1.1",
        "spam-block-base64,        spam_block,   false, 554, 5.7.1",
    })
    void bounceIsReadWithItsMeaning(String sample, String category, boolean hard, int code, String enhancedCode) {
        Report.Bounced bounced = assertInstanceOf(Report.Bounced.class, read(sample));
        assertEquals(code, bounced.words().code());
        assertEquals(enhancedCode, bounced.words().enhancedCode());
        assertEquals(category, bounced.bounce().category().word(), bounced.toString());
        assertEquals(hard, bounced.bounce().hard());
        assertFalse(bounced.words().text().isEmpty());
        assertFalse(bounced.words().text().contains("\n"), bounced.words().text());
    }

    /** The listener keeps the beginning of a large mail. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postfix-unknown-user",
                "postfix-full-mailbox-utf8",
                "exim-unrouteable",
                "sendmail-unknown-user",
                "exchange-not-found",
                "gmail-no-account"
            })
    void bounceIsReadWhereverTheMailItReturnsIsCut(String sample) {
        String mail = Samples.of(sample, RETURN_PATH, MESSAGE_ID);
        Matcher returned = RETURNED.matcher(mail);
        assertTrue(returned.find());
        Report whole = ReportReader.read(mail.getBytes(StandardCharsets.UTF_8));
        int cuts = 0;
        for (int cut = mail.indexOf('\n', returned.end()); cut >= 0; cut = mail.indexOf('\n', cut + 1)) {
            assertEquals(whole, ReportReader.read(mail.substring(0, cut + 1).getBytes(StandardCharsets.UTF_8)));
            cuts++;
        }
        assertTrue(cuts > 2);
    }

    /** Shapes that cost a reader much; how long they take is held by ReportFuzzTest. */
    static Stream<Arguments> shapes() {
        String report = "From: mailer-daemon@mail.example\r\nSubject: failure notice\r\n"
                + "Content-Type: multipart/report; boundary=b\r\n\r\n";
        StringBuilder nested = new StringBuilder("From: mailer-daemon@mail.example\r\n");
        for (int i = 0; i < 3_000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b%1$d\r\n\r\n--b%1$d\r\n".formatted(i));
        }
        return Stream.of(
                Arguments.of("3,000 levels", nested.toString(), Report.Reason.UNREADABLE),
                Arguments.of("20,000 parts", report + "--b\r\n\r\n\r\n".repeat(20_000), Report.Reason.UNREADABLE),
                Arguments.of("25,000 fields", "a: b\r\n".repeat(25_000) + "\r\nx", Report.Reason.UNREADABLE),
                Arguments.of(
                        "30,000 groups",
                        report + "--b\r\nContent-Type: message/delivery-status\r\n\r\n" + "a: b\r\n\r\n".repeat(30_000),
                        Report.Reason.UNCLEAR),
                Arguments.of("a line of 250 KB", "Subject: x\r\n\r\n" + "x".repeat(250_000), Report.Reason.UNCLEAR),
                Arguments.of(
                        "bait for patterns",
                        "Subject: " + "5.1.1 ".repeat(20_000) + "\r\n\r\n" + "-- copy 550 5.".repeat(8_000),
                        Report.Reason.UNCLEAR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void shapesThatCostMuchAreDropped(String what, String mail, Report.Reason reason) {
        Report report = ReportReader.read(mail.getBytes(StandardCharsets.US_ASCII));
        assertEquals(new Report.Dropped(reason), report, what);
    }

    @ParameterizedTest
    @CsvSource({
        "postfix-delayed,    DELAYED",
        "exim-delay-warning, DELAYED",
        "postfix-delivered,  DELIVERED",
        "auto-reply,         AUTO_REPLY",
        "read-receipt,       READ",
        "unclear,            UNCLEAR",
        "arf-not-spam,       NO_COMPLAINT",
    })
    void whatIsNoFailureIsDropped(String sample, Report.Reason reason) {
        assertEquals(new Report.Dropped(reason), read(sample));
    }

    @ParameterizedTest
    @CsvSource({
        "arf-abuse,              abuse",
        "arf-return-path-only,   abuse",
        "arf-unregistered-type,  x-too-many-mails"
    })
    void complaintTellsTheReturnPath(String sample, String kind) {
        Report.Complained complained = assertInstanceOf(Report.Complained.class, read(sample));
        assertEquals(kind, complained.kind());
        assertTrue(RETURN_PATH.equalsIgnoreCase(complained.returnPath()), complained.returnPath());
    }

    @Test
    void complaintWithHeadersOnlyIsRead() {
        assertEquals(new Report.Complained("fraud", RETURN_PATH, MESSAGE_ID), read("arf-fraud-headers-only"));
    }

    @Test
    void complaintWithoutReturnPathTellsTheMessageId() {
        assertEquals(new Report.Complained("abuse", null, MESSAGE_ID), read("arf-redacted"));
    }

    @Test
    void repliesOfSeveralLinesBecomeOne() {
        Report.Bounced bounced = assertInstanceOf(Report.Bounced.class, read("gmail-no-account"));
        assertEquals(
                "The email account that you tried to reach does not exist. Please try double-checking the recipient's"
                        + " email address for typos or unnecessary spaces. Learn more at"
                        + " https://support.google.example/mail/?p=NoSuchUser a1-20020a05600c0000 - gsmtp",
                bounced.words().text());
    }

    @Test
    void aReportThatSomebodyForwardsIsNone() {
        String forwarded = "From: ann@mail.example\r\nSubject: Fwd: look\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=f\r\n\r\n--f\r\nContent-Type: text/plain\r\n\r\nLook at this\r\n"
                + "--f\r\nContent-Type: message/rfc822\r\n\r\n" + sample("postfix-unknown-user") + "\r\n--f--\r\n";
        assertEquals(new Report.Dropped(Report.Reason.UNCLEAR), read(forwarded.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void deeplyNestedMailIsGivenUpEarly() {
        assertEquals(new Report.Dropped(Report.Reason.UNREADABLE), read(nested(250_000)));
        Growth.assertLinear("nested parts", 250_000, ReportReaderTest::nested, ReportReaderTest::read);
    }

    private static byte[] nested(int length) {
        StringBuilder mail = new StringBuilder("From: a@b.example\r\n");
        for (int i = 0; mail.length() < length; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
        }
        return mail.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @Timeout(120)
    void aStatusOfVeryManyGroupsIsReadToABound() {
        String mail =
                "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                        + "a: b\r\n\r\n".repeat(30_000) + "--b--\r\n";
        assertEquals(new Report.Dropped(Report.Reason.UNCLEAR), read(mail.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "550-", "5.", "--a", " ", "<", "550 5.1.1 "})
    void endlessLinesTakeNoLongerThanTheirLength(String repeated) {
        String head = "From: mailer-daemon@mail.example\r\nSubject: failure notice\r\n\r\n";
        Growth.assertLinear(
                "a line of '%s'".formatted(repeated),
                250_000,
                length -> (head + repeated.repeat(length / repeated.length())).getBytes(StandardCharsets.US_ASCII),
                mail -> assertNotNull(read(mail)));
    }

    @Test
    @Timeout(300)
    void garbageNeverThrows() {
        Random random = new Random(1);
        byte[] sample = sample("postfix-unknown-user").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = sample.clone();
            for (int hit = 0; hit <= i % 40; hit++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            assertNotNull(read(broken));
            byte[] noise = new byte[i];
            random.nextBytes(noise);
            assertEquals(Report.Dropped.class, read(noise).getClass());
        }
    }

    private static Report read(String sample) {
        return read(sample(sample).getBytes(StandardCharsets.UTF_8));
    }

    private static Report read(byte[] mail) {
        return ReportReader.read(mail);
    }

    private static String sample(String name) {
        return Samples.of(name, RETURN_PATH, "0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f");
    }
}
