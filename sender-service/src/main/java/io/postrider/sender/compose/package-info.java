/**
 * Composes letters: renders the templates of a content for one recipient and lays the result out as MIME, late and one by
 * one.
 *
 * <p>Enters: a claim check, whose content {@link io.postrider.sender.compose.Contents} loads and compiles once; then, for
 * each recipient, the compiled content, the message's head and the recipient. Leaves: a {@link io.postrider.sender.Letter}
 * whose MIME bytes are made when its connection is ready for them. Attachments are encoded once for a content and shared
 * by all its letters. {@link io.postrider.sender.compose.sign} signs the bytes when they are made. Fails with {@link io.postrider.sender.compose.ComposeException} if the letter cannot be composed
 * now or later, so that the recipient bounces with its reason; that a content cannot be loaded says nothing about it, and
 * that failure is passed on as it is and not remembered.
 */
package io.postrider.sender.compose;
