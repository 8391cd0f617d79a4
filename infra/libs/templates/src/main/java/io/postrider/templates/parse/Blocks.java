package io.postrider.templates.parse;

import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.helpers.Helper;
import io.postrider.templates.render.Bound;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Variable;
import io.postrider.templates.render.Tag;
import io.postrider.templates.render.Tag.Branch;
import io.postrider.templates.render.Tag.Condition;
import io.postrider.templates.render.Tag.If;
import io.postrider.templates.render.Tag.Section;
import io.postrider.templates.render.Tag.Section.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** The open blocks of a source: Mustache sections, and helpers with content. */
final class Blocks {
    private static final Set<String> HELPERS = Set.of("if", "unless", "each", "with");
    private static final String NO_HELPER =
            "is not a helper; the helpers are if, unless, each, with, equals, notEquals, greaterThan, lessThan, and, "
                    + "or";

    private final Tags tags;
    private final EngineSource engine;
    private final Bound bound;
    private final Deque<Block> open = new ArrayDeque<>();
    private int repeating;

    private static final class Block {
        private final String opened;
        private final String name;
        private final int line;
        private final List<Condition> conditions = new ArrayList<>();
        private Section section;
        private boolean repeats;
        private boolean branches = true;
        private int number;

        /**
         * @param opened the tag that opened it, without its braces
         * @param name the name that closes it
         */
        private Block(String opened, String name, int line) {
            this.opened = opened;
            this.name = name;
            this.line = line;
        }
    }

    Blocks(Tags tags, EngineSource engine, Bound bound) {
        this.tags = tags;
        this.engine = engine;
        this.bound = bound;
    }

    boolean any() {
        return !open.isEmpty();
    }

    /** The number of open blocks that may repeat their content. */
    int repeating() {
        return repeating;
    }

    /**
     * @param sigil {@code #} or {@code ^}
     * @param inside of the tag, after its sigil
     * @param shown the tag as shown in a fault
     */
    void open(char sigil, String inside, String shown) {
        if (open.size() == Template.SECTION_DEPTH) {
            throw tags.fault(Tags.braced(shown), "is nested too deeply; the maximum is 16 levels of sections");
        }
        String helper = TagParser.helper(inside);
        if (inside.equals("else")) {
            throw tags.fault(Tags.braced(shown), "does not open a block; write {{else}}");
        }
        Block block = new Block(shown, helper == null ? inside : helper, tags.line());
        if (sigil == '^') {
            openInverted(block, inside, helper);
        } else if (helper == null) {
            if (HELPERS.contains(inside)) {
                throw tags.fault(Tags.braced(shown), "has no variable; write {{#%s name}}".formatted(inside));
            }
            openSection(block, tags.words(inside, shown), Kind.MUSTACHE);
        } else if (helper.equals("each") || helper.equals("with")) {
            TagParser words = tags.words(inside.substring(4), shown);
            openSection(block, words, helper.equals("each") ? Kind.EACH : Kind.WITH);
        } else {
            block.conditions.add(condition(inside, shown));
            openBranch(block, List.of(), block.conditions.get(0));
        }
        open.push(block);
    }

    private void openInverted(Block block, String inside, String helper) {
        if (inside.isEmpty() || helper != null) {
            String instead = inside.isEmpty() ? "{{else}}" : "{{#unless …}}…{{/unless}}, or {{else}}";
            throw tags.fault(Tags.braced(block.opened), "is not supported; write " + instead);
        }
        TagParser words = tags.words(inside, block.opened);
        Section section = new Section(words.whole(), Kind.MUSTACHE);
        tags.count(1);
        section.expression().bound(bound, repeating);
        bound.decided(repeating, 1);
        block.branches = false;
        block.number = engine.open(new Tag.Inverted(section));
    }

    private void openSection(Block block, TagParser words, Kind kind) {
        Expression expression = kind == Kind.MUSTACHE ? words.whole() : words.only();
        tags.count(words.read() + 1);
        if (expression instanceof Expression.Place) {
            block.conditions.add(new If(expression, true));
            openBranch(block, List.of(), block.conditions.get(0));
            return;
        }
        keepList(kind, expression);
        expression.bound(bound, repeating);
        bound.decided(repeating, 1);
        bound.section(repeating);
        block.section = new Section(expression, kind);
        block.conditions.add(new Tag.Repeated(block.section));
        block.repeats = true;
        block.number = engine.open(block.section);
        repeating++;
    }

    /** In Postmark's templates {@code {{#items}}} enters a list and {@code {{#each .}}} iterates over it. */
    private void keepList(Kind kind, Expression expression) {
        Block around = open.peek();
        boolean self = expression instanceof Variable variable && variable.name() == null && variable.up() == 0;
        if (kind == Kind.EACH && self && around != null && around.repeats) {
            around.section.keepsList();
        }
    }

    private Condition condition(String inside, String shown) {
        String helper = TagParser.helper(inside);
        boolean unless = "unless".equals(helper);
        if (unless || "if".equals(helper)) {
            TagParser words = tags.words(inside.substring(helper.length()), shown);
            Expression expression = words.only();
            tags.count(words.read() + 1);
            return new If(expression, !unless);
        }
        Helper called = helper == null ? null : Helper.named(helper);
        if (called == null || !called.condition()) {
            throw tags.fault(Tags.braced(shown), Suggestions.of(inside, NO_HELPER));
        }
        TagParser words = tags.words(inside, shown);
        Expression expression = words.whole();
        tags.count(words.read() + 1);
        return new If(expression, true);
    }

    private void openBranch(Block block, List<Condition> before, Condition condition) {
        for (Condition asked : before) {
            asked.expression().bound(bound, repeating);
        }
        if (condition != null) {
            condition.expression().bound(bound, repeating);
        }
        bound.decided(repeating, 1 + before.size());
        block.number = engine.open(new Branch(before, condition));
    }

    /**
     * Reads {@code {{else}}}.
     *
     * @param inside what is behind {@code else}
     */
    void branch(String inside, String shown) {
        Block block = open.peek();
        if (block == null) {
            throw tags.fault(Tags.braced(shown), "is outside a block; write {{#if name}} before it");
        }
        if (!block.branches) {
            String reason = block.opened.startsWith("^")
                    ? "is inside {{%s}}; write {{#…}} and {{else}} instead"
                    : "follows the last branch of {{%s}}; remove it";
            throw tags.fault(Tags.braced(shown), reason.formatted(block.opened));
        }
        if (block.conditions.size() >= Template.BRANCHES) {
            throw tags.fault(
                    Tags.braced(shown), "exceeds the maximum of %d branches in a block".formatted(Template.BRANCHES));
        }
        engine.close(block.number);
        repeating -= block.repeats ? 1 : 0;
        block.repeats = false;
        List<Condition> before = List.copyOf(block.conditions);
        if (inside.isEmpty()) {
            tags.count(1);
            block.branches = false;
            openBranch(block, before, null);
        } else {
            Condition condition = condition(inside, shown);
            block.conditions.add(condition);
            openBranch(block, before, condition);
        }
    }

    /** @param name behind the slash */
    void close(String name) {
        Block block = open.poll();
        if (block == null) {
            throw tags.fault(Tags.braced("/" + name), "closes a section that was not opened; remove it");
        }
        if (!block.name.equals(name)) {
            throw tags.fault(
                    Tags.braced("/" + name),
                    "comes before '%s', opened in line %d, is closed".formatted(Tags.braced(block.opened), block.line));
        }
        repeating -= block.repeats ? 1 : 0;
        engine.close(block.number);
    }

    void requireClosed() {
        if (any()) {
            Block block = open.peek();
            throw new TemplateException(
                    "section '%s' opened in line %d is not closed; add '%s'"
                            .formatted(Tags.braced(block.opened), block.line, Tags.braced("/" + block.name)),
                    block.line);
        }
    }
}
