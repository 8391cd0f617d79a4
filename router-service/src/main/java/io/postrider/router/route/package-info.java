/**
 * Chooses routes: recipients are grouped by site and by matching routes, and each group gets its routes in the order in which they
 * are tried. Pure except for the running counts of the weights. Recipients without a matching route leave without one.
 *
 * <p>The site of a domain that {@code sites.yaml} does not list is that of its mail servers, found in the DNS. It is looked up
 * only if a route applies the limits of sites. On failure, and after two seconds, the recipients go without a site.
 */
package io.postrider.router.route;
