/**
 * IP addresses and ranges of them, as settings and protocols write them. Nothing here resolves names.
 *
 * <p>Enters: text from a setting or a peer. Leaves: addresses and ranges that can be compared. Fails with an
 * {@link java.lang.IllegalArgumentException} that says what to write instead.
 */
package io.postrider.net;
