package io.postrider.local.capture;

import io.postrider.text.OutsideText;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The page templates. Text of mails becomes HTML only here. */
final class Pages {
    private static final Engine ENGINE = Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new Cleaner())
            .addLocator(Pages::locate)
            .build();

    /** Text that keeps its line ends and tabs. */
    record Lines(String text) {}

    /** Escapes all output of a template and removes invisible characters; text is put on one line. */
    private static final class Cleaner extends HtmlEscaper {
        Cleaner() {
            super(List.of(Variant.TEXT_HTML));
        }

        @Override
        public String map(Object result, Expression expression) {
            String text = result instanceof Lines lines
                    ? OutsideText.cleanLines(lines.text().replace("\r\n", "\n"))
                    : OutsideText.clean(result.toString());
            return super.map(text, expression);
        }
    }

    private Pages() {}

    /** @param page the data of the template {@code name}.html, as components of a record */
    static String render(String name, Object page) {
        return ENGINE.getTemplate(name).render(page);
    }

    private static Optional<TemplateLocation> locate(String name) {
        return Optional.ofNullable(Pages.class.getResource(name + ".html")).map(Pages::html);
    }

    private static TemplateLocation html(URL file) {
        return new TemplateLocation() {
            @Override
            public Reader read() {
                return new InputStreamReader(open(file), StandardCharsets.UTF_8);
            }

            @Override
            public Optional<Variant> getVariant() {
                return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
            }
        };
    }

    private static InputStream open(URL file) {
        try {
            return file.openStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 1536 as 1.5 KB. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1 << 20 ? "%.1f KB".formatted(bytes / 1024.0) : "%.1f MB".formatted(bytes / 1048576.0);
    }
}
