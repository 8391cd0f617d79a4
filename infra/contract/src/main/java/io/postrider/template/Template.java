package io.postrider.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.postrider.contract.Recipient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled template; may be used by many threads at once.
 *
 * <p>{@code {{name}}} is a variable, {@code {{order.total}}} one inside an object, {@code {{{name}}}} or {@code
 * {{&name}}} one that is not escaped, {@code {{#items}}…{{/items}}} a section that is repeated for each element of a list
 * or shown when its variable is neither missing, false, empty text nor an empty list, {@code {{^items}}…{{/items}}} the
 * opposite, {@code {{! … }}} a comment. A variable outside of sections must be given as a text, number or boolean; inside
 * a section a missing one renders empty.
 *
 * <p>A variable is looked for in the sections' elements from the innermost outwards, then among the recipient's own, then
 * the built-in {@code email} and {@code name}, then among the shared ones. One that is null counts as not given.
 */
public final class Template {
    /** Characters of a template. */
    public static final int SOURCE_LENGTH = 1 << 20;

    /** Sections inside each other. */
    public static final int SECTION_DEPTH = 16;

    /** Characters of what is rendered. */
    public static final int RENDERED_LENGTH = 4 << 20;

    /**
     * Levels of the names in the template times elements of the lists it goes through: what one rendering may cost. Deep in
     * sections this is a tenth of a second, on an event loop; a list of 1,000 products with 50 tags each is a quarter of it.
     */
    static final int WORK = 200_000;

    private final com.samskivert.mustache.Template engine;
    private final String constant;
    private final Set<String> required;
    private final int elements;
    private volatile int expectedLength;

    private Template(String source, List<Tags.Tag> tags, Escaping escaping) {
        this.engine = Engine.compile(source, escaping);
        this.constant = tags.isEmpty() ? source : null;
        this.required = required(tags);
        this.elements = WORK / (tags.stream().mapToInt(Tags.Tag::levels).sum() + 1);
        this.expectedLength = source.length() + 64;
    }

    /** @throws TemplateException if a bound is passed or a tag is not right; names the line and what to change */
    public static Template compile(String source, Escaping escaping) {
        if (source.length() > SOURCE_LENGTH) {
            throw new TemplateException(
                    "the template has %d characters; at most %d are allowed".formatted(source.length(), SOURCE_LENGTH),
                    0);
        }
        List<Tags.Tag> tags = new Tags(source).read();
        try {
            return new Template(source, tags, escaping);
        } catch (MustacheException e) {
            throw new TemplateException(e.getMessage(), e);
        }
    }

    private static Set<String> required(List<Tags.Tag> tags) {
        Set<String> names = new LinkedHashSet<>();
        for (Tags.Tag tag : tags) {
            if (tag.depth() == 0 && tag.variable() && !tag.name().equals("email")) {
                names.add(tag.name());
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /** Whether it has no tags, so that it renders as its source for everybody. */
    public boolean constant() {
        return constant != null;
    }

    /** The names of the variables that stand outside of sections and so must be given; {@code email} always is. */
    public Set<String> required() {
        return required;
    }

    /** Those of the required variables that the recipient would miss, in the order of the template. */
    public List<String> missing(Map<String, Object> shared, Recipient recipient) {
        return required.isEmpty() ? List.of() : missing(Scope.of(shared, recipient, elements));
    }

    private List<String> missing(Scope scope) {
        List<String> missing = List.of();
        for (String name : required) {
            if (!scope.givesText(name)) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(name);
            }
        }
        return missing;
    }

    /** @throws TemplateException if a required variable is missing or a bound is passed; holds no variable's value */
    public String render(Map<String, Object> shared, Recipient recipient) {
        if (constant != null) {
            return constant;
        }
        Scope scope = Scope.of(shared, recipient, elements);
        List<String> missing = missing(scope);
        if (!missing.isEmpty()) {
            throw new TemplateException("variable '%s' is not given as a text".formatted(missing.get(0)), 0);
        }
        Rendering rendering = new Rendering(expectedLength);
        try {
            engine.execute(scope, rendering);
        } catch (MustacheException e) {
            throw new TemplateException("the template cannot be rendered", e);
        }
        // The next recipient's text is about as long; a racing write of another length does no harm.
        expectedLength = rendering.length() + 64;
        return rendering.toString();
    }

    /** JMustache, told to look at nothing but scopes. */
    private static final class Engine {
        private static final Mustache.Compiler COMPILER = Mustache.compiler()
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withFormatter(Scope::text)
                .withCollector(new ScopeCollector());

        static com.samskivert.mustache.Template compile(String source, Escaping escaping) {
            return COMPILER.withEscaper(escaping::escape).compile(source);
        }
    }
}
