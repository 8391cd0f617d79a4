package io.postrider.templates.render;

import com.samskivert.mustache.Mustache;
import java.util.AbstractMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** How the engine gets at values: by a {@link VariableScope} that is asked for a tag, or not at all. The engine would use reflection. */
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

    /** The engine keeps a fetcher for each class and name, and there is only one. */
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
