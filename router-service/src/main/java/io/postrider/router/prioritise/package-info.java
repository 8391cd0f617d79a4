/** Sets the AMQP priority of a batch within its lane. A pure function; it cannot fail. */
package io.postrider.router.prioritise;
