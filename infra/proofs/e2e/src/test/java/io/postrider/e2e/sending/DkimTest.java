package io.postrider.e2e.sending;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.ReceivedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.mime4j.MimeException;
import org.junit.jupiter.api.Test;

/**
 * A thousand mails of a domain with two keys, as they arrive: jDKIM verifies each. They stay in {@code target/dkim-sample} for
 * {@code infra/proofs/bench/verify-dkim}, which has opendkim and others verify both signatures.
 */
class DkimTest {
    private static final int MAILS = 1_000;

    private final SharedSystem shared = SharedSystem.get();

    @Test
    void everyMailVerifies() throws Exception {
        List<String> addresses = SharedSystem.addresses("dkim", MAILS);
        for (int from = 0; from < MAILS; from += 100) {
            shared.api().accepted(message(addresses.subList(from, from + 100), from));
        }
        await().until(() ->
                shared.number("select count(*) from delivery where state = 10 and email like 'dkim-%'") == MAILS);
        Path sample = Path.of("target", "dkim-sample");
        Files.createDirectories(sample);
        StringBuilder records = new StringBuilder();
        shared.dkim()
                .records()
                .forEach((name, value) ->
                        records.append(name).append(' ').append(value).append('\n'));
        Files.writeString(sample.resolve("records.txt"), records);
        for (String address : addresses) {
            ReceivedMail mail = shared.mails(address).get(0);
            Files.write(sample.resolve(address + ".eml"), mail.content());
            verifies(mail);
        }
    }

    private static ObjectNode message(List<String> emails, int from) {
        ObjectNode message = Api.message("bulk", emails);
        message.putObject("from").put("email", "news@signed.example").put("name", "Grüße aus dem Café Nº " + from);
        message.put(
                "subject",
                "Ein langer Betreff mit Umlauten äöü für {{email}}, damit er gefaltet wird, Nummer {{n}} 日本語");
        message.put(
                "text",
                "  \t führende Leerzeichen \n.Punkt\n..\n\nLeerzeichen am Ende   \n" + "x".repeat(from) + "\n\n\n");
        ObjectNode headers = message.putObject("headers");
        headers.put("List-Unsubscribe", "<https://shop.example/u/{{n}}>, <mailto:leave@shop.example>");
        headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }

    private void verifies(ReceivedMail mail) throws IOException, MimeException {
        Map<String, String> records = shared.dkim().records();
        DKIMVerifier verifier = new DKIMVerifier(
                (methods, selector, domain) -> List.of(records.get(selector + "._domainkey." + domain)));
        try {
            List<SignatureRecord> good = verifier.verify(new ByteArrayInputStream(mail.content()));
            assertEquals(1, good.size(), "jDKIM knows RSA only");
            List<?> covered = good.get(0).getHeaders();
            assertTrue(covered.toString().toLowerCase().contains("list-unsubscribe-post"), covered.toString());
            assertEquals(
                    2,
                    covered.stream()
                            .filter(name -> name.toString().equalsIgnoreCase("from"))
                            .count());
        } catch (FailException e) {
            throw new AssertionError(mail.recipients().toString(), e);
        }
    }
}
