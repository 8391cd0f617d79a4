/**
 * Header fields whose values come from callers: which of them are free text, and how the others are written.
 *
 * <p>Enters: a field's name and a value, rendered or not. Leaves: the value as it is written, or what to change in it. Encoded words
 * (RFC 2047) are for free text alone: a program that reads any other field takes them for its content. The service that accepts a
 * message refuses by the same rules by which the one that sends it writes.
 */
package io.postrider.header;
