package io.postrider.router.route;

import io.postrider.dns.MxAnswer;
import io.postrider.dns.MxLookup;
import io.postrider.routing.Site;
import io.postrider.routing.Sites;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Finds the sites of hosted domains by their mail servers. */
final class HostedSites {
    /**
     * The maximum wait of a batch for all its domains. It can continue without a site, which the sender will look up.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MxLookup lookup;

    HostedSites(MxLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Looks all of them up concurrently; the lookup bounds the number of simultaneous queries.
     *
     * @return the names of the sites found, by domain; never fails; immediate if all answers are cached, otherwise on
     *     any thread
     */
    CompletionStage<Map<String, String>> of(Set<String> domains, Sites sites) {
        Map<String, CompletableFuture<MxAnswer>> answers = new HashMap<>();
        domains.forEach(domain -> answers.put(domain, lookup.lookup(domain).toCompletableFuture()));
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new));
        return all.isDone()
                ? CompletableFuture.completedFuture(known(answers, sites))
                : all.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .handle((done, failure) -> known(answers, sites));
    }

    private static Map<String, String> known(Map<String, CompletableFuture<MxAnswer>> answers, Sites sites) {
        Map<String, String> found = new HashMap<>();
        answers.forEach((domain, answer) -> {
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                site(answer.join(), sites).ifPresent(site -> found.put(domain, site));
            }
        });
        return found;
    }

    /** The site that has all of the most preferred servers; less preferred ones may be a backup elsewhere. */
    static Optional<String> site(MxAnswer answer, Sites sites) {
        if (!(answer instanceof MxAnswer.Hosts hosts)) {
            return Optional.empty();
        }
        Set<Optional<String>> names = new HashSet<>();
        hosts.preferred().forEach(host -> names.add(sites.ofMx(host).map(Site::name)));
        return names.size() == 1 ? names.iterator().next() : Optional.empty();
    }
}
