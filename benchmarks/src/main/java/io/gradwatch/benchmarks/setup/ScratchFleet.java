package io.gradwatch.benchmarks.setup;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.fleet.live.query.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The fleet service with its defaults in this process, over a broker of a benchmark. */
public final class ScratchFleet implements AutoCloseable {

    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final FleetService service;

    /** Starts it and waits until its tables are ready. */
    public ScratchFleet(ScratchKafka kafka) throws ConfigurationException, InterruptedException {
        FleetSettings settings =
                Configuration.parse("fleet: {port: 0}", "benchmark", Map.of()).read(FleetSettings::from);
        service = new FleetService(
                settings,
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                kafka.folder().resolve("fleet"),
                Clock.systemUTC());
        service.start();
        until("the live tables are ready", () -> service.check().isEmpty());
    }

    /** The service. */
    public FleetService service() {
        return service;
    }

    /** URL of a path of the page or the API. */
    public String url(String path) {
        return "http://127.0.0.1:" + service.port() + path;
    }

    /**
     * Waits for something.
     *
     * @throws IllegalStateException when it is not so after three minutes
     */
    public static void until(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo(reached)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("it did not come about that " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** While partitions move, the fleet has no answer. */
    private static boolean isSo(BooleanSupplier reached) {
        try {
            return reached.getAsBoolean();
        } catch (UnavailableException e) {
            return false;
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
