package io.postrider.routing;

import java.util.Set;

/**
 * A mailbox provider that takes a good part of all mail.
 *
 * @param name as batches, metrics and logs call it
 * @param domains of its mailboxes, in lower case
 * @param mx names of its mail servers, in lower case: a domain whose MX is one of these, or below one, is hosted there
 * @param shaping what it takes from one route; {@link Shaping#maxConnections} is over all senders
 */
public record Site(String name, Set<String> domains, Set<String> mx, Shaping shaping) {}
