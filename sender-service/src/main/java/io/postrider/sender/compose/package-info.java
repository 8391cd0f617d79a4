/**
 * Composes mails, late and one by one: {@link io.postrider.sender.compose.content} loads and renders the content,
 * {@link io.postrider.sender.compose.mime} writes it as MIME, and {@link io.postrider.sender.compose.sign} signs it.
 *
 * <p>Input: a claim check; then, for each batch, the compiled content and the message's head, and for each of its
 * recipients a {@link io.postrider.sender.model.Draft}. Output: a {@link io.postrider.sender.model.ComposedMail}, made
 * on a worker of its lane when a connection is ready for it and memory for it is reserved. On failure: {@link
 * io.postrider.sender.model.ComposeException} if the mail cannot be composed now or later, so that the recipient
 * bounces with its reason. A content that could not be loaded says nothing about the mail; that failure is passed on
 * as it is.
 */
package io.postrider.sender.compose;
