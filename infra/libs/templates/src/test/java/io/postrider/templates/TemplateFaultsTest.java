package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Recipient;
import io.postrider.templates.parse.TemplateCompiler;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFaultsTest {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann", Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a~b~Hi {{name | 3 | tag '{{name' opened in line 3 is not closed; add '}}' in the same line",
                "{{name~}} | 1 | tag '{{name' opened in line 1 is not closed; add '}}' in the same line",
                "~{{a {{b}} | 2 | tag '{{a' opened in line 2 is not closed; add '}}' in the same line",
                "~{{! a | 2 | tag '{{! a' opened in line 2 is not closed; add '}}' in the same line",
                "{{{a}} | 1 | '{{{a}}' in line 1 must end with three braces",
                "~{{#a}}~{{b}} | 2 | section '{{#a}}' opened in line 2 is not closed; add '{{/a}}'",
                "{{^a}} | 1 | section '{{^a}}' opened in line 1 is not closed; add '{{/a}}'",
                "~{{/a}} | 2 | '{{/a}}' in line 2 closes a section that was not opened; remove it",
                "{{#a}}~{{#b}}~{{/a}} | 3 | '{{/a}}' in line 3 comes before '{{#b}}', opened in line 2, is closed",
                "{{> footer}} | 1 | '{{> footer}}' in line 1 includes another template, which is not supported; write"
                        + " its text here",
                "{{=<% %>=}} | 1 | '{{=<% %>=}}' in line 1 changes the delimiters, which is not supported",
                "{{}} | 1 | '{{}}' in line 1 is not a variable; names have letters, digits, '_' and '-', and '.' "
                        + "between levels",
                "{{a b}} | 1 | '{{a b}}' in line 1 is not a variable; names have letters, digits, '_' and '-', and '.' "
                        + "between levels",
                "~{{#if a}} | 2 | section '{{#if a}}' opened in line 2 is not closed; add '{{/if}}'",
                "{{#if a}}{{/a}} | 1 | '{{/a}}' in line 1 comes before '{{#if a}}', opened in line 1, is closed",
                "{{#if}}{{/if}} | 1 | '{{#if}}' in line 1 has no variable; write {{#if name}}",
                "{{#if a b}}{{/if}} | 1 | '{{#if a b}}' in line 1 has more than one variable; compare as in {{#if "
                        + "(equals a b)}}",
                "~{{else}} | 2 | '{{else}}' in line 2 is outside a block; write {{#if name}} before it",
                "{{#if a}}{{else}}~{{else if b}}{{/if}} | 2 | '{{else if b}}' in line 2 follows the last branch of"
                        + " {{#if a}}; remove it",
                "{{^a}}{{else}}{{/a}} | 1 | '{{else}}' in line 1 is inside {{^a}}; write {{#…}} and {{else}}"
                        + " instead",
                "{{insert a}} | 1 | '{{insert a}}' in line 1 has too few or too many arguments; write {{insert name"
                        + " \"a default\"}}",
                "{{insert a \"b}} | 1 | '{{insert a \"b}}' in line 1 has a text that is not closed; add a quotation"
                        + " mark",
                "{{#if (equals a b}}{{/if}} | 1 | '{{#if (equals a b}}' in line 1 has a bracket that is not closed;"
                        + " add ')'",
                "{{insert a b)}} | 1 | '{{insert a b)}}' in line 1 has an unmatched ')'; remove it",
                "{{urlEncode a x=1}} | 1 | '{{urlEncode a x=1}}' in line 1 has 'x=', which is not supported; write"
                        + " {{urlEncode name}}",
                "{{formatDate a}} | 1 | '{{formatDate a}}' in line 1 has too few or too many arguments; write"
                        + " {{formatDate date \"D MMMM YYYY\" locale=\"en\"}}",
                "{{formatDate a 'long' zone='Mars'}} | 1 | '{{formatDate a 'long' zone='Mars'}}' in line 1 has an "
                        + "unknown time zone; write one such as Europe/Vienna or +0100",
                "{{formatDate a 'long' locale='q'}} | 1 | '{{formatDate a 'long' locale='q'}}' in line 1 has an "
                        + "unknown locale; write one such as de or de-AT",
                "{{formatNumber a decimals='x'}} | 1 | '{{formatNumber a decimals='x'}}' in line 1 has decimals that"
                        + " are not a number from 0 to 20",
                "{{formatCurrency a 'Euro'}} | 1 | '{{formatCurrency a 'Euro'}}' in line 1 has an unknown currency; "
                        + "write its code, such as EUR (ISO 4217)",
                "{{@index}} | 1 | '{{@index}}' in line 1 has a meaning only inside a section",
                "~{{!-- a }} | 2 | tag '{{!-- a' opened in line 2 is not closed; add '--}}'",
                "{{.}} | 1 | '{{.}}' in line 1 has a meaning only inside a section",
            })
    void faultNamesTheLineAndWhatToChange(String source, int line, String message) {
        TemplateException e = assertThrows(TemplateException.class, () -> compile(source.replace('~', '\n')));
        assertEquals(message, e.getMessage());
        assertEquals(line, e.line());
    }

    /** Tags of other services and engines; the message says what to write here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "{{{ @content }}} # layouts are not supported",
                "{{{ pm:unsubscribe }}} # {{unsubscribe_url}}",
                "{{~name~}} # remove '~'",
                "{{eq a b}} # write equals",
                "{{insert (eq a b) 1}} # write equals",
                "{{gte a b}} # {{else}}",
                "{{lookup items 0}} # {{items.0.name}}",
                "{{name | default: 'x'}} # {{insert name",
                "{{name|upper}} # {{insert name",
                "{{name default='x'}} # {{insert name",
                "{{insert name “friend”}} # has typographic quotation marks",
                "{{insert name &quot;default=x&quot;}} # has typographic quotation marks",
                "{{elseif a}} # {{else if a}}",
                "{{foreach x in y}} # {{each items}}",
                "{{@key}} # list of objects",
                "{{formatMoney a}} # {{formatCurrency",
                "{{*inline 'x'}} # write its text here",
            })
    void whatOthersKnowIsRefusedWithWhatToWrite(String source, String advice) {
        TemplateException e = assertThrows(TemplateException.class, () -> compile(source));
        assertTrue(e.getMessage().contains(advice.replace("{{each", "{{#each")), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{#eq a b}}{{/eq}} | write equals",
                "{{#for x in y}}{{/for}} | write {{#each items}}",
                "{{#> layout}}{{/layout}} | 'layout' is",
                "{{^}} | write {{else}}",
                "{{^if a}}{{/if}} | write {{#unless",
                "{{#else}} | write {{else}}",
                "{{#ifCond a b}}{{/ifCond}} | is not a helper; the helpers are if, unless, each, with",
                "{{#each items as :x:}}{{/each}} | names its elements",
                "{{#each a}}{{../@index}}{{/each}} | outer list",
            })
    void blocksThatOthersKnowAreRefusedWithWhatToWrite(String source, String advice) {
        TemplateException e = assertThrows(TemplateException.class, () -> compile(source.replace(':', '|')));
        assertTrue(e.getMessage().contains(advice) || advice.startsWith("'"), e.getMessage());
    }

    @Test
    void nameOfManyLevelsIsRefusedAndNotLookedInto() {
        TemplateException e = assertThrows(
                TemplateException.class,
                () -> compile("{{#a}}~{{a".replace('~', '\n') + ".a".repeat(100_000) + "}}{{/a}}"));
        assertEquals(2, e.line());
        assertTrue(
                e.getMessage().endsWith("in line 2 is longer than 1000 characters, the maximum of a " + "name"),
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{< a}}",
                "{{$a}}{{/a}}",
                "{{a..b}}",
                "{{.a}}",
                "{{-first}}",
                "{{#-x}}",
                "{{a|b}}",
                "{{{}}}",
                "{{#}}{{/}}"
            })
    void whatWouldBeMisreadIsRefused(String source) {
        assertThrows(TemplateException.class, () -> compile(source));
    }

    @Test
    void sourceIsBounded() {
        compile("x".repeat(Template.SOURCE_LENGTH));
        assertThrows(TemplateException.class, () -> compile("x".repeat(Template.SOURCE_LENGTH + 1)));
    }

    @Test
    void depthIsBounded() {
        compile("{{#a}}".repeat(16) + "{{/a}}".repeat(16));
        assertThrows(TemplateException.class, () -> compile("{{#a}}".repeat(17) + "{{/a}}".repeat(17)));
        assertThrows(TemplateException.class, () -> compile("{{#a}}".repeat(150_000)));
    }

    @Test
    void workOfListsInListsIsBounded() {
        Map<String, Object> shared = Map.of("a", Collections.nCopies(1_000, "x"));
        Template template = compile("{{#a}}".repeat(8) + "{{/a}}".repeat(8));
        assertThrows(TemplateException.class, () -> template.render(shared, ANN));
        assertEquals(1_000, compile("{{#a}}{{.}}{{/a}}").render(shared, ANN).length());
    }

    @Test
    void resultIsBounded() {
        Map<String, Object> shared = Map.of("a", "x".repeat(100_000), "l", Collections.nCopies(50, "x"));
        Template template = compile("{{#l}}{{a}}{{/l}}");
        OverBudgetException e = assertThrows(OverBudgetException.class, () -> template.render(shared, ANN));
        assertTrue(e.getMessage().contains("longer than"), e.getMessage());
    }

    /** Whatever the source, it compiles or is refused with our exception, and what compiles renders. */
    @Test
    void noSourceBreaksTheEngine() {
        Random random = new Random(7);
        String[] pieces = {
            "{{", "}}", "{", "}", "#a", "^a", "/a", "a", "{{a}}", "{{#a}}", "{{^a}}", "{{/a}}", "!", "\n", " ", ".",
            "&", "{{{a}}}", "{{&a}}", "{{!c}}", "=", ">", "\r\n"
        };
        int compiled = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder source = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                source.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                Template template = compile(source.toString());
                compiled++;
                String rendered = template.render(Map.of("a", "v"), ANN);
                assertTrue(!rendered.contains("{{") || source.toString().contains("!"), source + " gave " + rendered);
                template.render(Map.of("a", List.of("v", 1, false)), new Recipient(0, "e@f", null, Map.of("a", 1)));
            } catch (TemplateException refused) {
                assertTrue(!refused.getMessage().isBlank());
            }
        }
        assertTrue(compiled > 10_000, compiled + " compiled");
    }

    private static Template compile(String source) {
        return TemplateCompiler.compile(source, Escaping.NONE);
    }
}
