/** A small HTTP server reachable only from this machine, for pages of the local run and for tests. */
package io.postrider.neighbours.http;
