package io.postrider.images.mail;

import io.postrider.images.build.ImageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A probe of a container by the kubelet. */
final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Probe() {}

    /** @throws ImageException if the answer is not 200 */
    static void ok(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        try {
            int status = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new ImageException("%s answered %d".formatted(uri, status));
            }
        } catch (IOException e) {
            throw new ImageException("%s does not answer: %s".formatted(uri, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", e);
        }
    }
}
