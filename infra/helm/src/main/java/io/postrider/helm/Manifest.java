package io.postrider.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One rendered object, or a part of one, read by paths such as {@code spec.template.spec.containers.0.image}. */
public record Manifest(Object value) {
    public String kind() {
        return text("kind");
    }

    public String apiVersion() {
        return text("apiVersion");
    }

    public String name() {
        return text("metadata.name");
    }

    /** The value at a path; empty if there is none. Dots within a key are written as {@code ~}. */
    public Manifest at(String path) {
        Object here = value;
        for (String step : path.split("\\.")) {
            if (here instanceof Map<?, ?> map) {
                here = map.get(step.replace('~', '.'));
            } else if (here instanceof List<?> list) {
                here = Integer.parseInt(step) < list.size() ? list.get(Integer.parseInt(step)) : null;
            } else {
                here = null;
            }
        }
        return new Manifest(here);
    }

    public boolean there() {
        return value != null;
    }

    public String text(String path) {
        return at(path).text();
    }

    public String text() {
        return value == null ? null : value.toString();
    }

    public int number(String path) {
        return ((Number) at(path).value).intValue();
    }

    /** The elements of a list; none where there is no list. */
    public List<Manifest> all(String path) {
        return at(path).value instanceof List<?> list
                ? list.stream().map(Manifest::new).toList()
                : List.of();
    }

    public Map<?, ?> map(String path) {
        return at(path).value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Containers of the pods that this object makes, those of the initialisation included. */
    public List<Manifest> containers() {
        Manifest pod = pod();
        return Stream.concat(pod.all("containers").stream(), pod.all("initContainers").stream())
                .toList();
    }

    /** The specification of the pods that this object makes; empty if it makes none. */
    public Manifest pod() {
        return kind().equals("Pod") ? at("spec") : at("spec.template.spec");
    }

    /** Labels of the pods that this object makes. */
    public Map<?, ?> podLabels() {
        return kind().equals("Pod") ? map("metadata.labels") : map("spec.template.metadata.labels");
    }

    /** All texts in it, however deep. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>();
        collect(value, texts);
        return texts;
    }

    private static void collect(Object part, List<String> texts) {
        if (part instanceof Map<?, ?> map) {
            map.values().forEach(inner -> collect(inner, texts));
        } else if (part instanceof List<?> list) {
            list.forEach(inner -> collect(inner, texts));
        } else if (part != null) {
            texts.add(part.toString());
        }
    }
}
