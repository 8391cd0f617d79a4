package io.postrider.ingest.intake.submit.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.intake.submit.Submissions;
import io.postrider.ingest.intake.submit.Submit;
import io.postrider.ingest.web.Problem.Fault;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies as the documents of other services show them. */
class OtherServiceFieldsTest {
    private final Submit submit = Submissions.submit(Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SendGrid   | {"personalizations":[{"to":[{"email":"a@b.example"}],"subject":"s"}],"from":{"email":"c@d.example"},"content":[{"type":"text/plain","value":"t"}]} | to text html
            Postmark   | {"From":"c@d.example","To":"a@b.example","Subject":"s","HtmlBody":"<p>","TextBody":"t","MessageStream":"outbound","Tag":"x"} | from to subject html text lane tags
            Amazon SES | {"FromEmailAddress":"c@d.example","Destination":{"ToAddresses":["a@b.example"]},"Content":{"Simple":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"t"}}}}} | from to subject text html
            Amazon SES | {"Source":"c@d.example","Destination":{"ToAddresses":["a@b.example"]},"Message":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"t"}}}} | from to subject text html
            Mailgun    | {"from":"c@d.example","to":"a@b.example","subject":"s","text":"t","o:tag":"x","o:deliverytime":"Sun, 1 Dec 2030 09:00:00 +0000","h:Reply-To":"x","v:name":"Ann","o:dkim":"yes"} | tags send_at headers variables
            Resend     | {"from":"Acme <c@d.example>","to":["a@b.example"],"subject":"s","html":"<p>","scheduled_at":"2030-12-01T09:00:00Z","topic_id":"x"} | send_at
            Mailchimp Transactional | {"key":"k","message":{"from_email":"c@d.example","to":[{"email":"a@b.example"}],"subject":"s","text":"t"}} | Authorization
            Brevo      | {"sender":{"email":"c@d.example"},"to":[{"email":"a@b.example"}],"subject":"s","htmlContent":"<p>","params":{}} | from html variables
            Mailjet    | {"From":{"Email":"c@d.example"},"To":[{"Email":"a@b.example"}],"Subject":"s","TextPart":"t","HTMLPart":"<p>","CustomID":"x"} | from to subject text html tags
            SparkPost  | {"options":{},"content":{"from":"c@d.example"},"recipients":[{"address":"a@b.example"}],"substitution_data":{}} | to variables
            """)
    void bodyOfAnotherServiceIsAnsweredWithTheFieldsHere(String service, String body, String ours) {
        List<Fault> faults = faults(body);
        String all = faults.toString();
        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.pointer().isEmpty()
                                && (fault.detail().contains(service) || service.equals("Mailjet"))),
                all);
        for (String field : ours.split(" ")) {
            assertTrue(
                    faults.stream().anyMatch(fault -> fault.detail().matches(".*\\b" + field + "\\b.*")), field + all);
        }
        assertFalse(all.contains("is not a known field,"), all);
    }

    @Test
    void whatStandsInAnotherFieldIsNotMissingToo() {
        List<Fault> faults =
                faults("{\"From\":\"c@d.example\",\"To\":\"a@b.example\",\"Subject\":\"s\",\"HtmlBody\":\"<p>\"}");
        assertEquals(pointers("/From", "/To", "/Subject", "/HtmlBody", ""), pointers(faults));
    }

    @Test
    void theirNamesInRecipientsAndAttachmentsAreAnsweredToo() {
        List<Fault> faults = faults(
                "{\"from\":{\"address\":\"c@d.example\"},\"subject\":\"s\",\"text\":\"t\","
                        + "\"to\":[{\"Email\":\"a@b.example\",\"substitutions\":{}}],"
                        + "\"attachments\":[{\"Name\":\"a.pdf\",\"Content\":\"AAAA\",\"ContentType\":\"a/b\",\"disposition\":\"inline\"}]}");
        assertEquals(
                pointers(
                        "/from/address",
                        "/to/0/Email",
                        "/to/0/substitutions",
                        "/attachments/0/Name",
                        "/attachments/0/Content",
                        "/attachments/0/ContentType",
                        "/attachments/0/disposition"),
                pointers(faults));
        assertEquals("is not a known field; did you mean `email`?", detail(faults, "/to/0/Email"));
        assertEquals("is not a known field; use `variables`", detail(faults, "/to/0/substitutions"));
        assertEquals("is not a known field; use `filename`", detail(faults, "/attachments/0/Name"));
    }

    @ParameterizedTest
    @CsvSource({
        "subjetc, subject",
        "replyTo, reply_to",
        "Html, html",
        "tag, tags",
        "attachment_s, attachments",
        "sendAt, send_at",
    })
    void unknownFieldIsAnsweredWithTheOneThatWasMeant(String given, String meant) {
        String body = "{\"from\":\"c@d.example\",\"to\":\"a@b.example\",\"subject\":\"s\",\"text\":\"t\",\"%s\":1}";
        List<Fault> faults = faults(body.formatted(given));
        assertEquals(
                List.of(new Fault("/" + given, "is not a known field; did you mean `%s`?".formatted(meant))), faults);
    }

    @Test
    void fieldThatIsNearToNoneIsRefusedAsUnknown() {
        List<Fault> faults = faults(
                "{\"from\":\"c@d.example\",\"to\":\"a@b.example\",\"subject\":\"s\",\"text\":\"t\",\"colour\":1}");
        assertEquals(List.of(new Fault("/colour", "is not a known field")), faults);
    }

    @Test
    void listOfMessagesIsSentOnToTheBatchCall() {
        assertEquals(
                List.of(new Fault("", "is an array; give an object, or send the list to /v1/messages/batch")),
                faults("[{}]"));
    }

    @Test
    void namesThatAreUnknownAreLookedAtUpToABound() {
        StringBuilder body = new StringBuilder("{\"subjetc\":1");
        for (int i = 0; i < 29; i++) {
            body.append(",\"x").append(i).append("\":1");
        }
        List<Fault> faults = faults(body.append(",\"htm\":1}").toString());
        assertEquals("is not a known field; did you mean `subject`?", detail(faults, "/subjetc"));
        assertEquals("is not a known field", detail(faults, "/htm"));
    }

    private static String detail(List<Fault> faults, String pointer) {
        return faults.stream()
                .filter(fault -> fault.pointer().equals(pointer))
                .map(Fault::detail)
                .findFirst()
                .orElse("no fault at " + pointer);
    }

    private static Set<String> pointers(String... pointers) {
        return new TreeSet<>(Arrays.asList(pointers));
    }

    private static Set<String> pointers(List<Fault> faults) {
        return pointers(faults.stream().map(Fault::pointer).toArray(String[]::new));
    }

    private List<Fault> faults(String body) {
        return Submissions.faults(submit, body);
    }
}
