package io.postrider.neighbours.smtp;

import io.postrider.neighbours.smtp.SmtpSink.Tls;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** The server's side of one connection, from greeting to close. */
final class SinkSession {
    private final SmtpSink sink;
    private final int number;
    private final SinkWire wire;
    private final SinkLogin login;
    private boolean greeted;
    private String user;
    private int taken;
    private String envelopeFrom;
    private List<String> recipients = List.of();
    private List<String> parameters = List.of();

    SinkSession(SmtpSink sink, int number, SinkWire wire) {
        this.sink = sink;
        this.number = number;
        this.wire = wire;
        this.login = new SinkLogin(wire, sink.settings);
    }

    /** Returns when the connection has ended; throws if it broke. */
    void run() throws IOException {
        if (sink.settings.tls() == Tls.IMPLICIT) {
            wire.startTls(sink.settings.certificate());
        }
        boolean open = act(SmtpStage.GREETING, "", () -> say("220 localhost ESMTP Postrider sink"));
        while (open) {
            open = obey(wire.line());
        }
        wire.finish();
    }

    private boolean obey(String line) throws IOException {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "EHLO", "HELO" -> act(SmtpStage.EHLO, line, () -> hello(verb));
            case "STARTTLS" -> act(SmtpStage.STARTTLS, line, this::startTls);
            case "AUTH" -> act(SmtpStage.AUTH, line, () -> authenticate(line));
            case "MAIL" -> act(SmtpStage.MAIL, line, () -> mail(line));
            case "RCPT" -> act(SmtpStage.RCPT, line, () -> recipient(line));
            case "DATA" -> act(SmtpStage.DATA, line, this::data);
            case "RSET" ->
                act(SmtpStage.RSET, line, () -> {
                    forget();
                    return say("250 2.0.0 Ok");
                });
            case "NOOP" -> say("250 2.0.0 Ok");
            case "QUIT" ->
                act(SmtpStage.QUIT, line, () -> {
                    say("221 2.0.0 Bye");
                    return false;
                });
            default -> say("500 5.5.2 Unknown command");
        };
    }

    @FunctionalInterface
    private interface Step {
        /** False when the connection is over. */
        boolean take() throws IOException;
    }

    private boolean act(SmtpStage stage, String line, Step usual) throws IOException {
        ScriptContext moment = new ScriptContext(stage, number, taken, line, envelopeFrom, recipients);
        return act(sink.script().at(moment), usual);
    }

    private boolean act(Action action, Step usual) throws IOException {
        if (action instanceof Action.Answer answer) {
            return answer(answer.code(), answer.text());
        } else if (action instanceof Action.AnswerAndClose answer) {
            answer(answer.code(), answer.text());
            return false;
        } else if (action instanceof Action.Say say) {
            return oddly(say.octets());
        } else if (action instanceof Action.InWords words) {
            wire.flush();
            boolean open = usual.take();
            wire.discard();
            return oddly(words.octets()) && open;
        } else if (action instanceof Action.Hang) {
            wire.swallow();
            return false;
        } else if (action instanceof Action.Close) {
            return false;
        } else if (action instanceof Action.TakeAndClose) {
            usual.take();
            wire.discard();
            return false;
        } else if (action instanceof Action.InBody inBody) {
            say("354 End data with <CR><LF>.<CR><LF>");
            wire.skip(inBody.bytes());
            return act(inBody.then(), usual);
        } else if (action instanceof Action.Wait wait) {
            wire.flush();
            LockSupport.parkNanos(wait.time().toNanos());
            return act(wait.then(), usual);
        } else if (action instanceof Action.Drip drip) {
            wire.slowDown(drip.bytesPerSecond());
            return usual.take();
        } else if (action instanceof Action.BreakTls) {
            say("220 2.0.0 Ready to start TLS");
            wire.flush();
            wire.write("this is not TLS\r\n".repeat(4));
            return false;
        }
        return usual.take();
    }

    private boolean answer(int code, String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            say(code + (i < lines.length - 1 ? "-" : " ") + lines[i]);
        }
        return code != 421;
    }

    private boolean oddly(String octets) {
        wire.writeOctets(octets);
        return true;
    }

    private boolean say(String reply) {
        wire.write(reply + "\r\n");
        return true;
    }

    private boolean hello(String verb) {
        forget();
        SmtpSink.Settings settings = sink.settings;
        if (verb.equals("EHLO") && settings.offers().isEmpty()) {
            return say("502 5.5.1 EHLO is not known here");
        }
        greeted = true;
        if (verb.equals("HELO")) {
            return say("250 localhost");
        }
        StringBuilder offers = new StringBuilder("250-localhost\r\n");
        settings.offers().forEach(offer -> offers.append("250-").append(offer).append("\r\n"));
        boolean tlsToCome = settings.tls() == Tls.STARTTLS && !wire.encrypted();
        if (tlsToCome) {
            offers.append("250-STARTTLS\r\n");
        } else if (!settings.users().isEmpty()) {
            offers.append("250-AUTH ")
                    .append(String.join(" ", settings.mechanisms()))
                    .append("\r\n");
        }
        return say(offers.append("250 SIZE ").append(settings.maxBytes()).toString());
    }

    private boolean startTls() throws IOException {
        if (sink.settings.tls() != Tls.STARTTLS || wire.encrypted()) {
            return say("503 5.5.1 Not now");
        }
        say("220 2.0.0 Ready to start TLS");
        wire.startTls(sink.settings.certificate());
        greeted = false;
        forget();
        return true;
    }

    private boolean authenticate(String line) throws IOException {
        if (!greeted || user != null || sink.settings.tls() == Tls.STARTTLS && !wire.encrypted()) {
            return say("503 5.5.1 Not now");
        }
        user = login.attempt(line);
        return say(user == null ? "535 5.7.8 Authentication failed" : "235 2.7.0 Authenticated");
    }

    private boolean mail(String line) {
        if (!greeted || envelopeFrom != null) {
            return say("503 5.5.1 Not now");
        } else if (user == null && !sink.settings.users().isEmpty()) {
            return say("530 5.7.0 Authentication required");
        }
        SinkPath path = SinkPath.of(line);
        if (path == null) {
            return say("501 5.5.4 MAIL FROM:<address> was expected");
        } else if (path.size() > sink.settings.maxBytes()) {
            return say("552 5.3.4 Larger than " + sink.settings.maxBytes() + " bytes");
        }
        envelopeFrom = path.address();
        parameters = path.parameters();
        recipients = new ArrayList<>();
        return say("250 2.1.0 Ok");
    }

    private boolean recipient(String line) {
        if (envelopeFrom == null) {
            return say("503 5.5.1 MAIL first");
        }
        SinkPath path = SinkPath.of(line);
        if (path == null) {
            return say("501 5.5.4 RCPT TO:<address> was expected");
        }
        recipients.add(path.address());
        return say("250 2.1.5 Ok");
    }

    private boolean data() throws IOException {
        if (recipients.isEmpty()) {
            return say(envelopeFrom == null ? "503 5.5.1 MAIL first" : "554 5.5.1 No valid recipients");
        }
        say("354 End data with <CR><LF>.<CR><LF>");
        byte[] content = wire.mail(sink.settings.maxBytes());
        boolean open = act(SmtpStage.END_OF_DATA, "", () -> take(content));
        forget();
        return open;
    }

    private boolean take(byte[] content) {
        if (content == null) {
            return say("552 5.3.4 Larger than " + sink.settings.maxBytes() + " bytes");
        }
        ReceivedMail.Manner manner = new ReceivedMail.Manner(wire.encrypted(), user, parameters);
        try {
            sink.take(new ReceivedMail(Instant.now(), number, envelopeFrom, List.copyOf(recipients), content, manner));
        } catch (RuntimeException e) {
            return say("451 4.3.0 " + e);
        }
        taken++;
        return say("250 2.0.0 Ok: taken as " + number + "." + taken);
    }

    private void forget() {
        envelopeFrom = null;
        recipients = List.of();
        parameters = List.of();
    }
}
