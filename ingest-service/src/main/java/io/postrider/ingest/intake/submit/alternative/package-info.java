/**
 * Makes the text alternative of a message that has only HTML.
 *
 * <p>Input: an HTML template that compiles. Output: a text template with the same tags, or nothing if a tag would be
 * lost or a block split. Never fails. The cost is bounded by the length of the HTML.
 */
package io.postrider.ingest.intake.submit.alternative;
