/** A small HTTP server that only this machine reaches, for pages of the local run and for tests. */
package io.postrider.neighbours.http;
