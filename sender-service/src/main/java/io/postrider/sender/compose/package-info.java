/**
 * Composes mails: renders the templates of a content for one recipient, lays the result out as MIME and signs it, late and one
 * by one.
 *
 * <p>Enters: a claim check, whose content {@link io.postrider.sender.compose.ContentCache} loads and compiles once; then, for each
 * batch, the compiled content and the message's head, and for each of its recipients a {@link io.postrider.sender.model.Draft}. Leaves:
 * a {@link io.postrider.sender.model.ComposedMail}, made on a worker of its lane when a connection is ready for it and memory for it is
 * reserved. Attachments are encoded once for a content and shared by all its mails. {@link
 * io.postrider.sender.compose.sign} signs. Fails with {@link io.postrider.sender.compose.ComposeException} if the mail cannot
 * be composed now or later, so that the recipient bounces with its reason; that a content cannot be loaded says nothing about
 * it, and that failure is passed on as it is and not remembered.
 */
package io.postrider.sender.compose;
