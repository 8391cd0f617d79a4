package io.postrider.jmh;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import io.postrider.mail.Recipient;
import io.postrider.templates.Escaping;
import io.postrider.templates.Template;
import io.postrider.templates.parse.TemplateCompiler;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The HTML of one recipient, compared with mustache.java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Render {
    private final Template ours = TemplateCompiler.compile(Newsletter.HTML, Escaping.HTML);
    private final Mustache theirs = new DefaultMustacheFactory().compile(new StringReader(Newsletter.HTML), "html");
    private final Recipient recipient = Newsletter.recipient(7);

    @Benchmark
    public String postrider() {
        return ours.render(Map.of(), recipient);
    }

    @Benchmark
    public String mustacheJava() {
        StringWriter out = new StringWriter(4_096);
        theirs.execute(out, recipient.variables());
        return out.toString();
    }
}
