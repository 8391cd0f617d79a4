package io.postrider.ingest.intake.submit.alternative;

import java.util.Optional;
import org.jboss.logging.Logger;
import org.jsoup.nodes.Document;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.jsoup.parser.TagSet;
import org.jsoup.select.NodeTraversor;

/**
 * Derives a text template from an HTML template: it has the tags of the HTML, and otherwise what a reader of the HTML
 * sees. Thread-safe.
 */
public final class TextAlternative {
    /**
     * Maximum characters of the HTML; longer HTML gets no text. Mail programs show only about the first 100 KB of a
     * mail.
     */
    public static final int LONGEST = 256 << 10;

    /** Maximum nesting depth of elements; deeper ones are treated as siblings. */
    private static final int DEPTH = 100;

    private static final Logger LOG = Logger.getLogger(TextAlternative.class);

    private TextAlternative() {}

    /**
     * The text alternative of an HTML template.
     *
     * @param html that compiles as a template
     * @return empty if it is too long, shows no text, or cannot be represented as text with all its tags
     */
    public static Optional<String> of(String html) {
        if (html.length() > LONGEST || Marks.ambiguous(html) || !ParsingCost.isLow(html)) {
            return Optional.empty();
        }
        try {
            return made(html);
        } catch (RuntimeException e) {
            // The text is optional: a bug of the parser must not prevent the mail.
            LOG.warn("no text alternative could be derived from HTML", e);
            return Optional.empty();
        }
    }

    private static Optional<String> made(String html) {
        Marks marks = Marks.in(html);
        TextLayout layout = new TextLayout();
        HtmlReading reading = new HtmlReading(marks, layout);
        NodeTraversor.traverse(reading, parsed(marks.marked()));
        return marks.complete() ? layout.text().map(marks::source) : Optional.empty();
    }

    /**
     * The XML parser keeps the order of the source. The HTML parser does not: it moves text between the rows of a
     * table, and with it the tags of a block, before the table.
     */
    private static Document parsed(String html) {
        Parser parser = Parser.xmlParser()
                .settings(ParseSettings.htmlDefault)
                .tagSet(new TagSet().onNewTag(HtmlElements::define))
                .setMaxDepth(DEPTH);
        return parser.parseInput(html, "");
    }
}
