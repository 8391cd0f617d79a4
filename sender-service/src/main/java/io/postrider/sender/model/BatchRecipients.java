package io.postrider.sender.model;

import io.postrider.mail.Recipient;
import java.util.List;

/**
 * The recipients of a batch, compared with the ledger.
 *
 * @param fresh recipients for which this attempt is to be made
 * @param deferred recipients for which it was made before a crash, with a temporary refusal: they only have to be
 *     requeued
 * @param cancelled recipients whose message has been cancelled
 */
public record BatchRecipients(List<Recipient> fresh, List<Recipient> deferred, List<Recipient> cancelled) {}
