/**
 * Looks up the mail servers of a domain in the DNS (RFC 5321, 5.1). The router needs them to find the site of a hosted domain, the
 * sender to connect.
 *
 * <p>Enters: a domain (A-labels), or the name of a host. Leaves: an {@link io.postrider.dns.MxAnswer}, or {@link
 * io.postrider.dns.HostAddresses}, always: no lookup fails and none takes longer than its setting.
 *
 * <p>On failure: servers that are silent, refuse or answer nonsense make {@link io.postrider.dns.MxAnswer.Failed}: temporary.
 * Only a domain that is proved not to exist, or to have no server, is {@code NoSuchDomain} or {@code NullMx}.
 *
 * <p>Only allowed addresses are returned: the owner of a domain chooses the addresses of its mail servers, which must not lead
 * into our network. Connect to the address that was checked.
 *
 * <p>Bounds: 200 queries in flight and 10,000 lookups that wait for one, 10,000 answers of each kind kept, 10 hosts of a
 * domain, 8 addresses of a host. Lookups of one name at the same time share one query.
 */
package io.postrider.dns;
