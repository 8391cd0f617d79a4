/**
 * Routes of kind {@code mailer}: mails go over the Vert.x mail client that quarkus-mailer configures. The sender does not start with
 * settings of quarkus-mailer that would not do what they say, or would send its password to a server that is not verified.
 */
package io.postrider.sender.deliver.mailer;
