package io.postrider.sender.deliver.mx;

import io.postrider.dns.MxLookup;
import io.postrider.routing.Sites;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * External information for routes of kind {@code mx}.
 *
 * @param lookup finds mail servers
 * @param sites the current sites, for their limits
 * @param senders number of live senders, among which the sites' limits are divided; at least 1
 */
public record MxEnvironment(MxLookup lookup, Supplier<Sites> sites, IntSupplier senders) {}
