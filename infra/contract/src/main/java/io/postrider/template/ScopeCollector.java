package io.postrider.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.AbstractMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** How the engine gets at variables: through a {@link Scope} or not at all. The engine's own way is reflection. */
final class ScopeCollector implements Mustache.Collector {
    private static final Mustache.VariableFetcher FETCHER = (context, name) -> {
        Object value = null;
        if (context instanceof Scope scope) {
            value = scope.find(name);
        } else if (context instanceof Scope.Elements elements) {
            value = elements.find(name);
        } else {
            // A text, number or boolean whose section encloses the tag: it has nothing inside, but it was asked.
            Scope.asked();
        }
        return value == null ? Template.NO_FETCHER_FOUND : value;
    };

    @Override
    public Iterator<?> toIterator(Object value) {
        // A section, also one whose name the engine knows itself, such as -last.
        Scope.asked();
        return Scope.elements(value);
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return FETCHER;
    }

    /**
     * The engine keeps a fetcher for each class and name, which takes time by the square of the number of names whose hashes
     * are made to be the same. There is only one fetcher.
     */
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
