package io.postrider.sender.deliver.smtp.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private final ReplyReader reader = new ReplyReader();
    private final List<ReplyLines> replies = new ArrayList<>();

    private void read(String bytes) throws ReplyReader.MalformedException {
        reader.read(Buffer.buffer(bytes), replies::add);
    }

    @Test
    void repliesCutInAnyPlaceAreTheSame() throws ReplyReader.MalformedException {
        String bytes = "250-first\r\n250-\r\n250 third\r\n354\r\n550 5.1.1 no such user\n";
        read(bytes);
        List<ReplyLines> atOnce = List.copyOf(replies);
        assertEquals(
                List.of(
                        new ReplyLines(250, List.of("first", "", "third")),
                        new ReplyLines(354, List.of("")),
                        new ReplyLines(550, List.of("5.1.1 no such user"))),
                atOnce);

        for (int cut = 1; cut < bytes.length(); cut++) {
            replies.clear();
            read(bytes.substring(0, cut));
            read(bytes.substring(cut));
            assertEquals(atOnce, replies);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n",
                "25\r\n",
                "2500 ok\r\n",
                "150 go on\r\n",
                "650 no\r\n",
                "\r\n",
                "HTTP/1.1 400 Bad\r\n"
            })
    void whatIsNoReplyIsMalformed(String bytes) {
        assertThrows(ReplyReader.MalformedException.class, () -> read(bytes));
    }

    @Test
    void aReplyMayHaveItsMostLinesOfTheirMostBytes() throws ReplyReader.MalformedException {
        String line = "x".repeat(ReplyReader.LINE_LIMIT - 5) + "\r\n";
        read(("250-" + line).repeat(ReplyReader.LINES_LIMIT - 1) + "250 " + line);
        assertEquals(1, replies.size());
        assertEquals(ReplyReader.LINES_LIMIT, replies.get(0).lines().size());
    }

    @Test
    void lineWithoutEndIsMalformed() {
        assertThrows(ReplyReader.MalformedException.class, () -> read("250 " + "x".repeat(ReplyReader.LINE_LIMIT)));
    }

    @Test
    void replyWithoutEndIsMalformed() {
        assertThrows(ReplyReader.MalformedException.class, () -> read("250-more\r\n".repeat(ReplyReader.LINES_LIMIT)));
    }

    @Test
    void enhancedCodeIsReadWhereItAgreesWithTheCode() {
        assertEquals(new Reply(550, "5.1.1", "no"), new ReplyLines(550, List.of("5.1.1 no")).reply());
        assertEquals(new Reply(250, "2.0.0", ""), new ReplyLines(250, List.of("2.0.0")).reply());
        assertEquals(new Reply(450, null, "5.1.1 no"), new ReplyLines(450, List.of("5.1.1 no")).reply());
        assertEquals(new Reply(550, null, "5.1.1234 no"), new ReplyLines(550, List.of("5.1.1234 no")).reply());
        assertEquals(
                new Reply(451, "4.7.1", "come back later"),
                new ReplyLines(451, List.of("4.7.1 come", "4.7.1 back later")).reply());
    }

    @Test
    void controlCharactersDoNotReachALog() throws ReplyReader.MalformedException {
        read("550 evil\u001b[31m\ttext\r\n");

        assertEquals("evil?[31m text", replies.get(0).reply().text());
    }
}
