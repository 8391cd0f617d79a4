package io.postrider.ingest.model;

import io.smallrye.mutiny.Uni;

/** Submits a message of this service itself like those of clients. */
public interface MessageSubmitter {
    /** Completes when it is accepted; fails as a client's message would. */
    Uni<Void> send(Submission submission);
}
