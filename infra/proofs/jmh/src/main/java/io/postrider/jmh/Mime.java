package io.postrider.jmh;

import io.postrider.mail.Content;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.Composer;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.model.ComposedMail;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Encoding a rendered newsletter as the bytes of a mail, compared with the encoder of Vert.x' mail client. Ours
 * includes rendering.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Mime {
    private final CompiledContent content = CompiledContent.of(Newsletter.CONTENT);
    private final Composer composer = new Composer();
    private final MessageHead head = Newsletter.head(1);
    private final Recipient recipient = Newsletter.recipient(7);
    private final Content rendered = content.render(head.variables(), recipient);
    private final ComposedMail mail = composer.compose(content, head, recipient);

    @Benchmark
    public ComposedMail compose() {
        return composer.compose(content, head, recipient);
    }

    @Benchmark
    public List<byte[]> mime() {
        return mail.mime().get();
    }

    @Benchmark
    public String vertxMail() {
        MailMessage message = new MailMessage()
                .setFrom("Shop <news@shop.example>")
                .setTo("Reader 7 <reader7@mail7.example>")
                .setSubject(rendered.subject())
                .setText(rendered.text())
                .setHtml(rendered.html());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        rendered.headers().forEach(headers::add);
        message.setHeaders(headers);
        return new MailEncoder(message, "postrider.example").encode();
    }
}
