package io.postrider.sender;

/**
 * One try to hand one recipient's letter to the routes that were chosen for it.
 *
 * @param route the route that gave the answer, or the last one that was tried
 * @param handover its answer
 */
public record Attempt(String route, Handover handover) {}
