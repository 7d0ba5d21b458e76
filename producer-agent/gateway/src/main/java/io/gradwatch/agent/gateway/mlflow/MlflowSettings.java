package io.gradwatch.agent.gateway.mlflow;

import java.time.Duration;

/**
 * Settings of the answers to MLflow clients.
 *
 * @param port of the loopback address 127.0.0.1; 0 takes a free one
 * @param keep how long what is known of a run is kept after its last call
 */
public record MlflowSettings(int port, Duration keep) {

    /** A client that goes on with a run after a month has a new one, in all likelihood. */
    public static final Duration DEFAULT_KEEP = Duration.ofDays(30);
}
