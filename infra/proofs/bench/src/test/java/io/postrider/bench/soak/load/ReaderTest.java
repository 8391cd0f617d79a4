package io.postrider.bench.soak.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.bench.soak.load.Reader.Fate;
import io.postrider.bench.soak.load.Reader.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReaderTest {
    @Test
    void theSinkKnowsTheRecipientFromItsAddress() {
        Reader reader = new Reader(Kind.READER, 4_711);

        assertEquals(reader, Reader.of("RCPT TO:<" + reader.address() + "> NOTIFY=NEVER"));
        assertEquals(reader, Reader.of(reader.address()));
    }

    @Test
    void anAddressOfNobodyIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> Reader.of("RCPT TO:<postmaster@mail1.example>"));
    }

    @Test
    void halfAPercentIsRefusedOnePercentDeferredAndOneInAThousandSuppressed() {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        IntStream.range(0, 100_000)
                .mapToObj(Reader::inCampaign)
                .filter(reader -> reader.kind() == Kind.READER)
                .forEach(reader -> fates.merge(reader.fate(), 1, Integer::sum));

        assertEquals(500, fates.get(Fate.REFUSED));
        assertEquals(1_000, fates.get(Fate.DEFERRED) + fates.get(Fate.DEFERRED_TWICE));
        assertEquals(
                100_000 - 100,
                fates.values().stream().mapToInt(Integer::intValue).sum());
    }
}
