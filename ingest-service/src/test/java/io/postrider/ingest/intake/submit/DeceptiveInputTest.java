package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is well formed and would deceive: headers that servers believe or act on, names that look like others. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class DeceptiveInputTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From",
                "Bcc",
                "Content-Language",
                "X-Postrider-Id",
                "DKIM-Signature",
                "DKIM2-Signature",
                "X-DKIM-Options",
                "DomainKey-Signature",
                "DomainKey-Status",
                "X-Google-DKIM-Signature",
                "Authentication-Results",
                "Authentication-Results-Original",
                "ARC-Seal",
                "Received",
                "Received-SPF",
                "Return-Path",
                "Old-Return-Path",
                "Delivered-To",
                "Apparently-To",
                "Envelope-To",
                "Envelope-From",
                "X-Envelope-From",
                "X-Envelope-To",
                "X-Original-To",
                "Original-Recipient",
                "Original-From",
                "X-Failed-Recipients",
                "Errors-To",
                "Return-Receipt-To",
                "Return-Receipt-Requested",
                "Read-Receipt-To",
                "Disposition-Notification-To",
                "Disposition-Notification-Options",
                "X-Confirm-Reading-To",
                "X-PMRQC",
                "TLS-Required",
                "MT-Priority",
                "Resent-From",
                "BIMI-Location",
                "BIMI-Indicator",
                "X-Spam-Status",
                "X-Spam",
                "X-Virus-Scanned",
                "X-MS-Exchange-Organization-SCL",
                "X-Forefront-Antispam-Report",
                "Status",
                "X-Keywords"
            })
    void headersThatServersWriteOrActOnAreRefusedInAnyCase(String name) {
        for (String written : new String[] {name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)}) {
            JsonNode fault = fault(withHeader(written));
            assertEquals("/headers/" + written, fault.get("pointer").asText());
            assertTrue(fault.get("detail").asText().endsWith("leave it out"), fault.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted",
                "Precedence",
                "List-Unsubscribe",
                "List-Unsubscribe-Post",
                "List-Id",
                "Feedback-ID",
                "BIMI-Selector",
                "In-Reply-To",
                "References",
                "Importance",
                "X-Priority",
                "X-Mailer",
                "X-Entity-Ref-ID",
                "X-SES-CONFIGURATION-SET",
                "X-Campaign",
                "Organization",
                "Keywords",
                "Comments"
            })
    void headersThatTellTheReaderSomethingAreTaken(String name) {
        accepted(withHeader(name));
    }

    private static ObjectNode withHeader(String name) {
        ObjectNode message = Api.message(1);
        message.putObject("headers").put(name, "<mailto:1@shop.example>");
        return message;
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                label("/attachments/0/filename", DeceptiveInputTest::filename),
                label("/campaign", (message, text) -> message.put("campaign", text)),
                label("/tags/team", (message, text) -> message.putObject("tags").put("team", text)));
    }

    private static Arguments label(String pointer, BiConsumer<ObjectNode, String> put) {
        return Arguments.of(pointer, put);
    }

    private static void filename(ObjectNode message, String name) {
        message.putArray("attachments")
                .addObject()
                .put("filename", name)
                .put("content_type", "application/pdf")
                .put("content", "eA==");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("labels")
    void invisibleCharactersInNamesAreRefused(String pointer, BiConsumer<ObjectNode, String> put) {
        for (int c : new int[] {
            0x7, 0x1b, 0x7f, 0x85, 0x9b, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c,
            0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xe0041, 0xffff
        }) {
            ObjectNode message = Api.message(1);
            put.accept(message, "invoice" + Character.toString(c) + "fdp.exe");
            assertEquals(pointer, fault(message).get("pointer").asText(), "U+%04X".formatted(c));
        }
    }

    @Test
    void theFaultSaysWhatToTakeOut() {
        ObjectNode message = Api.message(1);
        filename(message, "invoice\u202efdp.exe");
        assertTrue(fault(message).get("detail").asText().contains("invisible character"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rechnung für Jörg.pdf",
                "請求書.pdf",
                "חשבונית.pdf",
                "می\u200cخواهم.pdf",
                "👨\u200d👩\u200d👧.png",
                "Screenshot 3.04\u202fPM.png"
            })
    void namesInAnyScriptAreTaken(String name) {
        ObjectNode message = Api.message(1);
        filename(message, name);
        accepted(message);
    }

    private static JsonNode fault(ObjectNode message) {
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertEquals(422, answer.status(), () -> message + ": " + answer.body());
        return answer.body().at("/errors/0");
    }

    private static void accepted(ObjectNode message) {
        Api.Answer answer = Api.post("/v1/messages", message.toString());
        assertEquals(202, answer.status(), () -> message + ": " + answer.body());
    }
}
