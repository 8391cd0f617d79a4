package io.postrider.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.AddressKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of an address is the same in PostgreSQL and here, or a bounce would suppress an address that is never compared. */
class AddressKeySqlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann.LEE+News@mail.example",
                "josé@mail.example",
                "jose\u0301@mail.example",
                "ÄNN@mail.example",
                "\u212aim@mail.example",
                "\u212aime\u0301@mail.example",
                "\u2126\u037e\u1fef@mail.example",
                "\u0130@mail.example",
                "ΑΣ@mail.example",
                "用户@xn--fsqu00a.example"
            })
    void sqlAndJavaAgree(String address) throws Exception {
        assertEquals(
                1,
                LedgerDatabase.get()
                        .number("select count(*) from (values ('%s')) as v(email) where %s = '%s'"
                                .formatted(address, AddressKey.sql("email"), AddressKey.of(address))));
    }
}
