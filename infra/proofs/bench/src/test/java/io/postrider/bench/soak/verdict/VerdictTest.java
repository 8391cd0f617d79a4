package io.postrider.bench.soak.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.soak.readings.Samples;
import io.postrider.bench.soak.verdict.Panel.Bound;
import io.postrider.bench.soak.verdict.Panel.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class VerdictTest {
    private static final Panel MEMORY = panel(Bound.growth(0.05, 10));

    @Test
    void whatFillsInTheFirstThirdAndStaysIsFlat() {
        assertTrue(one(MEMORY, i -> Math.min(i, 20) * 10).flat());
    }

    @Test
    void whatGrowsByATenthIsNotFlat() {
        Finding finding = one(MEMORY, i -> 1_000 + i * 3);

        assertFalse(finding.flat());
        assertEquals("CHANGED", finding.word());
    }

    @Test
    void aSingleSpikeIsNoGrowth() {
        assertTrue(one(MEMORY, i -> i == 55 ? 100_000 : 200).flat());
    }

    @Test
    void whatFallsIsFlatUnlessItMayNotFall() {
        IntToDoubleFunction falling = i -> 1_000 - i * 5;

        assertTrue(one(MEMORY, falling).flat());
        assertFalse(one(panel(new Bound(0.05, 10, true)), falling).flat());
    }

    @Test
    void whatGrowsByDesignIsNotJudged() {
        Finding finding = one(panel(null), i -> i);

        assertFalse(finding.judged());
        assertTrue(finding.flat());
    }

    @Test
    void missingReadingsAreLeftOutAndAMeasureThatWasNeverReadIsNotThere() {
        assertEquals(7, one(MEMORY, i -> i % 2 == 0 ? Double.NaN : 7).last());
        assertEquals(List.of(), Finding.all(List.of(MEMORY), samples(i -> Double.NaN)));
    }

    @Test
    void samplesAreTheSameWhenTheyAreReadAgain(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("samples.csv");
        Samples samples = new Samples();
        for (double value : new double[] {1, Double.NaN, 2.5}) {
            samples.add(Map.of("mb", value));
            samples.append(file);
        }

        assertEquals(
                Arrays.toString(samples.column("mb")),
                Arrays.toString(Samples.read(file).column("mb")));
    }

    @Test
    void thePictureIsWellFormedAndShowsFirstAndLastValue() throws Exception {
        Panel panel = new Panel("A < B", "MB", Bound.growth(0.05, 10), List.of(new Line("x & y", "mb", null, 1)));
        Samples samples = samples(i -> 100 + i);
        String svg = Picture.draw("Title", "line", List.of(panel), samples, Finding.all(List.of(panel), samples));

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        String text = document.getDocumentElement().getTextContent();
        assertTrue(text.contains("A < B"), text);
        assertTrue(text.contains("101 → 158"), text);
        assertTrue(text.contains("changed"), text);
    }

    @Test
    void anAxisEndsAtARoundNumber() {
        assertEquals(1, Picture.niceTop(0));
        assertEquals(200, Picture.niceTop(101));
        assertEquals(1_000, Picture.niceTop(801));
        assertEquals(0.06, Picture.niceTop(0.05), 1e-12);
    }

    private static Panel panel(Bound bound) {
        return new Panel("Memory", "MB", bound, List.of(new Line("one", "mb", null, 1)));
    }

    private static Samples samples(IntToDoubleFunction values) {
        Samples samples = new Samples();
        for (int i = 0; i < 60; i++) {
            samples.add(Map.of(Samples.SECONDS, i * 10.0, "mb", values.applyAsDouble(i)));
        }
        return samples;
    }

    private static Finding one(Panel panel, IntToDoubleFunction values) {
        return Finding.all(List.of(panel), samples(values)).get(0);
    }
}
