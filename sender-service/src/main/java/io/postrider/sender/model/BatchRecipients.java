package io.postrider.sender.model;

import io.postrider.mail.Recipient;
import java.util.List;

/**
 * What a batch is, compared with the ledger.
 *
 * @param fresh recipients for whom this attempt is to be made
 * @param deferred recipients for whom it was made before a crash, with a temporary refusal: they only have to be requeued
 * @param cancelled recipients whose message was cancelled since
 */
public record BatchRecipients(List<Recipient> fresh, List<Recipient> deferred, List<Recipient> cancelled) {}
