package io.postrider.routing;

import java.util.function.Function;

/** quarkus-mailer. Its server, TLS and credentials are those of {@code quarkus.mailer.*}. */
public record MailerRoute(RouteOptions options) implements Route {

    @Override
    public boolean smartHost() {
        return true;
    }

    @Override
    public boolean sharesConnectionsWith(Route other) {
        return other instanceof MailerRoute mailer && options.sameConnections(mailer.options);
    }

    @Override
    public <T> T fold(
            Function<SmtpRoute, T> smtp,
            Function<MxRoute, T> mx,
            Function<MailerRoute, T> mailer,
            Function<TestRoute, T> test) {
        return mailer.apply(this);
    }
}
