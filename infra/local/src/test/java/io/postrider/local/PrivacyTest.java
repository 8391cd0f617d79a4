package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.capture.MailBox;
import io.postrider.neighbours.files.PrivateFiles;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.testing.Patience;
import io.postrider.testing.Privacy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps, and what its processes say of themselves; the whole system is under test in infra/proofs/e2e. */
@Tag("slow")
class PrivacyTest {
    @TempDir
    Path directory;

    @Test
    void secretsAreRandomAndKept() {
        LocalSecrets first = LocalSecrets.in(directory.resolve("a"));
        String secret = first.of("api-key");
        assertTrue(secret.matches("[0-9a-f]{48}"), secret);
        assertEquals(secret, LocalSecrets.in(directory.resolve("a")).of("api-key"));
        assertNotEquals(secret, LocalSecrets.in(directory.resolve("b")).of("api-key"));
        assertNotEquals(secret, first.of("another"));
        assertEquals(List.of(), Privacy.open(directory.resolve("a")));
    }

    @Test
    void databaseBrokerMailsAndLogsAreTheOwnersAlone() throws Exception {
        Path run = PrivateFiles.directory(directory.resolve("run"));
        LocalSecrets secrets = LocalSecrets.in(run);
        LocalBroker broker = new LocalBroker(
                run.resolve("broker"),
                secrets,
                Ports.free(),
                List.of("-Xmx128m"),
                run.resolve("log/broker.log"),
                run.resolve("pids/broker.pid"));
        try (LocalDatabase database = new LocalDatabase(
                        run.resolve("postgres"), Ports.free(), secrets, run.resolve("log/postgres.log"));
                broker;
                DirectoryLock owned = DirectoryLock.own(run);
                MailBox box = new MailBox(run.resolve("mails"), 10)) {
            database.start();
            database.migrate();
            broker.start();
            box.take(mail());
            Patience.await().until(() -> run.resolve("mails").toFile().list().length == 1);
            assertEquals(List.of(), Privacy.open(run), owned::toString);
            assertEquals(List.of(), Privacy.said(all(run)));
            assertTrue(Files.readString(run.resolve("broker/etc/users.properties"))
                    .contains("operator=" + broker.password("operator")));
        }
    }

    @Test
    void serviceReadsItsSecretsFromAFileAndNotFromItsCommandLine() throws Exception {
        Path service = Files.writeString(directory.resolve("service"), """
                #!/bin/sh
                for word; do case "$word" in -Dquarkus.config.locations=*) cat "${word#*=}"; esac; done
                echo "environment $NAME"
                exec sleep 600
                """);
        Files.setPosixFilePermissions(service, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> secret = Map.of("password", "a \\ pass=word, ü # and\nmore", "variable", "another-secret");
        Path run = directory.resolve("run");
        try (ServiceProcess process = new ServiceProcess(new ServiceProcess.Settings(
                "fake",
                service,
                List.of(),
                List.of(),
                Map.of("quarkus.http.port", "1", "some.password", secret.get("password")),
                run.resolve("settings/fake.properties"),
                Map.of("NAME", secret.get("variable")),
                run.resolve("log/fake.log"),
                run.resolve("pids/fake.pid")))) {
            process.begin();
            Patience.await()
                    .until(() -> Files.readString(process.log()).contains("environment " + secret.get("variable")));
            assertEquals(List.of(), Privacy.said(secret.values()));
            assertEquals(List.of(), Privacy.open(run));
            Properties given = new Properties();
            given.load(Files.newBufferedReader(run.resolve("settings/fake.properties")));
            assertEquals(secret.get("password"), given.getProperty("some.password"));
        }
    }

    private static ReceivedMail mail() {
        return new ReceivedMail(
                Instant.EPOCH,
                1,
                "a@shop.example",
                List.of("b@mail.example"),
                "Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII),
                new ReceivedMail.Manner(false, null, List.of()));
    }

    private static Collection<String> all(Path run) throws Exception {
        Properties all = new Properties();
        all.load(Files.newBufferedReader(run.resolve("secrets.properties")));
        Map<String, String> secrets = new HashMap<>();
        all.stringPropertyNames().forEach(name -> secrets.put(name, all.getProperty(name)));
        assertTrue(secrets.size() >= 8, secrets.keySet()::toString);
        return secrets.values();
    }
}
