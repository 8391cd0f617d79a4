package io.postrider.fuzz;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GrowthTest {
    private long sum;

    @Test
    void whatGrowsWithTheLengthPasses() {
        Growth.assertLinear("a loop", 8_000_000, length -> length, this::loop);
    }

    @Test
    void whatGrowsWithTheSquareFails() {
        assertThrows(
                AssertionError.class,
                () -> Growth.assertLinear("a loop in a loop", 40_000, length -> length, length -> {
                    for (int i = 0; i < length; i++) {
                        loop(length);
                    }
                }));
    }

    private void loop(int length) {
        for (int i = 0; i < length; i++) {
            sum += i ^ sum;
        }
    }
}
