/**
 * Workarounds for defects or gaps of frameworks, one class for each. A class describes what is wrong upstream and links
 * the issue, or describes what to report. Its test shows the behavior of the framework without the workaround and fails
 * when a new version no longer has it: then both are deleted.
 */
package io.postrider.workarounds;
