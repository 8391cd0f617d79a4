package io.postrider.ingest.app;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** Everything that is served without a key. {@code quarkus.http.auth.permission.public} lists the same paths. */
@Singleton
@Path("/")
@PermitAll
public class LandingResource {
    private static final String LINKS = """
            {"name":"Postrider","openapi":"/openapi.yaml","send":"POST /v1/messages","authentication":"Authorization: Bearer <API key>"}
            """;

    /** The page loads nothing and runs no script. */
    private static final String POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>Postrider</title></head>
            <body>
            <h1>Postrider</h1>
            <p>This is the HTTP API of a message broker for email.</p>
            <ul>
            <li><a href="/openapi.yaml">The OpenAPI document</a> has every call, with its fields, limits and errors. Clients
            can be generated from it.</li>
            <li>The documentation for operators is in <code>infra/docs</code> of the source: configuration, security, limits, bounces
            and a runbook.</li>
            <li>Health and metrics are on the management port, under <code>/q</code>.</li>
            </ul>
            <p>Every call under <code>/v1</code> needs an API key. This one sends a mail:</p>
            <pre>curl -sS -X POST &lt;this address&gt;/v1/messages \\
              -H 'Authorization: Bearer &lt;your key&gt;' -H 'Content-Type: application/json' \\
              -d '{"from": {"email": "news@shop.example"}, "to": [{"email": "ann@mail.example"}], "subject": "Hello", "text": "It works."}'</pre>
            </body>
            </html>
            """;

    private final OpenApiDocument document;

    LandingResource(OpenApiDocument document) {
        this.document = document;
    }

    /** Points to the documentation: clients that accept HTML, such as browsers, get a page, others JSON. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    public RestResponse<String> landing(@HeaderParam(HttpHeaders.ACCEPT) String accept) {
        boolean browser = accept != null && accept.contains(MediaType.TEXT_HTML);
        return RestResponse.ResponseBuilder.ok(browser ? PAGE : LINKS)
                .header(
                        HttpHeaders.CONTENT_TYPE,
                        browser ? MediaType.TEXT_HTML + ";charset=UTF-8" : MediaType.APPLICATION_JSON)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("Content-Security-Policy", POLICY)
                .build();
    }

    /** RFC 9512 registers the media type. */
    @GET
    @Path("/openapi.yaml")
    @Produces("application/yaml")
    public byte[] openApi() {
        return document.yaml();
    }
}
