/**
 * Picks the ways out: recipients are grouped by site and by the routes that take them, and each group gets its routes in
 * the order in which they are to be tried. Pure but for the weights' running counts. Whom no route takes comes out without
 * one.
 *
 * <p>The site of a domain that {@code sites.yaml} does not list is that of its mail servers, which the DNS tells; it is only
 * asked where a route keeps to the limits of sites. On failure, and after two seconds, the recipients go without a site.
 */
package io.postrider.router.route;
