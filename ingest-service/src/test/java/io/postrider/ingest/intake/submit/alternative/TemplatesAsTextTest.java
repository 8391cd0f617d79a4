package io.postrider.ingest.intake.submit.alternative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Recipient;
import io.postrider.templates.Escaping;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.parse.TemplateCompiler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Templates of whole mails, and random ones, by what their texts render. */
class TemplatesAsTextTest {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann & Bob", Map.of());

    /** As Postmark's receipt (github.com/ActiveCampaign/postmark-templates, MIT): its tags and the elements around them. */
    private static final String RECEIPT = """
            <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
            <html xmlns="http://www.w3.org/1999/xhtml">
              <head>
                <meta name="viewport" content="width=device-width, initial-scale=1.0" />
                <title></title>
                <style type="text/css" rel="stylesheet" media="all">
                body { width: 100% !important; height: 100%; }
                </style>
                <!--[if mso]>
                <style type="text/css">.f-fallback { font-family: Arial, sans-serif; }</style>
                <![endif]-->
              </head>
              <body>
                <span class="preheader">This is a receipt for your recent purchase on {{ purchase_date }}.</span>
                <table class="email-wrapper" width="100%" cellpadding="0" cellspacing="0" role="presentation">
                  <tr>
                    <td align="center">
                      <table class="email-content" width="100%" cellpadding="0" cellspacing="0" role="presentation">
                        <tr>
                          <td class="email-masthead">
                            <a href="https://example.com" class="f-fallback email-masthead_name">
                            [Product Name]
                          </a>
                          </td>
                        </tr>
                        <tr>
                          <td class="email-body" width="570">
                                    <h1>Hi {{name}},</h1>
                                    <p>Thanks for using [Product Name]. This purchase will appear as &ldquo;[Credit Card Statement Name]&rdquo;
                                    on your statement for your {{credit_card_brand}} ending in {{credit_card_last_four}}. Need to
                                    <a href="{{billing_url}}">update your payment information</a>?</p>
                                    <table class="purchase" width="100%" cellpadding="0" cellspacing="0" role="presentation">
                                      <tr>
                                        <td><h3>{{receipt_id}}</h3></td>
                                        <td><h3 class="align-right">{{date}}</h3></td>
                                      </tr>
                                      <tr>
                                        <td colspan="2">
                                          <table class="purchase_content" width="100%" cellpadding="0" cellspacing="0">
                                            <tr>
                                              <th class="purchase_heading" align="left"><p class="f-fallback">Description</p></th>
                                              <th class="purchase_heading" align="right"><p class="f-fallback">Amount</p></th>
                                            </tr>
                                            {{#each receipt_details}}
                                            <tr>
                                              <td width="80%" class="purchase_item"><span class="f-fallback">{{description}}</span></td>
                                              <td class="align-right" width="20%" class="purchase_item"><span class="f-fallback">{{amount}}</span></td>
                                            </tr>
                                            {{/each}}
                                            <tr>
                                              <td width="80%" class="purchase_footer" valign="middle">
                                                <p class="f-fallback purchase_total purchase_total--label">Total</p>
                                              </td>
                                              <td width="20%" class="purchase_footer" valign="middle">
                                                <p class="f-fallback purchase_total">{{total}}</p>
                                              </td>
                                            </tr>
                                          </table>
                                        </td>
                                      </tr>
                                    </table>
                                    <p>If you have any questions, simply <a href="mailto:{{support_email}}">reply to this email</a>.</p>
                                    <a href="{{action_url}}" class="f-fallback button button--blue" target="_blank">Download as PDF</a>
                          </td>
                        </tr>
                      </table>
                    </td>
                  </tr>
                </table>
              </body>
            </html>
            """;

    private static final Map<String, Object> GIVEN = Map.of(
            "credit_card_brand",
            "<Visa>",
            "credit_card_last_four",
            "1234",
            "billing_url",
            "https://shop.example/b?x=1&y=2",
            "receipt_id",
            7,
            "date",
            "May 1",
            "total",
            "9",
            "support_email",
            "help@shop.example",
            "action_url",
            "https://shop.example/pdf",
            "receipt_details",
            List.of(Map.of("description", "Tea", "amount", 4), Map.of("description", "Jam", "amount", 5)));

    @Test
    void receiptReadsAsAMailOfText() {
        String text = TextAlternative.of(RECEIPT).orElseThrow();
        assertEquals("""
                [Product Name] <https://example.com>

                Hi Ann & Bob,

                Thanks for using [Product Name]. This purchase will appear as “[Credit Card Statement Name]” \
                on your statement for your <Visa> ending in 1234. Need to \
                update your payment information <https://shop.example/b?x=1&y=2>?

                7

                May 1

                Description

                Amount

                Tea  4
                Jam  5

                Total

                9

                If you have any questions, simply reply to this email <help@shop.example>.

                Download as PDF <https://shop.example/pdf>
                """, TemplateCompiler.compile(text, Escaping.NONE).render(GIVEN, ANN));
    }

    private static final String[] PIECES = {
        "a",
        " b ",
        "{",
        "}",
        "\\",
        "&#123;",
        "&#92;",
        "<",
        ">",
        "\"",
        "'",
        "\n",
        "{{x}}",
        "{{ y }}",
        "{{{x}}}",
        "{{#if y}}",
        "{{else}}",
        "{{/if}}",
        "{{#each l}}",
        "{{/each}}",
        "{{! c }}",
        "{{!-- {{x}} --}}",
        "\\{{",
        "\\\\{{x}}",
        "<p>",
        "</p>",
        "<a href='{{x}}'>",
        "<a href=\"c{{y}}\">",
        "</a>",
        "<br>",
        "<ul><li>",
        "</ul>",
        "<table><tr>",
        "<td>",
        "</table>",
        "<b {{#if y}}c{{/if}}>",
        "</b>",
        "<img alt='{{x}}'>",
        "<!-- {{x}} -->",
        "<pre>",
        "</pre>",
        "<p style=display:none>",
        "<style>",
        "</style>",
        "&nbsp;",
        "<hr>"
    };

    /** Whatever is made compiles, needs nothing that the HTML does not need, and shows its backslashes and braces as they are. */
    @Test
    void anyTextThatIsMadeIsATemplateWithTheSameVariables() {
        Random random = new Random(17);
        int made = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder html = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                html.append(PIECES[random.nextInt(PIECES.length)]);
            }
            Optional<Template> template = compiled(html.toString(), Escaping.HTML);
            Optional<String> text = template.flatMap(whole -> TextAlternative.of(html.toString()));
            if (text.isPresent()) {
                made++;
                Template plain = TemplateCompiler.compile(text.get(), Escaping.NONE);
                assertTrue(template.get().required().containsAll(plain.required()), html::toString);
                String mail = plain.render(Map.of("x", "X", "y", "Y", "l", List.of("L", "M")), ANN);
                assertFalse(
                        mail.contains("{{x}}") && !html.toString().matches("(?s).*([{}\\\\]|&#).*"), html::toString);
            }
        }
        assertTrue(made > 3_000, () -> "too few of the random templates tell anything");
    }

    private static Optional<Template> compiled(String source, Escaping escaping) {
        try {
            return Optional.of(TemplateCompiler.compile(source, escaping));
        } catch (TemplateException e) {
            return Optional.empty();
        }
    }
}
