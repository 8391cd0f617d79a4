package io.postrider.images.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container file, as far as ours go: stages by name, ARG with defaults, and no shell form where an exec form exists. */
public final class ContainerFile {
    private static final Pattern INSTRUCTION = Pattern.compile("([A-Za-z]+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern FROM = Pattern.compile("(\\S+)\\s+(?i:AS)\\s+(\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_]+)}");
    private static final Pattern PAIR = Pattern.compile("([\\w.-]+)=(?:\"([^\"]*)\"|(\\S*))");

    private final Map<String, BuildStage> stages;
    private final Map<String, String> defaults;

    private ContainerFile(Map<String, BuildStage> stages, Map<String, String> defaults) {
        this.stages = stages;
        this.defaults = defaults;
    }

    public static ContainerFile read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ContainerFile parse(String text) {
        Map<String, BuildStage> stages = new LinkedHashMap<>();
        Map<String, String> defaults = new HashMap<>();
        BuildStage stage = null;
        // Comments may stand between the lines of an instruction, so they go first.
        String joined = text.replaceAll("(?m)^\\s*#.*\\n", "").replaceAll("\\\\\\n\\s*", " ");
        for (String line : joined.lines().filter(each -> !each.isBlank()).toList()) {
            Matcher matcher = INSTRUCTION.matcher(line.strip());
            if (!matcher.matches()) {
                throw new ImageException("not an instruction: " + line);
            }
            String name = matcher.group(1).toUpperCase(Locale.ROOT);
            String words = matcher.group(2).strip();
            if (name.equals("FROM")) {
                Matcher from = FROM.matcher(words);
                if (!from.matches()) {
                    throw new ImageException("a stage needs a name: FROM " + words);
                }
                stage = new BuildStage(from.group(2), replaced(from.group(1), defaults), new ArrayList<>());
                stages.put(stage.name(), stage);
            } else if (stage == null) {
                argument(words, defaults);
            } else {
                stage.instructions().add(new BuildStage.Instruction(name, words));
            }
        }
        return new ContainerFile(stages, defaults);
    }

    public BuildStage stage(String name) {
        if (!stages.containsKey(name)) {
            throw new ImageException("there is no stage %s, only %s".formatted(name, stages.keySet()));
        }
        return stages.get(name);
    }

    public boolean has(String stage) {
        return stages.containsKey(stage);
    }

    /** The stage, after those that it is built on. */
    public List<BuildStage> chain(String target) {
        Deque<BuildStage> chain = new ArrayDeque<>();
        for (String name = target;
                stages.containsKey(name);
                name = stages.get(name).from()) {
            chain.addFirst(stages.get(name));
        }
        return List.copyOf(chain);
    }

    /** @param arguments for ARG, instead of the defaults */
    public Image image(String target, Map<String, String> arguments) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> environment = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        List<Integer> ports = new ArrayList<>();
        List<String> entrypoint = List.of();
        Map<String, String> variables = new HashMap<>(defaults);
        for (BuildStage stage : chain(stage(target).name())) {
            for (BuildStage.Instruction instruction : stage.instructions()) {
                switch (instruction.name()) {
                    case "ARG" -> {
                        argument(instruction.text(), variables);
                        variables.putAll(arguments);
                    }
                    case "ENV" -> pairs(replaced(instruction.text(), variables), environment);
                    case "LABEL" -> pairs(replaced(instruction.text(), variables), labels);
                    case "ENTRYPOINT" -> entrypoint = words(instruction.text());
                    case "EXPOSE" -> {
                        for (String port : instruction.text().split("\\s+")) {
                            ports.add(Integer.valueOf(port));
                        }
                    }
                    default -> values.put(instruction.name(), instruction.text());
                }
            }
        }
        return Image.of(values, entrypoint, environment, ports, labels);
    }

    private static void argument(String text, Map<String, String> variables) {
        String[] parts = text.split("=", 2);
        variables.put(parts[0], parts.length > 1 ? parts[1] : "");
    }

    private static String replaced(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
    }

    private static void pairs(String text, Map<String, String> into) {
        Matcher pair = PAIR.matcher(text);
        while (pair.find()) {
            into.put(pair.group(1), pair.group(2) != null ? pair.group(2) : pair.group(3));
        }
    }

    private static List<String> words(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new ImageException("not in exec form, which needs no shell: " + json, e);
        }
    }
}
