/**
 * Makes the partitions of the coming weeks, and removes what was kept long enough.
 *
 * <p>Input: the time. Output: partitions from last week to four weeks ahead; no partitions of weeks that are closed and old, and no
 * contents that nothing uses. One ingest-service of all does each. On failure: tried again a minute or an hour later; without a partition
 * for its week no message can be accepted, so a meter and an alert watch it.
 */
package io.postrider.ingest.control.retention;
