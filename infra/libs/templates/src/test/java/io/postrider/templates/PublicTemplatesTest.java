package io.postrider.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Recipient;
import io.postrider.templates.parse.TemplateCompiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tags of Postmark's public templates (github.com/ActiveCampaign/postmark-templates, MIT), in their order and surroundings, and what
 * SendGrid's documents show of Handlebars.
 */
class PublicTemplatesTest {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann", Map.of());

    private static final String STYLE = """
            <style type="text/css" rel="stylesheet" media="all">
            @media only screen and (max-width: 500px) {
              .button {
                width: 100% !important;
              }
            }
            :root {
              color-scheme: light dark;
            }
            </style>
            <!--[if mso]>
            <style type="text/css">
              .f-fallback  {
                font-family: Arial, sans-serif;
              }
            </style>
            <![endif]-->
            """;

    /** Everything that the templates ask for is given. */
    private static Map<String, Object> given(Template template) {
        Map<String, Object> given = new HashMap<>();
        template.required().forEach(name -> given.put(name, "<" + name + ">"));
        given.put("receipt_details", List.of(Map.of("description", "Tea", "amount", "3")));
        given.put("invoice_details", List.of(Map.of("description", "Tea", "amount", 3)));
        given.put(
                "attachment_details",
                List.of(Map.of(
                        "attachment_url",
                        "u",
                        "attachment_name",
                        "n",
                        "attachment_size",
                        "s",
                        "attachment_type",
                        "t")));
        return given;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // comment-notification
                "{{body}}\n<br> {{#attachment_details}}\n<table>\n{{#each . }}\n<a href=\"{{attachment_url}}\">"
                        + "{{attachment_name}}</a> <span>({{attachment_size}} {{attachment_type}})</span>\n{{/each}}\n</table>\n"
                        + "{{/attachment_details}}\n<p>By {{commenter_name}} at {{timestamp}}</p><a href=\"{{action_url}}\">View</a>"
                        + " <a href=\"{{notifications_url}}\">Manage</a>",
                "{{body}}\n\n{{#attachment_details}}\n\n{{#each . }}\n\n{{attachment_name}} ( {{ attachment_url }} )"
                        + " ({{attachment_size}} {{attachment_type}})\n\n{{/each}}\n\n{{/attachment_details}}\n\nBy {{commenter_name}}",
                // dunning
                "<h1>Hi {{name}},</h1> {{value}} <a href=\"{{action_url}}\">Check</a> <a href=\"{{invoice_url}}\">page</a>",
                // example
                "\\&#123;&#123; something }} will turn into {{ something }} {{login_url}} {{username}}"
                        + " <a href=\"{{trial_extension_url}}\">x</a> {{expiration_date}} {{action_url}}",
                "\\{{ something }} will turn into {{ something }}\nRestart ( {{ trial_extension_url }} ) {{ feedback_url }}",
                // invoice and receipt
                "<title>Please pay {{ total }} due by {{ due_date }}</title> on {{ purchase_date }} {{name}} {{invoice_id}}"
                        + " {{date}}\n{{#each invoice_details}}\n<td>{{description}}</td><td>{{amount}}</td>\n{{/each}}\n"
                        + "{{total}} <a href=\"{{support_url}}\">team</a> {{action_url}}",
                "{{ purchase_date }} Hi {{name}}, {{credit_card_brand}} ending in {{credit_card_last_four}}"
                        + " <a href=\"{{billing_url}}\">x</a> {{expiration_date}} {{receipt_id}} {{date}}\n"
                        + "{{#each receipt_details}}\n<span>{{description}}</span>{{amount}}\n{{/each}}\n{{total}}",
                "Thanks for ordering from {{product_name}}. “{{statement_name}}”\n{{invoice_id}} - {{date}}\n---\n"
                        + "{{#each invoice_details}}\n  {{amount}} - {{description}}\n{{/each}}\n---\nTotal: {{total}}",
                // password-reset, password-reset-help
                "Hi {{name}}, {{ action_url }} from a {{operating_system}} device using {{browser_name}} {{ support_url }}",
                "({{email_address}}) from a {{operating_system}} device using {{browser_name}} {{ action_url }}",
                // trial-expired, trial-expiring
                "Upgrade ( {{ action_url }} ) {{ trial_extension_url }} {{ feedback_url }} {{ export_url }} {{ close_account_url }}",
                // user-invitation
                "{{invite_sender_name}} with {{invite_sender_organization_name}}: Hi, {{name}}! {{ action_url }}"
                        + " <a href=\"mailto:{{support_email}}\">x</a> {{ live_chat_url }} {{ help_url }}",
                // welcome
                "<h1>Welcome, {{name}}!</h1> {{action_url}} <strong>Login Page:</strong> {{login_url}} {{username}}"
                        + " {{trial_length}} day trial {{trial_start_date}} {{trial_end_date}} {{support_email}} {{live_chat_url}} {{help_url}}"
            })
    void postmarksTemplatesCompileAndRender(String body) {
        for (Escaping escaping : Escaping.values()) {
            Template template = TemplateCompiler.compile(STYLE + body, escaping);
            String mail = template.render(given(template), ANN);
            assertTrue(mail.startsWith(STYLE), "the style is mailed as it is");
            String rest = mail.substring(STYLE.length()).replace("{{ something }} will turn", "");
            assertFalse(rest.contains("{{"), rest);
            assertFalse(body.contains("_details") && !rest.contains("Tea") && !rest.contains("(s t)"), rest);
        }
    }

    /** What a layout has is refused with what to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{{ @content }}} | layouts are not supported",
                "{{{ pm:unsubscribe }}} | give the link as a variable",
                "{{{ pm:unsubscribe_url }}} | give the link as a variable",
                "{{> header}} | not supported",
                "{{#each items as |item|}}{{/each}} | write {{#each items}}",
                "{{#each items}}{{@key}}{{/each}} | @key",
                "{{lookup items 0}} | write the name with its levels",
                "{{#ifEquals a b}}{{/ifEquals}} | write equals",
                "{{#eq a b}}{{/eq}} | write equals",
                "{{#gte a b}}{{/gte}} | write {{#lessThan a b}}",
                "'{{name | upcase}}' | filter"
            })
    void whatIsNotSupportedIsRefusedWithTheEquivalent(String source, String advice) {
        TemplateException refused =
                assertThrows(TemplateException.class, () -> TemplateCompiler.compile(source, Escaping.HTML));
        assertTrue(refused.getMessage().contains(advice), refused::getMessage);
        assertEquals(1, refused.line());
    }

    private static Map<String, Object> sendGrid() {
        Map<String, Object> data = new HashMap<>();
        data.put(
                "user",
                Map.of(
                        "profile", Map.of("male", true),
                        "active", false,
                        "suggestions", true,
                        "orderHistory",
                                List.of(
                                        Map.of("date", "2/1/2018", "item", "shoes"),
                                        Map.of("date", "1/4/2017", "item", "hat")),
                        "story",
                                List.of(
                                        Map.of("male", true, "date", "9/1/2018"),
                                        Map.of("female", true, "date", "1/1/2016"))));
        data.put("firstName", "Jane");
        data.put("scoreOne", 100);
        data.put("scoreTwo", 78);
        data.put("customerCode", "a-102");
        data.put("winningCode", "A-102");
        data.put("cartItems", List.of("raft", "water bottle", "sleeping bag"));
        data.put("timeStamp", "2020-01-01T23:00:00.000Z");
        data.put("dateFormat", "MMMM DD, YYYY h:mm:ss A");
        data.put("timezoneOffset", "-0800");
        data.put("favoriteFood", "sushi");
        data.put("favoriteDrink", "");
        data.put("isRunner", true);
        data.put("isCyclist", false);
        return data;
    }

    /** With the results that its documents show. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{{#if user.profile.male}}Mr.{{else if user.profile.female}}Mrs.{{else}}Dear{{/if}} {{firstName}}|Mr. Jane",
                "{{#unless user.active}}inactive{{else}}active{{/unless}}|inactive",
                "{{#greaterThan scoreOne scoreTwo}}Congratulations{{else}}Thanks{{/greaterThan}}|Congratulations",
                "{{#lessThan scoreOne scoreTwo}}a{{else}}b{{/lessThan}}|b",
                "{{#equals customerCode winningCode}}a{{else}}b{{/equals}}|b",
                "{{#notEquals customerCode winningCode}}a{{else}}b{{/notEquals}}|a",
                "{{#and favoriteFood favoriteDrink}}a{{else}}b{{/and}}|b",
                "{{#or isRunner isCyclist}}a{{else}}b{{/or}}|a",
                "{{#greaterThan (length cartItems) 0}}in your cart:{{#each cartItems}} {{this}}{{#unless @last}},{{/unless}}"
                        + "{{/each}}{{/greaterThan}}|in your cart: raft, water bottle, sleeping bag",
                "{{#each user.orderHistory}}{{@index}} {{this.item}} {{this.date}};{{/each}}|0 shoes 2/1/2018;1 hat 1/4/2017;",
                "{{formatDate timeStamp dateFormat}}|January 01, 2020 11:00:00 PM",
                "{{formatDate timeStamp dateFormat timezoneOffset}}|January 01, 2020 3:00:00 PM",
                "Hello {{insert lastName \"default=Customer\"}}! {{insert businessName \"your business\"}}.|"
                        + "Hello Customer! your business.",
                "{{#if user.suggestions}}{{#each user.story}}{{#if this.male}}m{{this.date}}{{else if this.female}}f{{this.date}}"
                        + "{{/if}}{{#if @first}},{{/if}}{{/each}}{{/if}}|m9/1/2018,f1/1/2016",
                "{{{firstName}}} {{&firstName}}|Jane Jane"
            })
    void sendGridsConstructsRenderAsDocumented(String source, String rendered) {
        assertEquals(rendered, TemplateCompiler.compile(source, Escaping.HTML).render(sendGrid(), ANN));
    }

    /** Mustachio goes into a section once; ours goes through a list, unless the section is there to be gone through. */
    @Test
    void sectionAroundAnEachIsShownOnce() {
        Template template =
                TemplateCompiler.compile("{{#l}}[{{#each .}}{{.}}{{/each}}]{{/l}}{{^l}}none{{/l}}", Escaping.NONE);
        assertEquals("[ab]", template.render(Map.of("l", List.of("a", "b")), ANN));
        assertEquals("none", template.render(Map.of("l", List.of()), ANN));
    }
}
