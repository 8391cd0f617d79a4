package io.postrider.router.route;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.routing.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Splits a batch by the routes of its recipients. */
final class BatchSplit {

    /** Recipients of one site with the same matching routes. */
    private record Group(String site, List<Route> candidates) {
        List<String> names() {
            return candidates.stream().map(Route::name).toList();
        }
    }

    /** Whether a route must not be used at present for mail from a From domain to a site or, if the recipient's domain has
     * no site, to that domain. */
    @FunctionalInterface
    interface Suspended {
        boolean holds(Route route, String fromDomain, String site);
    }

    private BatchSplit() {}

    /**
     * The ids of the batches are derived from all recipients that take the same routes, whether finished or not. So if
     * a batch is redelivered after a crash, with some recipients finished, it is split into the same batches again, and
     * the broker drops them as duplicates.
     *
     * @param kept the outstanding recipients of the batch
     * @param suspended whether a route is suspended. Suspended routes are chosen only if all matching routes of a group
     *     are suspended; its mail then waits for one of them
     * @param site the name of the site of a domain, or null if it has none, like most small domains
     * @param order puts the names of the routes that take a group in the order in which they are tried
     * @return batches with site and routes; a batch without routes holds the recipients that no route matches
     */
    static List<Batch> of(
            Batch batch,
            List<Recipient> kept,
            List<Route> routes,
            Suspended suspended,
            UnaryOperator<String> site,
            Function<List<Route>, List<String>> order) {
        Map<Group, List<Recipient>> groups = new LinkedHashMap<>();
        Map<String, Group> byDomain = new HashMap<>();
        String sender = domain(batch.message().from());
        for (Recipient recipient : batch.recipients()) {
            Group key = byDomain.computeIfAbsent(recipient.domain(), domain -> {
                String at = site.apply(domain);
                Predicate<Route> held = route -> suspended.holds(route, sender, at == null ? domain : at);
                return new Group(at, taking(batch, routes, held, sender, domain));
            });
            groups.computeIfAbsent(key, first -> new ArrayList<>()).add(recipient);
        }
        Predicate<Recipient> isKept =
                kept.size() == batch.recipients().size() ? all -> true : Set.copyOf(kept)::contains;
        List<Batch> planned = new ArrayList<>(groups.size());
        groups.forEach((key, group) -> {
            List<Recipient> left = group.stream().filter(isKept).toList();
            if (!left.isEmpty()) {
                planned.add(plan(batch, key, group, left, order));
            }
        });
        return planned;
    }

    /** A batch that returns with a slot on a route keeps that route; if the route is no longer a candidate, the slot is lost. */
    private static Batch plan(
            Batch batch,
            Group key,
            List<Recipient> group,
            List<Recipient> left,
            Function<List<Route>, List<String>> order) {
        boolean keepsItsTurn =
                batch.turn() != null && !batch.routes().isEmpty() && key.names().containsAll(batch.routes());
        List<String> names;
        if (key.candidates().isEmpty()) {
            names = List.of();
        } else {
            names = keepsItsTurn ? batch.routes() : order.apply(key.candidates());
        }
        return (keepsItsTurn ? batch : batch.withoutTurn()).routed(key.site(), names, group, left);
    }

    private static List<Route> taking(
            Batch batch, List<Route> routes, Predicate<Route> suspended, String sender, String domain) {
        List<Route> taking = routes.stream()
                .filter(route -> route.takes(sender, domain, batch.message().lane()))
                .toList();
        List<Route> inUse = taking.stream().filter(suspended.negate()).toList();
        return inUse.isEmpty() ? taking : inUse;
    }

    static String domain(String email) {
        return email.substring(email.lastIndexOf('@') + 1);
    }
}
