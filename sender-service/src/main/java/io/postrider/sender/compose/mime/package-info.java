/**
 * Writes MIME (RFC 2045 to 2049) and the fields of a header (RFC 5322). Pure functions.
 *
 * <p>Input: the attachments of a content, laid out once as {@link io.postrider.sender.compose.mime.Layout}; then, for
 * each mail, its {@link io.postrider.sender.compose.mime.MessageHeader} and its encoded bodies. Output: the bytes of
 * the mail. On failure: {@link io.postrider.sender.model.ComposeException} for what no header can hold.
 */
package io.postrider.sender.compose.mime;
