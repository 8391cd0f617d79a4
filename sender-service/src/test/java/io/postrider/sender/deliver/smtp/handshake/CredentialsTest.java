package io.postrider.sender.deliver.smtp.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SinkCertificate;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Mechanism;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.smtp.SmtpTransport;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.model.Handover.Unreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A password goes to the server that it is for, verified by TLS, and to no other. */
class CredentialsTest extends WithSink {
    private static final String PASSWORD = "correct horse battery";
    private static final Settings SINK = Settings.PLAIN.withUsers(Map.of("mailer", PASSWORD));

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private Path password;

    @BeforeEach
    void writePassword() throws IOException {
        password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    private SmtpTransport transport(String host, Tls tls, SinkCertificate trusted, boolean anyServer) {
        Route.Credentials credentials = new Route.Credentials("mailer", "${file:" + password + "}", anyServer);
        SmtpSettings settings =
                Relay.trusting(Relay.settings(patience), trusted.writePem(folder.resolve(trusted.name() + ".pem")));
        return closedAtEnd(new SmtpTransport(vertx, Relay.to(host, sink.port(), tls, credentials), settings));
    }

    /** Notes every command. */
    private void note(Script script) {
        sink.script(moment -> {
            said.add(moment.line());
            return script.at(moment);
        });
    }

    private Unreachable refusedWithoutLogin(SmtpTransport transport) {
        Unreachable unreachable = unreachable(deliver(transport, TestMails.to("ann@mail.example")));
        assertTrue(said.stream().noneMatch(line -> line.startsWith("AUTH")), said::toString);
        assertEquals(0, mails.size());
        return unreachable;
    }

    static Stream<Arguments> unverifiedServers() {
        return Stream.of(
                // certificate of the server, what is trusted, name of the server, why it is refused
                Arguments.of(
                        SinkCertificate.LOCALHOST,
                        SinkCertificate.OF_AUTHORITY,
                        "localhost",
                        "not signed by a trusted"),
                Arguments.of(
                        SinkCertificate.OF_AUTHORITY,
                        SinkCertificate.LOCALHOST,
                        "localhost",
                        "not signed by a trusted"),
                Arguments.of(
                        SinkCertificate.OTHER_HOST,
                        SinkCertificate.OTHER_HOST,
                        "localhost",
                        "does not match the server's name"),
                Arguments.of(
                        SinkCertificate.OF_AUTHORITY,
                        SinkCertificate.OF_AUTHORITY,
                        "relay.example",
                        "does not match the server's name"),
                Arguments.of(
                        SinkCertificate.OTHER_HOST,
                        SinkCertificate.OTHER_HOST,
                        "127.0.0.1",
                        "does not match the server's name"),
                Arguments.of(SinkCertificate.EXPIRED, SinkCertificate.EXPIRED, "localhost", "has expired"));
    }

    @ParameterizedTest
    @MethodSource("unverifiedServers")
    void serverThatIsNotVerifiedGetsNoPassword(
            SinkCertificate certificate, SinkCertificate trusted, String host, String why) {
        for (SmtpSink.Tls offered : new SmtpSink.Tls[] {SmtpSink.Tls.STARTTLS, SmtpSink.Tls.IMPLICIT}) {
            server(SINK.withTls(offered).withCertificate(certificate));
            note(Script.acceptAll());
            Tls wanted = offered == SmtpSink.Tls.IMPLICIT ? Tls.IMPLICIT : Tls.STARTTLS;
            for (boolean anyServer : new boolean[] {false, true}) {
                Unreachable refused = refusedWithoutLogin(transport(host, wanted, trusted, anyServer));
                assertTrue(refused.why().contains(why), refused::why);
            }
        }
    }

    /** No routes file says so, and the dialogue itself would not either. */
    @ParameterizedTest
    @EnumSource(SinkCertificate.class)
    void opportunisticTlsIsNoVerification(SinkCertificate certificate) {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withCertificate(certificate));
        note(Script.acceptAll());

        Unreachable refused = refusedWithoutLogin(transport("localhost", Tls.OPPORTUNISTIC, certificate, false));

        assertEquals(454, refused.reply().code());
        assertTrue(refused.why().contains("certificate was not verified"), refused::why);
    }

    @ParameterizedTest
    @EnumSource(Tls.class)
    void withoutTlsThereIsNoPassword(Tls wanted) {
        server(SINK);
        note(Script.acceptAll());
        patience = SHORT;

        refusedWithoutLogin(transport("localhost", wanted, SinkCertificate.LOCALHOST, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 334, 454, 501, 554})
    void refusedStartTlsIsNotDoneWithout(int code) {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS));
        note(Script.at(SmtpStage.STARTTLS, Action.answer(code, "not now")));

        refusedWithoutLogin(transport("localhost", Tls.STARTTLS, SinkCertificate.LOCALHOST, false));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"STARTTLS", "OPPORTUNISTIC"})
    void brokenStartTlsIsNotDoneWithout(Tls wanted) {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS));
        note(Script.at(SmtpStage.STARTTLS, Action.breakTls()));

        refusedWithoutLogin(transport("localhost", wanted, SinkCertificate.LOCALHOST, true));
    }

    @Test
    void whereTlsBreaksMailServersOfADomainGetPlainTextButARelayDoesNot() {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS));
        note(Script.at(SmtpStage.STARTTLS, Action.close()));

        refusedWithoutLogin(transport("localhost", Tls.OPPORTUNISTIC, SinkCertificate.LOCALHOST, true));
    }

    @ParameterizedTest
    @CsvSource({
        "STARTTLS, STARTTLS, LOCALHOST, localhost, false",
        "IMPLICIT, IMPLICIT, LOCALHOST, 127.0.0.1, false",
        "STARTTLS, STARTTLS, OF_AUTHORITY, 127.0.0.1, false",
        "IMPLICIT, IMPLICIT, OF_AUTHORITY, localhost, false",
        "STARTTLS, OPPORTUNISTIC, EXPIRED, localhost, true",
        "NONE, NONE, LOCALHOST, localhost, true",
    })
    void verifiedServerGetsThePasswordAndAnyOtherIfTheFileSaysSo(
            SmtpSink.Tls offered, Tls wanted, SinkCertificate certificate, String host, boolean anyServer) {
        server(SINK.withTls(offered).withCertificate(certificate));

        assertAccepted(deliver(transport(host, wanted, certificate, anyServer), TestMails.to("ann@mail.example")));
        assertEquals("mailer", mails.peek().manner().user());
    }

    private SmtpTransport with(Route.Credentials credentials) {
        SmtpSettings settings = Relay.trusting(
                Relay.settings(patience), SinkCertificate.LOCALHOST.writePem(folder.resolve("localhost.pem")));
        return closedAtEnd(
                new SmtpTransport(vertx, Relay.to("localhost", sink.port(), Tls.STARTTLS, credentials), settings));
    }

    private Route.Credentials credentials(Mechanism... mechanisms) {
        return new Route.Credentials("mailer", "${file:" + password + "}", List.of(), List.of(mechanisms), false);
    }

    private List<String> logins() {
        return said.stream()
                .filter(line -> line.startsWith("AUTH "))
                .map(line -> line.split(" ")[1])
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void eachMechanismLogsIn(Mechanism mechanism) {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms(mechanism.saslName()));

        assertAccepted(deliver(with(credentials(mechanism)), TestMails.to("ann@mail.example")));

        assertEquals("mailer", mails.peek().manner().user());
    }

    /** Servers that offer PLAIN and take LOGIN only: smtp.qq.com, some Exchange servers. */
    @Test
    void refusedMechanismIsFollowedByTheNext() {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms("PLAIN", "LOGIN", "CRAM-MD5"));
        note(moment -> moment.line().startsWith("AUTH PLAIN") || moment.line().startsWith("AUTH LOGIN")
                ? Action.answer(535, "5.7.8 not so")
                : Action.proceed());

        assertAccepted(deliver(
                with(credentials(Mechanism.PLAIN, Mechanism.LOGIN, Mechanism.CRAM_MD5)), TestMails.to("a@b.example")));

        assertEquals(List.of("PLAIN", "LOGIN", "CRAM-MD5"), logins());
    }

    @Test
    void wrongPasswordIsRefusedByEachMechanismOnce() throws IOException {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms("PLAIN", "LOGIN", "CRAM-MD5"));
        note(Script.acceptAll());
        Files.writeString(password, "wrong");

        Unreachable refused = unreachable(deliver(
                with(new Route.Credentials("mailer", "${file:" + password + "}")), TestMails.to("ann@mail.example")));

        assertEquals(535, refused.reply().code());
        assertEquals(List.of("PLAIN", "LOGIN", "CRAM-MD5"), logins());
    }

    /** RFC 4954, 6: 454 is a temporary failure, which another mechanism would meet as well. */
    @Test
    void temporaryFailureEndsTheLogin() {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS));
        note(Script.at(SmtpStage.AUTH, Action.answer(454, "4.7.0 later")));

        Unreachable refused = unreachable(
                deliver(with(credentials(Mechanism.PLAIN, Mechanism.LOGIN)), TestMails.to("ann@mail.example")));

        assertEquals(454, refused.reply().code());
        assertEquals(List.of("PLAIN"), logins());
    }

    @Test
    void onlyTheMechanismsOfTheRouteAreTried() {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms("PLAIN", "LOGIN"));
        note(Script.acceptAll());
        assertAccepted(deliver(with(credentials(Mechanism.LOGIN)), TestMails.to("ann@mail.example")));
        assertEquals(List.of("LOGIN"), logins());

        Unreachable refused =
                unreachable(deliver(with(credentials(Mechanism.CRAM_MD5)), TestMails.to("ann@mail.example")));
        assertEquals("the server does not offer AUTH CRAM-MD5", refused.why());
    }

    /** The server says why in a further challenge and waits for an answer before it refuses. */
    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"XOAUTH2", "OAUTHBEARER"})
    void expiredTokenIsRefusedAndTheConnectionNotLeftHanging(Mechanism mechanism) throws IOException {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms(mechanism.saslName()));
        Files.writeString(password, "expired");

        Unreachable refused = unreachable(deliver(with(credentials(mechanism)), TestMails.to("ann@mail.example")));

        assertEquals(535, refused.reply().code());
    }

    @Test
    void aCommandPrintsTheToken() throws IOException {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms("XOAUTH2"));
        Route.Credentials credentials = new Route.Credentials(
                "mailer", null, List.of("cat", password.toString()), Route.Credentials.WITH_TOKEN, false);

        assertAccepted(deliver(with(credentials), TestMails.to("ann@mail.example")));

        assertEquals("mailer", mails.peek().manner().user());
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-program-here, could not be run",
        "false, exited with 1",
        "true, printed nothing",
        "yes, printed more than 16384 bytes"
    })
    void aCommandThatPrintsNoTokenIsNamed(String program, String why) {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms("XOAUTH2"));
        note(Script.acceptAll());
        Route.Credentials credentials =
                new Route.Credentials("mailer", null, List.of(program), Route.Credentials.WITH_TOKEN, false);

        Unreachable refused = refusedWithoutLogin(with(credentials));

        assertTrue(refused.why().contains("token_command " + program + " " + why), refused::why);
    }

    @Test
    void aCommandThatDoesNotEndIsEnded() {
        String why = assertThrows(
                        IllegalArgumentException.class,
                        () -> TokenCommand.run(List.of("sh", "-c", "sleep 1000 & sleep 1000"), Duration.ofMillis(500)))
                .getMessage();
        assertEquals("token_command sh took longer than 500 ms", why);
    }

    /** Some servers repeat the command that they do not understand. */
    @ParameterizedTest
    @CsvSource({"PLAIN, 500", "LOGIN, 500", "PLAIN, 421", "LOGIN, 421", "PLAIN, 334"})
    void replyThatRepeatsThePasswordIsCleaned(String mechanism, int code) {
        server(SINK.withTls(SmtpSink.Tls.STARTTLS).withMechanisms(mechanism));
        LoginSecrets secrets = new LoginSecrets("mailer", PASSWORD, Route.Credentials.WITH_PASSWORD, false);
        String echo =
                "unknown: AUTH PLAIN %s\nor %s %s".formatted(secrets.plain(), LoginSecrets.base64(PASSWORD), PASSWORD);
        note(Script.at(SmtpStage.AUTH, Action.answer(code, echo)));

        Unreachable refused = unreachable(deliver(
                transport("localhost", Tls.STARTTLS, SinkCertificate.LOCALHOST, false),
                TestMails.to("ann@mail.example")));

        assertEquals(
                "unknown: AUTH PLAIN [hidden] or [hidden] [hidden]",
                refused.reply().text());
        assertFalse(refused.why().contains(PASSWORD), refused::why);
    }

    @Test
    void secretsAreNotInTheirText() {
        assertFalse(new LoginSecrets("mailer", PASSWORD, Route.Credentials.WITH_PASSWORD, false)
                .toString()
                .contains(PASSWORD));
    }
}
