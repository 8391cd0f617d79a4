/**
 * A small DNS server on loopback for tests, over UDP and TCP.
 *
 * <p>Input: the records that a test sets, and queries. Output: answers of an authoritative server or, on command,
 * none, late ones or SERVFAIL. Anything that is not a DNS message gets no answer.
 */
package io.postrider.neighbours.dns;
