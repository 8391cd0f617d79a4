package io.postrider.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<https://shop.example/u/1>",
                "<https://shop.example/u/1>, <mailto:leave@shop.example?subject=leave>",
                "<https://shop.example/?a=%C3%BC&b=[1]#x>",
                "<mailto:leave@shop.example> (Use this command), <https://shop.example/u>",
                "(none) <https://shop.example/u>",
            })
    void whatIsAUriStaysAsItIs(String value) {
        assertEquals(value, written("List-Unsubscribe", value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<https://shop.example/abmelden?name=Jürgen>     | <https://shop.example/abmelden?name=J%C3%BCrgen>",
                "<https://shop.example/u?n=Ann Lee&m=\"a\">      | <https://shop.example/u?n=Ann%20Lee&m=%22a%22>",
                "<https://shop.example/100%/{a}b\\c^`>          | <https://shop.example/100%25/%7Ba%7Db%5Cc%5E%60>",
                "<https://ann@straße.example:8443/ü>             | <https://ann@xn--strae-oqa.example:8443/%C3%BC>",
                "<https://straße.example>                        | <https://xn--strae-oqa.example>",
                "<mailto:jürgen@bücher.example?subject=Tschüß>   |"
                        + " <mailto:j%C3%BCrgen@xn--bcher-kva.example?subject=Tsch%C3%BC%C3%9F>",
                "<https://shop.example/🎉>                       | <https://shop.example/%F0%9F%8E%89>",
                "<HTTPS://shop.example/ü>                        | <HTTPS://shop.example/%C3%BC>",
                "<tel:+4912345>                                  | <tel:+4912345>",
                "https://shop.example/ü                          | <https://shop.example/%C3%BC>",
                "https://shop.example/1, mailto:a@shop.example   | <https://shop.example/1>, <mailto:a@shop.example>",
                "<https://shop.example/1><mailto:a@shop.example> | <https://shop.example/1>, <mailto:a@shop.example>",
                "<https://shop.example/1> ,<mailto:a@b.example>  | <https://shop.example/1>, <mailto:a@b.example>",
                "< https://shop.example/1 >                      | <https://shop.example/1>",
                "<>, <mailto:a@shop.example>                     | <mailto:a@shop.example>",
                "<https://shop.example/1>, <>                    | <https://shop.example/1>",
                "NO                                              | NO",
            })
    void whatIsNoUriBecomesOne(String given, String written) {
        assertEquals(written, written("List-Unsubscribe", given));
    }

    @Test
    void emptyAddressesAreNoField() {
        assertEquals("", written("List-Unsubscribe", "<>"));
        assertEquals("", written("References", " <> "));
        assertEquals("", written("List-Unsubscribe", " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example/u/1",
                "<shop.example/u/1>",
                "<leave@shop.example>",
                "<https://shop.example/u/1",
                "<https://shop.example/a>b>, <mailto:a@shop.example>",
                "<https://shop.example/u/1> (abmelden für immer)",
                "Grüße <https://shop.example/u/1>",
                "<https://-ü-.example/>",
                "Jürgen",
            })
    void whatCannotBecomeAUriIsRefused(String value) {
        assertNotNull(FieldValue.of("List-Unsubscribe", value).fault(), value);
    }

    @Test
    void anEntryIsAsLongAsALine() {
        String name = "List-Unsubscribe";
        String most = "<https://shop.example/" + "x".repeat(998 - name.length() - 2 - 23) + ">";
        assertEquals(998, (name + ": " + most).length());
        assertEquals(most, written(name, most));
        assertRefused(name, most.replace("xx>", "xxx>"), "998");
        assertRefused(name, "<https://shop.example/" + "ü".repeat(200) + ">", "998");
        String second = "<https://shop.example/" + "x".repeat(997 - 23) + ">";
        assertEquals("<mailto:a@b>, " + second, written(name, "<mailto:a@b>, " + second));
        assertRefused(name, "<mailto:a@b>, " + second.replace("x>", "xx>"), "998");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<1@shop.example>                    | <1@shop.example>",
                "<1@a.example> <2@b.example>         | <1@a.example> <2@b.example>",
                "<1@a.example><2@b.example>          | <1@a.example> <2@b.example>",
                "<1@a.example>,  < 2@b.example >     | <1@a.example> <2@b.example>",
                "1@a.example 2@b.example             | <1@a.example> <2@b.example>",
            })
    void messageIdsAreInAngleBrackets(String given, String written) {
        assertEquals(written, written("References", given));
        assertEquals(written, written("in-reply-to", given));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<1@müller.example>", "<1@a.example", "1@a.example>", "Your message", "<1 2@a.example>", "🎉"})
    void otherThanMessageIdsAreRefused(String value) {
        assertNotNull(FieldValue.of("References", value).fault(), value);
    }

    @Test
    void whatIsNoFreeTextHasALength() {
        String ids = "<1@a.example> ".repeat(16_384 / 14);
        assertNull(FieldValue.of("References", ids + " ".repeat(16_384 - ids.length()))
                .fault());
        assertRefused("References", ids + " ".repeat(16_385 - ids.length()), "16,384");
        assertRefused("List-Unsubscribe", "<https://a.example/" + " ".repeat(16_384) + ">", "16,384");
        assertNull(FieldValue.of("X-Note", "a ".repeat(16_384)).fault());
    }

    @Test
    void longThreadsAreManyLinesAndLongIdsAreRefused() {
        String thread = "<%s@a.example> ".formatted("i".repeat(80)).repeat(150).strip();
        assertEquals(thread, written("References", thread));
        assertRefused("References", "<" + "i".repeat(1_000) + "@a.example>", "998");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Feedback-ID",
                "List-Unsubscribe-Post",
                "list-whatever",
                "Auto-Submitted",
                "Mail-Followup-To",
                "X-SES-MESSAGE-TAGS",
                "X-Priority"
            })
    void wordsForProgramsAreAscii(String name) {
        assertEquals("a:b:=?utf-8?q?c?=", written(name, " a:b:=?utf-8?q?c?= "));
        assertRefused(name, "Frühling", "ASCII");
        assertRefused(name, "x".repeat(1_000), "998");
    }

    @Test
    void nameOfAListMayBeAnythingAndItsIdMayNot() {
        assertEquals("Grüße <news.shop.example>", written("List-Id", "Grüße <news.shop.example>"));
        assertEquals("news.shop.example", written("List-Id", "news.shop.example"));
        assertRefused("List-Id", "Grüße <news.bücher.example>", "ASCII");
        assertRefused("List-Id", "Grüße", "ASCII");
    }

    @Test
    void freeTextIsWhateverItIs() {
        assertEquals("Jürgen <x", written("X-Note", "Jürgen <x"));
        assertFalse(FieldValue.verbatim("X-Note", "Jürgen"));
        assertFalse(FieldValue.verbatim("X-Note", "Ann"), "for the writer of free text to decide");
        assertFalse(FieldValue.verbatim("X-Note", "[Jürgen]"));
    }

    @Test
    void jsonStaysJson() {
        String json = "{\"name\":\"Jürgen 🎉\",\"b\\\\\":[1,{\"c\":\"a,b\"}]}";
        String ascii = json.replace("ü", "\\u00fc").replace("🎉", "\\ud83c\\udf89");
        for (String name : new String[] {"X-SMTPAPI", "X-Mine"}) {
            assertEquals(ascii, written(name, json));
            assertTrue(FieldValue.verbatim(name, ascii));
        }
        String list = "[" + "\"a,b\",".repeat(400) + "1]";
        assertEquals(list.replace("\",", "\", "), written("X-Mine", list));
        assertTrue(FieldValue.verbatim("X-Mine", written("X-Mine", list)));
        assertEquals("[Grüße]", written("X-Mine", "[Grüße]"));
        assertRefused("X-SMTPAPI", "{\"a\":\"" + "x".repeat(1_000) + "\"}", "998");
        assertRefused("X-SMTPAPI", "{Jürgen}", "ASCII");
    }

    @Test
    void noValueBeginsAField() {
        assertEquals(
                "<https://shop.example/a%20%20Bcc:x>",
                written("List-Unsubscribe", "<https://shop.example/a\r\nBcc:x>"));
        assertEquals("a  b", written("Feedback-ID", "a\r\nb\n"));
    }

    /** What takes its square would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "<", ">", ",", "< ", "a", "a@", "<a", "(", "{", "[", "\"", "%", "https:", ", ", "@"})
    void longValuesTakeNoLonger(String piece) {
        for (String name : new String[] {"List-Unsubscribe", "References", "List-Id", "X-SMTPAPI", "X-Mine"}) {
            int length = FieldSyntax.of(name) == FieldSyntax.TEXT ? 1_000_000 : FieldValue.LENGTH - 10;
            String value = piece.repeat(length / piece.length());
            for (String given : new String[] {value, "<" + value, "https:" + value, "{" + value + "}"}) {
                FieldValue read = FieldValue.of(name, given);
                assertTrue(read.text() == null ^ read.fault() == null);
            }
        }
    }

    private static String written(String name, String given) {
        FieldValue value = FieldValue.of(name, given);
        assertNull(value.fault());
        return value.text();
    }

    private static void assertRefused(String name, String given, String why) {
        String fault = FieldValue.of(name, given).fault();
        assertNotNull(fault, given);
        assertTrue(fault.contains(why), fault);
        assertTrue(fault.startsWith("has "), fault);
    }
}
