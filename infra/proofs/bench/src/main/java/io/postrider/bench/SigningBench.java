package io.postrider.bench;

import io.postrider.bench.process.OpenSsl;
import io.postrider.bench.process.Peers;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.report.Report.Target;
import io.postrider.bench.report.Run;
import io.postrider.bench.sink.CountingSink;
import io.postrider.bench.sink.Sink;
import io.postrider.bench.subject.Postrider;
import io.postrider.bench.subject.Setup;
import io.postrider.bench.subject.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * B2: B1 with a DKIM signature by a key of 2,048 bits in every mail, compared with the maximum number of signatures that the
 * cores can make.
 */
final class SigningBench {
    private static final String SIGNED = "Postrider, signed";
    private static final String LIMIT = "openssl rsa2048";

    private static final List<Target> TARGETS =
            List.of(new Target(SIGNED, LIMIT, 0.35), new Target(SIGNED, "Postrider", 0));

    private final Options options;

    SigningBench(Options options) {
        this.options = options;
    }

    Report run() {
        Path logs = options.workspace();
        Peers peers = Peers.in(options.peers());
        List<Measure> measures = new ArrayList<>();
        if (options.wants("openssl")) {
            measures.add(openssl(new OpenSsl(peers, logs)));
        }
        Campaign campaign = Campaign.of(options, options.mails());
        Setup plain = options.setup();
        String keys = SigningKey.write(logs).toAbsolutePath().toString();
        Setup signed = plain.with(
                SIGNED,
                "one process a service, default settings except for a DKIM key (RSA, 2,048 bits)",
                settings -> settings.withProperty("sender", "postrider.compose.dkim", keys));
        try (Sink sink = CountingSink.start(peers, logs)) {
            for (Setup setup : List.of(plain, signed)) {
                if (options.wants(setup == plain ? "postrider" : "signed")) {
                    try (Postrider postrider = Postrider.start(setup, sink)) {
                        measures.add(campaign.measure(postrider, sink));
                    }
                }
            }
        }
        return options.report(
                "campaign with a DKIM signature in every mail", Map.of("mails", options.mails()), measures, TARGETS);
    }

    private Measure openssl(OpenSsl openssl) {
        Duration duration = Duration.ofSeconds(options.smoke() ? 1 : 10);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < options.runs(); i++) {
            runs.add(new Run(openssl.signaturesPerSecond(duration), duration.toSeconds(), Map.of(), Map.of()));
        }
        return new Measure(
                LIMIT,
                "openssl speed rsa2048 on all cores, with nothing else " + "running",
                "signatures/s",
                null,
                runs);
    }
}
