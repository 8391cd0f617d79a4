/**
 * The return path of each delivery, so that a bounce by mail identifies its delivery.
 *
 * <p>Input: a message id and an ordinal when mail is sent, a recipient's address when a bounce arrives. Output: a
 * signed address, or the delivery. An address that we did not sign identifies no delivery: nothing is thrown, and the
 * refusal does not reveal the reason.
 */
package io.postrider.tokens;
