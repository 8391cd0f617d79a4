/** Sets the AMQP priority with which a batch goes on within its lane. A pure function; it cannot fail. */
package io.postrider.router.prioritise;
