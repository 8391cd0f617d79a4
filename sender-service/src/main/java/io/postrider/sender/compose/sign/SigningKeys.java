package io.postrider.sender.compose.sign;

import io.postrider.mail.AddressKey;
import io.postrider.text.DomainName;
import java.util.List;
import java.util.Map;

/** All keys, by domain. */
final class SigningKeys {
    private final Map<String, DomainKeys> domains;

    /** @param subdomains whether the keys also sign for subdomains without separate keys */
    record DomainKeys(boolean subdomains, List<SigningKey> keys) {}

    /** @param domains by normalised name, see {@link #name} */
    SigningKeys(Map<String, DomainKeys> domains) {
        this.domains = Map.copyOf(domains);
    }

    /** The form in which domains are compared and published: lower case, A-labels (RFC 5890, 2.3.2.1). */
    static String name(String domain) {
        // Labels that are invalid in DNS are left unchanged, and no key matches them.
        String ascii = DomainName.ascii(domain);
        return ascii == null ? AddressKey.lowerCase(domain) : ascii;
    }

    /** The keys of the domain itself, or those of its nearest parent that signs for subdomains. */
    List<SigningKey> of(String domain) {
        String name = name(domain);
        DomainKeys own = domains.get(name);
        if (own != null) {
            return own.keys();
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            DomainKeys above = domains.get(name.substring(dot + 1));
            if (above != null && above.subdomains()) {
                return above.keys();
            }
        }
        return List.of();
    }

    List<SigningKey> all() {
        return domains.values().stream()
                .flatMap(domain -> domain.keys().stream())
                .toList();
    }
}
