/**
 * The return path of each delivery, so that a bounce by mail identifies its delivery.
 *
 * <p>Enters: a message id and an ordinal where mail is sent; a recipient's address where bounces are taken. Leaves: a signed
 * address; the delivery again. An address that we did not sign is no delivery: nothing is thrown, and the refusal does not reveal
 * the reason.
 */
package io.postrider.tokens;
