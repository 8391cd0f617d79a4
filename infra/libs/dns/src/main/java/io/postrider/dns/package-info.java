/**
 * Looks up the mail servers of a domain in the DNS (RFC 5321, 5.1). The router needs them to find the site of a hosted domain, the
 * sender to connect.
 *
 * <p>Input: a domain (A-labels), or the name of a host. Output: always an {@link io.postrider.dns.MxAnswer} or {@link
 * io.postrider.dns.HostAddresses}; no lookup fails or exceeds its time limit.
 *
 * <p>On failure: name servers that do not respond, refuse or send invalid answers lead to {@link
 * io.postrider.dns.MxAnswer.Failed}, which is temporary. Only a domain proved not to exist, or to have no server, is
 * {@code NoSuchDomain} or {@code NullMx}.
 *
 * <p>Only allowed addresses are returned: the owner of a domain chooses the addresses of its mail servers, which must
 * not point into our network. Connect to the address that was checked.
 *
 * <p>Limits: 200 queries in flight and 10,000 lookups waiting for one, 10,000 cached answers of each kind, 10 hosts of
 * a domain, 8 addresses of a host. Lookups of one name at the same time share one query.
 */
package io.postrider.dns;
