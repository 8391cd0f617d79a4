/**
 * Mail through the services in their images. Input: unpacked roots, or images in the store of podman with what the chart renders for them.
 * Output: a line of what was seen for each service. On failure: an {@link io.postrider.images.build.ImageException}.
 */
package io.postrider.images.mail;
