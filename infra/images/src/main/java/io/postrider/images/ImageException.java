package io.postrider.images;

/** An image is not as it should be, or cannot be made; the message is for whoever builds it. */
final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImageException(String message) {
        super(message);
    }

    ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
