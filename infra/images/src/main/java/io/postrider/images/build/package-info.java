/**
 * Container images without a container engine. Enters: a container file and the packaged services. Leaves: the root folder of each
 * target, an image of it by Jib, and the faults of a bill of materials. On failure: an {@link io.postrider.images.build.ImageException}
 * whose message is for the person who builds.
 */
package io.postrider.images.build;
