package io.postrider.ingest.access;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** HTTP/1.1 only: {@code quarkus.http.http2} leaves the upgrade from plain HTTP/1.1 (h2c) on, which nobody needs. */
@Singleton
class OneProtocol implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
