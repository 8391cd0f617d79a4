package io.postrider.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A batch of 500 recipients to bytes and back, compared with Jackson's data binding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Codec {
    private final ObjectMapper binding = new ObjectMapper().registerModule(new JavaTimeModule());
    private final Batch batch = Newsletter.batch(500);
    private final byte[] ours = BatchCodec.encode(batch);
    private final byte[] theirs = bound();

    private byte[] bound() {
        try {
            return binding.writeValueAsBytes(batch);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public byte[] encode() {
        return BatchCodec.encode(batch);
    }

    @Benchmark
    public byte[] jacksonBindingEncode() {
        return bound();
    }

    @Benchmark
    public Batch decode() {
        return BatchCodec.decode(ours);
    }

    @Benchmark
    public Batch jacksonBindingDecode() throws IOException {
        return binding.readValue(theirs, Batch.class);
    }
}
