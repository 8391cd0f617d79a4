package io.postrider.sender.compose;

import io.postrider.mail.Batch;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Envelope;
import io.postrider.templates.Extent;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The mails of one batch before they are composed. */
public final class Drafts {
    /**
     * If the upper bound of a mail's size is at most this many bytes, the bound is used as its size; otherwise the size
     * is measured.
     */
    private static final long SURE = 128 << 10;

    private final Composer composer;
    private final ComposePool workshop;
    private final CompiledContent content;
    private final MessageHead head;
    private final int attempt;
    private final BooleanSupplier expired;
    private final Extent shared;

    /** @param expired whether the batch's message has expired; checked before each mail is composed */
    Drafts(Composer composer, ComposePool workshop, CompiledContent content, Batch batch, BooleanSupplier expired) {
        this.composer = composer;
        this.workshop = workshop;
        this.content = content;
        this.head = batch.message();
        this.attempt = batch.attempt();
        this.expired = expired;
        this.shared = Extent.of(head.variables());
    }

    public Draft to(Recipient recipient) {
        return new OfRecipient(recipient, composer.envelope(head, recipient));
    }

    private final class OfRecipient implements Draft {
        private final Recipient recipient;
        private final Envelope envelope;

        OfRecipient(Recipient recipient, Envelope envelope) {
            this.recipient = recipient;
            this.envelope = envelope;
        }

        @Override
        public Envelope envelope() {
            return envelope;
        }

        @Override
        public int attempt() {
            return attempt;
        }

        @Override
        public <T> CompletionStage<Made<T>> make(BooleanSupplier wanted, Function<ComposedMail, T> form) {
            Recipient addressee = content.addressee(recipient);
            long most = content.sizeAtMost(shared.with(addressee));
            return workshop.make(
                    most <= SURE ? most : -1,
                    () -> content.size(head.variables(), addressee),
                    wanted,
                    () -> form.apply(
                            composer.compose(content, head, recipient, envelope).unless(expired)));
        }
    }
}
