/**
 * The routes as this sender sees them: {@link io.postrider.sender.deliver.route.Transports} holds a transport and a
 * circuit breaker for each. A route is not used while the routes file, an operator or repeated refusals suspend it, or
 * while its breaker is open.
 */
package io.postrider.sender.deliver.route;
