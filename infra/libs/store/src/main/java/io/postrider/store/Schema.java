package io.postrider.store;

/** The schema that this code works on: that of {@code db/migration}. */
public final class Schema {
    /** Of its newest migration. A newer schema does as well: a migration leaves the version before it able to work. */
    public static final int VERSION = 11;

    private Schema() {}
}
