package io.postrider.ingest.model;

import io.smallrye.mutiny.Uni;

/** Submits a message created by this service, in the same way as a client's message. */
public interface MessageSubmitter {
    /** Completes when it is accepted; fails as a client's message would. */
    Uni<Void> send(Submission submission);
}
