package io.postrider.ingest.web.access;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps untrusted input out of the tags of {@code http.server.requests}: a request that is refused before its path is
 * matched would add a time series with its path and method.
 */
@Singleton
class HttpMetrics {
    private static final String METER = "http.server.requests";
    private static final String URI = "uri";
    private static final String METHOD = "method";
    private static final String STATUS = "status";
    private static final String OPTIONS = "OPTIONS";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", OPTIONS);
    /**
     * Statuses of answers usually sent before a resource is matched, for which the tag would be the path instead of the
     * template.
     */
    private static final Set<String> UNMATCHED =
            Set.of("400", "401", "405", "406", "408", "413", "415", "429", "431", "501");

    private static final String OTHER = "OTHER";

    @Produces
    @Singleton
    MeterFilter ownWords() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(METER) ? cleaned(id) : id;
            }
        };
    }

    private static Meter.Id cleaned(Meter.Id id) {
        boolean unmatched = UNMATCHED.contains(String.valueOf(id.getTag(STATUS))) || OPTIONS.equals(id.getTag(METHOD));
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : id.getTagsAsIterable()) {
            boolean strange = tag.getKey().equals(URI) && unmatched
                    || tag.getKey().equals(METHOD) && !METHODS.contains(tag.getValue());
            tags.add(strange ? Tag.of(tag.getKey(), OTHER) : tag);
        }
        return id.replaceTags(tags);
    }
}
