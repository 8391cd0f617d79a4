package io.postrider.routing;

import java.util.Set;

/**
 * A mailbox provider with a large share of all mail.
 *
 * @param name its name in batches, metrics and logs
 * @param domains of its mailboxes, in lower case
 * @param mx names of its mail servers, in lower case: a domain whose MX is one of these, or below one, is hosted there
 * @param shaping its limits for one route; {@link Shaping#maxConnections} is over all senders
 */
public record Site(String name, Set<String> domains, Set<String> mx, Shaping shaping) {}
