/**
 * Hands mails to mail servers.
 *
 * <p>Input: a {@link io.postrider.sender.model.Draft} and its lane, with the routes chosen for its batch. Output:
 * always an {@link io.postrider.sender.model.Attempt} with the server's reply, or the reason why there is none. {@link
 * io.postrider.sender.deliver.Delivery} is the step.
 *
 * <ul>
 *   <li>{@link io.postrider.sender.deliver.route}: which routes are in use, and what a failure means for them.
 *   <li>{@link io.postrider.sender.deliver.transport}: the interface to the mail server of one route.
 *   <li>{@link io.postrider.sender.deliver.smtp}: our SMTP client, and routes of kind {@code smtp}.
 *   <li>{@link io.postrider.sender.deliver.mx}: routes of kind {@code mx}, to the servers of each recipient's domain.
 *   <li>{@link io.postrider.sender.deliver.mailer}: routes of kind {@code mailer}, over quarkus-mailer.
 * </ul>
 */
package io.postrider.sender.deliver;
