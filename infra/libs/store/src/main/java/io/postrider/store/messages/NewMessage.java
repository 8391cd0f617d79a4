package io.postrider.store.messages;

import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import java.time.Instant;
import java.util.List;

/**
 * A message that is accepted, and not stored yet.
 *
 * @param content the encoded content, whose claim check {@code head} has
 * @param campaign the name that the client gave, or null
 * @param tags a JSON object, or null
 * @param sendAt when its batches are due, or null for at once
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
