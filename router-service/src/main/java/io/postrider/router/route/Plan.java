package io.postrider.router.route;

import io.postrider.contract.Batch;
import io.postrider.contract.Recipient;
import io.postrider.routes.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cuts a batch into those that go the same way. */
final class Plan {

    /** Recipients of one site whom the same routes take. */
    private record Way(String site, List<Route> candidates) {
        String key() {
            StringBuilder key = new StringBuilder("route/").append(site);
            candidates.forEach(route -> key.append('/').append(route.name()));
            return key.toString();
        }
    }

    private Plan() {}

    /**
     * @param order puts the names of the routes that take a group in the order in which they are tried
     * @return batches with site and routes; a batch without routes holds those whom none takes
     */
    static List<Batch> of(Batch batch, List<Route> routes, Function<List<Route>, List<String>> order) {
        Map<Way, List<Recipient>> groups = new LinkedHashMap<>();
        Map<String, Way> ways = new HashMap<>();
        String sender = domain(batch.message().from());
        for (Recipient recipient : batch.recipients()) {
            Way way = ways.computeIfAbsent(recipient.domain(), domain -> way(batch, routes, sender, domain));
            groups.computeIfAbsent(way, first -> new ArrayList<>()).add(recipient);
        }
        List<Batch> planned = new ArrayList<>(groups.size());
        groups.forEach((way, recipients) -> {
            List<String> names = way.candidates().isEmpty() ? List.of() : order.apply(way.candidates());
            planned.add(new Batch(
                    batch.derivedId(way.key()), batch.message(), batch.attempt(), way.site(), names, recipients));
        });
        return planned;
    }

    private static Way way(Batch batch, List<Route> routes, String sender, String domain) {
        List<Route> taking = routes.stream()
                .filter(route ->
                        route.match().takes(sender, domain, batch.message().lane()))
                .toList();
        return new Way(Sites.of(domain), taking);
    }

    private static String domain(String email) {
        return email.substring(email.lastIndexOf('@') + 1);
    }
}
