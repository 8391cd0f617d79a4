/**
 * Says how the ways out are, as all senders see them in this moment, and suspends and resumes one of them.
 *
 * <p>Enters: the name of a route. Leaves: what each sender has reported in the last seconds, the decision of the API, and how far
 * its limits are booked. A decision holds everywhere within two seconds. Fails with a 404 refusal for a route that nobody knows, 422
 * for a faulty body, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.routes;
