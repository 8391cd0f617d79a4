package io.postrider.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the engine gets at variables: through a {@link Scope} or not at all. The engine's own way is reflection. */
final class ScopeCollector implements Mustache.Collector {
    private static final Mustache.VariableFetcher FETCHER = (context, name) -> {
        Object value = null;
        if (context instanceof Scope scope) {
            value = scope.find(name);
        } else if (context instanceof Scope.Elements elements) {
            value = elements.find(name);
        }
        return value == null ? Template.NO_FETCHER_FOUND : value;
    };

    @Override
    public Iterator<?> toIterator(Object value) {
        return Scope.elements(value);
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return FETCHER;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new ConcurrentHashMap<>();
    }
}
