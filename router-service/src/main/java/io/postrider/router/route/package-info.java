/**
 * Chooses routes: recipients are grouped by site and by matching routes, and each group gets its routes in the order in
 * which they are tried. The choice is a pure function, except for the running counters of the weights. Recipients that match no route are
 * returned in a batch without routes.
 *
 * <p>The site of a domain that {@code sites.yaml} does not list is that of its mail servers, found by DNS. It is looked
 * up only if a route applies site limits. If the lookup fails or takes over two seconds, the recipients continue
 * without a site.
 */
package io.postrider.router.route;
