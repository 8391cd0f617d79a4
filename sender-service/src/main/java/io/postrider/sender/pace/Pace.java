package io.postrider.sender.pace;

import io.postrider.contract.Recipient;
import io.postrider.sender.SenderSettings;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Lets the recipients of a batch through. */
@ApplicationScoped
public class Pace {
    private final int window;

    public Pace(SenderSettings settings) {
        this.window = settings.pace().window();
    }

    /**
     * Does the work for each recipient, a window of them at the same time, until the batch is no longer ours.
     *
     * @param work must not fail: what goes wrong with one recipient is an outcome, not the end of the others
     */
    public Uni<Void> each(List<Recipient> recipients, BooleanSupplier ours, Function<Recipient, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(recipients)
                .onItem()
                .transformToUni(recipient -> ours.getAsBoolean()
                        ? work.apply(recipient)
                        : Uni.createFrom().voidItem())
                .merge(window)
                .onItem()
                .ignoreAsUni();
    }
}
