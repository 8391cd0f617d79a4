package io.postrider.ingest.intake.submit;

import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.intake.submit.fields.Mailboxes;
import io.postrider.ingest.intake.submit.fields.Mailboxes.Placed;
import io.postrider.ingest.web.json.HeapSizes;
import io.postrider.mail.AddressKey;
import io.postrider.mail.Addressees;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Limits;
import io.postrider.mail.Recipient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code cc} and {@code bcc}: further recipients of the one mail to the only recipient in {@code to}. A fault in
 * one of them always refuses the message. A duplicate address keeps its first place, in the order {@code to}, {@code
 * cc}, {@code bcc}.
 */
final class CarbonCopies {
    private static final String TO = "to";
    private static final String CC = "cc";
    private static final String BCC = "bcc";

    /** Shared variables that a recipient's address and name would hide, so that they travel with each copy. */
    private static final Set<String> BUILT_IN = Set.of("email", "name");

    private final Fields fields;
    private final Faults faults;
    private final Mailboxes mailboxes;
    private final List<Placed> cc;
    private final List<Placed> bcc;

    private CarbonCopies(Fields fields, Faults faults, Mailboxes mailboxes, List<Placed> cc, List<Placed> bcc) {
        this.fields = fields;
        this.faults = faults;
        this.mailboxes = mailboxes;
        this.cc = cc;
        this.bcc = bcc;
    }

    /** @return null if the message has none */
    static CarbonCopies read(Fields fields, Faults faults, Mailboxes mailboxes) {
        if (!fields.has(CC) && !fields.has(BCC)) {
            return null;
        }
        int most = Limits.COPIES - 1;
        List<Placed> cc = mailboxes.all(CC, most);
        List<Placed> bcc = mailboxes.all(BCC, most);
        if (cc.size() + bcc.size() > most) {
            fields.fault(bcc.isEmpty() ? CC : BCC, "exceeds %d addresses in cc and bcc together".formatted(most));
        }
        return cc.isEmpty() && bcc.isEmpty() ? null : new CarbonCopies(fields, faults, mailboxes, cc, bcc);
    }

    /**
     * Finds fields that cannot be combined with copies.
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
            check(to, to.accepted().get(0), from);
        }
        cc.forEach(shown -> mailboxes.checkShown(shown.mailbox(), shown.address(), from));
    }

    private void check(Recipients all, Recipient to, Mailbox from) {
        mailboxes.checkShown(new Mailbox(to.email(), to.name()), all.firstAddress(), from);
        for (String name : BUILT_IN) {
            Object value = to.variables().get(name);
            if (value != null && !(value instanceof String text && text.length() <= Limits.HEADER_LINE)) {
                faults.add(
                        all.at(0) + "/variables/" + name,
                        "is sent with every copy; with cc or bcc give a text of at most %,d characters"
                                .formatted(Limits.HEADER_LINE));
            }
        }
    }

    /** The variables of all copies: the recipient's own take precedence over the shared ones. */
    static Map<String, Object> shared(Recipient to, Map<String, Object> shared) {
        Map<String, Object> all = new LinkedHashMap<>(shared);
        to.variables().forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** A message as shown in all copies. */
    record Addressed(Addressees addressees, List<Recipient> recipients) {

        /** Approximate bytes of heap that the recipients take. */
        long weight() {
            long weight = 0;
            for (Recipient recipient : recipients) {
                weight += HeapSizes.RECIPIENT + HeapSizes.text(recipient.email());
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
        for (List<Mailbox> copies : List.of(shown, hidden)) {
            copies.forEach(copy -> recipients.add(new Recipient(recipients.size(), copy.email(), copy.name(), own)));
        }
        return new Addressed(new Addressees(new Mailbox(to.email(), to.name()), shown), recipients);
    }

    private static List<Mailbox> first(List<Placed> copies, Set<String> seen) {
        return copies.stream()
                .map(Placed::mailbox)
                .filter(mailbox -> seen.add(AddressKey.of(mailbox.email())))
                .toList();
    }
}
