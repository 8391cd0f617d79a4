/**
 * The addresses of the neighbours that a service connects to for as long as it runs: PostgreSQL, the broker, a relay.
 *
 * <p>Enters: a host name and a port. Leaves: the same with an address.
 *
 * <p>On failure: while no name server answers, the last address is used (RFC 8767), so that a silent name server cuts nobody off from what
 * is there. A name that was never found fails, and so does one of which a name server says that it leads nowhere.
 */
package io.postrider.names;
