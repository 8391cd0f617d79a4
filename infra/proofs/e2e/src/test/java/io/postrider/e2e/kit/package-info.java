/**
 * What the scenarios share. {@link io.postrider.e2e.kit.SharedSystem} is the packaged system that most of them use, one after another;
 * {@link io.postrider.e2e.kit.TwoSenders} starts a separate one with two senders; {@link io.postrider.e2e.kit.MailServer} is a mail server that
 * replies as a scenario wants.
 */
package io.postrider.e2e.kit;
