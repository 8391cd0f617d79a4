/**
 * Keeps the number of letters that are on their way within bounds: a window for each batch, and no new letter while too
 * many outcomes wait to be saved. Nothing waits in memory but the recipients of the batches that were taken.
 */
package io.postrider.sender.pace;
