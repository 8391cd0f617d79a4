package io.postrider.ingest.feedback.reports;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.feedback.reports.read.ParsedMail;
import io.postrider.ingest.feedback.reports.read.PlainBounce;
import io.postrider.ingest.feedback.reports.read.UnreadableMailException;
import io.postrider.ingest.model.MessageSubmitter;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.model.TokenBucket;
import io.postrider.mail.AddressKey;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Mail to {@code postmaster}, which every server must accept for each of its domains (RFC 5321, 4.5.1). There are no
 * mailboxes here, so it is forwarded as an attachment to the one address that the operator configured, whatever its content. Without that address it is dropped, and the SMTP reply says so. The number of mails in an hour is
 * limited. Automatic replies are dropped: otherwise two programs could reply to each other in a loop.
 */
public final class Postmaster {
    private static final Logger LOG = Logger.getLogger(Postmaster.class);
    private static final String NAME = "postmaster";
    static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WRITING = Duration.ofSeconds(5);
    private static final Duration WORTH = Duration.ofDays(3);

    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.)+[A-Za-z0-9-]{1,63}");

    private static final String TEXT = """
            The attached mail to postmaster arrived at the server for bounces. It is unchanged.

            Neither its sender nor its content has been checked.
            """;

    private final String domain;
    private final Set<String> domains;
    private final String handOnTo;
    private final MessageSubmitter ownMail;
    private final ReportMeters meters;
    private final Clock clock;
    private final TokenBucket allowance;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    /**
     * @param domains accepted domains; the first is the sender's domain
     * @param handOnTo the operator's address, or null
     * @param allowance maximum mails in an {@link #HOUR}
     * @throws IllegalArgumentException if the operator's address is invalid, or points back to this listener
     */
    Postmaster(
            List<String> domains,
            String handOnTo,
            TokenBucket allowance,
            MessageSubmitter ownMail,
            ReportMeters meters,
            Clock clock) {
        this.domain = domains.get(0);
        this.domains = Set.copyOf(domains);
        this.handOnTo = handOnTo == null ? null : withDomainInLowerCase(handOnTo.strip());
        this.ownMail = ownMail;
        this.meters = meters;
        this.clock = clock;
        this.allowance = allowance;
        if (this.handOnTo != null && !ADDRESS.matcher(this.handOnTo).matches()) {
            throw new IllegalArgumentException(
                    "postrider.report.postmaster: give one address, such as ops@shop.example");
        }
        if (this.handOnTo != null && this.domains.contains(domainOf(this.handOnTo))) {
            throw new IllegalArgumentException(
                    "postrider.report.postmaster: the address points back to this listener; use one in another domain");
        }
    }

    private static String withDomainInLowerCase(String address) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at + 1) + AddressKey.lowerCase(address.substring(at + 1));
    }

    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Recognised with or without a domain, ignoring case. */
    public boolean isAddressed(String recipient) {
        String key = AddressKey.of(recipient);
        int at = key.lastIndexOf('@');
        return key.equals(NAME) || at >= 0 && key.substring(0, at).equals(NAME) && domains.contains(domainOf(key));
    }

    public boolean hasReader() {
        return handOnTo != null;
    }

    public synchronized boolean mayTakeAnother() {
        return allowance.isLeft(System.nanoTime());
    }

    /**
     * Returns when the mail is accepted for delivery or dropped. Blocks.
     *
     * @throws RuntimeException if it cannot be accepted now
     */
    public void take(byte[] mail) {
        synchronized (this) {
            allowance.take(1, System.nanoTime());
        }
        if (handOnTo == null) {
            LOG.info("a mail to postmaster was dropped: postrider.report.postmaster is not set");
            meters.reportDropped("postmaster");
        } else if (ofAMachine(mail)) {
            meters.reportDropped("auto_reply");
        } else {
            ownMail.send(submission(mail)).await().atMost(WRITING);
            meters.postmasterMail();
        }
    }

    private static boolean ofAMachine(byte[] mail) {
        try {
            return PlainBounce.autoReply(ParsedMail.read(mail).header());
        } catch (UnreadableMailException e) {
            return false;
        }
    }

    private Submission submission(byte[] mail) {
        Content content = new Content(
                new Content.Mailbox(NAME + "@" + domain, null),
                List.of(),
                "Mail to postmaster@" + domain,
                TEXT,
                null,
                Map.of("Auto-Submitted", "auto-generated"),
                List.of(new Content.Attachment("mail.eml", "application/octet-stream", null, mail)));
        byte[] bytes = ContentCodec.encode(content);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        MessageHead head = new MessageHead(
                ids.generate(),
                ContentCodec.claimCheck(bytes),
                content.from().email(),
                Lane.STANDARD,
                Limits.DEFAULT_PRIORITY,
                now,
                now.plus(WORTH),
                1,
                UUID.randomUUID(),
                Map.of());
        Recipient recipient = new Recipient(0, handOnTo, null, Map.of());
        return new Submission(
                "postmaster",
                null,
                List.of(new NewMessage(head, bytes, null, null, null, List.of(recipient), false)),
                "",
                bytes.length);
    }
}
