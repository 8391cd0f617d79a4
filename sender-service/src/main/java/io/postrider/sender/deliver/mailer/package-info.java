/**
 * Routes of kind {@code mailer}: mails are sent with the Vert.x mail client that quarkus-mailer configures. The sender
 * does not start with settings of quarkus-mailer that would have no effect, or that would send its password to an
 * unverified server.
 */
package io.postrider.sender.deliver.mailer;
