package io.postrider.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.ShortRun;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Any reply has a meaning, and only its codes make it permanent. An input is written as a reply: code, enhanced code,
 * text.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class ClassificationFuzzTest {
    public static void fuzzerTestOneInput(byte[] bytes) {
        String reply = new String(bytes, StandardCharsets.UTF_8);
        int space = reply.indexOf(' ');
        String enhancedCode = space > 3 ? reply.substring(4, space) : null;
        String text = reply.substring(Math.max(0, space));
        means(code(reply), enhancedCode, text);
        means(0, enhancedCode, text);
        means(0, null, text);
    }

    private static int code(String reply) {
        return reply.length() >= 3 && reply.substring(0, 3).matches("[2-5][0-9]{2}")
                ? Integer.parseInt(reply.substring(0, 3))
                : 0;
    }

    private static void means(int code, String enhancedCode, String text) {
        Bounce bounce = Classification.of(code, enhancedCode, text);
        assertNotNull(bounce.category());
        int classDigit = code / 100;
        if (code == 0) {
            EnhancedCode given = EnhancedCode.parse(enhancedCode);
            classDigit = (given == EnhancedCode.NONE ? ReplyTokens.of(text).enhancedCode() : given).classDigit();
        }
        assertEquals(classDigit == 5, bounce.permanent());
        assertTrue(!bounce.hard() || classDigit == 5, () -> "hard without a 5: " + bounce);
        assertEquals(bounce, Classification.of(code, enhancedCode, text));
    }

    @Test
    void anyReplyHasAMeaningAndOnlyA5IsHard() {
        ShortRun.of("classification", 2_048).run(ClassificationFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeIsBoundedWhateverTheLength() {
        grows("words", "user unknown ");
        grows("one word", "x");
        grows("spaces", " ");
        grows("beginnings of phrases", "mailbox user account ");
        grows("addresses", "a@b.example,");
        grows("schemes", "a://");
        grows("dots", ".");
        grows("numbers", "1.1.1 ");
    }

    private static void grows(String what, String repeated) {
        Growth.assertLinear(
                what,
                8 << 20,
                length -> repeated.repeat(length / repeated.length()),
                text -> Classification.of(550, null, text));
    }
}
