package io.postrider.templates.render;

import com.samskivert.mustache.Mustache;
import java.util.AbstractMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Restricts the engine's access to values: only through a {@link VariableScope}. By default the engine would use
 * reflection.
 */
final class ScopeCollector implements Mustache.Collector {
    private static final Mustache.VariableFetcher FETCHER = (context, number) -> ((VariableScope) context).tag(number);

    @Override
    public Iterator<?> toIterator(Object value) {
        return value instanceof SectionScopes elements ? elements : null;
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return FETCHER;
    }

    /** The engine caches a fetcher per class and name, so a single one is enough. */
    @Override
    @SuppressWarnings("unchecked")
    public <K, V> Map<K, V> createFetcherCache() {
        return (Map<K, V>) new OneFetcher();
    }

    private static final class OneFetcher extends AbstractMap<Object, Mustache.VariableFetcher> {
        @Override
        public Mustache.VariableFetcher get(Object key) {
            return FETCHER;
        }

        @Override
        public Mustache.VariableFetcher put(Object key, Mustache.VariableFetcher fetcher) {
            return fetcher;
        }

        @Override
        public Set<Entry<Object, Mustache.VariableFetcher>> entrySet() {
            return Set.of();
        }
    }
}
