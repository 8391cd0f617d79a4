/**
 * A small DNS server on loopback for tests, over UDP and TCP.
 *
 * <p>Enters: the records that a test sets, and queries. Leaves: answers as an authoritative server gives them, or on purpose
 * none, late ones or SERVFAIL. What is no DNS message is not answered.
 */
package io.postrider.neighbours.dns;
