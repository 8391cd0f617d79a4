package io.postrider.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "=?utf-8?q?Gr=C3=BC=C3=9Fe_1?=|Grüße 1",
                "=?UTF-8?B?R3LDvMOfZQ==?=|Grüße",
                "=?utf-8?b?R3LDvMOfZQ?=|Grüße",
                "=?iso-8859-1*de?Q?f=FCr_uns?=|für uns",
                "=?windows-1252?q?=80?=|€",
                "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=|日本",
                "a =?utf-8?q?b?= c|a b c",
                "(=?utf-8?q?b?=)|(b)",
                "=?utf-8?q?a?=  =?utf-8?b?Yg==?= =?iso-8859-1?q?=FC?=|abü",
                "=?utf-8?q?=C3?= =?utf-8?q?=BC?=|ü",
                "=?utf-8?q?a=?=|a=",
                "=?utf-8?q?=zz?=|=zz",
                "=?utf-8?q?=C3?=|\uFFFD",
                "=?utf-8?q??= x| x",
                "=?utf-8?q?a b?=|a b",
            })
    void wordsAreDecoded(String given, String decoded) {
        assertEquals(decoded, EncodedWords.decoded(given));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no words",
                "=?",
                "=?=",
                "=?utf-8?q?a",
                "=?utf-8?x?a?=",
                "=?utf-8?b?a?=",
                "=?utf-8?q?ü?=",
                "=?utf-7?q?+AA0-?=",
                "=?x-mine?q?a?= =?x-mine?q?b?=",
                "=??q?a?=",
            })
    void whatIsNoWordStays(String given) {
        assertEquals(given, EncodedWords.decoded(given));
    }

    @Test
    void wordThatStaysKeepsItsBlanks() {
        assertEquals("a =?x-mine?q?b?= c", EncodedWords.decoded("=?utf-8?q?a?= =?x-mine?q?b?= =?utf-8?q?c?="));
    }

    /** With a look at Java's charsets for each of them, or with a step back for each beginning, these would take minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?",
                "=?a",
                "=?a?q?",
                "=?a?q?b",
                "=?a?q?b?= ",
                "=?utf-8?b?a?= ",
                "=?utf-8?q?b",
                "=?x-mine?b?AA?="
            })
    void longTextsOfOddWordsStay(String word) {
        String text = word.repeat((1 << 20) / word.length());
        assertEquals(text, EncodedWords.decoded(text));
    }
}
