package io.postrider.sender.compose;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.compose.content.LaneContents;
import io.postrider.sender.compose.sign.Signing;
import io.postrider.sender.model.BusyException;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.ComposedMail;
import io.postrider.store.messages.ContentStore;
import io.postrider.tokens.ReturnPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The step: loads the content of a batch, then composes the mail of each recipient. */
@ApplicationScoped
public class Composing {
    private static final Logger LOG = Logger.getLogger(Composing.class);

    private final ComposeSettings settings;
    private final ReturnPathSettings verp;
    private final ComposePools workshops;
    private final Map<Lane, LaneContents> contents = new EnumMap<>(Lane.class);
    private final Vertx vertx;
    private final Clock clock;
    private final ComposeMeters meters;
    private volatile Composer composer = new Composer();

    public Composing(
            ContentStore store,
            ComposeSettings settings,
            ReturnPathSettings returnPath,
            Vertx vertx,
            Clock clock,
            ComposeMeters meters) {
        this.settings = settings;
        this.verp = returnPath;
        this.vertx = vertx;
        this.clock = clock;
        this.meters = meters;
        this.workshops = new ComposePools(
                settings.mailsInFlight().asLongValue(), Runtime.getRuntime().availableProcessors());
        long cache = settings.cache().asLongValue();
        long inUse = settings.contentsInUse().asLongValue();
        for (Lane lane : Lane.values()) {
            ComposePool workshop = workshops.of(lane);
            contents.put(
                    lane,
                    new LaneContents(
                            ComposePools.share(cache, lane),
                            ComposePools.share(inUse, lane),
                            store,
                            workshop.workers()));
            meters.mailsInFlight(lane, workshop.memory()::held, workshop.memory()::waiting);
        }
    }

    /**
     * Reads the DKIM keys, if any are configured, and watches their file from then on. Fails on wrong settings. Blocks.
     */
    public void open() {
        Signing signing = settings.dkim()
                .map(file -> Signing.open(file, clock, meters::unsigned))
                .orElseGet(Signing::none);
        composer = new Composer(signing, returnPath());
        if (settings.dkim().isPresent()) {
            lookLater(signing);
        }
    }

    private Optional<ReturnPath> returnPath() {
        if (verp.domain().isPresent() != verp.keys().isPresent()) {
            throw new IllegalArgumentException("postrider.verp.domain and postrider.verp.keys: set both or none");
        }
        try {
            return verp.domain()
                    .map(domain -> new ReturnPath(domain, verp.keys().orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("postrider.verp: " + e.getMessage(), e);
        }
    }

    /** One check at a time, however long a file system takes. */
    private void lookLater(Signing signing) {
        vertx.setTimer(
                settings.dkimLook().toMillis(),
                tick -> vertx.executeBlocking(
                                () -> {
                                    signing.look();
                                    return null;
                                },
                                false)
                        .onFailure(bug -> LOG.error("the DKIM keys could not be checked for changes", bug))
                        .onComplete(looked -> lookLater(signing)));
    }

    /**
     * Runs the work of a batch with the compiled content of a claim check, which stays in memory meanwhile. Fails with
     * {@link ComposeException} if the content is missing or unusable.
     */
    public Uni<Void> with(String claimCheck, Lane lane, Function<CompiledContent, Uni<Void>> work) {
        return contents.get(lane).with(claimCheck, work);
    }

    /**
     * The mails of a batch. Composing one fails with {@link ComposeException} if that can never succeed (its message is
     * the bounce's reason), with {@link BusyException} if it can be retried, and with {@link
     * ComposedMail.ExpiredException}.
     *
     * @param expired asked before a mail is composed
     */
    public Drafts drafts(CompiledContent content, Batch batch, BooleanSupplier expired) {
        return new Drafts(composer, workshops.of(batch.message().lane()), content, batch, expired);
    }

    public void close() {
        workshops.close();
    }
}
