package io.postrider.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.files.FileException;
import io.postrider.files.FileWatch;
import io.postrider.mail.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesFileTest {
    private static final String GOOD = "routes:\n  - name: relay\n    host: smtp.relay.example\n";

    private static final String WITH_PASSWORD = "    username: me\n    password: ${env:RELAY_PASSWORD}\n";

    @TempDir
    Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("routes.yaml"), yaml);
    }

    private SmtpRoute relay(String yaml) throws IOException {
        return assertInstanceOf(SmtpRoute.class, RoutesFile.read(file(yaml)).get(0));
    }

    @Test
    void everySettingIsRead() throws IOException {
        List<Route> routes = RoutesFile.read(file("""
                routes:
                  - name: relay-a
                    kind: smtp
                    host: smtp.relay.example
                    port: 2587
                    tls: starttls
                    username: postrider
                    password: ${env:RELAY_PASSWORD}
                    weight: 70
                    max_connections: 40
                    mails_per_connection: 200
                    rate: 3000/min
                    warm_up: {since: "2026-12-01", daily: [50, 200]}
                    site_limits: true
                    suspended: true
                    match:
                      sender_domains: [Shop.example]
                      recipient_domains: [gmail.com, googlemail.com]
                      lanes: [bulk, standard]
                  - name: everyday
                    kind: mailer
                    weight: 0
                """));
        SmtpRoute relay = assertInstanceOf(SmtpRoute.class, routes.get(0));
        assertEquals(2587, relay.port());
        assertEquals(Route.Tls.STARTTLS, relay.tls());
        assertEquals("${env:RELAY_PASSWORD}", relay.credentials().secret());
        assertEquals(70, relay.weight());
        assertEquals(
                new Shaping(40, 200, new Rate(50), new WarmUp(LocalDate.of(2026, 12, 1), List.of(50, 200))),
                relay.shaping());
        assertTrue(relay.siteLimits());
        assertTrue(relay.suspended());
        assertTrue(relay.match().takes("shop.example", "gmail.com", Lane.BULK));
        assertFalse(relay.match().takes("shop.example", "gmail.com", Lane.TRANSACTIONAL));
        assertFalse(relay.match().takes("other.example", "gmail.com", Lane.BULK));
        assertInstanceOf(MailerRoute.class, routes.get(1));
        assertEquals(Set.of(), routes.get(1).match().lanes());
        assertFalse(routes.get(1).siteLimits());
        assertFalse(routes.get(1).suspended());
    }

    @Test
    void theWayToTheRecipientsOwnServersKeepsToTheSitesLimits() throws IOException {
        MxRoute direct = assertInstanceOf(
                MxRoute.class,
                RoutesFile.read(file("routes: [{name: direct, kind: mx}]")).get(0));
        assertEquals(25, direct.port());
        assertTrue(direct.siteLimits());
    }

    @Test
    void aWarmUpHasALimitForEachOfItsDays() {
        WarmUp warmUp = new WarmUp(LocalDate.of(2026, 12, 1), List.of(50, 200));
        assertEquals(50, warmUp.limit(LocalDate.of(2026, 11, 30)).orElseThrow());
        assertEquals(50, warmUp.limit(LocalDate.of(2026, 12, 1)).orElseThrow());
        assertEquals(200, warmUp.limit(LocalDate.of(2026, 12, 2)).orElseThrow());
        assertTrue(warmUp.limit(LocalDate.of(2026, 12, 3)).isEmpty());
    }

    @Test
    void implicitTlsHasItsOwnPort() throws IOException {
        assertEquals(587, relay(GOOD).port());
        assertEquals(465, relay(GOOD + "    tls: implicit\n").port());
    }

    @Test
    void aPasswordAsksForAVerifiedServer() throws IOException {
        SmtpRoute silent = relay(GOOD + WITH_PASSWORD);
        assertEquals(Route.Tls.STARTTLS, silent.tls());
        assertFalse(silent.credentials().anyServer());
        assertEquals(587, silent.port());
        for (Route.Tls verified : List.of(Route.Tls.STARTTLS, Route.Tls.IMPLICIT)) {
            assertEquals(verified, withPassword(verified, "").tls());
        }
        assertEquals(Route.Tls.OPPORTUNISTIC, relay(GOOD).tls(), "without a password as before");
    }

    @Test
    void credentialsArePasswordTokenOrCommand() throws IOException {
        Route.Credentials password = relay(GOOD + WITH_PASSWORD).credentials();
        assertEquals(Route.Credentials.WITH_PASSWORD, password.mechanisms());
        Route.Credentials chosen =
                relay(GOOD + WITH_PASSWORD + "    auth: [cram-md5, LOGIN]\n").credentials();
        assertEquals(List.of(Route.Mechanism.CRAM_MD5, Route.Mechanism.LOGIN), chosen.mechanisms());
        Route.Credentials token = relay(GOOD + "    username: me\n    token: ${file:/run/token}\n")
                .credentials();
        assertEquals("${file:/run/token}", token.secret());
        assertEquals(Route.Credentials.WITH_TOKEN, token.mechanisms());
        Route.Credentials command = relay(
                        GOOD + "    username: me\n    token_command: [/bin/token, mail]\n    auth: [oauthbearer]\n")
                .credentials();
        assertEquals(List.of("/bin/token", "mail"), command.command());
        assertEquals(List.of(Route.Mechanism.OAUTHBEARER), command.mechanisms());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username: me",
                "token: ${env:A}",
                "token_command: [a]",
                "username: me\n    token: secret",
                "username: me\n    token: ${env:A}\n    password: ${env:B}",
                "username: me\n    token: ${env:A}\n    token_command: [a]",
                "username: me\n    token: ${env:A}\n    auth: [plain]",
                "username: me\n    password: ${env:A}\n    auth: [xoauth2]",
                "username: me\n    password: ${env:A}\n    auth: [digest-md5]",
                "username: me\n    token: ${env:A}\n    tls: none",
                "auth: [plain]"
            })
    void credentialsThatDoNotBelongTogetherAreRefused(String lines) {
        assertThrows(FileException.class, () -> RoutesFile.read(file(GOOD + "    " + lines + "\n")));
    }

    @Test
    void aPasswordForAnyServerIsRefusedUnlessTheFileSaysSo() throws IOException {
        for (Route.Tls unverified : List.of(Route.Tls.NONE, Route.Tls.OPPORTUNISTIC)) {
            for (String permission : List.of("", "    allow_plaintext_credentials: false\n")) {
                String message = assertThrows(FileException.class, () -> withPassword(unverified, permission))
                        .getMessage();
                String word = unverified.name().toLowerCase(Locale.ROOT);
                assertTrue(message.contains("routes[0].tls is " + word), message);
                assertTrue(message.contains("route relay"), message);
                assertTrue(message.contains("use starttls or implicit"), message);
                assertTrue(message.contains("allow_plaintext_credentials: true"), message);
            }
            SmtpRoute allowed = withPassword(unverified, "    allow_plaintext_credentials: true\n");
            assertEquals(unverified, allowed.tls());
            assertTrue(allowed.credentials().anyServer());
        }
        SmtpRoute allowed = relay(GOOD + WITH_PASSWORD + "    allow_plaintext_credentials: true\n");
        assertEquals(Route.Tls.STARTTLS, allowed.tls(), "what is not asked for is not given");
    }

    private SmtpRoute withPassword(Route.Tls tls, String more) throws IOException {
        String line = "    tls: %s\n".formatted(tls.name().toLowerCase(Locale.ROOT));
        return relay(GOOD + WITH_PASSWORD + line + more);
    }

    @Test
    void everyFaultNamesTheSettingAndWhatToChange() throws IOException {
        Map<String, String> faults = Map.ofEntries(
                Map.entry("", "must contain 'routes:'"),
                Map.entry("routes: []", "at least one entry"),
                Map.entry("routes: [7]", "routes[0] must be a map"),
                Map.entry("routes:\n  - host: x", "routes[0].name must be"),
                Map.entry("routes:\n  - name: 'Relay One'\n    host: x", "routes[0].name must be"),
                Map.entry("routes:\n  - name: a", "routes[0].host is required"),
                Map.entry(
                        GOOD + "    colour: red",
                        "routes[0].colour is not a setting; known settings: allow_plaintext_credentials, auth, host"),
                Map.entry(GOOD + "    port: 99999", "routes[0].port must be a whole number from 1 to 65535"),
                Map.entry(GOOD + "    port: smtp", "routes[0].port must be a whole number"),
                Map.entry("routes: [{name: a, kind: test}]", "routes[0].kind must be one of smtp, mx, mailer"),
                Map.entry(GOOD + "    tls: maybe", "routes[0].tls must be one of none, opportunistic"),
                Map.entry(GOOD + "    username: me", "routes[0].password is needed"),
                Map.entry(GOOD + "    username: me\n    password: secret", "must be a reference"),
                Map.entry(
                        "routes: [{name: a, kind: mx, username: me, password: '${env:X}'}]",
                        "routes[0].username is for"),
                Map.entry("routes: [{name: a, kind: mailer, password: '${env:X}'}]", "uses quarkus.mailer.username"),
                Map.entry(
                        GOOD + "    allow_plaintext_credentials: true",
                        "routes[0].allow_plaintext_credentials is for a route with username"),
                Map.entry(
                        GOOD + WITH_PASSWORD + "    allow_plaintext_credentials: maybe",
                        "routes[0].allow_plaintext_credentials must be true or false"),
                Map.entry(GOOD + "    rate: fast", "routes[0].rate must be a rate above 0 such as 50/s"),
                Map.entry(GOOD + "    warm_up: {daily: []}", "routes[0].warm_up.daily must list"),
                Map.entry(
                        GOOD + "    warm_up: {since: 2026-12-01, daily: [5]}",
                        "since must be the first day, in quotes"),
                Map.entry(GOOD + "    suspended: maybe", "routes[0].suspended must be true or false"),
                Map.entry("routes: [{name: a, kind: mx, host: b}]", "routes[0].host is required for kind smtp, and"),
                Map.entry(GOOD + "    match: {lanes: [slow]}", "routes[0].match.lanes has an unknown lane 'slow'"),
                Map.entry(GOOD + "    match: {domain: x}", "routes[0].match.domain is not a setting"),
                Map.entry(GOOD + "  - name: relay\n    host: y", "routes[1].name is the name of an earlier route"));
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            Path file = file(fault.getKey());
            String message = assertThrows(FileException.class, () -> RoutesFile.read(file))
                    .getMessage();
            assertTrue(message.contains(fault.getValue()), message);
            assertTrue(message.contains(file.toString()), message);
        }
    }

    @Test
    void missingFileIsNamed() {
        FileException refused = assertThrows(FileException.class, () -> RoutesFile.read(folder.resolve("none.yaml")));
        assertTrue(refused.getMessage().contains("none.yaml does not exist"), refused.getMessage());
    }

    @Test
    void changedFileIsTakenAndABadOneIsNot() throws IOException {
        FileWatch<List<Route>> watch = new FileWatch<>(file(GOOD), RoutesFile::read);
        List<String> looks = new ArrayList<>();
        Runnable look = () -> watch.look(routes -> looks.add(routes.get(0).name()), fault -> looks.add("fault"));
        look.run();
        assertEquals(List.of(), looks);
        file(GOOD.replace("name: relay", "name: other"));
        look.run();
        assertEquals(List.of("other"), looks);
        file("routes: 7");
        look.run();
        look.run();
        assertEquals(List.of("other", "fault"), looks);
        assertEquals("other", watch.value().get(0).name());
        assertTrue(watch.fault().orElseThrow().contains("must contain 'routes:'"));
        file(GOOD);
        look.run();
        assertEquals(List.of("other", "fault", "relay"), looks);
        assertTrue(watch.fault().isEmpty());
    }
}
