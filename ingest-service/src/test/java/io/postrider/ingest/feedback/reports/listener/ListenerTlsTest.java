package io.postrider.ingest.feedback.reports.listener;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.api.TrustAll;
import io.postrider.testing.LogLines;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STARTTLS with the key pair of two files, as a Secret is mounted. */
class ListenerTlsTest {
    private static final TrustManager[] ANY = {new TrustAll()};

    @TempDir
    Path mount;

    private RunningListener listener() {
        return RunningListener.with(
                "postrider.report.tls-certificate", mount.resolve("tls.crt").toString(),
                "postrider.report.tls-key", mount.resolve("tls.key").toString());
    }

    /** The subject of the certificate that is used now. */
    private static String subject(RunningListener listener) {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            client.expect("220", client.say("STARTTLS"));
            Certificate certificate = client.handshake(ANY).getPeerCertificates()[0];
            client.expect("250", client.say("EHLO mx.mail.example"));
            return ((X509Certificate) certificate).getSubjectX500Principal().getName();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keysOfEachKindAreUsed(String algorithm) {
        KeyPairs.write(mount, "in.shop.example", algorithm);
        try (RunningListener listener = listener()) {
            assertEquals("CN=in.shop.example", subject(listener));
        }
    }

    /** With exactly the variables that infra/helm renders of production.yaml; a test there holds that they are these. */
    @Test
    void theVariablesOfTheChartStartIt() throws IOException {
        KeyPairs.write(mount, "in.shop.example", "EC");
        Properties rendered = new Properties();
        try (InputStream in = ListenerTlsTest.class.getResourceAsStream("/chart/report.env")) {
            rendered.load(in);
        }
        Map<String, String> environment = new HashMap<>();
        rendered.forEach((name, value) -> environment.put(
                name.toString(), value.toString().replace("/etc/postrider/report-tls", mount.toString())));
        environment.put("POSTRIDER_REPORT_PORT", "0");
        environment.put("POSTRIDER_API_KEY", "a-key-that-nobody-calls-with");
        environment.put("POSTRIDER_VERP_KEYS", RunningListener.KEY);
        try (RunningListener listener = new RunningListener(
                new EnvConfigSource(environment, 300),
                message -> Uni.createFrom().voidItem())) {
            assertEquals("CN=in.shop.example", subject(listener));
        }
    }

    @Tag("slow")
    @Test
    void aRenewedPairIsUsedWithoutARestartAndHalfOfOneIsNot() throws IOException {
        KeyPairs.write(mount, "first.example", "EC");
        try (LogLines log = LogLines.insteadOf(KeyPairFiles.class);
                RunningListener listener = listener()) {
            assertEquals("CN=first.example", subject(listener));
            Path next = Files.createDirectory(mount.resolve("next"));
            KeyPairs.write(next, "second.example", "EC");

            Files.copy(
                    next.resolve("tls.crt"),
                    mount.resolve("tls.crt"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> {
                assertEquals("CN=first.example", subject(listener));
                return log.lines().size() == 1;
            });

            Files.copy(
                    next.resolve("tls.key"),
                    mount.resolve("tls.key"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> subject(listener).equals("CN=second.example"));

            Files.writeString(mount.resolve("tls.key"), "nothing");
            await().until(() -> {
                assertEquals("CN=second.example", subject(listener));
                return log.lines().size() == 3;
            });
            assertTrue(log.lines().get(0).contains("the key does not match the certificate"), log.lines()::toString);
            assertTrue(log.lines().get(1).startsWith("INFO"), log.lines()::toString);
            assertTrue(log.lines().get(2).contains("the last good pair stays in use"), log.lines()::toString);
        }
    }

    @Test
    void aPairThatDoesNotBelongTogetherDoesNotStartIt() throws IOException {
        KeyPairs.write(mount, "first.example", "RSA");
        byte[] certificate = Files.readAllBytes(mount.resolve("tls.crt"));
        KeyPairs.write(mount, "second.example", "RSA");
        Files.write(mount.resolve("tls.crt"), certificate);
        String failure =
                assertThrows(IllegalArgumentException.class, this::listener).getMessage();
        assertTrue(failure.startsWith("postrider.report.tls-certificate, postrider.report.tls-key"), failure);
        assertTrue(failure.contains("the key does not match the certificate"), failure);
    }

    @Test
    void noKeyIsToldWhenItCannotBeRead() throws IOException {
        KeyPairs.write(mount, "first.example", "EC");
        Files.writeString(
                mount.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        String failure =
                assertThrows(IllegalArgumentException.class, this::listener).getMessage();
        assertTrue(!failure.contains("c2VjcmV0") && !failure.contains("secret"), failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void oldVersionsAreRefused(String version) throws IOException {
        KeyPairs.write(mount, "in.shop.example", "EC");
        try (RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            client.expect("220", client.say("STARTTLS"));
            assertThrows(SSLHandshakeException.class, () -> client.handshake(ANY, version));
        }
    }

    /** Commands in plain text behind STARTTLS are not carried out under TLS (RFC 3207, 6). */
    @Test
    void whatIsSentBehindStarttlsIsDropped() throws IOException {
        KeyPairs.write(mount, "in.shop.example", "EC");
        try (RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            client.write("STARTTLS\r\nMAIL FROM:<mallory@mail.example>\r\n");
            client.expect("220", client.reply());
            client.handshake(ANY);
            client.expect("503", client.say("RCPT TO:<postmaster>"));
        }
    }

    @Test
    void anIdleConnectionUnderTlsMakesRoomAndIsToldSo() throws IOException {
        KeyPairs.write(mount, "in.shop.example", "EC");
        try (RunningListener listener = RunningListener.with(
                        "postrider.report.connections", "1",
                        "postrider.report.tls-certificate",
                                mount.resolve("tls.crt").toString(),
                        "postrider.report.tls-key", mount.resolve("tls.key").toString());
                ReportClient idle = ReportClient.greeted(listener.port())) {
            idle.startTls(ANY);
            idle.expect("250", idle.say("NOOP"));
            try (ReportClient next = new ReportClient(listener.port(), "127.0.0.2")) {
                next.expect("220", next.reply());
                assertTrue(idle.reply().startsWith("421 "));
                next.expect("250", next.say("NOOP"));
            }
        }
    }
}
