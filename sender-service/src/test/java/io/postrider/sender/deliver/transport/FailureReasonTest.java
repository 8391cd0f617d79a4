package io.postrider.sender.deliver.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReasonTest {
    /** What must not be read: each failure has it in its message. */
    private static final String INSIDE = ": /10.1.2.3:25 485454502f312e31";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused" + INSIDE), "connection refused"),
                Arguments.of(new ConnectException("Connection timed out" + INSIDE), "timed out"),
                Arguments.of(new ConnectTimeoutException("connection timed out" + INSIDE), "timed out"),
                Arguments.of(new IOException("Connection timed out" + INSIDE), "timed out"),
                Arguments.of(new NoRouteToHostException("No route to host" + INSIDE), "no route to the host"),
                Arguments.of(new ConnectException("Network is unreachable" + INSIDE), "the network is unreachable"),
                Arguments.of(new UnknownHostException("relay" + INSIDE), "the host name has no address"),
                Arguments.of(new SocketException("Connection reset" + INSIDE), "connection reset"),
                Arguments.of(new IOException("Connection reset by peer" + INSIDE), "connection reset"),
                Arguments.of(new SocketException("Broken pipe" + INSIDE), "connection closed"),
                Arguments.of(new ClosedChannelException(), "connection closed"),
                Arguments.of(
                        new NotSslRecordException("not an SSL/TLS record" + INSIDE), "the server does not speak TLS"),
                Arguments.of(new SslHandshakeTimeoutException("late" + INSIDE), "the TLS handshake took too long"),
                Arguments.of(new SSLHandshakeException("Received fatal alert" + INSIDE), "the TLS handshake failed"),
                Arguments.of(
                        handshake(new CertPathBuilderException("no path" + INSIDE)),
                        "the certificate is not signed by a trusted authority"),
                Arguments.of(
                        handshake(new CertPathValidatorException("signature" + INSIDE)),
                        "the certificate cannot be verified"),
                Arguments.of(
                        handshake(new CertPathValidatorException(
                                "validity", new CertificateExpiredException("then" + INSIDE))),
                        "the certificate has expired"),
                Arguments.of(
                        handshake(new CertificateNotYetValidException("then" + INSIDE)),
                        "the certificate is not valid yet"),
                Arguments.of(
                        handshake(new CertificateException("No name matching" + INSIDE)),
                        "the certificate does not match the server's name"),
                Arguments.of(new IllegalStateException("what" + INSIDE), "the connection failed"),
                Arguments.of(new RuntimeException(), "the connection failed"));
    }

    private static SSLHandshakeException handshake(Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException("failed" + INSIDE);
        handshake.initCause(cause);
        return handshake;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsSaidInFixedWords(Throwable failure, String words) {
        assertEquals(words, FailureReason.reason(failure));
        assertEquals(words, FailureReason.reason(new IllegalStateException("wrapped" + INSIDE, failure)));
    }
}
