package io.postrider.routing;

import io.postrider.mail.Lane;
import io.postrider.mail.TestAddress;
import java.util.function.Function;

/** Replies for the addresses of {@link TestAddress} without a server. Built in, never in a file. */
public record TestRoute(RouteOptions options) implements Route {
    /** The only one. */
    public static final TestRoute ONLY = new TestRoute(new RouteOptions(
            TestAddress.ROUTE, 1, Route.Match.EVERYTHING, new Shaping(1, 0, null, null), false, false));

    /** It takes all mail to test addresses and no other. */
    @Override
    public boolean takes(String senderDomain, String recipientDomain, Lane lane) {
        return TestAddress.DOMAIN.equals(recipientDomain);
    }

    @Override
    public boolean smartHost() {
        return false;
    }

    @Override
    public boolean sharesConnectionsWith(Route other) {
        return other instanceof TestRoute;
    }

    @Override
    public <T> T fold(
            Function<SmtpRoute, T> smtp,
            Function<MxRoute, T> mx,
            Function<MailerRoute, T> mailer,
            Function<TestRoute, T> test) {
        return test.apply(this);
    }
}
