package io.postrider.images.mail;

import io.postrider.images.build.ImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log of a service that has run in an image. */
record ServiceLog(String service, Path file, String text) {
    private static final Pattern STARTED = Pattern.compile("started in ([\\d.]+)s");
    private static final Pattern STOPPED = Pattern.compile("stopped in ([\\d.]+)s");
    private static final Pattern SIGNER = Pattern.compile("DKIM signatures by ([^:]*):");
    /** Log output of a process whose root is read-only or incomplete. */
    private static final Pattern COMPLAINT = Pattern.compile(
            "Read-only file system|Permission denied|cannot open shared object|UnsatisfiedLinkError|error\\]\\[aot");

    static ServiceLog of(String service, Path file) {
        try {
            return new ServiceLog(service, file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ImageException if something was missing in the process's root */
    void requireNoComplaint() {
        Matcher complaint = COMPLAINT.matcher(text);
        if (complaint.find()) {
            throw new ImageException("%s said \"%s\"; its log is in %s".formatted(service, complaint.group(), file));
        }
    }

    /** Seconds from its start until it was ready, as the service reports them. */
    String started() {
        return only(STARTED);
    }

    /** Seconds from SIGTERM to its end, as the service reports them. */
    String stopped() {
        return only(STOPPED);
    }

    /** The library that signed. */
    String signer() {
        return only(SIGNER);
    }

    private String only(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new ImageException("no line of %s has \"%s\"".formatted(file, pattern));
        }
        return matcher.group(1);
    }
}
