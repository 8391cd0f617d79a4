package io.postrider.ingest.intake.submit.alternative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingCostTest {
    private static String attributes(int number, String each) {
        return IntStream.range(0, number).mapToObj(each::formatted).collect(Collectors.joining());
    }

    /** However they are written, and behind whatever hides them from one who only looks for pairs of quotes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " a%d",
                " a%d=b",
                " a%d='>'",
                " a%d=\">\"",
                "\na%d =\t\"b\"",
                "/a%d",
                " a%d=\"'\"b='\"'",
                " <a%d",
                " =a%d",
                " a%d==\" \""
            })
    void attributesOfATagAreCounted(String each) {
        for (String start : new String[] {
            "<a x", "<!-- <a b=\" --><a x", "<style><a b='</style><a x", "x < y <b>c</b><a x", "<a b=\"<a x"
        }) {
            assertTrue(ParsingCost.isLow(start + attributes(16, each) + ">"), start);
            assertFalse(ParsingCost.isLow(start + attributes(2 * ParsingCost.ATTRIBUTES, each) + ">"), start);
        }
    }

    @Test
    void whatIsNoAttributeIsNotCounted() {
        String tags = "<td style=\"a: b; c: d; e: f\" class='g h'>a b c d</td><br/>\n".repeat(1_000);
        String link = "<a href=https://shop.example/" + "a/".repeat(1_000) + " title=\"" + "many words ".repeat(1_000)
                + "\">x</a>";
        assertTrue(ParsingCost.isLow(tags + link + "one, two and three < four. ".repeat(1_000)));
    }

    @Test
    void openReferencesAreCounted() {
        assertTrue(ParsingCost.isLow("&amp;&#8364; & &".repeat(10_000) + "&a".repeat(ParsingCost.OPEN_REFERENCES)));
        assertFalse(ParsingCost.isLow("&amp" + "&a".repeat(ParsingCost.OPEN_REFERENCES)));
    }

    /** Of a kind that would take the parser seconds or its stack; what is made is bounded, and nothing fails. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<b><i>",
                "<a href=x>y",
                "<table><tr><td>",
                "<p",
                "<",
                "</",
                "<!",
                "<!--",
                "<?",
                "<![CDATA[",
                "&",
                "&a",
                "&#1;",
                "&CounterClockwiseContourIntegral;",
                "<x y=\"",
                "</y>",
                "<title></x",
                "<script><!--<script",
                "<ul><li>x",
                "<pre>\n",
                "<a b c='",
                "{{#a}}{{/a}}",
                "{{a}}",
                "\\{{",
                "<br>",
                "\0",
                "\r",
                "&#123;",
                "<x:y xmlns:x='",
                "<svg><p>",
                "<select><option>",
                "\uD83D\uDE00"
            })
    void hostileHtmlIsReadOrLeft(String part) {
        String html = part.repeat(TextAlternative.LONGEST / part.length());
        int length = TextAlternative.of(html.contains("{{") ? html.substring(0, 9_000 - 9_000 % part.length()) : html)
                .map(String::length)
                .orElse(0);
        assertEquals(Math.min(length, 4 * TextAlternative.LONGEST), length);
    }
}
