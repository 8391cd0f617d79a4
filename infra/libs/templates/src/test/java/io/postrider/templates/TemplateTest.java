package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Recipient;
import io.postrider.templates.parse.TemplateCompiler;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Recipient ANN =
            new Recipient(0, "ann@mail.example", "Ann", Map.of("first_name", "Ann", "city", "Köln"));

    @Test
    void variablesAreReplaced() {
        assertEquals("Hi Ann from Köln", html("Hi {{first_name}} from {{ city }}", Map.of()));
    }

    @Test
    void htmlIsEscapedAndOnlyThere() {
        Map<String, Object> shared = Map.of("x", "<a href=\"/?a=1&b='2'\">");
        assertEquals("&lt;a href=&quot;/?a=1&amp;b=&#39;2&#39;&quot;&gt;", html("{{x}}", shared));
        assertEquals("<a href=\"/?a=1&b='2'\">", text("{{x}}", shared));
    }

    @Test
    void rawTagsAreNotEscaped() {
        assertEquals("<b>|<b>", html("{{{x}}}|{{&x}}", Map.of("x", "<b>")));
    }

    @Test
    void bracesOfStylesStay() {
        String css = "@media (max-width:600px){.a{width:100%}} p{color:red} a{ b }} { { ";
        assertEquals(css + "Ann", html(css + "{{first_name}}", Map.of()));
    }

    @Test
    void ownVariablesWinOverBuiltInOnesAndThoseOverShared() {
        Recipient named = new Recipient(0, "a@b.example", "Display", Map.of("name", "Own"));
        Map<String, Object> shared = Map.of("first_name", "friend", "name", "Shared", "email", "Shared");
        Template template = TemplateCompiler.compile("{{name}} {{email}} {{first_name}}", Escaping.NONE);
        assertEquals("Own a@b.example friend", template.render(shared, named));
        assertEquals("Ann ann@mail.example Ann", template.render(shared, ANN));
        assertEquals("Shared a@b.example friend", template.render(shared, new Recipient(0, "a@b.example", null, null)));
    }

    @Test
    void nullCountsAsNotGivenSoThatTheSharedOneHolds() {
        Recipient nobody = new Recipient(0, "a@b.example", null, Collections.singletonMap("first_name", null));
        Template template = TemplateCompiler.compile("{{first_name}}", Escaping.NONE);
        assertEquals("friend", template.render(Map.of("first_name", "friend"), nobody));
        assertEquals(List.of("first_name"), template.missing(Map.of(), nobody));
    }

    @Test
    void dottedNamesLeadIntoObjectsAndLists() {
        Map<String, Object> shared = Map.of("order", Map.of("total", 19.9, "items", List.of(Map.of("n", "Tea"))));
        assertEquals("19.9 Tea", text("{{order.total}} {{order.items.0.n}}", shared));
    }

    @Test
    void numbersAndBooleansReadWell() {
        Map<String, Object> shared = Map.of("a", 3, "b", 1e7, "c", 0.00001, "d", true, "e", 9_000_000_000L);
        assertEquals("3 10000000 0.00001 true 9000000000", text("{{a}} {{b}} {{c}} {{d}} {{e}}", shared));
    }

    @Test
    void sectionsRepeatForEachElement() {
        Map<String, Object> shared =
                Map.of("items", List.of(Map.of("n", "Tea", "p", 3), Map.of("n", "Jam")), "p", "free");
        assertEquals("Tea 3,Jam free;", text("{{#items}}{{n}} {{p}}{{^-last}},{{/-last}}{{/items}};", shared));
        assertEquals("a-b-", text("{{#l}}{{.}}-{{/l}}", Map.of("l", List.of("a", "b"))));
        assertEquals("a-b-", text("{{#l}}{{this}}-{{/l}}", Map.of("l", List.of("a", "b"))));
    }

    @Test
    void emptyFalseAndMissingHideSections() {
        Map<String, Object> shared = new HashMap<>(Map.of("no", false, "blank", "", "none", List.of(), "half", 0.5));
        shared.put("nothing", null);
        for (String name : List.of("no", "blank", "none", "nothing", "absent")) {
            assertEquals("else", text("{{#%1$s}}shown{{/%1$s}}{{^%1$s}}else{{/%1$s}}".formatted(name), shared), name);
        }
        for (String name : List.of("first_name", "half", "o")) {
            shared.put("o", Map.of("k", "v"));
            assertEquals("shown", text("{{#%1$s}}shown{{/%1$s}}{{^%1$s}}else{{/%1$s}}".formatted(name), shared), name);
        }
    }

    @Test
    void missingVariablesInSectionsRenderEmpty() {
        Map<String, Object> shared = Map.of("l", Arrays.asList("x", null, Map.of()), "o", Map.of());
        assertEquals("[][][]", text("{{#l}}[{{absent.deep}}{{absent}}]{{/l}}", shared));
        assertEquals("[]", text("{{#o}}[{{o}}{{l}}]{{/o}}", shared), "an object or list is no text");
    }

    @Test
    void requiredAreThoseOutsideOfSections() {
        Template template = TemplateCompiler.compile(
                "{{a}}{{order.total}}{{email}}{{#s}}{{b}}{{/s}}{{^t}}{{c}}{{/t}}{{{d}}}{{&e}}{{! f }}{{a}}",
                Escaping.HTML);
        assertEquals(Set.of("a", "order.total", "d", "e"), template.required());
        assertEquals(List.of("order.total", "d"), template.missing(Map.of("a", 1, "e", "", "order", Map.of()), ANN));
    }

    @Test
    void listsAndObjectsAreNoText() {
        Template template = TemplateCompiler.compile("{{a}}{{b}}", Escaping.HTML);
        assertEquals(List.of("a", "b"), template.missing(Map.of("a", List.of(), "b", Map.of()), ANN));
    }

    @Test
    void missingRequiredVariableFailsTheRenderingByName() {
        TemplateException e = assertThrows(TemplateException.class, () -> html("{{order.total}}", Map.of()));
        assertEquals("variable 'order.total' is missing or is not a string, number or boolean", e.getMessage());
    }

    @Test
    void objectsOfOtherKindsAreNeverLookedAt() {
        Map<String, Object> shared = Map.of("o", new StringBuilder("secret"), "m", Map.of());
        assertEquals("[]", text("{{#m}}[{{o}}{{o.class}}{{m.class}}{{first_name.bytes}}]{{/m}}", shared));
        assertEquals("", text("{{#first_name}}{{class.name}}{{length}}{{/first_name}}", shared));
        assertThrows(TemplateException.class, () -> text("{{first_name.class}}", shared));
    }

    @Test
    void valuesAreNotTemplates() {
        assertEquals("{{email}}", text("{{x}}", Map.of("x", "{{email}}")));
    }

    @Test
    void templateWithoutTagsIsConstant() {
        assertTrue(TemplateCompiler.compile("a { b }", Escaping.HTML).constant());
        assertFalse(TemplateCompiler.compile("a {{b}}", Escaping.HTML).constant());
        assertEquals("a\r\n b ", html("a\r\n b ", Map.of()));
    }

    private static String html(String source, Map<String, Object> shared) {
        return TemplateCompiler.compile(source, Escaping.HTML).render(shared, ANN);
    }

    private static String text(String source, Map<String, Object> shared) {
        return TemplateCompiler.compile(source, Escaping.NONE).render(shared, ANN);
    }
}
