package io.postrider.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.routing.Route.Tls;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final Route.Credentials LOGIN = new Route.Credentials("me", "${env:RELAY_PASSWORD}");
    private static final RouteOptions OPTIONS = options(new Shaping(20, 100, null, null));
    private static final RouteOptions REWEIGHTED = new RouteOptions(
            "relay",
            7,
            new Route.Match(Set.of(), Set.of(), Set.of(Lane.BULK)),
            new Shaping(20, 100, new Rate(5), null),
            true,
            true);
    private static final Route RELAY = new SmtpRoute(OPTIONS, "a.example", 25, Tls.STARTTLS, LOGIN);
    private static final Route DIRECT = new MxRoute(OPTIONS, 25, Tls.STARTTLS);
    private static final Route MAILER = new MailerRoute(OPTIONS);

    private static RouteOptions options(Shaping shaping) {
        return new RouteOptions("relay", 1, Route.Match.EVERYTHING, shaping, false, false);
    }

    @Test
    void connectionsStayWhenWeightMatchOrRateChanges() {
        assertTrue(RELAY.sharesConnectionsWith(new SmtpRoute(REWEIGHTED, "a.example", 25, Tls.STARTTLS, LOGIN)));
        assertTrue(DIRECT.sharesConnectionsWith(new MxRoute(REWEIGHTED, 25, Tls.STARTTLS)));
        assertTrue(MAILER.sharesConnectionsWith(new MailerRoute(REWEIGHTED)));
        assertTrue(TestRoute.ONLY.sharesConnectionsWith(TestRoute.ONLY));
    }

    @Test
    void connectionsOfARelayDependOnServerTlsAndCredentials() {
        for (Route changed : List.of(
                new SmtpRoute(OPTIONS, "b.example", 25, Tls.STARTTLS, LOGIN),
                new SmtpRoute(OPTIONS, "a.example", 587, Tls.STARTTLS, LOGIN),
                new SmtpRoute(OPTIONS, "a.example", 25, Tls.IMPLICIT, LOGIN),
                new SmtpRoute(OPTIONS, "a.example", 25, Tls.STARTTLS, null))) {
            assertFalse(RELAY.sharesConnectionsWith(changed), changed::toString);
        }
    }

    @Test
    void connectionsToRecipientsServersDependOnPortAndTls() {
        assertFalse(DIRECT.sharesConnectionsWith(new MxRoute(OPTIONS, 2525, Tls.STARTTLS)));
        assertFalse(DIRECT.sharesConnectionsWith(new MxRoute(OPTIONS, 25, Tls.NONE)));
    }

    @Test
    void connectionsDependOnTheirLimits() {
        for (Shaping shaping : List.of(new Shaping(21, 100, null, null), new Shaping(20, 101, null, null))) {
            RouteOptions changed = options(shaping);
            assertFalse(RELAY.sharesConnectionsWith(new SmtpRoute(changed, "a.example", 25, Tls.STARTTLS, LOGIN)));
            assertFalse(DIRECT.sharesConnectionsWith(new MxRoute(changed, 25, Tls.STARTTLS)));
            assertFalse(MAILER.sharesConnectionsWith(new MailerRoute(changed)));
        }
    }

    @Test
    void connectionsAreOfOneKind() {
        List<Route> kinds = List.of(RELAY, DIRECT, MAILER, TestRoute.ONLY);
        for (Route one : kinds) {
            for (Route other : kinds) {
                assertEquals(one == other, one.sharesConnectionsWith(other), one + " and " + other);
            }
        }
    }

    @Test
    void onlyRoutesWithOneServerAreSmartHosts() {
        assertTrue(RELAY.smartHost());
        assertTrue(MAILER.smartHost());
        assertFalse(DIRECT.smartHost());
        assertFalse(TestRoute.ONLY.smartHost());
    }
}
