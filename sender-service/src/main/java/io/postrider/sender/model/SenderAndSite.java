package io.postrider.sender.model;

import io.postrider.mail.Batch;
import java.util.Locale;

/**
 * The From domain and the site of mail, for which a route can be held.
 *
 * @param fromDomain of the sender's address, in lower case
 * @param site a name of {@code sites.yaml}, or the recipient's domain if it has none; null if it differs within a batch
 */
public record SenderAndSite(String fromDomain, String site) {

    public static SenderAndSite of(Batch batch) {
        return new SenderAndSite(domain(batch.message().from()), batch.site());
    }

    /** The same for one of the batch's recipients. */
    public SenderAndSite to(String recipient) {
        return site == null ? new SenderAndSite(fromDomain, domain(recipient)) : this;
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
