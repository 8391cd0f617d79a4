/**
 * The addresses of hosts to which a service connects as long as it runs: PostgreSQL, the broker, a relay.
 *
 * <p>Input: a host name and a port. Output: the same with an IP address.
 *
 * <p>On failure: while no name server responds, the last address is used (RFC 8767), so that a DNS outage does not cut
 * off hosts that are up. A name that was never resolved fails, and so does a name that does not exist according to a
 * name server.
 */
package io.postrider.names;
