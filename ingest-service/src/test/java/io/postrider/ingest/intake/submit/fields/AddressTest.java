package io.postrider.ingest.intake.submit.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "ann@mail.example, ann@mail.example",
        "Ann.Lee+news@Mail.Example, Ann.Lee+news@mail.example",
        "o'neil_{x}@a-b.example, o'neil_{x}@a-b.example",
        "用户@例子.example, 用户@xn--fsqu00a.example",
        "ann@BÜCHER.example, ann@xn--bcher-kva.example",
        "ann@1and1.example, ann@1and1.example",
        "ann@straße.example, ann@xn--strae-oqa.example",
        "ann@STRASSE.example, ann@strasse.example",
        "ann@βόλος.example, ann@xn--nxasmm1c.example",
        "ann@faß.straße.example, ann@xn--fa-hia.xn--strae-oqa.example",
        "ann@نامه\u200cای.example, ann@xn--mgba3gch31f060k.example",
        "ann@ｍａｉｌ。example, ann@mail.example"
    })
    void isAcceptedAsItGoesIntoTheEnvelope(String given, String envelope) {
        Address address = Address.of(given);
        assertNull(address.fault());
        assertEquals(envelope, address.email());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "@mail.example",
                "ann@",
                "ann@localhost",
                "ann@mail..example",
                "ann@.example",
                "ann@mail.example.",
                "ann@-mail.example",
                "ann@mail-.example",
                "ann@ma_il.example",
                "ann@127.0.0.1",
                "ann@[127.0.0.1]",
                ".ann@mail.example",
                "ann.@mail.example",
                "a..b@mail.example",
                "a b@mail.example",
                "\"\"@mail.example",
                "\"@mail.example",
                "\"a\"@b\"@mail.example",
                "\"a\"b\"@mail.example",
                "\"a\\\"@mail.example",
                "a\"b\"@mail.example",
                "\"a\"b@mail.example",
                "\"a>b\"@mail.example",
                "\"a\r\nRCPT TO:<x>\"@mail.example",
                "\"a\tb\"@mail.example",
                "\"a\u0000b\"@mail.example",
                "\"a\\\rb\"@mail.example",
                "\"a\u200bb\"@mail.example",
                "\"a\ud800b\"@mail.example",
                "a@b@mail.example",
                "ann@mail.example\r\nRCPT TO:<x@y.example>",
                "ann@a\u200cb.example",
                "ann@☕\u200d.example",
                "ann@xn--\u00fc.example",
                "ann@אa.example",
                "ann@ü_.example",
                "ann\u0000@mail.example",
                "ann\u202e@mail.example",
                "ann\ud800@mail.example",
                "<ann@mail.example>",
                "ann@mail.example "
            })
    void isRefusedWithAReason(String given) {
        Address address = Address.of(given);
        assertNotNull(address.fault());
        assertNull(address.email());
    }

    /** RFC 5321, 4.1.2: as short as can be, so that two ways to write one address are one address. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"a..b\"@Docomo.ne.jp     | \"a..b\"@docomo.ne.jp",
                "\".ab\"@docomo.ne.jp      | \".ab\"@docomo.ne.jp",
                "\"Ab.\"@docomo.ne.jp      | \"Ab.\"@docomo.ne.jp",
                "\"a b\"@mail.example      | \"a b\"@mail.example",
                "\"ann.lee\"@mail.example  | ann.lee@mail.example",
                "\"\\a\\n\\n\"@mail.example | ann@mail.example",
                "\"a@b\"@mail.example      | \"a@b\"@mail.example",
                "\"a\\\"b\"@mail.example    | \"a\\\"b\"@mail.example",
                "\"a\\\\\"@mail.example     | \"a\\\\\"@mail.example",
                "\"ü b\"@mail.example      | \"ü b\"@mail.example"
            })
    void quotedLocalPartHasItsShortestForm(String given, String envelope) {
        Address address = Address.of(given);
        assertNull(address.fault());
        assertEquals(envelope, address.email());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", ".ab", "ab."})
    void dotsThatMustBeQuotedAreRefusedWithTheQuotedForm(String local) {
        String fault = Address.of(local + "@docomo.ne.jp").fault();
        assertTrue(fault.endsWith("write \"" + local + "\"@docomo.ne.jp"), fault);
    }

    @ParameterizedTest
    @CsvSource({"62, true", "63, false"})
    void quotationMarksCountAsOctetsOfTheLocalPart(int octets, boolean good) {
        assertEquals(
                good,
                Address.of("\"" + "a".repeat(octets - 1) + ".\"@mail.example").fault() == null);
    }

    /** Of spreadsheets and web pages. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\u00a0", "\ufeff", "\u200b", "\u2007", "\u3000", "\u00ad", "\r\n"})
    void whatCannotBeSeenIsRefusedOrLeftOut(String invisible) {
        String clean = "ann@mail.example";
        for (String given : List.of(invisible + clean, clean + invisible, "ann" + invisible + "@mail.example")) {
            Address address = Address.of(given);
            assertTrue(address.fault() != null || address.email().equals(clean), address::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void localPartIsBounded(int octets, boolean good) {
        assertEquals(good, Address.of("a".repeat(octets) + "@mail.example").fault() == null);
    }

    @ParameterizedTest
    @CsvSource({"32, true", "33, false"})
    void localPartIsBoundedInOctetsNotCharacters(int characters, boolean good) {
        assertEquals(good, Address.of("ü".repeat(characters) + "@mail.example").fault() == null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "ü.", "\ufdfa"})
    void longTextIsNotLookedInto(String repeated) {
        Address address = Address.of("ann@" + repeated.repeat(300) + ".example");
        assertEquals("is longer than 254 octets (RFC 5321, 4.5.3.1.3)", address.fault());
    }
}
