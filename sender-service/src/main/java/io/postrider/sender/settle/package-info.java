/**
 * Records what came of each attempt, in group commits, and sends those who were refused for now back to the router with a
 * delay. Outcomes that cannot be saved wait until they can.
 */
package io.postrider.sender.settle;
