package io.postrider.sender.compose;

import io.postrider.sender.deliver.RealTransports;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of what is composed that hold at the other end of the line, too. They run on the mails as they are composed, and as
 * they arrive over the transport of each kind of route: none may add, change or leave out anything.
 */
@ParameterizedClass
@EnumSource(OverEveryTransport.Seen.class)
abstract class OverEveryTransport {
    /** Where the mails are looked at. */
    enum Seen {
        AS_COMPOSED(null),
        OVER_SMTP(RealTransports.Kind.SMTP),
        OVER_MX(RealTransports.Kind.MX),
        OVER_MAILER(RealTransports.Kind.MAILER);

        private final RealTransports.Kind kind;

        Seen(RealTransports.Kind kind) {
            this.kind = kind;
        }

        /** How many of the composed mails are sent here: sending adds no more cases. */
        int letters(int composed) {
            return kind == null ? composed : composed / 20;
        }
    }

    private static Carriage carriage;

    @Parameter
    Seen seen;

    @BeforeParameterizedClassInvocation
    static void open(Seen seen) {
        if (seen.kind != null) {
            carriage = new Carriage(seen.kind);
            Mails.arriving(carriage::carry);
        }
    }

    @AfterParameterizedClassInvocation
    static void close() {
        Mails.arriving(Mails::composed);
        if (carriage != null) {
            carriage.close();
            carriage = null;
        }
    }
}
