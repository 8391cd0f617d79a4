package io.postrider.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void theWholeBenchIsTheDefault() {
        Options options = parse("B1");

        assertEquals(3, options.runs());
        assertEquals(20_000, options.mails());
        assertTrue(options.wants("postfix"));
        assertFalse(options.smoke());
    }

    @Test
    void smokeIsSmallUnlessAskedOtherwise() {
        assertEquals(1, parse("B1", "--smoke").runs());
        assertEquals(1_000, parse("B1", "--smoke").mails());
        assertEquals(5_000, parse("B1", "--smoke", "--mails", "5000").mails());
    }

    @Test
    void aSoakTakesAnHourAtHalfTheFullSpeedUnlessAskedOtherwise() {
        assertEquals(new Options.Length(60, 0, false, null), parse("soak").soak());
        assertEquals(
                new Options.Length(5, 300, true, null),
                parse("soak", "--minutes", "5", "--rate", "300", "--live-heap").soak());
    }

    @Test
    void subjectsCanBeChosen() {
        Options options = parse("B1", "--only", "direct,postrider");

        assertEquals(List.of("direct", "postrider"), options.only());
        assertFalse(options.wants("haraka"));
    }

    @Test
    void aNumberOutOfBoundsIsRefusedWithItsBounds() {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> parse("B1", "--runs", "21"));

        assertEquals("--runs: 21 is not a number from 1 to 20", refused.getMessage());
    }

    @Test
    void whatIsUnknownOrIncompleteIsRefused() {
        assertThrows(IllegalArgumentException.class, OptionsTest::parse);
        assertThrows(IllegalArgumentException.class, () -> parse("B1", "--fast"));
        assertThrows(IllegalArgumentException.class, () -> parse("B1", "--mails"));
    }

    private static Options parse(String... arguments) {
        return Options.parse(arguments, Path.of("infra/proofs/bench"));
    }
}
