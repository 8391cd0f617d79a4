/**
 * ingest-service: accepts mail from applications over HTTP, answers questions about it, and takes what mail servers report.
 *
 * <p>The packages form floors, and each one imports only those below it: {@code app} assembles the service; {@code intake},
 * {@code control} and {@code feedback} are its roles, and no feature of theirs imports another; {@code web} is what all calls over
 * HTTP share; {@code model} has the values that features share. Below are the libraries.
 */
package io.postrider.ingest;
