package io.postrider.sender.deliver.mx;

import io.postrider.dns.MxAnswer;
import io.postrider.routing.Shaping;
import io.postrider.routing.Site;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.pool.SmtpConnectionPool;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The destinations of one route that have mails in progress or may still have connections; at most {@value #MOST}.
 * Destinations of a known site share the site's connections; any other has a separate share.
 */
final class Destinations {
    static final int MOST = 2_000;

    /** Conservative limits for an unknown server. */
    static final int CONNECTIONS = 5;

    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(60);

    private final MxEnvironment environment;
    private final SmtpSettings settings;
    private final DestinationLane.Shared shared;

    /** Least recently used first. */
    private final Map<List<MxAnswer.Host>, Destination> open = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, ConnectionBudget.Share> sites = new HashMap<>();
    private boolean closing;

    /** @param settings of connections to sites without specific settings */
    Destinations(MxEnvironment environment, SmtpSettings settings, DestinationLane.Shared shared) {
        this.environment = environment;
        this.settings = settings;
        this.shared = shared;
    }

    /**
     * The destination, to which a mail has been added: call {@link Destination#leave} afterwards. Null if the maximum
     * of destinations is in use, or all are closing.
     *
     * @param domain a domain that its servers serve
     */
    Destination enter(MxAnswer.Hosts hosts, String domain) {
        Destination evicted = null;
        Destination destination;
        synchronized (open) {
            destination = open.get(hosts.all());
            if (destination == null && !closing) {
                evicted = open.size() < MOST ? null : evict();
                if (open.size() < MOST) {
                    destination = create(hosts, domain);
                    open.put(hosts.all(), destination);
                }
            }
            if (destination != null) {
                destination.enter();
            }
        }
        if (evicted != null) {
            evicted.close();
        }
        return destination;
    }

    /** Closes an idle connection: one of this share if only the share is exhausted, otherwise any. */
    void makeRoom(ConnectionBudget.Share share) {
        boolean anyHelps = shared.budget().full();
        synchronized (open) {
            for (Destination destination : open.values()) {
                if ((anyHelps || destination.share() == share) && destination.releaseIdle()) {
                    return;
                }
            }
        }
    }

    /** Forgets destinations that were not used for a minute. */
    void forget() {
        List<Destination> gone = new ArrayList<>();
        synchronized (open) {
            for (Iterator<Destination> all = open.values().iterator(); all.hasNext(); ) {
                Destination destination = all.next();
                if (destination.forgotten(FORGOTTEN_AFTER.toNanos())) {
                    all.remove();
                    gone.add(destination);
                }
            }
        }
        gone.forEach(Destination::close);
    }

    int size() {
        synchronized (open) {
            return open.size();
        }
    }

    int sum(ToIntFunction<SmtpConnectionPool> figure) {
        return all().stream().mapToInt(destination -> destination.sum(figure)).sum();
    }

    /** Completes when the last connection is closed. */
    Future<Void> close() {
        synchronized (open) {
            closing = true;
        }
        return Future.all(all().stream().map(Destination::close).toList()).mapEmpty();
    }

    void cut() {
        all().forEach(Destination::cut);
    }

    private List<Destination> all() {
        synchronized (open) {
            return List.copyOf(open.values());
        }
    }

    /** Under the lock. */
    private Destination evict() {
        for (Iterator<Destination> all = open.values().iterator(); all.hasNext(); ) {
            Destination destination = all.next();
            if (destination.empty()) {
                all.remove();
                return destination;
            }
        }
        return null;
    }

    /** Under the lock. */
    private Destination create(MxAnswer.Hosts hosts, String domain) {
        Optional<Site> site = environment
                .sites()
                .get()
                .ofDomain(domain)
                .or(() -> environment.sites().get().ofMx(hosts.all().get(0).name()));
        ConnectionBudget.Share share = site.map(known -> sites.computeIfAbsent(known.name(), this::shareOfSite))
                .orElseGet(() -> share(null));
        int connections = site.map(Site::shaping).map(Shaping::maxConnections).orElse(CONNECTIONS);
        int mails = site.map(Site::shaping).map(Shaping::mailsPerConnection).orElse(0);
        return new Destination(hosts, share, connections, settings.withMailsPerConnection(mails), shared);
    }

    private ConnectionBudget.Share shareOfSite(String name) {
        return share(name);
    }

    /** Evaluated each time: the sites file and the number of senders change. */
    private ConnectionBudget.Share share(String site) {
        return new ConnectionBudget.Share(() -> {
            int most = Optional.ofNullable(site)
                    .flatMap(name -> environment.sites().get().named(name))
                    .map(known -> known.shaping().maxConnections())
                    .orElse(CONNECTIONS);
            return Math.max(1, most / Math.max(1, environment.senders().getAsInt()));
        });
    }
}
