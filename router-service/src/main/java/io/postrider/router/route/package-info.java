/**
 * Picks the ways out: recipients are grouped by site and by the routes that take them, and each group gets its routes in
 * the order in which they are to be tried. Pure but for the weights' running counts. Whom no route takes comes out without
 * one.
 */
package io.postrider.router.route;
