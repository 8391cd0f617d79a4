package io.postrider.bench.sink;

import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import java.util.function.ObjLongConsumer;

/** A sink in this JVM, which reports the arrival time of each mail, and can delay its replies. */
public final class TimedSink implements Sink {
    private final SmtpSink sink;
    private final Tally tally = new Tally();

    /**
     * @param delay of its answer in each of the two round trips that a mail takes (RFC 2920: up to DATA, and after the last dot)
     * @param mails gets each mail with the {@link System#nanoTime()} of its last byte
     */
    public TimedSink(Duration delay, ObjLongConsumer<ReceivedMail> mails) {
        sink = SmtpSink.start();
        sink.onMail(mail -> {
            long now = System.nanoTime();
            mails.accept(mail, now);
            tally.one(now);
        });
        if (!delay.isZero()) {
            Action late = Action.wait(delay, Action.proceed());
            sink.script(Script.at(SmtpStage.DATA, late).or(Script.at(SmtpStage.END_OF_DATA, late)));
        }
    }

    @Override
    public int port() {
        return sink.port();
    }

    @Override
    public ProcessHandle process() {
        return ProcessHandle.current();
    }

    @Override
    public long total() {
        return tally.total();
    }

    @Override
    public long await(long goal, Duration patience) {
        return tally.await(goal, patience, () -> {});
    }

    @Override
    public void close() {
        sink.close();
    }
}
