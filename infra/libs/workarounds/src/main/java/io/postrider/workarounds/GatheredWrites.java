package io.postrider.workarounds;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Combines all frames of one event-loop iteration into one write to the socket.
 *
 * <p>Upstream: vertx-proton writes and flushes after each frame. A write of twenty transfers costs about as much as a write of one,
 * and the broker reads them at once and syncs its journal once. No issue exists; to report to vert-x3/vertx-proton: "ProtonTransport
 * flushes for each send", with <a href="https://github.com/eclipse-vertx/vert.x/pull/4613">the same change for HTTP/2</a> as an
 * example. The client does not expose its channel, so this class looks for it among those of the event loop.
 */
public final class GatheredWrites {
    private static final Logger LOG = Logger.getLogger(GatheredWrites.class);
    private static final String NAME = "gathered-writes";

    /** Maximum number of frames in one write. */
    private static final int FRAMES = 256;

    private GatheredWrites() {}

    /** Installs this for the connections of this event loop to the port. Call it on the event loop. */
    public static void on(Context context, int port) {
        if (!(((ContextInternal) context).nettyEventLoop() instanceof SingleThreadEventLoop loop)) {
            return;
        }
        for (Channel channel : channels(loop)) {
            ChannelPipeline pipeline = channel.pipeline();
            if (channel.remoteAddress() instanceof InetSocketAddress remote
                    && remote.getPort() == port
                    && pipeline.get(NAME) == null) {
                pipeline.addFirst(NAME, new FlushConsolidationHandler(FRAMES, true));
            }
        }
    }

    private static List<Channel> channels(SingleThreadEventLoop loop) {
        List<Channel> channels = new ArrayList<>();
        try {
            loop.registeredChannelsIterator().forEachRemaining(channels::add);
        } catch (UnsupportedOperationException e) {
            LOG.infof("cannot batch AMQP writes: %s does not expose its channels", loop.getClass());
        }
        return channels;
    }
}
