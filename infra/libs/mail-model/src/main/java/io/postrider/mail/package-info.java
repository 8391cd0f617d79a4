/**
 * What all services share: the records that travel, the names of the addresses, the limits and the JSON
 * codec. No framework in it, so that each service, test and tool can read a message without starting anything.
 *
 * <p>Enters: bytes from the broker or the ledger, or records. Leaves: the other of the two. Fails with {@link
 * io.postrider.mail.UndecodableException}, whose message names the field. Fields that this version does not know are
 * passed over, so that a newer service may talk to an older one.
 */
package io.postrider.mail;
