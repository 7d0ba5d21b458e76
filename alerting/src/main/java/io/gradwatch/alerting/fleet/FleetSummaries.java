package io.gradwatch.alerting.fleet;

import io.gradwatch.alerting.summary.FleetSummary;
import io.gradwatch.alerting.summary.Summary;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Summaries that the fleet makes. Thread-safe. */
public final class FleetSummaries {

    /** The fleet asks its history five questions, each with a bound of its own. Own choice. */
    private static final Duration WITHIN = Duration.ofMinutes(2);

    private static final int MOST_BYTES = 1024 * 1024;

    private final FleetClient client;

    /** @param fleet where it is at the moment; empty while that is not known */
    public FleetSummaries(Supplier<Optional<FleetAddress>> fleet) {
        this.client = new FleetClient(fleet);
    }

    /**
     * Asks once.
     *
     * @throws IOException with the reason, when there is no summary; it shows no token
     */
    public FleetSummary of(SummaryQuestion question) throws IOException, InterruptedException {
        FleetClient.Answer answer = client.get(question.path(), WITHIN, MOST_BYTES);
        if (answer.status() != 200) {
            throw new IOException("the fleet answers with status " + answer.status());
        }
        return Summary.readAnswer(answer.body());
    }
}
