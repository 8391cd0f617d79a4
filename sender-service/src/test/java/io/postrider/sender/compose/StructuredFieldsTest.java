package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.sender.model.ComposeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields for programs: no reader decodes encoded words in them (RFC 2047, 5), so none are written. */
class StructuredFieldsTest extends OverEveryTransport {
    private static final String ENCODED_WORD = "=?UTF-8?";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List-Unsubscribe | <https://shop.example/{{u}}>   | a?n=Jürgen Ö |"
                        + " <https://shop.example/a?n=J%C3%BCrgen%20%C3%96>",
                "List-Unsubscribe | {{{u}}}                        | <https://ü.example/>,<mailto:a@b.example> |"
                        + " <https://xn--tda.example/>, <mailto:a@b.example>",
                "Archived-At      | <https://shop.example/{{u}}>   | ü            | <https://shop.example/%C3%BC>",
                "References       | <1@a.example> {{{u}}}          | <2@b.example> | <1@a.example> <2@b.example>",
                "X-SMTPAPI        | {{{u}}}                        | {\"n\": \"ü\"} | {\"n\": \"\\u00fc\"}",
            })
    void variablesAreWrittenInAscii(String name, String template, String value, String written) throws Exception {
        ReadMail mail = letters(name, template, value).read();
        assertEquals(written, mail.field(name));
        assertFalse(mail.headerSection().contains(ENCODED_WORD), mail.headerSection());
        HeaderFieldTest.assertWellFormed(mail);
    }

    @Test
    void addressAlmostAsLongAsALineStaysWhole() throws Exception {
        String link = "<https://shop.example/" + "x".repeat(950) + ">";
        ReadMail mail = letters("List-Unsubscribe", "{{{u}}}", link).read();
        assertTrue(mail.headerLines().contains("List-Unsubscribe: " + link), mail.headerSection());
    }

    @ParameterizedTest
    @CsvSource({
        "List-Unsubscribe, <https://shop.example/{{u}}>",
        "In-Reply-To, <{{u}}@shop.example>",
        "References, <{{u}}@shop.example>",
        "Feedback-ID, {{u}}",
        "List-Id, {{u}}"
    })
    void valueThatFitsIntoNoLineBouncesWithAReasonThatShowsNothing(String name, String template) {
        Mails letters = letters(name, template, "secret".repeat(250));
        ComposeException e = assertThrows(ComposeException.class, () -> letters.to(Mails.ANN));
        assertEquals(
                "the header %s has an entry that does not fit on a line of 998 characters (RFC 5322, 2.1.1); make it shorter"
                        .formatted(name),
                e.getMessage());
    }

    @Test
    void addressThatIsEmptyForARecipientIsNoField() throws Exception {
        assertNull(letters("List-Unsubscribe", "<{{u}}>", "").read().field("List-Unsubscribe"));
    }

    @ParameterizedTest
    @CsvSource({"Grüße aus München,Grüße aus München", "'\"Grüße, Leute\"','Grüße, Leute'", "Our news,Our news"})
    void nameOfAListIsEncodedAndItsIdIsNot(String given, String read) throws Exception {
        ReadMail mail = letters("List-Id", "{{{u}}} <news.shop.example>", given).read();
        assertEquals(read + " <news.shop.example>", mail.field("List-Id"));
        assertTrue(mail.headerSection().contains(" <news.shop.example>\r\n"), mail.headerSection());
    }

    @Test
    void freeTextIsEncodedAsBefore() throws Exception {
        ReadMail mail = letters("X-Note", "{{{u}}}", "Grüße [1]").read();
        assertEquals("Grüße [1]", mail.field("X-Note"));
        assertTrue(mail.headerSection().contains(ENCODED_WORD), mail.headerSection());
    }

    private static Mails letters(String name, String template, String value) {
        return new Mails().text("x").header(name, template).shared(Map.of("u", value));
    }
}
