package io.postrider.ingest.intake.submit.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.Input;
import io.postrider.fuzz.ShortRun;
import io.postrider.mail.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Any text is refused with a reason, or becomes an address that can be said in SMTP. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class AddressFuzzTest {
    public static void fuzzerTestOneInput(byte[] bytes) {
        assertSayable(new String(bytes, StandardCharsets.UTF_8));
        // With characters and halves of them that no UTF-8 makes.
        assertSayable("\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"@mail.example");
        assertSayable("a@" + new Input(bytes).longText(400) + ".example");
    }

    private static void assertSayable(String given) {
        Address address = Address.of(given);
        if (address.fault() != null) {
            assertNull(address.email());
            return;
        }
        String email = address.email();
        assertEquals(email, Address.of(email).email(), "it is the same when it is read again");
        assertTrue(email.getBytes(StandardCharsets.UTF_8).length <= Limits.ADDRESS_OCTETS, email);
        boolean quoted = email.charAt(0) == '"';
        String never = quoted ? "<>" : "<> \"(),:;[\\]";
        assertTrue(email.chars().noneMatch(c -> c < ' ' || c == 127 || never.indexOf(c) >= 0), email);
        if (quoted) {
            String local = email.substring(0, email.lastIndexOf('@'));
            assertTrue(local.matches("\"([^\"\\\\]|\\\\[\"\\\\])+\""), local);
        }
        assertEquals(email, new String(email.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8), "a whole text");
        String domain = email.substring(email.lastIndexOf('@') + 1);
        assertTrue(domain.chars().allMatch(c -> c < 127), domain);
        assertEquals(domain.toLowerCase(Locale.ROOT), domain);
        assertTrue(domain.matches("([a-z0-9-]{1,63}\\.)+[a-z0-9-]{1,63}"), domain);
    }

    @Test
    void anyTextIsRefusedOrCanBeSaid() {
        ShortRun.of("address", 1_024).run(AddressFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheTextAlone() {
        grows("a long local part", "", "a", "@mail.example");
        grows("a long quoted local part", "\"", "a ", "\"@mail.example");
        grows("backslashes", "\"", "\\\\", "\"@mail.example");
        grows("dots", "", "a.", "a@mail.example");
        grows("signs", "", "@", "mail.example");
        grows("a long domain", "a@", "a.", "example");
        grows("a long label", "a@", "a", ".example");
        grows("a long label beyond ASCII", "a@", "ü", ".example");
        grows("many labels beyond ASCII", "a@", "ü.", "example");
        grows("ideographic stops", "a@", "ü\u3002", "example");
        grows("marks", "a@ü", "\u0301", ".example");
        grows("letters that become several", "a@", "\ufdfa", ".example");
        Growth.assertLinear("all characters", 0xd000, AddressFuzzTest::label, AddressFuzzTest::assertSayable);
    }

    private static String label(int length) {
        StringBuilder label = new StringBuilder("a@");
        for (int i = 0; i < length; i++) {
            label.append((char) (0x100 + i));
        }
        return label.append(".example").toString();
    }

    private static void grows(String what, String before, String repeated, String after) {
        Growth.assertLinear(
                what,
                1 << 20,
                length -> before + repeated.repeat(length / repeated.length()) + after,
                AddressFuzzTest::assertSayable);
    }
}
