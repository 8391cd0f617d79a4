package io.postrider.store;

/** The accounts of the table {@code account}. There is one until each API key belongs to an account. */
public final class Account {
    /** The id of the account that everything belongs to; also the default of each column {@code account_id}. */
    public static final int DEFAULT = 1;

    private Account() {}
}
