/**
 * The values that the steps of sender-service pass to each other: a mail before and after it is composed, the routes chosen for
 * it, the reply of a server and what it means. They know no step.
 */
package io.postrider.sender.model;
