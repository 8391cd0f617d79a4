package io.postrider.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.Input;
import io.postrider.fuzz.ShortRun;
import io.postrider.mail.AddressKey;
import io.postrider.tokens.ReturnPath.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Any address is one that we signed, or nothing. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class ReturnPathFuzzTest {
    private static final ReturnPath PATHS =
            new ReturnPath("bounces.shop.example", List.of("k".repeat(32), "old-".repeat(8)));

    public static void fuzzerTestOneInput(byte[] bytes) {
        String address = new String(bytes, StandardCharsets.UTF_8);
        PATHS.resembles(address);
        PATHS.read(address).ifPresent(delivery -> assertIsSigned(address, delivery));
        Input input = new Input(bytes);
        Delivery delivery = new Delivery(new UUID(input.number(), input.number()), (int) input.number());
        String signed = PATHS.sign(delivery.message(), delivery.ordinal());
        assertEquals(Optional.of(delivery), PATHS.read(signed));
        assertEquals(Optional.of(delivery), PATHS.read(signed.toUpperCase(Locale.ROOT)));
        int at = input.upTo(signed.length() - 1);
        String changed = signed.substring(0, at) + (char) input.upTo(0xffff) + signed.substring(at + 1);
        if (!changed.equalsIgnoreCase(signed)) {
            assertEquals(Optional.empty(), PATHS.read(changed));
        }
    }

    private static void assertIsSigned(String address, Delivery delivery) {
        // The second key's signature would be another one; it is unknown, so it is not in any input.
        assertEquals(PATHS.sign(delivery.message(), delivery.ordinal()), AddressKey.lowerCase(address));
    }

    @Test
    void onlyWhatWasSignedIsRead() {
        ShortRun.of("return-path", 512).run(ReturnPathFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheAddressAlone() {
        Growth.assertLinear("a long address", 8 << 20, length -> "b+" + "a@".repeat(length / 2), PATHS::read);
    }
}
