package io.postrider.ingest.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-12-01T09:00:00Z",
                "2030-12-01T09:00:00.000Z",
                "2030-12-01T10:00:00+01:00",
                "2030-12-01T10:00:00.000000+01:00",
                "2030-12-01T10:00:00+0100",
                "2030-12-01T10:00:00+01",
                "2030-12-01T04:30:00-04:30",
                "2030-12-01T09:00:00+00:00",
                "2030-12-01T09:00:00-00:00",
                "2030-12-01t09:00:00z",
                "2030-12-01 10:00:00+01:00",
                "2030-12-01T09:00Z",
                "2030-12-02T03:00:00+18:00",
                " 2030-12-01T09:00:00Z\n",
            })
    void momentIsTheSameWithAnyOffset(String given) {
        assertEquals(Optional.of(Instant.parse("2030-12-01T09:00:00Z")), Timestamps.read(given));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "2030-12-01T09:00:00",
                "2030-12-01",
                "1922345678",
                "2030-12-01T09:00:00+1:00",
                "2030-12-01T09:00:00+19:00",
                "2030-12-01T09:00:00+01:00:",
                "2030-12-01T25:00:00Z",
                "2030-02-30T09:00:00Z",
                "2030-12-01T09:00:00 Europe/Berlin",
                "Sun, 01 Dec 2030 09:00:00 +0000",
                "+999999999-12-31T23:59:59.999999999+18:00 and more of it",
                "tomorrow",
            })
    void whatIsNoMomentIsNotGuessed(String given) {
        assertEquals(Optional.empty(), Timestamps.read(given));
    }
}
