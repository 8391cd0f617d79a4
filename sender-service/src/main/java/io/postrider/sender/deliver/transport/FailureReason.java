package io.postrider.sender.deliver.transport;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a connection failed, as fixed texts for the ledger and the log. An exception's message may contain addresses of
 * our network or text from an unknown server, and API clients can read the events.
 */
public final class FailureReason {
    private record Known(Class<? extends Throwable> kind, String words) {}

    /** The first match anywhere in the chain of causes counts, so specific causes come before general ones. */
    private static final List<Known> KNOWN = List.of(
            new Known(UnknownHostException.class, "the host name has no address"),
            new Known(CertificateExpiredException.class, "the certificate has expired"),
            new Known(CertificateNotYetValidException.class, "the certificate is not valid yet"),
            new Known(CertPathBuilderException.class, "the certificate is not signed by a trusted authority"),
            new Known(CertPathValidatorException.class, "the certificate cannot be verified"),
            new Known(CertificateException.class, "the certificate does not match the server's name"),
            new Known(NotSslRecordException.class, "the server does not speak TLS"),
            new Known(SslHandshakeTimeoutException.class, "the TLS handshake took too long"),
            new Known(SSLException.class, "the TLS handshake failed"),
            new Known(ConnectTimeoutException.class, "timed out"),
            new Known(TimeoutException.class, "timed out"),
            new Known(NoRouteToHostException.class, "no route to the host"));

    /** A chain of causes may be circular. */
    private static final int DEPTH = 50;

    private FailureReason() {}

    public static String reason(Throwable failure) {
        for (Known known : KNOWN) {
            if (has(failure, known.kind())) {
                return known.words();
            }
        }
        if (says(failure, "timed out")) {
            return "timed out";
        } else if (says(failure, "unreachable")) {
            return "the network is unreachable";
        } else if (has(failure, ConnectException.class)) {
            return "connection refused";
        } else if (says(failure, "reset")) {
            return "connection reset";
        }
        boolean closed = has(failure, ClosedChannelException.class) || has(failure, SocketException.class);
        return closed ? "connection closed" : "the connection failed";
    }

    /** Whether it, or one of its causes, is of this type. */
    public static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    /** The operating system's errors for ended connections have no specific exception class. */
    private static boolean says(Throwable failure, String words) {
        return causes(failure)
                .filter(cause -> cause instanceof SocketException || cause.getClass() == IOException.class)
                .anyMatch(cause -> String.valueOf(cause.getMessage())
                        .toLowerCase(Locale.ROOT)
                        .contains(words));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEPTH);
    }

    public static String text(Duration time) {
        return time.toMillis() % 1_000 == 0
                ? time.toSeconds() + " s"
                : String.format(Locale.ROOT, "%d ms", time.toMillis());
    }
}
