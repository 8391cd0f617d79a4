package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Recipient;
import io.postrider.templates.parse.TemplateCompiler;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments, escapes, blocks and helpers: what Handlebars, SendGrid and Postmark know. */
class TemplateHelpersTest {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann", Map.of());

    private static Map<String, Object> shared() {
        Map<String, Object> shared = new HashMap<>(Map.of(
                "yes", true, "no", false, "zero", 0, "blank", "", "none", List.of(), "word", "Tea & <b>", "ten", "10"));
        shared.put("one", 1);
        shared.put("price", 19.5);
        shared.putAll(Map.of(
                "epoch",
                1_577_919_600L,
                "at",
                "2020-01-01T23:00:00.000Z",
                "timezoneOffset",
                "-0800",
                "language",
                "de"));
        shared.putAll(Map.of("dateFormat", "MMMM D, H[h]", "currency", "unknown"));
        shared.put("nothing", null);
        shared.put("items", List.of(Map.of("n", "Tea", "p", 3), Map.of("n", "Jam", "p", 12), Map.of("n", "Rye")));
        shared.put("of", Map.of("n", "inside", "deep", Map.of("word", "deeper")));
        shared.put("rows", List.of(List.of("a", "b"), List.of("c")));
        return shared;
    }

    private static String text(String source) {
        return TemplateCompiler.compile(source, Escaping.NONE).render(shared(), ANN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{! a }}",
                "{{!-- a --}}",
                "{{!-- {{name}} }} {{#if x}} --}}",
                "{{!-- a\nb --}}",
                "{{!----}}",
                "{{!a--}}",
                "{{!}}"
            })
    void commentsAreNotMailed(String comment) {
        for (Escaping escaping : Escaping.values()) {
            Template template = TemplateCompiler.compile("a" + comment + "b", escaping);
            assertFalse(template.constant());
            assertEquals("ab", template.render(Map.of(), ANN));
            assertEquals("b", TemplateCompiler.compile(comment + "b", escaping).render(Map.of(), ANN));
            assertEquals("", TemplateCompiler.compile(comment, escaping).render(Map.of(), ANN));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\{{name}} | {{name}}",
                "a \\{{name}} b {{name}} | a {{name}} b Ann",
                "\\{{{name}}} | {{{name}}}",
                "\\{{#if x}} | {{#if x}}",
                "\\{{!-- a --}} | {{!-- a --}}",
                "\\{{ | {{",
                "{\\{{name}} | {{{name}}",
                "{\\{{{name}}} | {{{{name}}}",
                "\\{{{\\{{{{name}} | {{{{{Ann",
                "a { \\{{ {{name}} | a { {{ Ann",
                "{{name}}\\{{name}} | Ann{{name}}",
                "\\\\{{name}} | \\Ann",
                "\\a {{name}} \\ | \\a Ann \\"
            })
    void escapedBracesArePrinted(String source, String rendered) {
        assertEquals(rendered, text(source));
        assertEquals(rendered, TemplateCompiler.compile(source, Escaping.HTML).render(Map.of(), ANN));
    }

    @Test
    void escapedBracesNeedNoVariable() {
        assertEquals(
                Set.of("b"),
                TemplateCompiler.compile("\\{{a}}{{b}}", Escaping.NONE).required());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{#if yes}}a{{else}}b{{/if}} | a",
                "{{#if no}}a{{else}}b{{/if}} | b",
                "{{#if zero}}a{{else}}b{{/if}} | b",
                "{{#if blank}}a{{else}}b{{/if}} | b",
                "{{#if none}}a{{else}}b{{/if}} | b",
                "{{#if nothing}}a{{else}}b{{/if}} | b",
                "{{#if absent}}a{{else}}b{{/if}} | b",
                "{{#if absent.deep}}a{{else}}b{{/if}} | b",
                "{{#if of}}a{{else}}b{{/if}} | a",
                "{{#if items}}a{{/if}} | a",
                "{{#if no}}a{{else if zero}}b{{else if one}}c{{else}}d{{/if}} | c",
                "{{#if yes}}a{{else if one}}b{{/if}} | a",
                "{{#if no}}a{{else if no}}b{{else}}c{{/if}} | c",
                "{{#if no}}a{{else unless no}}b{{/if}} | b",
                "{{#if no}}a{{else equals one 1}}b{{/if}} | b",
                "{{#unless no}}a{{else}}b{{/unless}} | a",
                "{{#unless word}}a{{else}}b{{/unless}} | b",
                "{{#if yes}}{{#if no}}a{{else}}b{{/if}}{{else}}c{{/if}} | b",
                "{{#if of.deep}}{{of.deep.word}}{{/if}} | deeper",
                "{{#items}}{{n}}{{else}}none{{/items}} | TeaJamRye",
                "{{#none}}x{{else}}empty{{/none}} | empty",
                "{{#none}}x{{else if one}}one{{/none}} | one",
                "{{#equals word \"x\"}}a{{else}}b{{/equals}} | b",
                "{{#equals ten 10}}a{{else}}b{{/equals}} | a",
                "{{#equals price \"19.50\"}}a{{else}}b{{/equals}} | b",
                "{{#equals price 19.50}}a{{else}}b{{/equals}} | a",
                "{{#equals yes true}}a{{else}}b{{/equals}} | a",
                "{{#equals absent null}}a{{else}}b{{/equals}} | a",
                "{{#equals blank null}}a{{else}}b{{/equals}} | b",
                "{{#notEquals ten '11'}}a{{/notEquals}} | a",
                "{{#greaterThan price 9}}a{{else}}b{{/greaterThan}} | a",
                "{{#greaterThan ten 9}}a{{else}}b{{/greaterThan}} | a",
                "{{#greaterThan absent 9}}a{{else}}b{{/greaterThan}} | b",
                "{{#lessThan one ten}}a{{else}}b{{/lessThan}} | a",
                "{{#lessThan \"2026-09-01\" \"2026-11-30\"}}a{{/lessThan}} | a",
                "{{#and yes one word}}a{{else}}b{{/and}} | a",
                "{{#and yes zero}}a{{else}}b{{/and}} | b",
                "{{#or no zero blank}}a{{else}}b{{/or}} | b",
                "{{#or no word}}a{{/or}} | a",
                "{{#if (equals ten 10)}}a{{/if}} | a",
                "{{#if (and yes (or no (equals one 1)))}}a{{/if}} | a",
                "{{#greaterThan (length items) 2}}a{{else}}b{{/greaterThan}} | a",
                "{{#greaterThan (length none) 0}}a{{else}}b{{/greaterThan}} | b"
            })
    void blocksDecide(String source, String rendered) {
        assertEquals(rendered, text(source));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{{#each items}}{{@index}}{{n}} {{/each}}|0Tea 1Jam 2Rye ",
                "{{#each items}}{{this.n}}{{#unless @last}}, {{/unless}}{{/each}}|Tea, Jam, Rye",
                "{{#each items}}{{#if @first}}<{{else}}-{{/if}}{{./n}}{{/each}}|<Tea-Jam-Rye",
                "{{#each items}}{{-index}}{{/each}}|123",
                "{{#each none}}x{{else}}empty{{/each}}|empty",
                "{{#each absent}}x{{else}}empty{{/each}}|empty",
                "{{#each word}}x{{else}}no list{{/each}}|no list",
                "{{#each of}}{{n}}{{/each}}|inside",
                "{{#each rows}}{{#each this}}{{this}}{{@index}}{{/each}};{{/each}}|a0b1;c0;",
                "{{#each rows}}{{#each .}}{{.}}{{/each}};{{/each}}|ab;c;",
                "{{#each rows}}{{#each this}}{{../0}}{{/each}};{{/each}}|aa;c;",
                "{{#rows}}{{#each .}}{{.}}{{/each}};{{/rows}}|ab;c;",
                "{{#items}}[{{#each . }}{{n}}{{/each}}]{{/items}}|[TeaJamRye]",
                "{{#with of}}{{n}} {{deep.word}} {{../one}} {{one}}{{/with}}|inside deeper 1 1",
                "{{#with absent}}x{{else}}none{{/with}}|none",
                "{{#with of}}{{#with deep}}{{word}} {{../../word}} {{@root.one}} {{../n}}{{/with}}{{/with}}"
                        + "|deeper Tea & <b> 1 inside",
                "{{#each items}}{{#if p}}{{p}}{{else}}free{{/if}} {{/each}}|3 12 free ",
                "{{#each items}}{{#with ../of}}{{@index}}{{n}}{{/with}} {{/each}}|0inside 0inside 0inside ",
                "{{items.0.n}} {{items.[1].n}}|Tea Jam",
                "{{#each items}}{{#equals n 'Jam'}}{{@index}}{{/equals}}{{/each}}|1",
                "{{#if yes}}{{#each items}}{{#if ../yes}}{{n}}{{/if}}{{/each}}{{/if}}|TeaJamRye"
            })
    void blocksRepeatAndScope(String source, String rendered) {
        assertEquals(rendered, text(source));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hi {{insert first_name \"default=Customer\"}}! | Hi Customer!",
                "Hi {{insert first_name \"your business\"}} | Hi your business",
                "Hi {{default name 'friend'}} | Hi Ann",
                "{{insert blank 'x'}} | x",
                "{{insert zero 'x'}} | 0",
                "{{insert absent default='x y'}} | x y",
                "{{insert absent word}} | Tea & <b>",
                "{{insert absent (insert nothing 'z')}} | z",
                "{{insert items 'x'}} | x",
                "{{length items}} {{length word}} {{length absent}} {{length one}} {{length of}} | 3 9 0 0 0",
                "{{#equals 3 '3'}}a{{/equals}}{{#equals 3 4}}b{{/equals}} | a",
                "{{formatDate epoch 'D MMM YYYY'}} | 1 Jan 2020",
                "?q={{urlEncode word}}&r={{urlEncode ten}} | ?q=Tea%20%26%20%3Cb%3E&r=10",
                "{{urlEncode (insert absent 'Köln/€')}} | K%C3%B6ln%2F%E2%82%AC",
                "{{formatDate at \"MMMM DD, YYYY h:mm:ss A\"}} | January 01, 2020 11:00:00 PM",
                "{{formatDate at dateFormat timezoneOffset}} | January 1, 15h",
                "{{formatDate at 'D. MMMM YYYY' zone='Europe/Vienna' locale=language}} | 2. Januar 2020",
                "{{formatDate word 'YYYY'}} {{formatDate one 'YYYY'}} | Tea & <b> 1",
                "{{formatNumber price decimals=2 locale=language}} {{formatNumber price}} | 19,50 19.5",
                "{{formatNumber word}} {{formatNumber price ten}} | Tea & <b> 19.5000000000",
                "{{formatCurrency price 'USD'}} {{formatCurrency price currency}} | $19.50 19.5",
                "{{#each items}}{{formatNumber (insert p 0) 1}};{{/each}} | 3.0;12.0;0.0;"
            })
    void helpersGiveTexts(String source, String rendered) {
        assertEquals(rendered, text(source));
    }

    @Test
    void whatHelpersGiveIsEscapedInHtml() {
        String source = "{{insert absent \"<i>\"}} {{{insert absent \"<i>\"}}} {{insert word 'x'}}";
        assertEquals(
                "&lt;i&gt; <i> Tea &amp; &lt;b&gt;",
                TemplateCompiler.compile(source, Escaping.HTML).render(shared(), ANN));
    }

    /** A variable with a default, or that only decides, may be missing. */
    @Test
    void onlyWhatIsShownMustBeGiven() {
        Template template = TemplateCompiler.compile(
                "{{insert a 'x'}}{{#if b}}{{b}}{{else}}{{c}}{{/if}}{{#each d}}{{e}}{{/each}}{{urlEncode f}}"
                        + "{{#equals g h}}{{/equals}}{{length i}}{{urlEncode (insert j 'x')}}{{@root.k}}"
                        + "{{formatDate l m}}{{formatNumber n o}}{{formatCurrency p q}}",
                Escaping.NONE);
        assertEquals(Set.of("f", "k", "l", "n", "p"), template.required());
    }

    @Test
    void linesWithNothingButABlocksTagLeaveNoLineBehind() {
        String source =
                "{{#if yes}}\n  a\n  {{else}}  \n  b\n{{/if}}\nc\n{{!-- d --}}\n{{#each items}}\n- {{n}}\n{{/each}}\n";
        assertEquals("  a\nc\n- Tea\n- Jam\n- Rye\n", text(source));
        assertEquals("  b\nc\n- Tea\n- Jam\n- Rye\n", text(source.replace("#if yes", "#if no")));
        assertEquals("b\r\n", text("{{#if no}}\r\na\r\n{{else if yes}}\r\nb\r\n{{/if}}\r\n"));
        assertEquals("x b", text("x {{#if no}}a{{else}}b{{/if}}"));
    }

    /** What Postmark's and SendGrid's documents and public templates show. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hi {{name}}, {{ purchase_date }} {{{raw}}} {{#each"
                        + " receipt_details}}{{description}}{{amount}}{{/each}}",
                "{{#person}}Hello {{first_name}}{{/person}}{{^person}}Hello{{/person}}",
                "{{#each employees}}{{ name }} works for {{ ../company_name }}{{/each}}",
                "{{#attachment_details}}<table>{{#each . }}{{attachment_url}}{{/each}}</table>{{/attachment_details}}",
                "{{#each names}}{{.}}{{/each}}",
                "{{#if user.profile.male}}Mr{{else if user.profile.female}}Ms{{else}}Dear{{/if}}",
                "{{#unless user.active}}<p>Warning!</p>{{/unless}}",
                "{{#greaterThan scoreOne scoreTwo}}Congratulations{{else}}Thanks{{/greaterThan}}",
                "{{#lessThan scoreOne scoreTwo}}a{{/lessThan}}",
                "{{#equals customerCode winningCode}}a{{else}}b{{/equals}}",
                "{{#notEquals currentDate appointmentDate}}a{{/notEquals}}",
                "{{#and favoriteFood favoriteDrink}}a{{else}}b{{/and}}{{#or isRunner isCyclist}}a{{/or}}",
                "{{#greaterThan (length cartItems) 0}}a{{/greaterThan}}",
                "{{formatDate timeStamp dateFormat}} {{formatDate timeStamp dateFormat timezoneOffset}}",
                "Hello {{insert name \"default=Customer\"}}! About {{insert businessName \"your business\"}}.",
                "<ol>{{#each user.orderHistory}}<li>You ordered: {{this.item}} on: {{this.date}}</li>{{/each}}</ol>",
                "{{#if user.suggestions}}{{#each user.story}}{{#if"
                        + " this.male}}{{this.date}}{{else}}{{@root.name}}{{/if}}{{/each}}{{/if}}"
            })
    void whatOtherServicesKnowCompiles(String source) {
        TemplateCompiler.compile(source, Escaping.HTML);
    }

    /** Each branch asks those before it, so a chain's price grows with its square and its length is bounded. */
    @Test
    void chainsOfBranchesAreBounded() {
        String chain = "{{#if a}}" + "{{else if a}}".repeat(Template.BRANCHES - 1);
        Template template = TemplateCompiler.compile(chain + "{{/if}}", Escaping.NONE);
        Map<String, Object> none = Collections.emptyMap();
        RenderBudget budget = RenderBudget.most();
        template.measure(none, ANN, budget);
        assertTrue(template.stepsAtMost(Extent.of(none)) >= budget.steps(), "the bound is one");
        TemplateException e = assertThrows(
                TemplateException.class, () -> TemplateCompiler.compile(chain + "{{else if a}}{{/if}}", Escaping.NONE));
        assertEquals("'{{else if a}}' in line 1 exceeds the maximum of 50 branches in a block", e.getMessage());
    }

    @Test
    void bracketsAreBounded() {
        TemplateCompiler.compile("{{#if " + "(or a ".repeat(3) + "b" + ")".repeat(3) + "}}{{/if}}", Escaping.NONE);
        for (int deep : new int[] {5, 150}) {
            String source = "{{#if " + "(or a ".repeat(deep) + "b" + ")".repeat(deep) + "}}{{/if}}";
            assertThrows(TemplateException.class, () -> TemplateCompiler.compile(source, Escaping.NONE));
        }
        String or = "{{#or" + " a".repeat(17) + "}}{{/or}}";
        assertThrows(TemplateException.class, () -> TemplateCompiler.compile(or, Escaping.NONE));
    }
}
