package io.postrider.ingest.web;

import io.postrider.ingest.model.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The role of a resource's calls; a process without it answers them with 404. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OfRole {
    Role value();
}
