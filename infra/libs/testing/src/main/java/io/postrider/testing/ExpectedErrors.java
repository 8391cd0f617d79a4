package io.postrider.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Errors that a test provokes. They are not printed. On a method, each must be logged while the method runs, or the test
 * fails; on a class, they may be logged by any of its tests.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ExpectedErrors {
    /** Regular expressions, each of which is found in a log message. */
    String[] value();
}
