package io.postrider.e2e.intake;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.ReceivedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;

/** 20,000 recipients in chunks: all accepted, each mailed once with what is his, and the books say the same. */
class CampaignTest {
    private static final int RECIPIENTS = 20_000;
    private static final int CHUNK = 1_000;

    private final SharedSystem shared = SharedSystem.get();

    @Test
    void everyRecipientIsMailedOnceAndTheBooksBalance() throws Exception {
        List<String> addresses = SharedSystem.addresses("campaign", RECIPIENTS);
        List<String> ids = new ArrayList<>();
        for (int from = 0; from < RECIPIENTS; from += CHUNK) {
            ids.add(shared.api().accepted(Api.message("bulk", addresses.subList(from, from + CHUNK))));
        }
        for (String id : ids) {
            await().until(() -> delivered(id) == CHUNK);
        }
        shared.eachMailedOnce(addresses);
        shared.booksBalance();
        assertEquals(
                RECIPIENTS,
                shared.number("select count(*) from delivery where state = 10 and email like 'campaign-%'"));
        for (int n : new int[] {0, 1, 999, 1_000, 12_345, 19_999}) {
            isHis(shared.mails(addresses.get(n)).get(0), addresses.get(n), n % CHUNK);
        }
    }

    private long delivered(String id) {
        JsonNode counts = shared.api().get("/v1/messages/" + id).path("counts");
        return counts.path("delivered").asLong();
    }

    private static void isHis(ReceivedMail mail, String address, int n) throws IOException {
        Message message = new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(mail.content()));
        assertEquals("Offer %d for %s".formatted(n, address), message.getSubject());
        assertEquals(address, message.getTo().flatten().get(0).getAddress());
        assertTrue(mail.envelopeFrom().endsWith("@" + SharedSystem.BOUNCE_DOMAIN), mail.envelopeFrom());
        Multipart parts = (Multipart) message.getBody();
        assertEquals("alternative", parts.getSubType());
        assertEquals("Dear %s,\r\nyou are number %d.\r\n".formatted(address, n), text((TextBody)
                parts.getBodyParts().get(0).getBody()));
        String html = text((TextBody) parts.getBodyParts().get(1).getBody());
        assertTrue(html.contains("<b>%d</b>".formatted(n)), html);
        assertTrue(html.contains("p { margin: 0 }"), html);
    }

    private static String text(TextBody body) throws IOException {
        StringWriter text = new StringWriter();
        body.getReader().transferTo(text);
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
