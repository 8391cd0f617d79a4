package io.postrider.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The known sites. The many small ones are not included, since they need no separate batches. */
public final class Sites {
    private final List<Site> all;
    private final Map<String, Site> byName = new HashMap<>();
    private final Map<String, Site> byDomain = new HashMap<>();
    private final Map<String, Site> byMx = new HashMap<>();

    Sites(List<Site> all) {
        this.all = List.copyOf(all);
        for (Site site : all) {
            byName.put(site.name(), site);
            site.domains().forEach(domain -> byDomain.put(domain, site));
            site.mx().forEach(host -> byMx.put(host, site));
        }
    }

    public List<Site> all() {
        return all;
    }

    public Optional<Site> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The site of a recipient's domain, by the domain's name only. */
    public Optional<Site> ofDomain(String domain) {
        return Optional.ofNullable(byDomain.get(domain));
    }

    /** The site to which a mail server belongs: its name is one of the site's names, or below one. */
    public Optional<Site> ofMx(String host) {
        String name = host;
        while (true) {
            Site site = byMx.get(name);
            int dot = name.indexOf('.');
            if (site != null || dot < 0) {
                return Optional.ofNullable(site);
            }
            name = name.substring(dot + 1);
        }
    }
}
