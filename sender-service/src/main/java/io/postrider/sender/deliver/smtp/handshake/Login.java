package io.postrider.sender.deliver.smtp.handshake;

import io.postrider.routing.Route.Mechanism;
import io.postrider.sender.deliver.smtp.dialogue.DialogueStep;
import io.postrider.sender.deliver.smtp.dialogue.ServerExtensions;
import io.postrider.sender.deliver.smtp.dialogue.SmtpWire;
import io.postrider.sender.deliver.transport.ReplyLines;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * AUTH (RFC 4954): tries those of the route's mechanisms that the server offers, in the route's order. If one is
 * permanently refused, the next is tried: some servers offer PLAIN but accept only LOGIN.
 */
final class Login {
    private final SmtpWire wire;
    private final LoginSecrets secrets;
    private final Deque<Mechanism> left = new ArrayDeque<>();
    private final Runnable done;
    private final BiConsumer<String, ReplyLines> failed;

    /** @param failed receives the reason and the server's reply, or null if no command was sent */
    Login(
            SmtpWire wire,
            LoginSecrets secrets,
            ServerExtensions extensions,
            Runnable done,
            BiConsumer<String, ReplyLines> failed) {
        this.wire = wire;
        this.secrets = secrets;
        this.done = done;
        this.failed = failed;
        secrets.mechanisms().stream()
                .filter(mechanism -> extensions.mechanisms().contains(mechanism.saslName()))
                .forEach(left::add);
    }

    void begin() {
        if (left.isEmpty()) {
            String wanted =
                    secrets.mechanisms().stream().map(Mechanism::saslName).collect(Collectors.joining(", "));
            failed.accept("the server does not offer AUTH " + wanted, null);
        } else {
            wire.cleanReplies(secrets::withoutSecrets);
            next();
        }
    }

    private void next() {
        Mechanism mechanism = left.poll();
        switch (mechanism) {
            case PLAIN -> say("AUTH PLAIN " + secrets.plain(), this::settle);
            case LOGIN ->
                say(
                        "AUTH LOGIN",
                        name -> answer(
                                name,
                                LoginSecrets.base64(secrets.username()),
                                word -> answer(word, LoginSecrets.base64(secrets.secret()), this::settle)));
            case CRAM_MD5 -> say("AUTH CRAM-MD5", this::cramMd5);
            case XOAUTH2 -> say("AUTH XOAUTH2 " + secrets.xoauth2(), reply -> answer(reply, "", this::settle));
            case OAUTHBEARER ->
                say(
                        "AUTH OAUTHBEARER " + secrets.oauthBearer(),
                        reply -> answer(reply, LoginSecrets.base64("\1"), this::settle));
        }
    }

    private void cramMd5(ReplyLines challenge) {
        String response = "";
        if (challenge.code() == 334) {
            try {
                response = secrets.cramMd5(challenge.lines().get(0));
            } catch (IllegalArgumentException noBase64) {
                // RFC 4954, 4: this cancels the exchange.
                response = "*";
            }
        }
        answer(challenge, response, this::settle);
    }

    /**
     * A token is refused in two steps: 334 with the reason, then, after our response, the refusal (RFC 7628, 3.2.3).
     */
    private void answer(ReplyLines prompt, String response, Consumer<ReplyLines> then) {
        if (prompt.code() == 334) {
            say(response, then);
        } else {
            settle(prompt);
        }
    }

    private void say(String line, Consumer<ReplyLines> then) {
        wire.command(line, DialogueStep.AUTH, then);
    }

    private void settle(ReplyLines reply) {
        if (reply.done()) {
            wire.cleanReplies(UnaryOperator.identity());
            done.run();
        } else if (reply.code() >= 500 && !left.isEmpty()) {
            next();
        } else {
            failed.accept("the server refused the login", reply);
        }
    }
}
