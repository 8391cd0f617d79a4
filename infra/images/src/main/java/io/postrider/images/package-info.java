/**
 * The container images without a container engine: {@link io.postrider.images.ContainerFile} is read, {@link
 * io.postrider.images.Steps} does on this machine what it says, {@link io.postrider.images.JibImage} makes an image of the
 * result, and {@link io.postrider.images.mail.MailRun} runs mail through the services in it. What fails says why in an {@link
 * io.postrider.images.ImageException}.
 */
package io.postrider.images;
