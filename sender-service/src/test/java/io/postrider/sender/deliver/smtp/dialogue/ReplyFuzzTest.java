package io.postrider.sender.deliver.smtp.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.ShortRun;
import io.postrider.replies.Bounce;
import io.postrider.replies.Classification;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Reply;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Any bytes are the same replies however the network cuts them, or are malformed; any reply can be understood. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class ReplyFuzzTest {
    /** @param fault why the bytes after the replies are malformed, or null */
    private record Heard(List<ReplyLines> replies, String fault) {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Heard whole = heard(bytes, Integer.MAX_VALUE);
        assertEquals(whole, heard(bytes, 1));
        assertEquals(whole, heard(bytes, 2 + bytes.length % 13));
        whole.replies.forEach(ReplyFuzzTest::assertUnderstood);
    }

    private static Heard heard(byte[] bytes, int cut) {
        ReplyReader reader = new ReplyReader();
        List<ReplyLines> replies = new ArrayList<>();
        try {
            for (int from = 0; from < bytes.length; from += Math.min(cut, bytes.length)) {
                int to = (int) Math.min((long) from + cut, bytes.length);
                reader.read(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)), replies::add);
            }
        } catch (ReplyReader.MalformedException e) {
            assertPrintable(e.getMessage());
            return new Heard(replies, e.getMessage());
        }
        return new Heard(replies, null);
    }

    private static void assertUnderstood(ReplyLines lines) {
        Reply reply = lines.reply();
        int classDigit = reply.code() / 100;
        assertTrue(classDigit >= 2 && classDigit <= 5, reply::toString);
        assertTrue(reply.enhancedCode() == null || reply.enhancedCode().charAt(0) == '0' + classDigit, reply::toString);
        assertTrue(reply.text().length() <= Reply.TEXT_LENGTH);
        assertPrintable(reply.text());
        assertPrintable(lines.summary());
        ServerExtensions offers = ServerExtensions.of(lines);
        assertTrue(offers.maxSize() > 0);
        Bounce bounce = Classification.of(reply.code(), reply.enhancedCode(), reply.text());
        assertEquals(reply.permanent(), bounce.permanent());
        assertTrue(!bounce.hard() || classDigit == 5, reply::toString);
    }

    /** What stands in a log must not steer the terminal on which it is read. */
    private static void assertPrintable(String text) {
        assertTrue(text.chars().noneMatch(Character::isISOControl), text);
    }

    @Test
    void anyBytesAreTheSameRepliesHoweverTheyAreCut() {
        ShortRun.of("reply", 8_192).run(ReplyFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheBytesAlone() {
        grows("short replies", "250\r\n");
        grows("lines of one reply", "250-a\r\n".repeat(ReplyReader.LINES_LIMIT - 1) + "250 \r\n");
        grows("long lines", "250 " + "x".repeat(ReplyReader.LINE_LIMIT - 6) + "\r\n");
        grows("lines of spaces", "250 " + " ".repeat(ReplyReader.LINE_LIMIT - 6) + "\r\n");
        grows("equals signs", "250-a\r\n250 A" + " =".repeat(2_000) + "\r\n");
        grows("controls", "250 " + "\u0001".repeat(ReplyReader.LINE_LIMIT - 6) + "\r\n");
    }

    private static void grows(String what, String reply) {
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        Growth.assertLinear(
                what,
                Math.max(16, (1 << 20) / bytes.length),
                times -> reply.repeat(times).getBytes(StandardCharsets.UTF_8),
                replies -> heard(replies, 1_448).replies.forEach(ReplyFuzzTest::assertUnderstood));
    }
}
