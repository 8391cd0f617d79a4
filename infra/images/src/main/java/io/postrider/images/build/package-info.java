/**
 * Container images without a container engine. Input: a container file and the packaged services. Output: the root folder of each
 * target, an image of it by Jib, and the faults of a bill of materials. On failure: an {@link io.postrider.images.build.ImageException}
 * whose message is for the person who builds.
 */
package io.postrider.images.build;
