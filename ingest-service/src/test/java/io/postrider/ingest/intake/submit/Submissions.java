package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.api.Settings;
import io.postrider.ingest.intake.submit.estimate.EstimateSlots;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Refusal;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** Reads bodies of submissions without a service around it. */
public final class Submissions {
    private Submissions() {}

    /** @param more names of settings, each followed by its value */
    public static SubmitSettings settings(String... more) {
        return Settings.of(SubmitSettings.class, more);
    }

    /** @param more as of {@link #settings} */
    public static Submit submit(Clock clock, String... more) {
        return new Submit(settings(more), clock, new EstimateSlots(EstimateSlots.Limits.of(2)));
    }

    static Submission read(Submit submit, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return submit.message(RequestBody.of(bytes), null).await().atMost(Patience.LIMIT);
    }

    public static List<Problem.Fault> faults(Submit submit, String message) {
        return assertThrows(Refusal.class, () -> read(submit, message))
                .problem()
                .faults();
    }

    /** The only fault of a message. */
    static Problem.Fault fault(Submit submit, ObjectNode message) {
        List<Problem.Fault> faults = faults(submit, message.toString());
        assertEquals(1, faults.size(), faults::toString);
        return faults.get(0);
    }
}
