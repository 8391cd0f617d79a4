package io.postrider.sender.receive;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The recipients in progress here. A batch that shares a recipient with another one in progress waits for it, because
 * its outcome decides what the second must do. After a lost link the broker redelivers unfinished batches, and after a
 * crash of an earlier step the same recipients may arrive in two batches. It holds as much as the broker may deliver.
 */
final class BatchesInProgress {
    /** @param ordinals in ascending order */
    private record Stay(int[] ordinals, CompletableFuture<Void> over) {
        static Stay of(Batch batch) {
            int[] ordinals = batch.recipients().stream()
                    .mapToInt(Recipient::ordinal)
                    .sorted()
                    .toArray();
            return new Stay(ordinals, new CompletableFuture<>());
        }

        boolean meets(Stay other) {
            int mine = 0;
            int theirs = 0;
            while (mine < ordinals.length && theirs < other.ordinals.length) {
                int difference = Integer.compare(ordinals[mine], other.ordinals[theirs]);
                if (difference == 0) {
                    return true;
                }
                mine += difference < 0 ? 1 : 0;
                theirs += difference > 0 ? 1 : 0;
            }
            return false;
        }
    }

    private final Map<UUID, List<Stay>> byMessage = new HashMap<>();

    /** Runs the work once none of the batch's recipients is in progress any more. */
    Uni<Void> alone(Batch batch, Uni<Void> run) {
        UUID message = batch.message().id();
        Stay stay = Stay.of(batch);
        List<CompletableFuture<Void>> earlier = begin(message, stay);
        Uni<Void> turn = earlier.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().completionStage(CompletableFuture.allOf(earlier.toArray(CompletableFuture[]::new)));
        return turn.chain(() -> run).onTermination().invoke(() -> {
            end(message, stay);
            stay.over.complete(null);
        });
    }

    private synchronized List<CompletableFuture<Void>> begin(UUID message, Stay stay) {
        List<Stay> stays = byMessage.computeIfAbsent(message, first -> new ArrayList<>(1));
        List<CompletableFuture<Void>> earlier =
                stays.stream().filter(stay::meets).map(Stay::over).toList();
        stays.add(stay);
        return earlier;
    }

    private synchronized void end(UUID message, Stay stay) {
        List<Stay> stays = byMessage.get(message);
        stays.remove(stay);
        if (stays.isEmpty()) {
            byMessage.remove(message);
        }
    }

    synchronized int messages() {
        return byMessage.size();
    }
}
