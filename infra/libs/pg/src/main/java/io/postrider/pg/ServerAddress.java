package io.postrider.pg;

import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgConnectOptions;

/**
 * How to connect to a server at the known address of its name; the server's certificate is still verified against the
 * name.
 */
final class ServerAddress extends PgConnectOptions {
    private final SocketAddress address;

    ServerAddress(PgConnectOptions server, SocketAddress address) {
        super(server);
        this.address = address;
    }

    @Override
    public SocketAddress getSocketAddress() {
        return address;
    }
}
