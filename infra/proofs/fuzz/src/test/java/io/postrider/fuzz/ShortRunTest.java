package io.postrider.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortRunTest {
    private static final int MOST = 200;

    @TempDir
    Path folder;

    private ShortRun run;

    @BeforeEach
    void keepSomeInputs() throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("greeting"));
        Files.writeString(inputs.resolve("hello"), "HELLO postrider");
        Files.writeString(inputs.resolve("bye"), "BYE");
        Files.writeString(folder.resolve("greeting.dict"), "# words\n\"evil\\x00\\\"\"\n");
        run = ShortRun.of("greeting", inputs, MOST);
    }

    @Test
    void keptInputsComeFirstAndThenTheSameOnesInEveryRun() {
        List<byte[]> first = inputs();
        List<byte[]> second = inputs();

        assertEquals("BYE", text(first.get(0)));
        assertEquals("HELLO postrider", text(first.get(1)));
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i), second.get(i), "input " + i);
        }
    }

    @Test
    void inputsAreOfManyKindsAndBounded() {
        List<byte[]> inputs = inputs();

        assertTrue(inputs.stream().allMatch(input -> input.length <= MOST));
        assertTrue(inputs.stream().anyMatch(input -> input.length == MOST), "a long one");
        assertTrue(inputs.stream().anyMatch(input -> text(input).contains("evil\0\"")), "a word of the dictionary");
        assertTrue(inputs.stream().anyMatch(input -> text(input).matches("(?s)HEL.*YE")), "two spliced");
        assertTrue(inputs.stream().map(ShortRunTest::text).distinct().count() > inputs.size() * 3 / 4, "most differ");
    }

    @Test
    void failureTellsItsBytes() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> run.run(bytes -> {
                    if (text(bytes).contains("evil")) {
                        throw new IllegalStateException("evil was taken");
                    }
                }));

        String[] lines = failure.getMessage().split(System.lineSeparator());
        assertTrue(lines[0].matches("greeting, input \\d+ of seed \\d+ fails: .*evil was taken"), lines[0]);
        assertTrue(text(Base64.getDecoder().decode(lines[2])).contains("evil"));
    }

    @Test
    void stackThatOverflowsIsAFailure() {
        assertThrows(AssertionError.class, () -> run.run(ShortRunTest::endless));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void endless(byte[] bytes) {
        endless(bytes.clone());
    }

    private List<byte[]> inputs() {
        List<byte[]> inputs = new ArrayList<>();
        assertThrows(
                AssertionError.class,
                () -> run.run(bytes -> {
                    inputs.add(bytes);
                    if (inputs.size() == 3_000) {
                        throw new IllegalStateException("enough");
                    }
                }));
        return inputs;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
