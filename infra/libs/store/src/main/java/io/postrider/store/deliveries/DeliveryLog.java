package io.postrider.store.deliveries;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.text.OutsideText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Logs one line for each finished delivery, for operators who follow mail in their logs. The services' application.yaml
 * switches its category {@value #CATEGORY} off. No line has an address or a server's text: message id and ordinal
 * identify the recipient.
 */
public final class DeliveryLog {
    static final String CATEGORY = "postrider.deliveries";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private DeliveryLog() {}

    /** Call it after the outcome is recorded; outcomes that are not final are ignored. A crash may repeat a line. */
    public static void ended(Batch batch, Recipient recipient, Outcome outcome) {
        if (outcome.state().isFinal() && LOG.isInfoEnabled()) {
            LOG.info(line(batch, recipient, outcome));
        }
    }

    /** The same for several recipients of the batch. */
    public static void ended(Batch batch, List<Outcome> outcomes) {
        if (LOG.isInfoEnabled()) {
            Map<Integer, Recipient> recipients =
                    batch.recipients().stream().collect(Collectors.toMap(Recipient::ordinal, Function.identity()));
            outcomes.forEach(outcome -> ended(batch, recipients.get(outcome.ordinal()), outcome));
        }
    }

    /** Unknown values are hyphens. */
    static String line(Batch batch, Recipient recipient, Outcome outcome) {
        Outcome.Cause cause = outcome.cause();
        String site = batch.site() == null ? recipient.domain() : batch.site();
        return "message=%s ordinal=%d state=%s attempt=%d lane=%s route=%s site=%s reply_code=%s enhanced_code=%s"
                .formatted(
                        outcome.message(),
                        outcome.ordinal(),
                        outcome.state().word(),
                        outcome.attempt(),
                        batch.message().lane().word(),
                        word(cause.route()),
                        word(site),
                        cause.code() == 0 ? "-" : Integer.toString(cause.code()),
                        word(cause.enhancedCode()));
    }

    private static String word(String value) {
        return value == null || value.isEmpty()
                ? "-"
                : OutsideText.forLog(value).replace(' ', '_');
    }
}
