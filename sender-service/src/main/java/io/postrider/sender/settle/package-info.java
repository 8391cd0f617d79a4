/**
 * Records the outcome of each attempt, in group commits, and sends temporarily refused recipients back to the router with a delay.
 * Outcomes that cannot be saved wait until they can.
 */
package io.postrider.sender.settle;
