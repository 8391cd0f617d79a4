/**
 * The parameters of calls: ids in paths, query parameters, and pages with their cursors.
 *
 * <p>Input: the parameters of a call. Output: their values. On failure: a problem document that lists every parameter that is wrong.
 */
package io.postrider.ingest.web.parameters;
