package io.postrider.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestAddressTest {

    @ParameterizedTest
    @EnumSource
    void isKnownByItsLocalPartInAnyCaseAndWithATag(TestAddress address) {
        String local = address.localPart();
        for (String spelling : new String[] {local, local.toUpperCase(), local + "+abc", local + "+a+b", local + "+"}) {
            assertEquals(Optional.of(address), TestAddress.of(spelling + "@test.postrider.invalid"), spelling);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bounced@mail.example",
                "bounced@sub.test.postrider.invalid",
                "bounced@bounced@test.postrider.invalid",
                "+bounced@test.postrider.invalid",
                "bouncedx@test.postrider.invalid",
                "bounced-abc@test.postrider.invalid",
                "@test.postrider.invalid",
                "test.postrider.invalid"
            })
    void othersAreNone(String email) {
        assertEquals(Optional.empty(), TestAddress.of(email));
    }

    @Test
    void allAreNamed() {
        assertEquals("delivered, bounced, deferred, complained, suppressed, full", TestAddress.localParts());
    }
}
