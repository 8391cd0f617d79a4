package io.postrider.ingest.web.connections;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** HTTP/1.1 only: {@code quarkus.http.http2} leaves the upgrade from plain HTTP/1.1 (h2c) enabled, which is not needed. */
@Singleton
class Http11Only implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
