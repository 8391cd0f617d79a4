package io.postrider.local.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void withoutOptionsTheDemoIsSentToTheCapture() {
        Options options = Options.parse(List.of());
        assertTrue(options.demo() && options.captures());
        assertFalse(options.exitAfterDemo() || options.help());
    }

    @ParameterizedTest
    @CsvSource({
        "--prot-ingest 9, Unknown option --prot-ingest. See --help.",
        "--port-foo 9, Unknown option --port-foo. See --help.",
        "--port-amqp, --port-amqp needs a value. See --help.",
        "--port-amqp 70000, '--port-amqp needs a number from 1 to 65535, not 70000.'",
        "--port-amqp x, '--port-amqp needs a number from 1 to 65535, not x.'",
        "--senders 99, '--senders needs a number from 1 to 8, not 99.'",
        "--native-only mail, '--native-only needs names of ingest, router, sender, not mail.'",
        "--relay mail.example, '--relay needs HOST:PORT, not mail.example.'",
    })
    void whatIsWrongIsSaid(String arguments, String message) {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(arguments.split(" "))));
        assertEquals(message, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "--port-ingest",
        "--port-router",
        "--port-sender",
        "--port-mails",
        "--port-smtp",
        "--port-amqp",
        "--port-postgres",
        "--data",
        "--relay",
        "--fresh",
        "--no-demo",
        "--exit-after-demo",
        "--native",
        "--native-only",
        "--senders"
    })
    void helpTellsOfEachOption(String option) {
        assertTrue(Options.HELP.contains(option + " ") || Options.HELP.contains(option + "\n"), option);
    }
}
