package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.TwoSenders;
import io.postrider.e2e.kit.TwoSenders.Kept;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SIGTERM under load: what is open is finished and settled, the rest handed back, and nothing is sent twice by it. */
class DrainTest {
    private static final int MAILS = 6_000;
    private static final int PACED = 1_000;

    @Test
    void sendersThatAreStoppedUnderLoadSendNothingTwice() {
        try (TwoSenders all = TwoSenders.started("drain", null)) {
            Kept sink = Kept.on(0);
            sink.sink().script(Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(50), Action.proceed())));
            all.routes(TwoSenders.route("slow", sink.sink(), "max_connections: 20"));
            all.send(TwoSenders.addresses("drain", "mail.example", MAILS));
            for (int stop = 1; stop <= 4; stop++) {
                int mails = stop * MAILS / 6;
                await().until(() -> sink.mails().size() >= mails);
                ServiceProcess sender = all.senders().get(stop % 2);
                sender.stop();
                assertEquals(ServiceProcess.TERMINATED, sender.exitCode(), "it ends by itself, in its grace");
                sender.start();
            }
            await().until(() -> all.delivered("drain") == MAILS);
            assertEquals(MAILS, TwoSenders.recipients(sink.mails()).size(), "distinct recipients");
            assertEquals(MAILS, sink.mails().size(), "mails");
            assertEquals(MAILS, all.number("select count(*) from delivery_event where type = 10"));
            sink.mails().clear();
            pacedMailIsNotSentTwiceEither(all, sink);
            sink.sink().close();
        }
    }

    /** At a rate the rest of a batch waits in the broker while the batch itself is at work, and both are there after a stop. */
    private static void pacedMailIsNotSentTwiceEither(TwoSenders all, Kept sink) {
        sink.sink().script(Script.acceptAll());
        all.routes(TwoSenders.route("paced", sink.sink(), "rate: 50/s"));
        all.send(TwoSenders.addresses("paced", "mail.example", PACED));
        for (int stop = 1; stop <= 3; stop++) {
            int mails = stop * PACED / 5;
            await().until(() -> sink.mails().size() >= mails);
            all.senders().get(stop % 2).stop();
            all.senders().get(stop % 2).start();
        }
        await().until(() -> all.delivered("paced") == PACED);
        assertEquals(PACED, TwoSenders.recipients(sink.mails()).size(), "distinct recipients at a rate");
        assertEquals(PACED, sink.mails().size(), "mails at a rate");
    }
}
