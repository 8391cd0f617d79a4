package io.postrider.sender.deliver;

import io.postrider.contract.Addressees;
import io.postrider.contract.Content;
import io.postrider.contract.Content.Attachment;
import io.postrider.contract.Content.Mailbox;
import io.postrider.contract.Lane;
import io.postrider.sender.Draft;
import io.postrider.sender.Handover;
import io.postrider.sender.Letter;
import io.postrider.sender.Reply;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The everyday transport: quarkus-mailer, configured by {@code quarkus.mailer.*} with its own connections (the lanes
 * share them). It builds the MIME message itself from the letter's parts. The mailer does not hand on the words of an
 * acceptance; it has no SMTPUTF8 (such letters are refused here) and no null sender (they must go another way).
 */
final class MailerTransport implements Transport {
    private static final Reply TAKEN = new Reply(250, null, "taken from quarkus-mailer");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** How a delimiter line of the mail client begins. */
    private static final Pattern BOUNDARY = Pattern.compile("^--=--", Pattern.MULTILINE | Pattern.UNIX_LINES);

    private final Context context;
    private final ReactiveMailer mailer;
    private final Duration timeout;
    private final Tally tally = new Tally();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closing;
    private volatile Runnable whenEmpty = () -> {};

    /** @param timeout for one letter from connection to reply: the mailer waits for replies without end */
    MailerTransport(Vertx vertx, ReactiveMailer mailer, Duration timeout) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.mailer = mailer;
        this.timeout = timeout;
    }

    @Override
    public Uni<Handover> deliver(Draft draft, Lane lane) {
        return Uni.createFrom().deferred(() -> {
            open.incrementAndGet();
            return hand(draft).invoke(tally::count).onTermination().invoke(this::finished);
        });
    }

    private Uni<Handover> hand(Draft draft) {
        if (closing) {
            return Uni.createFrom().item(new Handover.Unreachable("the route is being closed", null));
        }
        if (draft.envelope().needsSmtpUtf8()) {
            Reply reply = new Reply(553, "5.6.7", "Postrider: the address needs SMTPUTF8, which the mailer cannot do");
            return Uni.createFrom().item(new Handover.Refused(reply));
        }
        if (draft.envelope().from().isEmpty()) {
            return Uni.createFrom()
                    .item(new Handover.Unreachable("quarkus-mailer cannot send with the null sender", null));
        }
        return Uni.createFrom()
                .completionStage(() -> draft.make(() -> true, MailerTransport::mail))
                .chain(made -> send(made.value()).onTermination().invoke(made::release));
    }

    private Uni<Handover> send(Mail mail) {
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail))
                .runSubscriptionOn(this::onEventLoop)
                .<Handover>map(sent -> new Handover.Accepted(TAKEN))
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> new Handover.Interrupted("no answer within " + Causes.text(timeout)))
                .onFailure()
                .recoverWithItem(MailerFailure::handover);
    }

    /**
     * The mail client listens on a new connection from the thread that asked for it, while the connection's event loop
     * may already read: a server that greets at once was then never heard, and the letter waited without end. On an event
     * loop of the connection both are one thread.
     */
    private void onEventLoop(Runnable work) {
        context.runOnContext(turn -> work.run());
    }

    @Override
    public Figures figures() {
        return tally.figures(open.get(), 0, 0, null);
    }

    /** The connections are the mailer's and end with the application. */
    @Override
    public Uni<Void> close(Duration grace) {
        Uni<Void> finished = Uni.createFrom().emitter(emitter -> {
            whenEmpty = () -> emitter.complete(null);
            closing = true;
            if (open.get() == 0) {
                emitter.complete(null);
            }
        });
        return finished.ifNoItem().after(grace).recoverWithItem(() -> null);
    }

    private void finished() {
        if (open.decrementAndGet() == 0 && closing) {
            whenEmpty.run();
        }
    }

    static Mail mail(Letter letter) {
        Content content = letter.rendered();
        Mail mail = new Mail()
                .setFrom(address(content.from()))
                .setSubject(content.subject())
                .setText(lines(content.text()))
                .setHtml(lines(content.html()))
                .setCc(null)
                .setBounceAddress(letter.envelope().from())
                .addHeader("Message-ID", letter.messageId())
                .addHeader("Date", DATE.format(letter.date()));
        addressees(mail, letter);
        if (!content.replyTo().isEmpty()) {
            mail.setReplyTo(
                    content.replyTo().stream().map(MailerTransport::address).toArray(String[]::new));
        }
        content.headers().forEach(mail::addHeader);
        for (Attachment attachment : content.attachments()) {
            if (attachment.inline()) {
                mail.addInlineAttachment(
                        attachment.filename(), attachment.bytes(), attachment.contentType(), attachment.contentId());
            } else {
                mail.addAttachment(attachment.filename(), attachment.bytes(), attachment.contentType());
            }
        }
        return mail;
    }

    /** The mail client sends to all that it shows: of a mail with cc or bcc it knows the one recipient, and not that it shows others. */
    private static void addressees(Mail mail, Letter letter) {
        Addressees addressees = letter.rendered().addressees();
        if (addressees == null) {
            mail.addTo(address(letter.to()));
            return;
        }
        mail.addBcc(letter.envelope().recipient()).addHeader("To", address(letter.to()));
        if (!addressees.cc().isEmpty()) {
            mail.addHeader(
                    "Cc", addressees.cc().stream().map(MailerTransport::address).collect(Collectors.joining(", ")));
        }
    }

    /**
     * The mailer ends lines itself and would encode a CR as part of the text. Its boundaries begin with {@code =--} and are made of
     * a time and a counter, so they can be guessed: a line that could be one gets a space in front.
     */
    private static String lines(String text) {
        return text == null
                ? null
                : BOUNDARY.matcher(text.replace("\r\n", "\n")).replaceAll(" $0");
    }

    /** {@code "Name" <address>} with a quoted-string (RFC 5322, 3.2.4). */
    private static String address(Mailbox mailbox) {
        if (mailbox.name() == null || mailbox.name().isBlank()) {
            return mailbox.email();
        }
        String quoted = mailbox.name().replace("\\", "\\\\").replace("\"", "\\\"");
        return "\"%s\" <%s>".formatted(quoted, mailbox.email());
    }
}
