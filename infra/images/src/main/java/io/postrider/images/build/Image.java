package io.postrider.images.build;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a container of an image is run.
 *
 * @param user {@code uid:gid}, both numbers
 * @param folder where the process starts
 */
public record Image(
        String user,
        String folder,
        String stopSignal,
        List<String> entrypoint,
        SortedMap<String, String> environment,
        SortedSet<Integer> ports,
        SortedMap<String, String> labels) {
    public static Image of(
            Map<String, String> values,
            List<String> entrypoint,
            Map<String, String> environment,
            Iterable<Integer> ports,
            Map<String, String> labels) {
        SortedSet<Integer> sorted = new TreeSet<>();
        ports.forEach(sorted::add);
        return new Image(
                values.getOrDefault("USER", ""),
                values.getOrDefault("WORKDIR", "/"),
                values.getOrDefault("STOPSIGNAL", "SIGTERM"),
                List.copyOf(entrypoint),
                new TreeMap<>(environment),
                sorted,
                new TreeMap<>(labels));
    }
}
