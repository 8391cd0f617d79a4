package io.postrider.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Initial inputs and a dictionary of their language, in Jazzer's format: a folder, and a dictionary next to it. */
record Seeds(List<byte[]> inputs, List<byte[]> words) {

    /** @param folder of files that are one input each; {@code <folder>.dict} may be there */
    static Seeds of(Path folder) {
        try {
            List<byte[]> inputs = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException(folder + " has no file to begin with");
            }
            Path dictionary = folder.resolveSibling(folder.getFileName() + ".dict");
            return new Seeds(inputs, Files.exists(dictionary) ? words(Files.readAllLines(dictionary)) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line is {@code "word"} with {@code \\}, {@code \"} and {@code \xAB}, or a comment. */
    private static List<byte[]> words(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> word(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'))))
                .toList();
    }

    private static byte[] word(String escaped) {
        byte[] octets = escaped.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '\\') {
                word.write(octets[i]);
            } else if (octets[i + 1] == 'x') {
                word.write(Integer.parseInt(new String(octets, i + 2, 2, StandardCharsets.US_ASCII), 16));
                i += 3;
            } else {
                word.write(octets[++i]);
            }
        }
        return word.toByteArray();
    }
}
