/**
 * Returns the current state of the routes in all senders, and suspends and resumes a route.
 *
 * <p>Input: the name of a route. Output: what each sender has reported in the last seconds, the decision made through
 * the API, and how far ahead its limits are booked. A decision takes effect everywhere within two seconds. Fails with a
 * 404 refusal for an unknown route, 422 for an invalid body, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.control.routes;
