package io.postrider.boundaries;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Named nodes and the arrows between them, written as a Mermaid diagram. */
final class Graph {
    private final Map<String, Set<String>> arrows = new TreeMap<>();

    void node(String name) {
        arrows.computeIfAbsent(name, first -> new TreeSet<>());
    }

    void arrow(String from, String to) {
        node(from);
        node(to);
        if (!from.equals(to)) {
            arrows.get(from).add(to);
        }
    }

    /** Without an arrow from a to c where there is a way from a over b to c. */
    String mermaid() {
        StringBuilder text = new StringBuilder("```mermaid\ngraph TD\n");
        Map<String, Set<String>> few = reduced();
        few.forEach((from, all) -> text.append("  ")
                .append(from)
                .append(all.isEmpty() ? "" : " --> ")
                .append(String.join(" & ", all))
                .append('\n'));
        return text.append("```\n").toString();
    }

    private Map<String, Set<String>> reduced() {
        Map<String, Set<String>> few = new TreeMap<>();
        arrows.forEach((from, all) -> few.put(from, new TreeSet<>(all)));
        arrows.forEach((from, all) -> {
            for (String to : all) {
                few.get(from).remove(to);
                if (!reaches(few, from, to)) {
                    few.get(from).add(to);
                }
            }
        });
        return few;
    }

    private static boolean reaches(Map<String, Set<String>> arrows, String from, String to) {
        Set<String> seen = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(arrows.get(from));
        while (!left.isEmpty()) {
            String next = left.pop();
            if (next.equals(to)) {
                return true;
            }
            if (seen.add(next)) {
                left.addAll(arrows.get(next));
            }
        }
        return false;
    }
}
