/**
 * Checks and builds the container images: {@link io.postrider.images.Main} calls {@code build}, which makes them without a container
 * engine, and {@code mail}, which runs mail through the services in them.
 */
package io.postrider.images;
