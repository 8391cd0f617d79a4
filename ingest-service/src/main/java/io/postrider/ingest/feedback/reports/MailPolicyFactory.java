package io.postrider.ingest.feedback.reports;

import io.postrider.ingest.model.MessageSubmitter;
import io.postrider.ingest.model.TokenBucket;
import io.postrider.mail.AddressKey;
import io.postrider.tokens.ReturnPath;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Creates the mail policy from the settings. */
@Singleton
public class MailPolicyFactory {
    private final ReportSettings settings;
    private final VerpSettings verp;
    private final ReportRecorder recording;
    private final MessageSubmitter ownMail;
    private final ReportMeters meters;
    private final Clock clock;

    public MailPolicyFactory(
            ReportSettings settings,
            VerpSettings verp,
            ReportRecorder recording,
            MessageSubmitter ownMail,
            ReportMeters meters,
            Clock clock) {
        this.settings = settings;
        this.verp = verp;
        this.recording = recording;
        this.ownMail = ownMail;
        this.meters = meters;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException names the setting that is missing or wrong */
    public MailPolicy mails() {
        ReturnPath paths = paths();
        List<String> domains = Stream.concat(
                        Stream.of(paths.domain()),
                        settings.feedbackAddress().stream().map(AddressKey::of).map(Postmaster::domainOf))
                .distinct()
                .toList();
        Postmaster postmaster = new Postmaster(
                domains,
                settings.postmaster().orElse(null),
                new TokenBucket(settings.postmasterMails(), Postmaster.HOUR, System.nanoTime()),
                ownMail,
                meters,
                clock);
        return new MailPolicy(
                paths,
                settings.feedbackAddress().orElse(null),
                Math.toIntExact(settings.messageSize().asLongValue()),
                recording,
                postmaster,
                meters);
    }

    private ReturnPath paths() {
        String domain = verp.domain()
                .orElseThrow(() ->
                        new IllegalArgumentException("postrider.verp.domain: postrider.report.enabled needs a domain"));
        List<String> keys = verp.keys()
                .orElseThrow(() ->
                        new IllegalArgumentException("postrider.verp.keys: postrider.report.enabled needs a key"));
        try {
            return new ReturnPath(domain, keys);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "postrider.verp.domain, postrider.verp.keys: %s".formatted(e.getMessage()), e);
        }
    }
}
