package io.postrider.ingest;

import io.smallrye.mutiny.Uni;

/** Takes a message of this service itself into the way that those of clients go. */
public interface OwnMail {
    /** Completes when it is accepted; fails as a client's message would. */
    Uni<Void> send(Submission submission);
}
