package io.postrider.ingest.feedback.reports;

import io.postrider.ingest.model.IngestSettings;
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
    private final IngestSettings settings;
    private final ReportRecorder recording;
    private final MessageSubmitter ownMail;
    private final ReportMeters meters;
    private final Clock clock;

    public MailPolicyFactory(
            IngestSettings settings,
            ReportRecorder recording,
            MessageSubmitter ownMail,
            ReportMeters meters,
            Clock clock) {
        this.settings = settings;
        this.recording = recording;
        this.ownMail = ownMail;
        this.meters = meters;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException names the setting that is missing or wrong */
    public MailPolicy mails() {
        IngestSettings.Report report = settings.report();
        ReturnPath paths = paths();
        List<String> domains = Stream.concat(
                        Stream.of(paths.domain()),
                        report.feedbackAddress().stream().map(AddressKey::of).map(Postmaster::domainOf))
                .distinct()
                .toList();
        Postmaster postmaster = new Postmaster(
                domains,
                report.postmaster().orElse(null),
                new TokenBucket(report.postmasterMails(), Postmaster.HOUR, System.nanoTime()),
                ownMail,
                meters,
                clock);
        return new MailPolicy(
                paths,
                report.feedbackAddress().orElse(null),
                Math.toIntExact(report.messageSize().asLongValue()),
                recording,
                postmaster,
                meters);
    }

    private ReturnPath paths() {
        String domain = settings.verp()
                .domain()
                .orElseThrow(() ->
                        new IllegalArgumentException("postrider.verp.domain: postrider.report.enabled needs a domain"));
        List<String> keys = settings.verp()
                .keys()
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
