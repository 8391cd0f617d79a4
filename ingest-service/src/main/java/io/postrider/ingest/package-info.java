/**
 * ingest-service: accepts mail from applications over HTTP, answers queries about it, and processes the reports of mail
 * servers.
 *
 * <p>The packages form layers, each of which imports only those below it: {@code app} assembles the service; {@code
 * intake}, {@code control} and {@code feedback} are its roles, and no feature in them imports another; {@code web}
 * contains what all HTTP calls share; {@code model} contains the values that features share. Below them are the
 * libraries.
 */
package io.postrider.ingest;
