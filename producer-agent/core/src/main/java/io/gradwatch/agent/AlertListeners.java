package io.gradwatch.agent;

import io.gradwatch.agent.alerts.AlertFollower;
import io.gradwatch.schema.Alert;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The alerts of one run, for those in its job that want to be told. Reads Kafka only if there is one. */
final class AlertListeners implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AlertListeners.class.getName());
    private static final int REMEMBERED = 1_000;

    private final String runId;
    private final AgentSettings settings;
    private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> revisions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    private AlertFollower follower;
    private boolean closed;

    AlertListeners(String runId, AgentSettings settings) {
        this.runId = runId;
        this.settings = settings;
    }

    synchronized void add(Consumer<Alert> listener) {
        listeners.add(listener);
        if (follower == null && !closed) {
            Map<String, Object> consumer =
                    AlertFollower.consumerProperties(settings.bootstrapServers(), settings.allKafkaProperties());
            follower = new AlertFollower(consumer, Set.of(runId), this::tell);
            follower.start();
        }
    }

    /** The stream may repeat a transition; a job is told of it once. On the follower's thread. */
    private void tell(Alert alert) {
        Integer before = revisions.put(alert.getId(), alert.getRevision());
        if (before != null && before >= alert.getRevision()) {
            revisions.put(alert.getId(), before);
            return;
        }
        for (Consumer<Alert> listener : listeners) {
            try {
                listener.accept(alert);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "What the job does on alerts has failed; the run goes on.", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (follower != null) {
            follower.close();
            follower = null;
        }
    }
}
