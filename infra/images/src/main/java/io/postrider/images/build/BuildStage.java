package io.postrider.images.build;

import java.util.List;

/**
 * A stage of a container file.
 *
 * @param name as other stages call it
 * @param from another stage, or an image
 */
public record BuildStage(String name, String from, List<Instruction> instructions) {
    /**
     * @param name in capitals, such as {@code COPY}
     * @param text what follows it, on one line, with no variable replaced
     */
    public record Instruction(String name, String text) {}
}
