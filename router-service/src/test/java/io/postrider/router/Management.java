package io.postrider.router;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/** The only port of the service. */
final class Management {
    private Management() {}

    static URI uri() {
        return URI.create(ConfigProvider.getConfig().getValue("test.management.url", String.class));
    }

    /** A request to it. */
    static RequestSpecification given() {
        return RestAssured.given().baseUri("http://" + uri().getHost()).port(uri().getPort());
    }
}
