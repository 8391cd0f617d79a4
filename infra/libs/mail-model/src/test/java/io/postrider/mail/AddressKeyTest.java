package io.postrider.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressKeyTest {
    @Test
    void lettersOfAsciiAreFolded() {
        assertEquals("ann.lee+news@mail.example", AddressKey.of("Ann.LEE+News@Mail.EXAMPLE"));
        assertEquals("@mail.example", AddressKey.of("@MAIL.example"));
    }

    /** Unicode's lower-casing turns these into another person's address, or changes them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u212aim@x.example",
                "\u017fam@x.example",
                "\u0130@x.example",
                "ÄNN@x.example",
                "\u037e@x.example",
                "\u1fef@x.example",
                "\u1e9e@x.example"
            })
    void noOtherLetterIsFolded(String address) {
        assertEquals(address.replace("NN@", "nn@"), AddressKey.of(address));
    }

    @Test
    void kelvinIsNotK() {
        assertNotEquals(AddressKey.of("kim@x.example"), AddressKey.of("\u212aim@x.example"));
    }

    /** RFC 6532, 3.1. */
    @Test
    void localPartsAreComparedInNfc() {
        assertEquals(AddressKey.of("jos\u00e9@x.example"), AddressKey.of("jose\u0301@x.example"));
        assertEquals(
                AddressKey.of("\u03a9@x.example"), AddressKey.of("\u2126@x.example"), "the sign for ohm is an omega");
        assertNotEquals(AddressKey.of("kim\u00e9@x.example"), AddressKey.of("\u212aime\u0301@x.example"));
        for (String address : List.of("\u212aime\u0301@x.example", "\u212aim@x.example", "jose\u0301@x.example")) {
            String key = AddressKey.of(address);
            assertEquals(key, AddressKey.of(key), "the key of a key");
        }
    }

    @Test
    void deviationCharactersAreNotMappedAway() {
        assertEquals("ann@xn--strae-oqa.example", AddressKey.of("ann@straße.example"));
        assertEquals("@xn--strae-oqa.example", AddressKey.of("@STRAßE.example"));
    }

    @Test
    void aDomainBeyondAsciiIsTakenAsALabels() {
        assertEquals("ann@xn--bcher-kva.example", AddressKey.of("ann@BÜCHER.example"));
        assertEquals("ann@" + "ü".repeat(80), AddressKey.of("ann@" + "ü".repeat(80)), "no domain");
    }

    /** RFC 5321, 4.1.2. Reports and lists write dots without the quotation marks that they need. */
    @Test
    void quotedLocalPartIsWhatItSays() {
        assertEquals("ann.lee@mail.example", AddressKey.of("\"Ann.Lee\"@mail.example"));
        assertEquals("ann@mail.example", AddressKey.of("\"\\a\\nn\"@mail.example"));
        assertEquals("\"a b\"@mail.example", AddressKey.of("\"A b\"@mail.example"));
        assertEquals("\"a\\\"b\\\\\"@mail.example", AddressKey.of("\"a\\\"b\\\\\"@mail.example"));
        for (String local : List.of("a..b", ".ab", "ab.")) {
            assertEquals(AddressKey.of("\"" + local + "\"@docomo.ne.jp"), AddressKey.of(local + "@docomo.ne.jp"));
        }
        for (String none : List.of(
                "\"\"@a.example", "\"@a.example", "\"a\\\"@a.example", "\"a\"b\"@a.example", "..b c@a.example")) {
            assertEquals(none, AddressKey.of(none));
        }
    }

    @Test
    void anyTextHasAKey() {
        assertEquals("no address", AddressKey.of("No Address"));
        assertEquals("", AddressKey.of(""));
        assertEquals("a@b@c.example", AddressKey.of("A@B@C.example"));
    }
}
