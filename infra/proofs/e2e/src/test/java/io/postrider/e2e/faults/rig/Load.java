package io.postrider.e2e.faults.rig;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.testing.Patience;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What a careful client sends: a campaign in messages of a thousand, longer if the fault is long, and single mails, one every
 * tenth of a second. What is not answered, or refused with 429 or 503, is asked again with the same Idempotency-Key, until it
 * is accepted.
 */
public final class Load {
    private static final int CHUNK = 1_000;
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final Duration GIVE_UP = Patience.LIMIT.multipliedBy(2);

    /** @param at {@code System.nanoTime} when the client had its answer */
    private record Single(String recipient, String lane, long at) {}

    private final String name;
    private final int campaign;
    private final ReceivedMails tape;
    private final List<Api> apis;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<Single> singles = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> work = new ArrayList<>();
    private volatile boolean faultIsOver;
    private volatile boolean ending;

    /**
     * @param name begins each recipient's address
     * @param campaign recipients of the campaign at least, and on their way at a time at most; whole thousands
     */
    public Load(String name, int campaign, ReceivedMails tape, List<Api> apis) {
        this.tape = tape;
        this.name = name;
        this.campaign = campaign;
        this.apis = apis;
    }

    public Load begin() {
        work.add(CompletableFuture.runAsync(this::campaign, run -> new Thread(run, "campaign").start()));
        work.add(CompletableFuture.runAsync(this::trickle, run -> new Thread(run, "trickle").start()));
        return this;
    }

    /** Lets the campaign come to its end. */
    public void faultIsOver() {
        faultIsOver = true;
    }

    /** Ends the single mails, and returns when all that was begun is accepted. */
    public void end() {
        ending = true;
        work.forEach(
                part -> part.orTimeout(GIVE_UP.toSeconds(), TimeUnit.SECONDS).join());
    }

    /** Recipients, as the client knows from its answers. */
    public int accepted() {
        return accepted.get();
    }

    /** Fails at once with what went wrong, if it did. */
    public void goesOn() {
        work.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(CompletableFuture::join);
    }

    /** When the first single mail of a lane that was accepted after a time came to its recipient, by {@code System.nanoTime}. */
    public long arrival(String lane, long since) {
        return singles.stream()
                .filter(single -> single.lane().equals(lane) && single.at() >= since)
                .mapToLong(single -> tape.at(single.recipient()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void campaign() {
        for (int from = 0; from < campaign || !faultIsOver; from += CHUNK) {
            awaitRoom(from);
            List<String> recipients = IntStream.range(from, from + CHUNK)
                    .mapToObj(n -> "%s-%06d@mail.example".formatted(name, n))
                    .toList();
            accept(Api.message("bulk", recipients), name + "-" + from, recipients.size());
        }
    }

    /** No more than a campaign is on its way at a time. */
    private void awaitRoom(int sent) {
        while (sent - tape.mails() >= campaign && !faultIsOver) {
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private void trickle() {
        for (int n = 0; !ending; n++) {
            String lane = n % 4 == 0 ? "bulk" : "transactional";
            String recipient = "%s-single-%d@mail.example".formatted(name, n);
            accept(Api.message(lane, List.of(recipient)), name + "-single-" + n, 1);
            singles.add(new Single(recipient, lane, System.nanoTime()));
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private void accept(ObjectNode message, String key, int recipients) {
        String body = message.toString();
        long deadline = System.nanoTime() + GIVE_UP.toNanos();
        for (int tries = 0; ; tries++) {
            if (asked(apis.get(tries % apis.size()), body, key)) {
                accepted.addAndGet(recipients);
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(key + " is not accepted after " + tries + " tries");
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    private static boolean asked(Api api, String body, String key) {
        HttpResponse<String> answer;
        try {
            answer = api.post("/v1/messages", body, "Idempotency-Key", key);
        } catch (UncheckedIOException e) {
            return false;
        }
        return switch (answer.statusCode()) {
            case 202 -> true;
            case 409, 429, 503 -> false;
            default -> throw new AssertionError(answer.statusCode() + " " + answer.body());
        };
    }
}
