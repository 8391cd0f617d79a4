package io.postrider.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final Set<String> KNOWN =
            Set.of("from", "to", "reply_to", "subject", "html", "text", "tags", "send_at", "attachments", "campaign");

    @ParameterizedTest
    @CsvSource({
        "subjetc, subject",
        "sbject, subject",
        "subjects, subject",
        "Subject, subject",
        "sujbetc, subject",
        "replyTo, reply_to",
        "reply-to, reply_to",
        "REPLYTO, reply_to",
        "sendAt, send_at",
        "tag, tags",
        "form, from",
        "TO, to",
        "atachment, attachments",
    })
    void nameThatWasMeantIsFound(String given, String meant) {
        assertEquals(Optional.of(meant), Spelling.nearest(given, KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"x", "do", "ta", "hint", "colour", "attach", "''", "_"})
    void nothingIsNearTo(String given) {
        assertEquals(Optional.empty(), Spelling.nearest(given, KNOWN));
    }

    @Test
    void longNamesAreNotLookedAt() {
        String longName = "a".repeat(Spelling.LONGEST + 1);
        assertEquals(Optional.empty(), Spelling.nearest(longName, List.of(longName)));
    }

    @Test
    void ofEquallyNearNamesTheFirstInTheAlphabetIsTaken() {
        assertEquals(Optional.of("tabs"), Spelling.nearest("taxs", List.of("tags", "tabs")));
    }
}
