/**
 * The values that the steps of sender-service pass to each other: a mail before and after composing, the routes chosen
 * for it, a server's reply and its meaning. They do not depend on any step.
 */
package io.postrider.sender.model;
