package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Recipient;
import io.postrider.templates.parse.TemplateCompiler;
import io.postrider.templates.render.StepPrices;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of tag takes of the budget. ADR 016 has the time behind it. */
class StepPricesTest {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann", Map.of());
    private static final int TAGS = 100;

    private static Map<String, Object> shared(Object value) {
        Map<String, Object> shared = new HashMap<>();
        shared.put("one", Collections.nCopies(1, Map.of("own", "x", "of", Map.of("own", "x"))));
        shared.put("v", value);
        return shared;
    }

    private static long steps(String tag, Map<String, Object> shared) {
        Template template = TemplateCompiler.compile("{{#one}}" + tag.repeat(TAGS) + "{{/one}}", Escaping.HTML);
        Template without = TemplateCompiler.compile("{{#one}}{{/one}}", Escaping.HTML);
        long steps = steps(template, shared) - steps(without, shared);
        assertTrue(template.stepsAtMost(Extent.of(shared)) >= steps, "the bound is one");
        assertEquals(0, steps % TAGS);
        return steps / TAGS;
    }

    private static long steps(Template template, Map<String, Object> shared) {
        RenderBudget budget = RenderBudget.measuring(Long.MAX_VALUE, Long.MAX_VALUE);
        template.measure(shared, ANN, budget);
        return budget.steps();
    }

    @ParameterizedTest
    @CsvSource({
        "{{own}}, 2",
        "{{{own}}}, 2",
        "{{&own}}, 2",
        "{{v}}, 3",
        "{{absent}}, 3",
        "{{of.own}}, 13",
        "{{absent.x}}, 13",
        "{{#v}}{{/v}}, 3",
        "{{#of}}{{/of}}, 2",
        "{{^v}}{{/v}}, 3",
        "{{^absent}}{{/absent}}, 3",
        "{{#-last}}{{/-last}}, 1",
        "{{-index}}, 1",
        "{{! comment }}x, 1",
        "\\{{, 1",
        "{{@index}}, 1",
        "{{@root.v}}, 2",
        "{{this.own}}, 2",
        "{{../v}}, 2",
        "{{#if v}}{{/if}}, 3",
        "{{#if v}}{{else}}{{/if}}, 7",
        "{{#if absent}}{{else if v}}{{/if}}, 9",
        "{{#each absent}}{{else}}{{/each}}, 7",
        "{{insert own 5}}, 2",
        "{{insert absent own}}, 4",
        "{{#equals own 5}}{{/equals}}, 18",
        "{{#if (and own own)}}{{/if}}, 3",
        "{{urlEncode own}}, 2",
        "{{formatNumber own}}, 203",
        "{{formatDate own own}}, 104",
        "{{formatDate own 'D M'}}, 105",
        "{{formatDate own '[[[[[[[[[['}}, 112",
        "{{formatDate own 'MMMM dddd'}}, 311"
    })
    void everyKindOfTagHasItsPrice(String tag, int steps) {
        assertEquals(steps, steps(tag, shared("x")));
    }

    @ParameterizedTest
    @CsvSource({"64, 4, 8", "1600, 28, 128", "16000, 253, 1253"})
    void longTextsAreWrittenAndEscapedForMore(int length, int written, int escaped) {
        Map<String, Object> shared = shared("x".repeat(length));
        assertEquals(written, steps("{{{v}}}", shared));
        assertEquals(escaped, steps("{{v}}", shared));
    }

    /** By what is written, which is up to six times as much. */
    @Test
    void referencesAreEscapedForMore() {
        assertEquals(2 + 1 + 6 * 160 / 64 + 6 * 160 / 16, steps("{{v}}", shared("\"".repeat(160))));
    }

    @ParameterizedTest
    @CsvSource({"63, 3", "64, 5", "1000, 33"})
    void longNamesAreAskedForMore(int length, int steps) {
        assertEquals(steps, steps("{{" + "x".repeat(length) + "}}", shared("x")));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "8, 1", "64, 2", "1024, 4"})
    void namesAmongManyAreAskedForMore(int names, int more) {
        assertEquals(more, StepPrices.searched(names));
        Map<String, Object> shared = shared("x");
        for (int i = shared.size(); i < names; i++) {
            shared.put("name" + i, "x");
        }
        assertEquals(3 + more, steps("{{v}}", shared));
    }

    @ParameterizedTest
    @CsvSource({"20, 15", "100, 55"})
    void digitsOfLongNumbersAreMadeForMore(int digits, int steps) {
        String nines = "9".repeat(digits);
        assertEquals(steps, steps("{{#v}}{{/v}}", shared(new BigInteger(nines))));
        assertEquals(steps, steps("{{#v}}{{/v}}", shared(new BigDecimal("0." + nines.substring(2)))));
        assertEquals(steps + digits / 64, steps("{{{v}}}", shared(new BigInteger(nines))));
    }

    @ParameterizedTest
    @CsvSource({"3.5, 6", "1.2345678901234567, 15", "17, 6"})
    void fractionsAreNumbersAsWell(double value, int steps) {
        assertEquals(steps, steps("{{v}}", shared(value)));
    }
}
