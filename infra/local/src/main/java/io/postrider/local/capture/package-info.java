/**
 * Shows the mails that were delivered to the local sink.
 *
 * <p>Enters: mails as the sink took them. Leaves: the newest of them as {@code .eml} files, and pages on which a person
 * reads them. Taking never waits: when mails come faster than the disk takes them, the oldest that wait are counted and
 * not kept. What stands in a mail is hostile: it is escaped, and its HTML is shown in a sandbox without scripts, forms or
 * anything from the network.
 */
package io.postrider.local.capture;
