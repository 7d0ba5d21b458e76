package io.gradwatch.alerting.action;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.notify.spi.ActionSource;
import io.gradwatch.alerting.notify.spi.AlertActions;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.silence.SilenceWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Channels that take what people do in them, from start to close. */
public final class Listening implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final List<Receiver> receivers;
    private final SilenceWriter writer;
    private final AlertActions actions;
    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param outbox that knows which alerts a receiver was told of
     */
    public Listening(List<Receiver> receivers, Map<String, Object> kafka, Outbox outbox, Clock clock) {
        this.receivers = receivers;
        this.writer = new SilenceWriter(kafka);
        this.actions = new WrittenActions(outbox, writer, clock);
    }

    /** Starts; does not wait for any channel. */
    public synchronized void start() {
        Map<ActionSource, Set<String>> sources = new LinkedHashMap<>();
        for (Receiver receiver : receivers) {
            receiver.notifier()
                    .actionSource()
                    .ifPresent(source -> sources.computeIfAbsent(source, ignored -> new TreeSet<>())
                            .add(receiver.name()));
        }
        sources.forEach((source, names) -> open.add(0, source.open(names, actions)));
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warn("A channel was not closed in order", e);
            }
        }
        open.clear();
        writer.close();
    }
}
