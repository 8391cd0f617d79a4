package io.postrider.ingest.intake.dispatch;

import io.postrider.ingest.model.DispatchSettings;
import java.time.Duration;

/** Settings of a dispatch, for one lane. */
record DispatchBounds(int window, int handedOver, Duration lease, Duration poll, int page, Duration grace)
        implements DispatchSettings {}
