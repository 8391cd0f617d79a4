package io.postrider.ingest.web.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method whose body may have {@code quarkus.http.limits.max-body-size} bytes, since messages or lists of addresses are
 * submitted. Bodies of all others have {@link BodyReader#SMALL} bytes at most.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LargeBody {}
