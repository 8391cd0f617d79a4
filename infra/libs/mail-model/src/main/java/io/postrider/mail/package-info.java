/**
 * Shared by all services: the records that travel over the broker, the names of its addresses, the limits and the JSON
 * codecs. It uses no framework, so that each service, test and tool can read a message without starting anything.
 *
 * <p>Input: bytes from the broker or the ledger, or records. Output: records, or bytes. Fails with {@link
 * io.postrider.mail.UndecodableException}, whose message names the field. Unknown fields are skipped, so that a newer
 * service can talk to an older one.
 */
package io.postrider.mail;
