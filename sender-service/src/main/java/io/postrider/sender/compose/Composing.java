package io.postrider.sender.compose;

import io.postrider.contract.MessageHead;
import io.postrider.contract.Recipient;
import io.postrider.ledger.ContentStore;
import io.postrider.sender.Letter;
import io.postrider.sender.Meters;
import io.postrider.sender.SenderSettings;
import io.postrider.sender.compose.sign.Signing;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** The step: the content of a batch, then the letter of each recipient. */
@ApplicationScoped
public class Composing {
    private static final Logger LOG = Logger.getLogger(Composing.class);

    private final SenderSettings.Compose settings;
    private final Contents contents;
    private final Vertx vertx;
    private final Clock clock;
    private final Meters meters;
    private volatile Composer composer = new Composer();

    public Composing(ContentStore store, SenderSettings settings, Vertx vertx, Clock clock, Meters meters) {
        this.settings = settings.compose();
        this.vertx = vertx;
        this.clock = clock;
        this.meters = meters;
        contents = new Contents(
                settings.compose().cache().asLongValue(), store::load, Infrastructure.getDefaultWorkerPool());
    }

    /** Reads the DKIM keys if there are any, and from then on follows their file. Fails if it cannot be used. Blocks. */
    public void open() {
        settings.dkim().ifPresent(file -> {
            Signing signing = Signing.open(file, clock, meters::unsigned);
            composer = new Composer(signing);
            lookLater(signing);
        });
    }

    /** One look at a time, however long a file system takes. */
    private void lookLater(Signing signing) {
        vertx.setTimer(
                settings.dkimLook().toMillis(),
                tick -> vertx.executeBlocking(
                                () -> {
                                    signing.look();
                                    return null;
                                },
                                false)
                        .onFailure(bug -> LOG.error("the DKIM keys could not be looked at", bug))
                        .onComplete(looked -> lookLater(signing)));
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
