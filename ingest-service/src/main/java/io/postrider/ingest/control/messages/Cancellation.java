package io.postrider.ingest.control.messages;

import io.postrider.ingest.web.Problem;
import io.postrider.store.deliveries.Counts;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.State;
import io.postrider.store.messages.Messages;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Marks a message as cancelled. The next step that would hand over its mails finds the mark. */
@Singleton
class Cancellation {
    private final Messages messages;
    private final Counts counts;
    private final Clock clock;

    Cancellation(Messages messages, Counts counts, Clock clock) {
        this.messages = messages;
        this.counts = counts;
        this.clock = clock;
    }

    /** @return the number of recipients in flight; they become cancelled unless a mail server already has their mail */
    Uni<Long> cancel(UUID id) {
        return messages.extent(id).chain(found -> {
            Messages.Extent message = found.orElseThrow(() -> unknown().refusal());
            boolean before = message.halt() == Halt.CANCELLED;
            return counts.of(id, message.recipients())
                    .map(Cancellation::inFlight)
                    .chain(inFlight -> {
                        if (inFlight == 0 && !before) {
                            throw done().refusal();
                        }
                        return messages.cancel(id, clock.instant()).replaceWith(inFlight);
                    });
        });
    }

    private static long inFlight(Map<State, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** For an id that no message has. */
    static Problem unknown() {
        return Problem.notFound("No message has this id.");
    }

    private static Problem done() {
        return Problem.of(409, "done", "The message cannot be cancelled", "Every recipient already has a final state.");
    }
}
