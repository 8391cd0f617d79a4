/**
 * The routes as this sender sees them: {@link io.postrider.sender.deliver.route.Transports} holds a transport and a circuit breaker
 * for each. A route is not used while the routes file, an operator, a run of refusals or its breaker keeps mail from it.
 */
package io.postrider.sender.deliver.route;
