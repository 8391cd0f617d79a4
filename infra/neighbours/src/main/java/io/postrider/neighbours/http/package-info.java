/** The server of the local run's own pages. */
package io.postrider.neighbours.http;
