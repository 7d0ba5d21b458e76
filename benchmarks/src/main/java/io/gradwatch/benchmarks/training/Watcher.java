package io.gradwatch.benchmarks.training;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.dl4j.GradwatchListener;
import io.gradwatch.agent.dl4j.ListenerSettings;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import java.util.Optional;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/** Monitor of a network while it trains. */
enum Watcher {
    NONE("bare"),
    NO_TENSORS("Gradwatch, no tensors"),
    DEFAULTS("Gradwatch, defaults"),
    TENSORS_EVERY_STEP("Gradwatch, all tensors every step"),
    STATS_LISTENER("StatsListener, every step");

    private final String words;

    Watcher(String words) {
        this.words = words;
    }

    /** The listener to be attached; none for {@link #NONE}. What is closeable of it must be closed. */
    Optional<TrainingListener> listener(ScratchKafka kafka) {
        ListenerSettings defaults = ListenerSettings.defaults();
        return switch (this) {
            case NONE -> Optional.empty();
            case NO_TENSORS -> Optional.of(gradwatch(kafka, defaults.withTensorsEverySteps(0)));
            case DEFAULTS -> Optional.of(gradwatch(kafka, defaults));
            case TENSORS_EVERY_STEP -> Optional.of(gradwatch(kafka, defaults.withTensorsEverySteps(1)));
            case STATS_LISTENER -> Optional.of(new StatsListener(new InMemoryStatsStorage(), 1));
        };
    }

    static GradwatchListener gradwatch(ScratchKafka kafka, ListenerSettings settings) {
        AgentSettings agent = AgentSettings.builder()
                .bootstrapServers(kafka.bootstrapServers())
                .spoolFolder(kafka.folder().resolve("spool"))
                .build();
        return new GradwatchListener(RunDescription.named("benchmark"), agent, settings);
    }

    @Override
    public String toString() {
        return words;
    }
}
