package io.postrider.sender;

import static io.postrider.sender.Fixture.CONTENT;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.nextPostponed;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.store.deliveries.State;
import io.postrider.testing.LogLines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that answer with the address of a recipient, or with what a terminal acts on: in no log, and clean in the events. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class HostileRepliesTest {
    private static final String RECIPIENT = "private.person@echo.example";

    /** The address as servers may write it. */
    private static final List<String> ECHOES = List.of(
            "<private.person@echo.example>",
            "private.person@echo.example",
            "Private.Person@ECHO.example:",
            "private.person%40echo.example",
            "\"private.person\"@echo.example",
            "\"private\\ person x\"@echo.example",
            "private.person@echo.example.\u202e\u2066",
            "private.person@\u00e9cho.example",
            "priv\u00e9.private.person@echo.example",
            "<@relay.example:private.person@echo.example>",
            "private.person (at) echo.example",
            "private.person\uff20echo.example",
            "bounce+private.person=echo.example@relay.example");

    private final LogLines log = LogLines.ofAll();

    @BeforeEach
    @AfterEach
    void acceptAll() {
        SINK.script(Script.acceptAll());
    }

    @AfterEach
    void close() {
        log.close();
    }

    static Stream<Arguments> answers() {
        // Each is none that the dialogue has room for, or turns us away.
        return Stream.of(
                Arguments.of(SmtpStage.GREETING, 554),
                Arguments.of(SmtpStage.EHLO, 421),
                Arguments.of(SmtpStage.MAIL, 354),
                Arguments.of(SmtpStage.RCPT, 354),
                Arguments.of(SmtpStage.RCPT, 421),
                Arguments.of(SmtpStage.DATA, 250),
                Arguments.of(SmtpStage.END_OF_DATA, 354));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void noAddressOfAReplyIsLogged(SmtpStage stage, int code) throws Exception {
        for (int from = 0; from < ECHOES.size(); from += 5) {
            List<String> some = ECHOES.subList(from, Math.min(from + 5, ECHOES.size()));
            SINK.script(Script.at(stage, Action.answer(code, String.join(" ", some) + " \u001b[31m \u2028")));
            Batch batch = routed(TestMessages.accept(Lane.TRANSACTIONAL, CONTENT, RECIPIENT), "hostile");
            publish(batch);
            nextPostponed(batch);
        }
        assertTrue(log.lines().stream().anyMatch(line -> line.contains("route hostile")), log.lines()::toString);
        noneIsIn(log.lines());
    }

    @Test
    void theWordsOfARefusalAreCleanInTheEvents() throws Exception {
        SINK.script(Script.at(
                SmtpStage.RCPT,
                Action.answer(550, "5.1.1 \u001b[31m\u202eresu\u2066 on\u2028hcus\u0007 private.person\u200b\ufeff")));
        Batch batch = routed(TestMessages.accept(Lane.STANDARD, CONTENT, RECIPIENT), "relay");
        publish(batch);
        becomes(batch, 0, State.BOUNCED);
        assertEquals(1, events(batch, "reply like '?[31m?resu? on hcus?%'"));
        noneIsIn(log.lines());
    }

    private static void noneIsIn(List<String> lines) {
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            assertFalse(lower.contains("person"), line);
            assertFalse(line.codePoints().anyMatch(HostileRepliesTest::acts), line);
        }
    }

    private static boolean acts(int c) {
        return c < ' ' || c >= 0x7f && c < 0xa0 || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
