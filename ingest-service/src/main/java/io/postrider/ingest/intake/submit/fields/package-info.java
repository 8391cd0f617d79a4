/**
 * Reads the fields of a message: texts, addresses and mailboxes, also in the spellings of other email services.
 *
 * <p>Input: a JSON value and its place. Output: a checked value. On failure: a fault with the JSON pointer of the value.
 */
package io.postrider.ingest.intake.submit.fields;
