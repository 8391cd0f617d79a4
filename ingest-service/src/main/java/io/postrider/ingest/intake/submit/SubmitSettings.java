package io.postrider.ingest.intake.submit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of a submission. */
@ConfigMapping(prefix = "postrider.submit")
public interface SubmitSettings {
    /** Recipients of one message; at most 1,000. */
    @WithDefault("1000")
    int recipients();

    /** Messages of one call to {@code POST /v1/messages/batch}. */
    @WithDefault("500")
    int batchMessages();

    /** Recipients of one such call, over all its messages. */
    @WithDefault("10000")
    int batchRecipients();

    /** Characters of a template: the subject, the text, the HTML, a header's value; at most 1,048,576. */
    @WithDefault("1048576")
    int templateLength();

    /** Rendered size of all templates with tags for one recipient, in bytes of UTF-8; at most 4M. */
    @WithDefault("1M")
    MemorySize rendered();

    /** Bytes of one recipient's variables, as JSON; at most 32K. */
    @WithDefault("32K")
    MemorySize recipientVariables();

    /** Bytes of the variables that a message's recipients share, as JSON; at most 128K. */
    @WithDefault("128K")
    MemorySize sharedVariables();

    /** Further header fields of a message. */
    @WithDefault("50")
    int headers();

    /** Addresses for replies of a message. */
    @WithDefault("10")
    int replyTo();

    /** Tags of a message. */
    @WithDefault("20")
    int tags();

    /** Attachments of a message. */
    @WithDefault("20")
    int files();

    /** Total size of a message's attachments in bytes, decoded; at most 47M, and a body must hold their base64. */
    @WithDefault("15M")
    MemorySize attachments();

    /** Bodies of at least this many bytes are parsed on a worker thread, so that they do not hold up an event loop. */
    @WithDefault("64K")
    MemorySize workerFrom();
}
