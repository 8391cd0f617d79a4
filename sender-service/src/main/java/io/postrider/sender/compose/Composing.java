package io.postrider.sender.compose;

import io.postrider.contract.MessageHead;
import io.postrider.contract.Recipient;
import io.postrider.ledger.ContentStore;
import io.postrider.sender.Letter;
import io.postrider.sender.SenderSettings;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;

/** The step: the content of a batch, then the letter of each recipient. */
@ApplicationScoped
public class Composing {
    private final Contents contents;
    private final Composer composer = new Composer();

    public Composing(ContentStore store, SenderSettings settings) {
        contents = new Contents(
                settings.compose().cache().asLongValue(), store::load, Infrastructure.getDefaultWorkerPool());
    }

    /** The compiled content under a claim check. Fails with {@link ComposeException} if it cannot be had or used. */
    public Uni<CompiledContent> content(String claimCheck) {
        return contents.get(claimCheck);
    }

    /** @throws ComposeException if this recipient's letter cannot be composed; its message is the bounce's reason */
    public Letter letter(CompiledContent content, MessageHead head, Recipient recipient) {
        return composer.compose(content, head, recipient);
    }
}
