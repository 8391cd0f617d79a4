/**
 * What the fuzz tests of all modules share; only tests depend on it.
 *
 * <p>A target is a public class with a method {@code fuzzerTestOneInput(byte[])}, which throws when a property of the code
 * under test does not hold. The same method runs in two modes: {@link io.postrider.fuzz.ShortRun} calls it in each build with
 * inputs that are the same every time, and {@code infra/proofs/fuzz/run} has Jazzer call it for as long as one likes, guided by the
 * coverage. Both begin with the files under {@code src/test/resources/fuzz}; an input that once failed is one of them.
 * {@link io.postrider.fuzz.Growth} is for inputs whose harm is their length.
 */
package io.postrider.fuzz;
