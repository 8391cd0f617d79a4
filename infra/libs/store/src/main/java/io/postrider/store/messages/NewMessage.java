package io.postrider.store.messages;

import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import java.time.Instant;
import java.util.List;

/**
 * An accepted message that is not stored yet.
 *
 * @param content the encoded content, whose claim check is in {@code head}
 * @param campaign as supplied by the client, or null
 * @param tags a JSON object, or null
 * @param sendAt when its batches are due, or null for immediately
 * @param recipients in the order of their ordinals, from 0
 * @param untilFinal whether its content and variables are removed when all recipients are final; its claim check is its own then
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewMessage(
        MessageHead head,
        byte[] content,
        String campaign,
        String tags,
        Instant sendAt,
        List<Recipient> recipients,
        boolean untilFinal) {}
