package io.gradwatch.detection.job;

import com.google.auto.service.AutoService;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Hangs up on whoever connects to the REST endpoint of an embedded Flink, which Flink cannot leave out: it knows no
 * tokens, can trigger savepoints, and nobody needs it there. A Flink cluster of its own is left as it is.
 */
@AutoService(InboundChannelHandlerFactory.class)
public final class RestEndpointCloser implements InboundChannelHandlerFactory {

    static final ConfigOption<Boolean> CLOSED = ConfigOptions.key("gradwatch.rest.closed")
            .booleanType()
            .defaultValue(false)
            .withDescription("Whether the REST endpoint answers nobody.");

    /** For Flink. */
    public RestEndpointCloser() {}

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<ChannelHandler> createHandler(Configuration configuration, Map<String, String> responseHeaders) {
        return configuration.get(CLOSED) ? Optional.of(new HangUp()) : Optional.empty();
    }

    private static final class HangUp extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.close();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.close();
        }
    }
}
