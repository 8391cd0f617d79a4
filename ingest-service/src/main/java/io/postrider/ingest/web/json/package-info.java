/**
 * Reads bodies as JSON within bounds of size, depth, time and memory.
 *
 * <p>Input: a whole body. Output: its tokens and values. On failure: a problem document that names the line and column, or the bound.
 */
package io.postrider.ingest.web.json;
