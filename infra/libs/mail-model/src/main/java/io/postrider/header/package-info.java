/**
 * Header fields with values from clients: which of them are unstructured, and how the others are written.
 *
 * <p>Input: a field's name and a value, rendered or not. Output: the value as written, or what to change in it.
 * Encoded words (RFC 2047) are allowed in unstructured text only: a program that reads any other field would take them
 * literally. The service that accepts a message validates with the same rules with which the sending service writes.
 */
package io.postrider.header;
