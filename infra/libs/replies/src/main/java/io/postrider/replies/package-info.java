/**
 * Classifies refusals: a pure function from a mail server's reply to its category.
 *
 * <p>Input: code, enhanced code and text of a reply, or those that a delivery report (RFC 3464) contains. Output: a
 * {@link io.postrider.replies.Bounce}. It cannot fail: a reply that matches no rule is {@link
 * io.postrider.replies.Category#OTHER}. The rules are data, {@code rules.yaml}, in order of reliability: a provider's
 * own wording, clear wording, enhanced codes with one meaning, vague wording, vague codes. An error in that file fails
 * the first use, and so every test.
 */
package io.postrider.replies;
