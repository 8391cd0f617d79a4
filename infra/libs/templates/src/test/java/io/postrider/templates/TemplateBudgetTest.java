package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Limits;
import io.postrider.mail.Recipient;
import io.postrider.templates.OverBudgetException.Bound;
import io.postrider.templates.parse.TemplateCompiler;
import io.postrider.templates.render.StepPrices;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateBudgetTest {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann", Map.of());
    private static final List<Object> LIST = Collections.nCopies(16_000, 1);
    private static final Map<String, Object> SHARED = shared();

    private static Map<String, Object> shared() {
        Map<String, Object> shared = new HashMap<>();
        shared.put("l", LIST);
        shared.put("two", List.of(1, true));
        shared.put("lists", Collections.nCopies(100, Collections.nCopies(100, "x")));
        shared.put("big", new BigInteger("9".repeat(1_000)));
        shared.put("v", "<".repeat(32_000));
        shared.put("a", Map.of("a", Map.of("a", Map.of("a", "deep"))));
        return shared;
    }

    /** Short templates that would take seconds, or gigabytes, if what they do were not counted. */
    static List<String> costly() {
        return List.of(
                sections("two", 16, "{{x}}"),
                sections("l", 2, ""),
                sections("l", 2, "{{x}}"),
                sections("lists", 1, sections(".", 1, sections("lists", 1, "{{.}}"))),
                sections("two", 13, "{{a.a.a.a.a.a.a.b}}{{b.b.b.b}}"),
                sections("l", 1, sections("v", 15, "{{x}}")),
                sections("l", 1, sections("a.a.a", 15, "{{a.a.a.x}}")),
                sections("l", 1, "{{big}}"),
                sections("l", 1, sections("big", 1, "")),
                sections("l", 1, "{{{v}}}"),
                sections("l", 1, "{{v}}"),
                sections("l", 1, "{{^x}}{{^x}}{{^x}}{{a.a.x}}{{/x}}{{/x}}{{/x}}".repeat(8)),
                "{{v}}".repeat(120),
                "{{{v}}}".repeat(132));
    }

    private static String sections(String name, int depth, String inside) {
        return "{{#%s}}".formatted(name).repeat(depth)
                + inside
                + "{{/%s}}".formatted(name).repeat(depth);
    }

    @ParameterizedTest
    @MethodSource("costly")
    void whatCostsTooMuchIsEndedByTheSameBoundWhetherMeasuredOrRendered(String source) {
        assertTrue(source.length() <= 1_000, source.length() + " characters");
        Template template = TemplateCompiler.compile(source, Escaping.HTML);
        OverBudgetException measured = assertThrows(
                OverBudgetException.class, () -> template.measure(SHARED, ANN, RenderBudget.of(RenderBudget.SIZE)));
        OverBudgetException rendered =
                assertThrows(OverBudgetException.class, () -> template.render(SHARED, ANN, RenderBudget.most()));
        assertEquals(measured.bound(), rendered.bound());
        assertNotEquals(Bound.TIME, rendered.bound());
    }

    /** What the engine answers itself, and what is only written or left out, is counted as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{.}}",
                "{{-first}}",
                "{{-last}}",
                "{{-index}}",
                "x{{!}}",
                "{{#-last}}{{/-last}}",
                "{{^-first}}{{/-first}}",
                "{{#.}}{{/.}}",
                "{{#x}}{{/x}}",
                "{{{.}}}",
                "{{&.}}",
                "{{x}}"
            })
    void everyTagThatIsExecutedTakesSteps(String tag) {
        Map<String, Object> shared = Map.of("e", Collections.nCopies(100, ""));
        Template template = TemplateCompiler.compile("{{#e}}" + tag.repeat(1_000) + "{{/e}}", Escaping.HTML);
        RenderBudget budget = RenderBudget.measuring(RenderBudget.SIZE, Long.MAX_VALUE);
        template.measure(shared, ANN, budget);
        assertTrue(budget.steps() >= 100_000, budget.steps() + " steps");
        assertTrue(budget.steps() <= template.stepsAtMost(Extent.of(shared)), "the bound is one");
    }

    @Test
    void templatesOfOneMailShareItsBudget() {
        Template template = TemplateCompiler.compile("{{v}}", Escaping.NONE);
        RenderBudget budget = RenderBudget.of(100_000);
        for (int i = 0; i < 3; i++) {
            template.render(SHARED, ANN, budget);
        }
        assertEquals(96_000, budget.size());
        OverBudgetException e = assertThrows(OverBudgetException.class, () -> template.render(SHARED, ANN, budget));
        assertEquals("the rendered mail would be longer than 100,000 bytes", e.getMessage());
    }

    @Test
    void textWithoutTagsIsNotRenderedAndTakesNothing() {
        Template constant = TemplateCompiler.compile("x".repeat(1_000), Escaping.NONE);
        RenderBudget budget = RenderBudget.of(10);
        constant.measure(Map.of(), ANN, budget);
        assertEquals(1_000, constant.render(Map.of(), ANN, budget).length());
        assertEquals(0, budget.size());
        assertEquals(1_000, constant.sizeAtMost(Extent.NONE));
    }

    /** Lists as long as a newsletter may have them. */
    @Test
    void thousandProductsOfFiftyTagsAreWithinTheBudget() {
        Map<String, Object> product = Map.of("name", "Tea", "price", 3.5, "of", Map.of("origin", "Assam"));
        Map<String, Object> shared = Map.of("products", Collections.nCopies(1_000, product));
        Template template = TemplateCompiler.compile(
                "{{#products}}" + "<td>{{name}}</td>{{price}} ".repeat(20) + "{{of.origin}}{{absent}}{{/products}}",
                Escaping.HTML);
        RenderBudget budget = RenderBudget.most();
        template.render(shared, ANN, budget);
        assertTrue(budget.steps() < RenderBudget.STEPS / 2, budget.steps() + " steps");
    }

    @Test
    void slowRenderingIsEndedAndSaysThatItIsForNow() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
        RenderBudget budget = new RenderBudget(1_000_000, 1_000_000, Duration.ofNanos(10), () -> clock.getAndAdd(4));
        Template template = TemplateCompiler.compile("{{#l}}{{x}}{{/l}}", Escaping.NONE);
        OverBudgetException e = assertThrows(OverBudgetException.class, () -> template.render(SHARED, ANN, budget));
        assertEquals(Bound.TIME, e.bound());
        assertTrue(budget.steps() < 5_000, budget.steps() + " steps");
    }

    @Test
    void numberOfTagsAndLevelsOfNamesAreBounded() {
        TemplateCompiler.compile("{{a}}".repeat(Template.TAGS), Escaping.NONE);
        TemplateException tags = assertThrows(
                TemplateException.class,
                () -> TemplateCompiler.compile("\n{{a}}".repeat(Template.TAGS + 1), Escaping.NONE));
        assertEquals("the tag in line 10002 exceeds the maximum of 10,000 tags", tags.getMessage());
        assertEquals(10_002, tags.line());
        assertThrows(
                TemplateException.class, () -> TemplateCompiler.compile("{{#a}}{{/a}}".repeat(116_500), Escaping.NONE));
        TemplateCompiler.compile("{{a" + ".a".repeat(15) + "}}", Escaping.NONE);
        TemplateException levels = assertThrows(
                TemplateException.class, () -> TemplateCompiler.compile("{{a" + ".a".repeat(16) + "}}", Escaping.NONE));
        assertEquals("'{{a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a}}' in line 1 has more than 16 levels", levels.getMessage());
    }

    /** 4,096 names of one hash; the engine's own cache would compare each with all. */
    @Test
    void namesOfOneHashAreFoundAsOthersAre() {
        List<String> names = new ArrayList<>(List.of(""));
        for (int i = 0; i < 12; i++) {
            List<String> longer = new ArrayList<>();
            names.forEach(name -> longer.addAll(List.of(name + "Aa", name + "BB")));
            names = longer;
        }
        Map<String, Object> variables = new HashMap<>();
        StringBuilder source = new StringBuilder();
        for (String name : names) {
            variables.put(name, 1);
            source.append("{{").append(name).append("}}");
        }
        Template template = TemplateCompiler.compile(source.toString(), Escaping.NONE);
        RenderBudget budget = RenderBudget.most();
        assertEquals("1".repeat(4_096), template.render(variables, ANN, budget));
        // Whether each name is given is asked, it is looked up, among many both times, and what it shows is written.
        int asked = 1 + StepPrices.searched(4_096);
        assertEquals((2 * asked + 1) * 4_096, budget.steps());
    }

    /** What is measured is what is rendered, and what the structure allows is never less. */
    @Tag("slow")
    @Test
    void estimatesAreNeverLessThanWhatIsRendered() {
        Random random = new Random(11);
        int sections = 0;
        for (int i = 0; i < 20_000; i++) {
            String source = source(random, 0);
            Map<String, Object> shared = map(random, 0);
            Recipient recipient =
                    new Recipient(0, "ann@mail.example", random.nextBoolean() ? "Änn" : null, map(random, 0));
            for (Escaping escaping : Escaping.values()) {
                sections += agree(source, escaping, shared, recipient) ? 1 : 0;
            }
        }
        assertTrue(sections > 10_000, sections + " rendered");
    }

    private static boolean agree(String source, Escaping escaping, Map<String, Object> shared, Recipient recipient) {
        Template template = TemplateCompiler.compile(source, escaping);
        RenderBudget rendered = RenderBudget.most();
        RenderBudget measured = RenderBudget.most();
        String text;
        try {
            text = template.render(shared, recipient, rendered);
        } catch (OverBudgetException e) {
            assertThrows(OverBudgetException.class, () -> template.measure(shared, recipient, measured), source);
            return false;
        }
        template.measure(shared, recipient, measured);
        assertTrue(!template.constant() || measured.size() == 0, source);
        assertEquals(template.constant() ? 0 : text.getBytes(StandardCharsets.UTF_8).length, measured.size(), source);
        Extent extent = Extent.of(shared).with(recipient);
        assertTrue(template.sizeAtMost(extent) >= measured.size(), source);
        assertTrue(template.stepsAtMost(extent) >= measured.steps(), source);
        return source.contains("{{#");
    }

    private static String source(Random random, int depth) {
        StringBuilder source = new StringBuilder();
        for (int n = random.nextInt(5); n >= 0; n--) {
            String name = List.of("a", "b", "c", "a.b", "a.b.c", "b.0", "email", "x.y")
                    .get(random.nextInt(8));
            switch (random.nextInt(depth > 3 ? 4 : 8)) {
                case 0 -> source.append("text <ü€😀>\n");
                case 1 -> source.append(depth == 0 ? "{{email}}" : "{{" + name + "}}");
                case 2 -> source.append(depth == 0 ? "{{! c }}\\{{" : "{{{" + name + "}}}");
                case 3 -> source.append(call(random, name, depth == 0 ? 5 : 9));
                case 4 -> source.append(block(random, name, depth));
                default -> {
                    char sigil = random.nextInt(4) == 0 ? '^' : '#';
                    source.append("{{").append(sigil).append(name).append("}}");
                    source.append(source(random, depth + 1));
                    source.append("{{/").append(name).append("}}");
                }
            }
        }
        return source.toString();
    }

    private static String call(Random random, String name, int kinds) {
        String other = List.of("a", "'<ü>'", "b.0", "12", "null", "(length c)", "@root.a")
                .get(random.nextInt(7));
        return List.of(
                        "{{insert %s %s}}",
                        "{{{insert %s %s}}}",
                        "{{urlEncode (insert %s %s)}}",
                        "{{length %s}}",
                        "{{formatDate (insert x.y '2026-11-30') 'dddd, D MMMM YYYY' locale='ru'}}",
                        "{{formatDate %s %s}}",
                        "{{formatNumber %s 3 locale=a}}",
                        "{{formatNumber %s locale='hi'}}",
                        "{{formatCurrency %s 'EUR' locale=b.0}}")
                .get(random.nextInt(kinds))
                .formatted(name, other);
    }

    private static String block(Random random, String name, int depth) {
        String open = List.of(
                        "if %s",
                        "unless %s", "each %s", "with %s", "equals %s a", "lessThan %s b", "and %s b c", "or %s b")
                .get(random.nextInt(8));
        String end = open.substring(0, open.indexOf(' '));
        String source = "{{#" + open.formatted(name) + "}}" + source(random, depth + 1);
        source += random.nextBoolean() ? "\n{{else if (equals " + name + " 'x')}}\n" + source(random, depth + 1) : "";
        source += random.nextBoolean() ? "{{else}}" + source(random, depth + 1) : "";
        return source + "{{/" + end + "}}";
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new HashMap<>();
        for (String name : List.of("a", "b", "c", "a.b")) {
            map.put(name, value(random, depth));
        }
        return map;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth == Limits.VARIABLE_DEPTH / 2 ? 6 : 8)) {
            case 0 -> "<'\"&>ü€😀".repeat(random.nextInt(4));
            case 1 -> random.nextInt();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> random.nextBoolean();
            case 4 -> new BigInteger(random.nextInt(2_000), random).negate();
            case 5 -> null;
            case 6 -> map(random, depth + 1);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int n = random.nextInt(6); n > 0; n--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
        };
    }
}
