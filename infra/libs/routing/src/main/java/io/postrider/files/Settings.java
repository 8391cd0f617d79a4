package io.postrider.files;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of one entry of a file, with faults that state the location. Unknown settings are refused. */
public final class Settings {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private final String place;
    private final Map<?, ?> values;

    Settings(String place, Object entry, Set<String> known) {
        this.place = place;
        if (!(entry instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(place + " must be a map of settings");
        }
        this.values = map;
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw fault(
                        String.valueOf(key),
                        "is not a setting; known settings: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    static List<Settings> each(String place, List<?> entries, Set<String> known) {
        List<Settings> all = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            all.add(new Settings("%s[%d]".formatted(place, i), entries.get(i), known));
        }
        return all;
    }

    /** The location of a setting in the file, for faults. */
    public String place(String setting) {
        return place + "." + setting;
    }

    public IllegalArgumentException fault(String setting, String problem) {
        return new IllegalArgumentException(place(setting) + " " + problem);
    }

    /** A map within this entry. */
    public Optional<Settings> inner(String setting, Set<String> known) {
        Object given = values.get(setting);
        return given == null ? Optional.empty() : Optional.of(new Settings(place(setting), given, known));
    }

    /** The entries of a list within this entry; at least one. */
    public List<Settings> entries(String setting, Set<String> known) {
        List<?> given = list(setting);
        if (given.isEmpty()) {
            throw fault(setting, "must be a list with at least one entry");
        }
        return each(place(setting), given, known);
    }

    /** The entry's {@code name}, suitable for metrics, headers and keys. */
    public String name() {
        String name = text("name", null);
        if (name == null || !name.matches(NAME)) {
            throw fault("name", "must be 1 to 63 of a-z, 0-9 and '-'");
        }
        return name;
    }

    public String text(String setting, String otherwise) {
        Object value = values.get(setting);
        return value == null ? otherwise : value.toString();
    }

    public int number(String setting, int otherwise, int least, int most) {
        Object value = values.get(setting);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw fault(setting, "must be a whole number from %d to %d".formatted(least, most));
        }
        return number;
    }

    public boolean truth(String setting, boolean otherwise) {
        Object value = values.get(setting);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Boolean truth)) {
            throw fault(setting, "must be true or false");
        }
        return truth;
    }

    public <E extends Enum<E>> E word(String setting, Class<E> words, E otherwise) {
        String word = text(setting, null);
        if (word == null) {
            return otherwise;
        }
        List<String> known = new ArrayList<>();
        for (E candidate : words.getEnumConstants()) {
            String name = candidate.name().toLowerCase(Locale.ROOT);
            if (name.equals(word)) {
                return candidate;
            }
            known.add(name);
        }
        throw fault(setting, "must be one of " + String.join(", ", known));
    }

    /** The words of a list, in lower case, in order. */
    public Set<String> words(String setting) {
        Set<String> words = new LinkedHashSet<>();
        list(setting).forEach(word -> words.add(String.valueOf(word).toLowerCase(Locale.ROOT)));
        return words;
    }

    /** The strings of a list, unchanged. */
    public List<String> texts(String setting) {
        return list(setting).stream().map(String::valueOf).toList();
    }

    /** The whole numbers of a list, from 1 on. */
    public List<Integer> numbers(String setting) {
        List<Integer> numbers = new ArrayList<>();
        for (Object value : list(setting)) {
            if (!(value instanceof Integer number) || number < 1) {
                throw fault(setting, "must be a list of whole numbers from 1");
            }
            numbers.add(number);
        }
        return numbers;
    }

    private List<?> list(String setting) {
        Object value = values.get(setting);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw fault(setting, "must be a list");
        }
        return list;
    }
}
