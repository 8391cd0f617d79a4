package io.postrider.bench.soak.load;

import io.postrider.bench.process.BenchException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The applications: campaigns of 1,000 recipients a message, five transactional mails a second, and once a minute a few
 * mails that will expire. It keeps to its clock whatever the system does, and holds a bounded number of bodies.
 */
public final class Load implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final int WAITING = 16;
    private static final Duration CODE_EVERY = Duration.ofMillis(200);
    private static final Duration DOOMED_EVERY = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(5);

    /** At full speed: recipients that may be on their way, so that it is delivery that is measured. */
    private static final int ON_THE_WAY = 20_000;

    private final Client client;
    private final Arrivals arrivals;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final ThreadPoolExecutor campaigns = posters();
    private final ThreadPoolExecutor codes = posters();
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger codeSerial = new AtomicInteger();
    private final AtomicInteger doomedNumber = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder suppressed = new LongAdder();
    private final LongAdder doomed = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    public Load(Client client, Arrivals arrivals) {
        this.client = client;
        this.arrivals = arrivals;
    }

    private static ThreadPoolExecutor posters() {
        return new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING));
    }

    /** Calls that were refused or failed and were made again. */
    public long refusals() {
        return client.refusals();
    }

    /** Of them those that no server should answer so, such as 500. */
    public long faults() {
        return client.faults();
    }

    /** Recipients answered with 202. */
    public long accepted() {
        return accepted.sum();
    }

    /** Of the accepted those that are suppressed. */
    public long suppressed() {
        return suppressed.sum();
    }

    /** Of the accepted those that no server will take. */
    public long doomed() {
        return doomed.sum();
    }

    /** Accepted recipients that the mail server still waits for, those that will expire left out. */
    public long onTheWay() {
        return accepted() - suppressed() - doomed() - arrivals.tally().done();
    }

    /** Messages that were not submitted on time because too many others were waiting for their answer. */
    public long missed() {
        return missed.sum();
    }

    /**
     * Campaigns as fast as they are delivered.
     *
     * @return mails a second that arrived in the second half of the time
     */
    public double fullSpeed(Duration length) {
        long begin = System.nanoTime();
        long half = begin + length.toNanos() / 2;
        long end = begin + length.toNanos();
        long atHalf = -1;
        while (System.nanoTime() < end) {
            check();
            if (atHalf < 0 && System.nanoTime() >= half) {
                atHalf = arrivals.tally().done();
                half = System.nanoTime();
            }
            if (campaigns.getQueue().isEmpty() && onTheWay() < ON_THE_WAY) {
                submitCampaign();
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return (arrivals.tally().done() - atHalf) / ((System.nanoTime() - half) / 1e9);
    }

    /** Waits until all accepted mail has arrived, or none has arrived for this time. */
    public void drain(Duration patience) {
        long seen = onTheWay();
        long progressAt = System.nanoTime();
        while (onTheWay() > 0 && System.nanoTime() - progressAt < patience.toNanos()) {
            check();
            if (onTheWay() != seen) {
                seen = onTheWay();
                progressAt = System.nanoTime();
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** Starts to send at this rate in mails a second; returns at once. */
    public void begin(int mailsPerSecond) {
        every(Duration.ofNanos(TimeUnit.SECONDS.toNanos(1) / mailsPerSecond * Bodies.RECIPIENTS), this::submitCampaign);
        every(CODE_EVERY, this::submitCode);
        every(DOOMED_EVERY, this::submitDoomed);
    }

    private void every(Duration period, Runnable work) {
        clock.scheduleAtFixedRate(work, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops the load and waits for outstanding answers. */
    public void end() {
        try {
            clock.shutdownNow();
            clock.awaitTermination(1, TimeUnit.MINUTES);
            for (ExecutorService posters : new ExecutorService[] {campaigns, codes}) {
                posters.shutdown();
                if (!posters.awaitTermination(3, TimeUnit.MINUTES)) {
                    throw new BenchException("the API does not respond");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        check();
    }

    /** @throws BenchException if a submission failed permanently */
    public void check() {
        if (failure.get() != null) {
            throw new BenchException(failure.get().getMessage(), failure.get());
        }
    }

    private void submitCampaign() {
        submit(campaigns, () -> {
            int first = readers.getAndAdd(Bodies.RECIPIENTS);
            accepted(client.submit("campaign-" + first, Bodies.campaign(first)));
            suppressed.add(Bodies.RECIPIENTS / Reader.GONE_EVERY);
        });
    }

    private void submitCode() {
        submit(codes, () -> {
            int serial = codeSerial.getAndIncrement();
            byte[] body = Bodies.code(serial);
            arrivals.sent(serial, System.nanoTime());
            accepted(client.submit("code-" + serial, body));
        });
    }

    private void submitDoomed() {
        submit(codes, () -> {
            int number = doomedNumber.getAndIncrement();
            int recipients = client.submit("doomed-" + number, Bodies.doomed(number));
            doomed.add(recipients);
            accepted(recipients);
        });
    }

    private void accepted(int recipients) {
        accepted.add(recipients);
    }

    private void submit(ExecutorService posters, Runnable post) {
        try {
            posters.execute(() -> {
                try {
                    post.run();
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            });
        } catch (RejectedExecutionException e) {
            missed.increment();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        campaigns.shutdownNow();
        codes.shutdownNow();
    }
}
