/**
 * What a refusal means: a pure function from a mail server's reply to its category.
 *
 * <p>Enters: code, enhanced code and text of a reply, or what of them a delivery report (RFC 3464) gives. Leaves: a
 * {@link io.postrider.replies.Bounce}. It cannot fail: what no rule knows is {@link io.postrider.replies.Category#OTHER}.
 * The rules are data, {@code rules.yaml}, in order of trust: what a provider's own words say, clear wording, enhanced
 * codes with one meaning, vague words, vague codes. A mistake in that file fails the first use, and so every test.
 */
package io.postrider.replies;
