package io.postrider.local.capture;

import io.postrider.neighbours.files.PrivateFiles;
import io.postrider.neighbours.smtp.ReceivedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps the newest mails as files, numbered in order of arrival. Numbering continues over restarts, so the last number
 * is also the count of all mails since the directory was created.
 */
public final class MailBox implements AutoCloseable {
    /** Maximum bytes of mails waiting for the disk. */
    private static final long MOST_WAITING_BYTES = 64L << 20;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 100;
    private static final String SUFFIX = ".eml";
    /** Contains the number of the last removed mail, so that numbering continues. */
    private static final String LAST = "last";

    private record Numbered(long number, ReceivedMail mail) {}

    private final Path directory;
    private final int keep;
    private final Thread writer;
    private final ArrayDeque<Numbered> waiting = new ArrayDeque<>();
    private final NavigableSet<Long> kept = new TreeSet<>();
    private long waitingBytes;
    private long lastNumber;
    private long lastRemoved;
    /** This mail and all before it are on disk or no longer kept. */
    private long lastSettled;

    private boolean closed;

    /** @param keep maximum mails on disk */
    public MailBox(Path directory, int keep) {
        this.directory = directory;
        this.keep = keep;
        try {
            PrivateFiles.directory(directory);
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("\\d{1,18}\\.eml"))
                        .forEach(name -> kept.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lastRemoved = lastRemoved();
        lastNumber = Math.max(lastRemoved, kept.isEmpty() ? 0 : kept.last());
        lastSettled = lastNumber;
        writer = new Thread(this::write, "mail-box");
        writer.setDaemon(true);
        writer.start();
    }

    private long lastRemoved() {
        try {
            return Long.parseLong(Files.readString(directory.resolve(LAST)).strip());
        } catch (IOException | NumberFormatException e) {
            // No mail was ever removed, or the run was killed while writing the number.
            return 0;
        }
    }

    /** Accepts a mail to be kept; returns immediately. */
    public synchronized void take(ReceivedMail mail) {
        lastNumber++;
        if (waiting.isEmpty()) {
            notifyAll();
        }
        waiting.add(new Numbered(lastNumber, mail));
        waitingBytes += mail.content().length;
        // Only the newest are kept in the end, so the oldest are dropped.
        while (waiting.size() > keep || waitingBytes > MOST_WAITING_BYTES) {
            waitingBytes -= waiting.poll().mail().content().length;
        }
    }

    /** The number of all mails ever received, including those no longer kept. */
    public synchronized long count() {
        return lastNumber;
    }

    /**
     * Numbers of kept mails, the newest first.
     *
     * @param before only mails older than this number
     * @param most maximum number of mails
     */
    synchronized List<Long> newest(long before, int most) {
        List<Long> numbers = new ArrayList<>(Math.min(most, kept.size()));
        for (Long number : kept.headSet(before, false).descendingSet()) {
            if (numbers.size() == most) {
                break;
            }
            numbers.add(number);
        }
        return numbers;
    }

    /**
     * Waits until a mail newer than this number is kept.
     *
     * @param millis maximum wait
     */
    synchronized void awaitNewer(long number, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (kept.higher(number) == null && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /**
     * Waits until every mail received so far can be read, at most as long as the disk may take.
     *
     * @return the number of the last mail that can be read; all kept mails before it can be read as well
     */
    synchronized long awaitSettled() throws InterruptedException {
        long last = lastNumber;
        long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (lastSettled < last && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return lastSettled;
    }

    /** Removes every mail received so far; numbering continues. */
    synchronized void removeAll() {
        lastRemoved = lastNumber;
        lastSettled = lastNumber;
        notifyAll();
        waiting.clear();
        waitingBytes = 0;
        PrivateFiles.write(directory.resolve(LAST), Long.toString(lastRemoved));
        for (long number : kept) {
            try {
                Files.deleteIfExists(file(number));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        kept.clear();
    }

    /** The next newer kept mail. */
    synchronized Optional<Long> newer(long number) {
        return Optional.ofNullable(kept.higher(number));
    }

    /** The next older kept mail. */
    synchronized Optional<Long> older(long number) {
        return Optional.ofNullable(kept.lower(number));
    }

    /** Mails that the writer has not processed yet. */
    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int kept() {
        return kept.size();
    }

    /** The mail as received, after the trace fields that a final mail server adds; empty if it is not kept. */
    Optional<byte[]> read(long number) {
        try {
            return Optional.of(Files.readAllBytes(file(number)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes all waiting mails, within a few seconds. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (List<Numbered> next = next(); !next.isEmpty(); next = next()) {
                for (Numbered numbered : next) {
                    PrivateFiles.write(file(numbered.number()), Trace.before(numbered.mail()));
                    for (long old : nowKept(numbered.number())) {
                        Files.deleteIfExists(file(old));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("mails can no longer be written; they are counted only", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * All waiting mails, after a pause in which more may arrive, so that a burst wakes this thread a few times and not
     * for each mail.
     */
    private synchronized List<Numbered> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (!closed) {
            wait(PAUSE_MILLIS);
        }
        List<Numbered> next = new ArrayList<>(waiting);
        waiting.clear();
        waitingBytes = 0;
        return next;
    }

    /** The numbers of the mails that this one displaces. */
    private synchronized List<Long> nowKept(long number) {
        lastSettled = Math.max(lastSettled, number);
        if (number <= lastRemoved) {
            return List.of(number);
        }
        kept.add(number);
        notifyAll();
        List<Long> old = new ArrayList<>();
        while (kept.size() > keep) {
            old.add(kept.pollFirst());
        }
        return old;
    }

    private Path file(long number) {
        return directory.resolve("%09d".formatted(number) + SUFFIX);
    }
}
