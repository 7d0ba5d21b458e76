package io.gradwatch.agent.gateway;

import io.gradwatch.agent.gateway.job.Connection;
import io.gradwatch.agent.gateway.job.Jobs;
import io.gradwatch.agent.gateway.mlflow.MlflowRuns;
import io.gradwatch.agent.gateway.mlflow.StateFolder;
import io.gradwatch.agent.gateway.socket.ServerSockets;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.schema.Alert;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Work of the gateway's thread, over and over: take in what jobs say, make it safe, ship it, and answer. Everything but
 * the alerts' consumer happens here, so nothing here waits for a job.
 */
final class GatewayLoop implements Runnable, Executor {

    /** Connections at once; one that has not said hello gives way to a new one. */
    static final int MAX_CONNECTIONS = 512;

    private static final System.Logger LOG = System.getLogger(GatewayLoop.class.getName());
    private static final int ROOM_BYTES = 256 << 10;
    private static final long HELLO_NANOS = 10_000_000_000L;
    private static final long WATCH_NANOS = 200_000_000L;
    private static final long PAUSE_NANOS = 10_000_000L;
    private static final long BUSY_MILLIS = 5;
    private static final long IDLE_MILLIS = 200;
    private static final int LAST_ROUNDS = 100;

    private final ServerSockets listeners;
    private final Relay relay;
    private final Jobs jobs;
    private final AlertFeed alerts;
    private final Optional<MlflowRuns> mlflow;
    private final Selector selector;
    private final ByteBuffer room = ByteBuffer.allocate(ROOM_BYTES);
    private final AtomicLong bytesOfAll = new AtomicLong();
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private long watchedNanos = System.nanoTime();
    private volatile boolean closing;
    private volatile String trouble = "";

    /** @param mlflowFolder state of the runs of MLflow clients; empty where none are answered */
    GatewayLoop(ServerSockets listeners, Relay relay, Jobs jobs, AlertFeed alerts, Optional<StateFolder> mlflowFolder)
            throws IOException {
        this.listeners = listeners;
        this.relay = relay;
        this.jobs = jobs;
        this.alerts = alerts;
        this.mlflow = mlflowFolder.map(folder -> new MlflowRuns(relay, folder, this));
        this.selector = Selector.open();
        for (ServerSocketChannel channel : listeners.channels()) {
            channel.register(selector, SelectionKey.OP_ACCEPT);
        }
    }

    /** Ends the loop after what has arrived was taken in; then ships for as long as the settings say. */
    void close() {
        closing = true;
        selector.wakeup();
    }

    /** The runs of MLflow clients, where they are answered. */
    Optional<MlflowRuns> mlflow() {
        return mlflow;
    }

    /** Has the loop's thread do it, which alone uses the relay. */
    @Override
    public void execute(Runnable call) {
        calls.add(call);
        selector.wakeup();
    }

    private void answerCalls() {
        for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
    }

    /** An alert has come. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Why records wait, or that nothing works any more; empty when all is well. */
    String trouble() {
        return trouble;
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    unexpected(e);
                }
            }
            leave();
        } catch (Throwable e) {
            trouble = "the agent has stopped: " + e;
            LOG.log(Level.ERROR, "The agent has stopped, jobs keep what they have.", e);
        } finally {
            connections.forEach(Connection::close);
            relay.close();
            closeQuietly();
        }
    }

    private void turn() throws IOException {
        boolean busy = relay.pendingBytes() > 0 || connections.stream().anyMatch(Connection::owesAck);
        selector.select(this::ready, busy ? BUSY_MILLIS : IDLE_MILLIS);
        work();
    }

    /** An error of one turn is told once, and the next turn tried: it may go otherwise. */
    private void unexpected(RuntimeException e) {
        String what = "the agent met an error: " + e;
        if (!what.equals(trouble)) {
            LOG.log(Level.WARNING, "The agent met an error and goes on.", e);
        }
        trouble = what;
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private void work() {
        answerCalls();
        mlflow.ifPresent(runs -> runs.work(System.nanoTime()));
        relay.work();
        trouble = relay.trouble();
        long now = System.nanoTime();
        if (now - watchedNanos >= WATCH_NANOS) {
            watchedNanos = now;
            watch(now);
        }
        for (Alert alert = alerts.poll(); alert != null; alert = alerts.poll()) {
            jobs.tell(alert);
        }
        answer(now);
    }

    private void watch(long now) {
        jobs.watch(now);
        alerts.follow(jobs.runsWithAlerts());
        for (Connection connection : List.copyOf(connections)) {
            boolean known = connection.job() != null && connection.job().connection() == connection;
            if (!known && now - connection.openedNanos() >= HELLO_NANOS) {
                drop(connection);
            }
        }
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.channel() instanceof ServerSocketChannel) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    private void answer(long now) {
        // Some were closed because their job speaks through another one.
        connections.removeIf(Connection::isClosed);
        for (Connection connection : List.copyOf(connections)) {
            connection.acknowledge(now);
            write(connection);
        }
    }

    private void write(Connection connection) {
        try {
            connection.write();
        } catch (IOException e) {
            drop(connection);
        }
    }

    private void ready(SelectionKey key) {
        if (key.channel() instanceof ServerSocketChannel) {
            accept(key);
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isValid() && key.isReadable() && !connection.read(room)) {
                drop(connection);
            }
        } catch (IOException e) {
            drop(connection);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A connection is closed, what it said led to an error.", e);
            drop(connection);
        }
    }

    private void accept(SelectionKey key) {
        try {
            SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
            if (channel == null) {
                return;
            }
            if (connections.size() >= MAX_CONNECTIONS && !makeWay()) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            boolean local = !(channel.getLocalAddress() instanceof InetSocketAddress);
            SelectionKey own = channel.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(channel, own, local, jobs, bytesOfAll);
            own.attach(connection);
            connections.add(connection);
        } catch (IOException e) {
            // Such as too many open files: the next look comes with the next watch.
            key.interestOps(0);
            LOG.log(Level.WARNING, "A connection cannot be accepted: " + e);
        }
    }

    /** Drops the oldest connection that no job speaks through; false where there is none. */
    private boolean makeWay() {
        Optional<Connection> oldest = connections.stream()
                .filter(connection -> connection.job() == null)
                .findFirst();
        oldest.ifPresent(this::drop);
        return oldest.isPresent();
    }

    private void drop(Connection connection) {
        connections.remove(connection);
        connection.close();
        jobs.left(connection, System.nanoTime());
    }

    /** Takes in what jobs have sent and the kernel holds: some of them have ended and cannot send it again. */
    private void leave() throws IOException {
        for (int round = 0; round < LAST_ROUNDS && selector.selectNow(this::ready) > 0; round++) {
            relay.work();
        }
        answerCalls();
        mlflow.ifPresent(MlflowRuns::leave);
        relay.work();
        connections.forEach(Connection::acknowledge);
        answer(System.nanoTime());
    }

    private void closeQuietly() {
        try {
            listeners.close();
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The sockets could not be closed in order: " + e);
        }
    }
}
