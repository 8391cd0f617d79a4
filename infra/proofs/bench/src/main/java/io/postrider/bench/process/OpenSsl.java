package io.postrider.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openssl speed}: how many RSA signatures all cores together make. */
public record OpenSsl(Peers peers, Path logs) {
    /** The last line: the length of the key, seconds a signature and a check, signatures and checks a second. */
    private static final Pattern RATE = Pattern.compile("rsa +2048 bits +[0-9.]+s +[0-9.]+s +([0-9.]+)");

    public double signaturesPerSecond(Duration duration) {
        Path log = logs.resolve("openssl.log");
        ProcessBuilder command = peers.command(
                peers.openssl(),
                "speed",
                "-seconds",
                Long.toString(duration.toSeconds()),
                "-multi",
                Integer.toString(Runtime.getRuntime().availableProcessors()),
                "rsa2048");
        // It times the signatures, and then the checks.
        Child.run("openssl", log, duration.multipliedBy(2).plusSeconds(30), command);
        try {
            Matcher matcher = RATE.matcher(Files.readString(log));
            if (!matcher.find()) {
                throw new BenchException("openssl printed no figure; see " + log);
            }
            return Double.parseDouble(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
