/**
 * Loads and compiles contents, and renders them.
 *
 * <p>Input: a claim check. Output: a {@link io.postrider.sender.compose.content.CompiledContent}, which is loaded
 * once for all batches that use it and stays in memory while they do. It renders a recipient's texts and writes the
 * bytes of the mail. On failure: {@link io.postrider.sender.model.ComposeException} if the content is missing or
 * invalid; a failure to load it is passed on and not remembered.
 */
package io.postrider.sender.compose.content;
