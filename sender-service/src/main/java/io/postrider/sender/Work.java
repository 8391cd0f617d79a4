package io.postrider.sender;

import io.postrider.contract.Recipient;
import java.util.List;

/**
 * What a batch is, compared with the ledger.
 *
 * @param fresh those to whom this attempt is to be made
 * @param deferred those to whom it was made before a crash, with a refusal for now: only the way back is left to do
 * @param cancelled those whose message was cancelled since
 */
public record Work(List<Recipient> fresh, List<Recipient> deferred, List<Recipient> cancelled) {}
