package io.postrider.ingest;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** All that is answered without a key. {@code quarkus.http.auth.permission.public} lists the same paths. */
@Singleton
@Path("/")
@PermitAll
public class LandingResource {
    private static final String DOCUMENT = "META-INF/openapi.yaml";

    private final byte[] document = document();

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, String> landing() {
        return Map.of("name", "Postrider", "openapi", "/openapi.yaml");
    }

    /** The whole document, written by hand, since bodies are read field by field. RFC 9512 registers its type. */
    @GET
    @Path("/openapi.yaml")
    @Produces("application/yaml")
    public byte[] openApi() {
        return document;
    }

    private static byte[] document() {
        try (InputStream in = LandingResource.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
