package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.sender.compose.sign.DkimKeys;
import io.postrider.sender.compose.sign.DkimVerifier;
import io.postrider.sender.compose.sign.Signing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is composed is signed with both keys, and a verifier that is not ours agrees. The mails stay in {@code
 * target/dkim-sample} for {@code infra/proofs/bench/verify-dkim}, which asks two more.
 */
class SignedMailsTest extends OverEveryTransport {
    private static final int LETTERS = 1_000;
    private static final Path SAMPLE = Path.of("target", "dkim-sample");
    private static final Map<String, String> BOTH_PASS =
            Map.of("r2026/shop.example/rsa", "pass", "e2026/shop.example/ed25519", "pass");

    @TempDir
    static Path directory;

    private static DkimVerifier verifier;
    private static DkimKeys keys;
    private static Composer composer;
    private static final AtomicInteger UNSIGNED = new AtomicInteger();

    @BeforeAll
    static void makeKeys() {
        keys = new DkimKeys(directory);
        Path file = keys.write("""
                domains:
                  - domain: shop.example
                    subdomains: true
                    selectors:
                      - %s
                      - %s
                """.formatted(keys.rsa("shop.example", "r2026"), keys.ed25519("shop.example", "e2026")));
        verifier = new DkimVerifier(keys.records());
        composer = new Composer(Signing.open(file, Clock.systemUTC(), UNSIGNED::incrementAndGet), Optional.empty());
    }

    @Tag("slow")
    @Test
    void everyLetterOfAThousandVerifiesWithBothKeys() throws IOException {
        Path sample = seen == Seen.AS_COMPOSED
                ? SAMPLE
                : SAMPLE.resolveSibling(SAMPLE.getFileName() + "-" + seen.name().toLowerCase(Locale.ROOT));
        Files.createDirectories(sample);
        Files.copy(keys.writeRecords(), sample.resolve("records.txt"), StandardCopyOption.REPLACE_EXISTING);
        int before = UNSIGNED.get();
        SampleMails letters = new SampleMails();
        for (int i = 0; i < seen.letters(LETTERS); i++) {
            byte[] mail = Mails.bytes(letters.next(i, composer));
            assertEquals(BOTH_PASS, verifier.verify(mail), "letter " + i);
            Files.write(sample.resolve("%04d.eml".formatted(i)), mail);
        }
        assertEquals(before, UNSIGNED.get());
    }

    @Test
    void signatureStandsFirstAndIsFolded() {
        String mail = mail(new Mails().text("x"));
        assertTrue(mail.startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;"), mail);
        mail.lines().forEach(line -> assertTrue(line.length() <= 78, line));
    }

    @Test
    void changeOfAnySignedFieldOrOfTheBodyIsFound() {
        String mail = mail(new Mails()
                .text("The body.")
                .header("List-Unsubscribe", "<https://u.example/1>")
                .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        assertEquals(BOTH_PASS, verify(mail));
        for (String piece : new String[] {
            "From: Shop",
            "To: Ann",
            "Subject: Hello",
            "Date: Thu",
            "Message-ID: <0",
            "MIME-Version: 1",
            "u.example/1",
            "One-Click",
            "text/plain",
            "7bit",
            "The body"
        }) {
            assertTrue(mail.contains(piece), piece);
            assertNonePasses(mail.replace(piece, piece.substring(0, piece.length() - 1) + "x"), piece);
        }
    }

    @Test
    void secondFieldOfAKindThatReadersShowIsFound() {
        String mail = mail(new Mails().text("x").header("List-Unsubscribe", "<https://u.example/1>"));
        for (String field : new String[] {
            "From: a@b.example",
            "To: a@b.example",
            "Cc: a@b.example",
            "Subject: x",
            "Date: x",
            "Message-ID: <x@y>",
            "Reply-To: a@b.example",
            "Content-Type: text/html",
            "List-Unsubscribe: <https://evil.example>"
        }) {
            int header = mail.indexOf("Date: ");
            assertNonePasses(mail.substring(0, header) + field + "\r\n" + mail.substring(header), "first " + field);
            assertNonePasses(mail.replaceFirst("\r\n\r\n", "\r\n" + field + "\r\n\r\n"), "last " + field);
        }
    }

    @Test
    void whatRelaysMayDoToSpacesChangesNothing() {
        String mail = mail(new Mails().subject("a b c").text("one two\r\n"));
        String other = mail.replace("Subject: a b c", "SUBJECT :\ta\r\n\t b  c ")
                .replace("one two\r\n", "one \t two \r\n\r\n\r\n");
        assertFalse(other.equals(mail));
        assertEquals(BOTH_PASS, verify(other));
    }

    @Test
    void letterOfADomainWithoutAKeyIsUnsignedAndCounted() {
        int before = UNSIGNED.get();
        String mail = mail(new Mails().from("news@other.example", null).text("x"));
        assertTrue(mail.startsWith("Date: "), mail);
        assertEquals(before + 1, UNSIGNED.get());
    }

    private static void assertNonePasses(String mail, String change) {
        verify(mail).forEach((signature, result) -> assertFalse(result.equals("pass"), change + ": " + signature));
    }

    private static Map<String, String> verify(String mail) {
        return verifier.verify(mail.getBytes(StandardCharsets.UTF_8));
    }

    private static String mail(Mails letters) {
        return new String(Mails.bytes(letters.to(Mails.ANN, composer)), StandardCharsets.UTF_8);
    }
}
