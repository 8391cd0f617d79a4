/**
 * IP addresses and ranges, as written in settings and protocols. Nothing here resolves names.
 *
 * <p>Input: text from a setting or a peer. Output: addresses and ranges that can be compared. Fails with an {@link
 * java.lang.IllegalArgumentException} whose message states the correct form.
 */
package io.postrider.net;
