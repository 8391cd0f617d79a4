package io.postrider.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.ShortRun;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Any bytes are undecodable, or are something that is written and read again as the same. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class CodecFuzzTest {
    public static void fuzzerTestOneInput(byte[] bytes) {
        Batch batch = decoded(bytes, BatchCodec::decode);
        if (batch != null) {
            assertEquals(batch, BatchCodec.decode(BatchCodec.encode(batch)));
        }
        Content content = decoded(bytes, ContentCodec::decode);
        if (content != null) {
            // By their bytes, since that is what the claim check is made of, and attachments are arrays.
            byte[] encoded = ContentCodec.encode(content);
            assertArrayEquals(encoded, ContentCodec.encode(ContentCodec.decode(encoded)));
        }
    }

    private static <T> T decoded(byte[] bytes, Function<byte[], T> decode) {
        try {
            return decode.apply(bytes);
        } catch (UndecodableException e) {
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
            return null;
        }
    }

    @Test
    void anyBytesAreUndecodableOrReadAgainAsTheSame() {
        ShortRun.of("codec", 4_096).run(CodecFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheBytesAlone() {
        grows("deep lists", "{\"message\":{\"variables\":{\"a\":", "[", "");
        grows("an unknown field that is long", "{\"later\":\"", "x", "\"}");
        grows("a long number", "{\"later\":{\"variables\":{\"a\":", "9", "}}");
        grows("many unknown fields", "{\"a\":1", ",\"a\":1", "}");
        grows("many names of variables", "{\"message\":{\"variables\":{\"b\":1", ",\"b\":2", "}}}");
        grows("half pairs", "{\"site\":\"", "\\ud800", "\"}");
        grows("many routes", "{\"routes\":[\"a\"", ",\"a\"", "]}");
    }

    private static void grows(String what, String before, String repeated, String after) {
        Growth.assertLinear(
                what,
                2 * Limits.BATCH_BYTES,
                length ->
                        (before + repeated.repeat(length / repeated.length()) + after).getBytes(StandardCharsets.UTF_8),
                CodecFuzzTest::fuzzerTestOneInput);
    }
}
