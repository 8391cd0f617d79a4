package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.Input;
import io.postrider.fuzz.ShortRun;
import io.postrider.mail.Limits;
import io.postrider.mail.Recipient;
import io.postrider.templates.parse.TemplateCompiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Any source is refused with its line, or renders for any variables within its bounds. An input is a source, and after an octet
 * 0xff what variables are made of.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class TemplateFuzzTest {
    private static final List<String> NAMES =
            List.of("a", "b", "c", "first_name", "items", "order", "email", "name", "0", "a.b", "this", "-index", "x");
    private static final int MOST_ENTRIES = 6;

    public static void fuzzerTestOneInput(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != (byte) 0xff) {
            end++;
        }
        String source = new String(bytes, 0, end, StandardCharsets.UTF_8);
        byte[] rest = new byte[Math.max(0, bytes.length - end - 1)];
        System.arraycopy(bytes, Math.min(end + 1, bytes.length), rest, 0, rest.length);
        Input input = new Input(rest);
        Map<String, Object> shared = map(input, 1);
        Recipient recipient = new Recipient(0, "ann@mail.example", input.chance() ? "Ann <3" : null, map(input, 1));
        for (Escaping escaping : Escaping.values()) {
            renders(source, escaping, shared, recipient);
        }
    }

    private static void renders(String source, Escaping escaping, Map<String, Object> shared, Recipient recipient) {
        Template template;
        try {
            template = TemplateCompiler.compile(source, escaping);
        } catch (TemplateException e) {
            long lines = source.chars().filter(c -> c == '\n').count() + 1;
            assertTrue(e.line() >= 1 && e.line() <= lines, () -> "line " + e.line() + ": " + e.getMessage());
            return;
        }
        List<String> missing = template.missing(shared, recipient);
        String rendered;
        try {
            rendered = template.render(shared, recipient);
        } catch (TemplateException e) {
            boolean bound = e instanceof OverBudgetException;
            assertTrue(bound || !missing.isEmpty(), "not for a missing variable: " + e.getMessage());
            return;
        }
        assertEquals(List.of(), missing);
        if (!template.constant()) {
            measuredAsItIs(template, shared, recipient, rendered);
        }
        assertEquals(rendered, template.render(shared, recipient));
        if (template.constant()) {
            assertEquals(source, rendered);
        }
        if (escaping == Escaping.HTML && !source.contains("{{{") && !source.contains("&") && !source.contains("<")) {
            assertFalse(rendered.contains("<"), () -> "a value's bracket is not escaped: " + rendered);
        }
    }

    private static void measuredAsItIs(
            Template template, Map<String, Object> shared, Recipient recipient, String rendered) {
        RenderBudget taken = RenderBudget.most();
        template.render(shared, recipient, taken);
        RenderBudget measured = RenderBudget.of(3L * RenderBudget.SIZE);
        template.measure(shared, recipient, measured);
        assertTrue(measured.size() >= rendered.getBytes(StandardCharsets.UTF_8).length, "bytes");
        assertTrue(measured.size() >= taken.size(), "characters");
        assertTrue(measured.steps() >= taken.steps(), "steps");
        Extent extent = Extent.of(shared).with(recipient);
        assertTrue(template.sizeAtMost(extent) >= measured.size(), "bytes by the structure");
        assertTrue(template.stepsAtMost(extent) >= measured.steps(), "steps by the structure");
    }

    private static Map<String, Object> map(Input input, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = input.upTo(MOST_ENTRIES); i > 0 && !input.used(); i--) {
            map.put(input.one(NAMES), value(input, depth));
        }
        return map;
    }

    private static Object value(Input input, int depth) {
        int kind = input.upTo(depth == Limits.VARIABLE_DEPTH ? 5 : 7);
        return switch (kind) {
            case 0 -> input.text(40) + "<";
            case 1 -> (int) input.number();
            case 2 -> Double.longBitsToDouble(input.number());
            case 3 -> input.chance();
            case 4 -> null;
            case 5 -> "";
            case 6 -> map(input, depth + 1);
            default -> list(input, depth + 1);
        };
    }

    private static List<Object> list(Input input, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = input.upTo(MOST_ENTRIES); i > 0 && !input.used(); i--) {
            list.add(value(input, depth));
        }
        return list;
    }

    @Test
    void anySourceIsRefusedWithItsLineOrRenders() {
        ShortRun.of("template", 4_096).run(TemplateFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheSourceAlone() {
        grows("open braces", "", "{", "");
        grows("unclosed tags", "", "{{a ", "");
        grows("tags", "", "{{a}}", "");
        grows("comments", "", "{{!}}", "");
        grows("lines", "", "{{a}}\n", "");
        grows("sections", "", "{{#a}}{{/a}}", "");
        grows("sections on lines of their own", "", "  {{#a}}  \n  {{/a}}  \n", "");
        grows("spaces around a section", "", " \t", "{{#a}}{{/a}}");
        grows("a long name", "{{", "a", "}}");
        grows("a name of many levels", "{{a", ".a", "}}");
        grows("a name of many dots", "{{a", ".", "}}");
        grows("a name of spaces", "{{#if a", " ", "}}");
        grows("blocks", "", "{{#if a}}{{else}}{{/if}}", "");
        grows("lines of else", "{{#if a}}", "\n  {{else if a}}  \n", "{{/if}}");
        grows("comments with dashes", "", "{{!-- }} --}}", "");
        grows("escaped braces", "", "\\{{", "");
        grows("backslashes", "", "\\", "{{a}}");
        grows("arguments", "{{#or a", " a", "}}{{/or}}");
        grows("brackets", "{{#if ", "(or a ", "}}{{/if}}");
        grows("a closing brace that never comes", "{{#a}}", "}", "");
    }

    private static void grows(String what, String before, String repeated, String after) {
        Recipient recipient = new Recipient(0, "ann@mail.example", null, Map.of("a", "x"));
        int most = Template.SOURCE_LENGTH - before.length() - after.length();
        Growth.assertLinear(
                what,
                most,
                length -> before + repeated.repeat(length / repeated.length()) + after,
                source -> renders(source, Escaping.HTML, Map.of(), recipient));
    }

    /** What one recipient's mail costs at most, with the longest lists that a submission may bring. */
    @Test
    void costOfARenderingIsBounded() {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < Limits.RECIPIENT_VARIABLE_BYTES / 2; i++) {
            list.add(i % 10);
        }
        costs("a list", "{{#l}}{{.}}{{/l}}", list);
        costs("a list in itself", "{{#l}}{{#l}}{{.}}{{/l}}{{/l}}", list);
        costs("many tags in a list", "{{#l}}" + "{{x}}".repeat(60) + "{{/l}}", list);
        costs("levels in a list", "{{#l}}{{a" + ".a".repeat(400) + "}}{{/l}}", list);
        costs("many levels in a list", "{{#l}}{{a" + ".a".repeat(200_000) + "}}{{/l}}", list);
        costs("long text in a list", "{{#l}}" + "x".repeat(1_000_000) + "{{/l}}", list);
        costs("deep in lists", "{{#l}}".repeat(16) + "{{x}}" + "{{/l}}".repeat(16), list);
        costs("conditions in a list", "{{#each l}}" + "{{#if (equals x t)}}{{/if}}".repeat(40) + "{{/each}}", list);
        costs("URLs in a list", "{{#each l}}{{urlEncode t}}{{/each}}", list);
        costs("dates in a list", "{{#each l}}{{formatDate '2026-11-30' 'dddd MMMM A' locale='de'}}{{/each}}", list);
        costs("numbers in a list", "{{#each l}}{{formatNumber 1234567.891 locale='de'}}{{/each}}", list);
        costs("a long text many times", "{{t}}".repeat(200_000), list);
    }

    private static void costs(String what, String source, List<Integer> list) {
        Map<String, Object> variables = Map.of("l", list, "t", "<".repeat(10_000), "a", Map.of("a", Map.of("a", 1)));
        Recipient recipient = new Recipient(0, "ann@mail.example", null, variables);
        Growth.assertLinear(what, 8, length -> source, once -> {
            try {
                TemplateCompiler.compile(once, Escaping.HTML).render(Map.of(), recipient);
            } catch (TemplateException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        });
    }
}
