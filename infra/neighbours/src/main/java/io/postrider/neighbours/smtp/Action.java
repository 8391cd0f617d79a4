package io.postrider.neighbours.smtp;

import java.time.Duration;

/** The sink's action at a {@link SmtpStage}. */
public sealed interface Action {

    /** What a well-behaved server does. */
    record Proceed() implements Action {}

    /**
     * Refuses with this reply. After 421 the connection is closed (RFC 5321, 3.8).
     *
     * @param text may have several lines
     */
    record Answer(int code, String text) implements Action {}

    /** The same, and then closes the connection. */
    record AnswerAndClose(int code, String text) implements Action {}

    /**
     * Sends exactly these octets (ISO 8859-1), however odd, and accepts nothing.
     *
     * @param octets including line ends
     */
    record Say(String octets) implements Action {}

    /** Accepts what a well-behaved server accepts, and replies with these octets instead of the usual text. */
    record InWords(String octets) implements Action {}

    /** Stops responding and reading until the client disconnects. */
    record Hang() implements Action {}

    /** Closes the connection without a reply. */
    record Close() implements Action {}

    /** At the end of data: accepts the mail, then closes without a reply, so that the reply is lost. */
    record TakeAndClose() implements Action {}

    /** At DATA: answers 354 and does {@code then} when this many bytes of the mail have been read. */
    record InBody(int bytes, Action then) implements Action {}

    /** Waits, then does {@code then}. */
    record Wait(Duration time, Action then) implements Action {}

    /** Replies as usual, but this slowly from now on. */
    record Drip(int bytesPerSecond) implements Action {}

    /** At STARTTLS: replies 220 but then does not speak TLS. */
    record BreakTls() implements Action {}

    static Action proceed() {
        return new Proceed();
    }

    static Action answer(int code, String text) {
        return new Answer(code, text);
    }

    static Action answerAndClose(int code, String text) {
        return new AnswerAndClose(code, text);
    }

    static Action say(String octets) {
        return new Say(octets);
    }

    static Action inWords(String octets) {
        return new InWords(octets);
    }

    static Action hang() {
        return new Hang();
    }

    static Action close() {
        return new Close();
    }

    static Action takeAndClose() {
        return new TakeAndClose();
    }

    static Action inBody(int bytes, Action then) {
        return new InBody(bytes, then);
    }

    static Action wait(Duration time, Action then) {
        return new Wait(time, then);
    }

    static Action drip(int bytesPerSecond) {
        return new Drip(bytesPerSecond);
    }

    static Action breakTls() {
        return new BreakTls();
    }
}
