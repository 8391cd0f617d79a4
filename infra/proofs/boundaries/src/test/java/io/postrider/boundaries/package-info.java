/**
 * Holds the boundaries between modules and packages. Input: the compiled main classes of all modules of the root pom. Output: the
 * dependencies that must not be there, and the picture in {@code infra/docs/imports.md}.
 */
package io.postrider.boundaries;
