package io.postrider.sender.compose.mime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotedPrintableTest {
    @Test
    void encodedLinesAreShortAndNeverEndInASpaceOrBeginWithADot() {
        byte[] text = (". . .ü ... \r\n.\r\n " + ".ü".repeat(500)).getBytes(StandardCharsets.UTF_8);
        String encoded = new String(QuotedPrintable.encode(text, 1_002, 3), StandardCharsets.US_ASCII);
        for (String line : encoded.split("\r\n")) {
            assertTrue(line.length() <= 76, line);
            assertTrue(!line.endsWith(" ") && !line.startsWith("."), line);
        }
    }
}
