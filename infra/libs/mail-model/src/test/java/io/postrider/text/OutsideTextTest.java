package io.postrider.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideTextTest {
    @Test
    void printableTextStaysAsItIs() {
        String ascii = "550 5.1.1 <ann@mail.example>: no such user {}~";
        assertSame(ascii, OutsideText.clean(ascii));
        for (String text : new String[] {"Grüße", "日本語のメール", "שלום", "مرحبا", "🎉 1️⃣", "a\u00a0b\u202fc", ""}) {
            assertSame(text, OutsideText.clean(text));
            assertFalse(OutsideText.hidesSomething(text), text);
        }
        assertNull(OutsideText.clean(null));
    }

    @Test
    void everyControlCharacterIsReplaced() {
        for (int c = 0; c < 0xa0; c++) {
            if (c < ' ' || c > '~') {
                String text = "a" + Character.toString(c) + "b";
                assertTrue(OutsideText.hidesSomething(text), "U+%04X".formatted(c));
                assertTrue(OutsideText.clean(text).matches("a[ ?]b"), "U+%04X".formatted(c));
            }
        }
    }

    /** Bidirectional marks, overrides and isolates, separators, zero width, BOM, tags, fillers, halves of pairs, noncharacters. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a,
                0x2028, 0x2029, 0x200b, 0x200c, 0x200d, 0x2060, 0x2061, 0x2064, 0xfeff, 0xad, 0x180e, 0x34f, 0x115f,
                0x1160, 0x3164, 0xffa0, 0xfff9, 0xfffb, 0xe0001, 0xe0020, 0xe0061, 0xe007f, 0xe0100, 0xd800, 0xdbff,
                0xdc00, 0xdfff, 0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0x1d173
            })
    void invisibleCharactersAreReplaced(int hidden) {
        String text = "a" + Character.toString(hidden) + "b";
        assertTrue(OutsideText.hidesSomething(text));
        assertTrue(OutsideText.clean(text).matches("a[ ?]b"), OutsideText.clean(text));
        assertTrue(OutsideText.cleanLines(text).matches("a[ ?]b"));
        assertTrue(OutsideText.forLog(text).matches("a[ ?]b"));
    }

    @Test
    void endsOfLinesBecomeSpacesUnlessLinesAreWanted() {
        assertEquals("a  b c d?e?f", OutsideText.clean("a\r\nb\tc\u2028d\u0085e\u000bf"));
        assertEquals("a \nb\tc d", OutsideText.cleanLines("a\r\nb\tc\u2028d"));
    }

    @Test
    void joinersStayWhereScriptsAndEmojiNeedThem() {
        for (String text : new String[] {"می\u200cخواهم.pdf", "👨\u200d👩\u200d👧.png", "क्\u200dष"}) {
            assertEquals(text, OutsideText.clean(text));
        }
        for (String text : new String[] {"é\u200d\u200dé", "\u200dé", "é\u200d", "pay\u200cpal", "é\u200dp"}) {
            assertTrue(OutsideText.hidesSomething(text), text);
        }
    }

    @Test
    void aCutSplitsNoPair() {
        assertEquals("ab", OutsideText.clean("ab🎉", 3));
        assertEquals("ab🎉", OutsideText.clean("ab🎉c", 4));
        assertEquals("", OutsideText.clean("🎉", 1));
        assertEquals("", OutsideText.clean("abc", 0));
        assertEquals(OutsideText.LOGGED, OutsideText.forLog("x".repeat(5_000)).length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            550 <ann.lee@mail.example> unknown | 550 <address> unknown
            550 ann.lee@mail.example: unknown | 550 <address>: unknown
            550 ann.lee%40mail.example unknown | 550 <address> unknown
            see https://x.example/?u=ann.lee%40mail.example&c=1 | see https:<address>
            550 ANN.LEE%2540mail.example unknown | 550 <address> unknown
            550 "ann \\"the\\" lee"@mail.example unknown | 550 <address> unknown
            550 <"ann lee"@mail.example> unknown | 550 <address> unknown
            550 ann\\ lee@mail.example unknown | 550 <address> unknown
            550 jörg@müller.example unknown | 550 <address> unknown
            550 用户@例子.example unknown | 550 <address> unknown
            550 ann.lee＠mail.example unknown | 550 <address> unknown
            550 ann.lee @ mail.example unknown | 550 <address> unknown
            550 ann.lee (at) mail.example unknown | 550 <address> unknown
            550 ann.lee[at]mail.example unknown | 550 <address> unknown
            550 ann.lee&#64;mail.example unknown | 550 <address> unknown
            550 <@a.example,@b.example:ann.lee@mail.example> | 550 <address>,<address>:<address>>
            550 ann.lee@[192.0.2.1] unknown | 550 <address> unknown
            550 'ann.lee'@mail.example unknown | 550 <address> unknown
            550 o'ann.lee{x}@mail.example unknown | 550 <address> unknown
            RCPT TO:<ann.lee@mail.example>,<bob.lee@mail.example> | RCPT TO:<address>,<address>
            ann.lee@mail.example | <address>
            ann.lee@ | <address>
            @mail.example | <address>
            """)
    void addressesAreMasked(String text, String masked) {
        assertEquals(masked, OutsideText.forLog(text));
    }

    @Test
    void otherTextIsNotMasked() {
        for (String text : new String[] {
            "552 5.2.2 SIZE=4096 exceeds 40% of the quota (4)",
            "no connection to mx.mail.example:25: Connection refused",
            "554 5.7.1 blocked, see https://list.example/q?ip=192.0.2.1"
        }) {
            assertSame(text, OutsideText.forLog(text));
        }
    }

    @Test
    void hiddenCharactersDoNotHideAnAddress() {
        assertEquals("550 <address> unknown", OutsideText.forLog("550 ann\u202e.lee@mail\u200b.example unknown"));
    }

    @Test
    void aFailureWithoutWordsIsNamed() {
        assertEquals("IllegalStateException", OutsideText.forLog(new IllegalStateException()));
        assertEquals("no <address>", OutsideText.forLog(new IllegalStateException("no a@b.example")));
        assertEquals("null", OutsideText.forLog((String) null));
    }
}
