/**
 * What a refusal means: a pure function from a mail server's reply to its category.
 *
 * <p>Enters: code, enhanced code and text of a reply, or what of them a delivery report (RFC 3464) gives. Leaves: a
 * {@link io.postrider.bounce.Bounce}. It cannot fail: what no rule knows is {@link io.postrider.bounce.Category#OTHER}.
 * The rules are data, {@code rules.yaml}, in order of trust: what a provider's own words say, then the enhanced code,
 * then general wording, then the code. A mistake in that file fails the first use, and so every test.
 */
package io.postrider.bounce;
