package io.postrider.sender.deliver.mx;

import io.postrider.dns.MxLookup;
import io.postrider.routing.Sites;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What routes of kind {@code mx} need to know of the world.
 *
 * @param lookup finds mail servers
 * @param sites the sites as they are now, for their limits
 * @param senders that are alive now, among which the sites' limits are divided; at least 1
 */
public record MxEnvironment(MxLookup lookup, Supplier<Sites> sites, IntSupplier senders) {}
