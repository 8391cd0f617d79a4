package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.feedback.reports.MailPolicy;
import io.postrider.ingest.web.Problem;
import io.postrider.pg.Outage;
import io.postrider.text.OutsideText;
import io.postrider.tokens.ReturnPath.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One mail transaction (RFC 5321, 3.3). */
public final class InboundTransaction implements MessageHandler {
    private static final Logger LOG = Logger.getLogger(InboundTransaction.class);

    /**
     * Bytes of a mail that are kept and read. A bounce may return the whole mail, but its own statement comes first;
     * the same holds for complaints.
     */
    static final int KEPT = 256 << 10;

    /**
     * Up to this multiple of the limit is read and discarded, for clients that do not read a reply before they have
     * sent everything.
     */
    private static final int DRAINED = 2;

    private final MailPolicy mails;
    private final ClientLimits clients;
    private final ReportSession visit;
    private final Session session;
    private final Set<Delivery> deliveries = new HashSet<>();
    private boolean feedback;
    private boolean postmaster;

    InboundTransaction(MailPolicy mails, ClientLimits clients, ReportSession visit, Session session) {
        this.mails = mails;
        this.clients = clients;
        this.visit = visit;
        this.session = session;
    }

    @Override
    public void from(String from) throws RejectException {
        // Bounces have no sender, complaints may have any: the address proves nothing.
        if (!visit.mayBringAnother()) {
            throw new DropConnectionException(421, "4.7.0 Too many mails over one connection");
        }
        if (visit.client() != null && !clients.mayBring(visit.client())) {
            throw dropped(ConnectionRefusal.CLIENT_BYTES);
        }
        visit.reached(ReportSession.Stage.MAIL);
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        Optional<Delivery> delivery = mails.paths().read(recipient);
        if (delivery.isPresent()) {
            deliveries.add(delivery.get());
        } else if (mails.isFeedbackAddress(recipient)) {
            feedback = true;
        } else if (mails.postmaster().isAddressed(recipient)) {
            if (!mails.postmaster().mayTakeAnother()) {
                mails.meters().reportRefused("postmaster");
                throw new RejectException(450, "4.7.0 Too much mail to postmaster, try again later");
            }
            postmaster = true;
        } else {
            refuse(recipient);
        }
        visit.reached(ReportSession.Stage.RECIPIENT);
    }

    private void refuse(String recipient) throws RejectException {
        mails.meters().reportRefused(mails.paths().resembles(recipient) ? "forged" : "unknown_recipient");
        if (visit.client() != null && !clients.mayGuessOn(visit.client())) {
            throw dropped(ConnectionRefusal.CLIENT_GUESSES);
        }
        if (!visit.mayGuessOn()) {
            throw new DropConnectionException(421, "4.7.0 Too many unknown recipients");
        }
        throw new RejectException(550, "5.1.1 No such recipient here");
    }

    private DropConnectionException dropped(ConnectionRefusal refusal) {
        mails.meters().reportRefused(refusal.word());
        return new DropConnectionException(421, refusal.text());
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        visit.allow((DRAINED + 1L) * mails.messageSize());
        visit.reached(ReportSession.Stage.CONTENT);
        byte[] mail = read(data);
        visit.reached(ReportSession.Stage.RECORDING);
        try {
            if (postmaster) {
                mails.postmaster().take(mail);
            }
            if (!deliveries.isEmpty() || feedback) {
                if (mails.recording().take(mail, deliveries, feedback, mails.paths())) {
                    visit.progressed();
                }
            } else if (!mails.postmaster().hasReader()) {
                return "2.6.0 Accepted, but mail to postmaster is not read here";
            }
        } catch (RuntimeException e) {
            throw later(e);
        }
        return "2.6.0 Thank you";
    }

    /**
     * The beginning of the mail, in whole lines. Read byte by byte because the stream's bulk read swallows timeouts;
     * the underlying buffer makes this cheap.
     */
    private byte[] read(InputStream data) throws RejectException, IOException {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        long size = 0;
        try {
            for (int next = data.read(); next >= 0; next = data.read()) {
                size++;
                if (size <= KEPT) {
                    mail.write(next);
                } else if (size > DRAINED * (long) mails.messageSize()) {
                    mails.meters().reportRefused("too_large");
                    throw new DropConnectionException(552, "5.3.4 The mail is too large");
                }
            }
        } finally {
            if (visit.client() != null) {
                clients.brought(visit.client(), size);
            }
        }
        // Mail to postmaster is kept whole, since a person reads it.
        if (size
                > (postmaster && mails.postmaster().hasReader()
                        ? Math.min(KEPT, mails.messageSize())
                        : mails.messageSize())) {
            mails.meters().reportRefused("too_large");
            throw refusal(552, "5.3.4 The mail is too large");
        }
        byte[] beginning = mail.toByteArray();
        return size > KEPT ? wholeLines(beginning) : beginning;
    }

    private static byte[] wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    private RejectException later(RuntimeException failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Problem.Refusal) {
            LOG.logf(
                    Outage.known() ? Logger.Level.DEBUG : Logger.Level.WARN,
                    "report deferred: %s",
                    OutsideText.forLog(cause));
        } else if (Outage.mayPass(cause)) {
            LOG.logf(Outage.level(cause), "report deferred: %s", OutsideText.forLog(cause));
        } else {
            LOG.error("a report could not be recorded", cause);
        }
        mails.meters().reportRefused("later");
        return refusal(451, "4.3.0 Try again later");
    }

    /**
     * Resets the transaction: otherwise the server would continue it after a refused DATA and refuse the next MAIL (RFC
     * 5321, 4.1.1.4).
     */
    private RejectException refusal(int code, String text) {
        session.resetMailTransaction();
        return new RejectException(code, text);
    }

    @Override
    public void done() {
        visit.reached(ReportSession.Stage.IDLE);
    }
}
