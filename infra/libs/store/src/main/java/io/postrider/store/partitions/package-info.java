/**
 * The weeks into which the large tables are cut, and what is removed with them.
 *
 * <p>Input: a connection, and how long data is kept. Output: what was made, closed or removed. On failure: the driver's exception; each
 * call may be repeated.
 */
package io.postrider.store.partitions;
