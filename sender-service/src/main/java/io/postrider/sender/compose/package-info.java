/**
 * Composes mails: renders the templates of a content for one recipient, lays the result out as MIME and signs it, as
 * late as possible and one mail at a time.
 *
 * <p>Enters: a claim check, whose content {@link io.postrider.sender.compose.ContentCache} loads and compiles once;
 * then, for each batch, the compiled content and the message's head, and for each of its recipients a {@link
 * io.postrider.sender.model.Draft}. Leaves: a {@link io.postrider.sender.model.ComposedMail}, composed on a worker of
 * its lane once a connection is ready and memory is reserved. Attachments are encoded once per content and shared by
 * all its mails. {@link io.postrider.sender.compose.sign} signs. Fails with {@link
 * io.postrider.sender.compose.ComposeException} if the mail can never be composed; the recipient then bounces with its
 * reason. A failure to load the content is passed on unchanged and not cached.
 */
package io.postrider.sender.compose;
