package io.postrider.ingest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.contract.AddressKey;
import io.postrider.contract.Addressees;
import io.postrider.contract.Content.Mailbox;
import io.postrider.contract.Limits;
import io.postrider.contract.Recipient;
import io.postrider.ingest.body.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads {@code cc} and {@code bcc}: further recipients of the one mail to the only recipient in {@code to}. A fault of one always
 * refuses the message. An address that is there twice keeps its first place, in the order {@code to}, {@code cc}, {@code bcc}.
 */
final class Copies {
    private static final String TO = "to";
    private static final String CC = "cc";
    private static final String BCC = "bcc";

    /** Variables that a recipient's address and name would hide among the shared ones, so that they travel with each copy. */
    private static final Set<String> BUILT_IN = Set.of("email", "name");

    private final Fields fields;
    private final Faults faults;
    private final List<Mailbox> cc;
    private final List<Mailbox> bcc;

    private Copies(Fields fields, Faults faults, List<Mailbox> cc, List<Mailbox> bcc) {
        this.fields = fields;
        this.faults = faults;
        this.cc = cc;
        this.bcc = bcc;
    }

    /**
     * @param mailbox reads the value under a pointer, or gives null with a fault
     * @return null if the message has none
     */
    static Copies read(Fields fields, Faults faults, BiFunction<JsonNode, String, Mailbox> mailbox) {
        if (!fields.has(CC) && !fields.has(BCC)) {
            return null;
        }
        List<Mailbox> cc = mailboxes(CC, fields, mailbox);
        List<Mailbox> bcc = mailboxes(BCC, fields, mailbox);
        int most = Limits.COPIES - 1;
        if (cc.size() + bcc.size() > most) {
            fields.fault(bcc.isEmpty() ? CC : BCC, "goes beyond %d addresses in cc and bcc together".formatted(most));
        }
        return cc.isEmpty() && bcc.isEmpty() ? null : new Copies(fields, faults, cc, bcc);
    }

    private static List<Mailbox> mailboxes(String name, Fields fields, BiFunction<JsonNode, String, Mailbox> mailbox) {
        JsonNode array = fields.array(name, Limits.COPIES - 1, "addresses");
        if (array == null) {
            return List.of();
        }
        List<Mailbox> mailboxes = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            // Null keeps the places of the others, and comes with a fault.
            mailboxes.add(mailbox.apply(array.get(i), fields.pointer(name) + "/" + i));
        }
        return mailboxes;
    }

    /**
     * Finds what does not go with copies.
     *
     * @param to after its own check
     * @param from the sender's address, or null if it has a fault
     */
    void check(Recipients to, Mailbox from) {
        if (to.number() > 1) {
            fields.fault(
                    TO,
                    "has %,d recipients, who get a separate mail each; with cc or bcc give exactly one"
                            .formatted(to.number()));
        } else if (!to.accepted().isEmpty()) {
            check(to.accepted().get(0), from);
        }
        for (int i = 0; i < cc.size(); i++) {
            checkShown(cc.get(i), from, fields.pointer(CC) + "/" + i);
        }
    }

    private void checkShown(Mailbox shown, Mailbox from, String pointer) {
        if (shown != null && from != null && !Text.ascii(shown.email()) && Text.ascii(from.email())) {
            // The envelope alone asks a server for SMTPUTF8 (RFC 6531, 3.4), and this one would not.
            faults.add(
                    pointer + "/email",
                    "has letters outside of ASCII before the @, which needs a sender (from) that has some, too; use another address");
        }
    }

    private void check(Recipient to, Mailbox from) {
        checkShown(new Mailbox(to.email(), to.name()), from, fields.pointer(TO) + "/0");
        for (String name : BUILT_IN) {
            Object value = to.variables().get(name);
            if (value != null && !(value instanceof String text && text.length() <= Limits.HEADER_LINE)) {
                faults.add(
                        fields.pointer(TO) + "/0/variables/" + name,
                        "is sent with every copy; with cc or bcc give a text of at most %,d characters"
                                .formatted(Limits.HEADER_LINE));
            }
        }
    }

    /** The variables of all copies: the recipient's own go before the shared ones. */
    static Map<String, Object> shared(Recipient to, Map<String, Object> shared) {
        Map<String, Object> all = new LinkedHashMap<>(shared);
        to.variables().forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** A message as all copies have it. */
    record Addressed(Addressees addressees, List<Recipient> recipients) {

        /** Bytes of heap that the recipients take, roughly. */
        long weight() {
            long weight = 0;
            for (Recipient recipient : recipients) {
                weight += Weights.RECIPIENT + Weights.text(recipient.email());
            }
            return weight;
        }
    }

    /** @param to the only one in {@code to} */
    Addressed to(Recipient to) {
        Set<String> seen = new HashSet<>(Set.of(AddressKey.of(to.email())));
        List<Mailbox> shown = first(cc, seen);
        List<Mailbox> hidden = first(bcc, seen);
        Map<String, Object> own = new LinkedHashMap<>(to.variables());
        own.keySet().retainAll(BUILT_IN);
        List<Recipient> recipients = new ArrayList<>(1 + shown.size() + hidden.size());
        recipients.add(new Recipient(0, to.email(), to.name(), own));
        for (List<Mailbox> mailboxes : List.of(shown, hidden)) {
            mailboxes.forEach(copy -> recipients.add(new Recipient(recipients.size(), copy.email(), copy.name(), own)));
        }
        return new Addressed(new Addressees(new Mailbox(to.email(), to.name()), shown), recipients);
    }

    private static List<Mailbox> first(List<Mailbox> mailboxes, Set<String> seen) {
        return mailboxes.stream()
                .filter(mailbox -> seen.add(AddressKey.of(mailbox.email())))
                .toList();
    }
}
