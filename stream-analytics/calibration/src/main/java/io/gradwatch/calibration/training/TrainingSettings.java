package io.gradwatch.calibration.training;

import picocli.CommandLine.Option;

/** Settings of a fit. The defaults did best on sources held out, see docs/CALIBRATION.md. */
public final class TrainingSettings {

    @Option(names = "--rounds", description = "Trees of each model (${DEFAULT-VALUE}).")
    int rounds = 100;

    @Option(names = "--depth", description = "Splits from root to leaf (${DEFAULT-VALUE}).")
    int depth = 4;

    @Option(names = "--rate", description = "Learning rate of the boosting (${DEFAULT-VALUE}).")
    double rate = 0.06;

    @Option(names = "--child-weight", description = "Least weight of a leaf (${DEFAULT-VALUE}).")
    double childWeight = 20;

    @Option(names = "--rows", description = "Share of the looks that a tree sees (${DEFAULT-VALUE}).")
    double rows = 0.7;

    @Option(names = "--columns", description = "Share of the features that a tree sees (${DEFAULT-VALUE}).")
    double columns = 0.35;

    @Option(names = "--lambda", description = "Penalty of large leaves (${DEFAULT-VALUE}).")
    double lambda = 5;

    @Option(names = "--models", description = "Models, of seeds of their own, whose mean counts (${DEFAULT-VALUE}).")
    int models = 2;

    @Option(
            names = "--lessons",
            paramLabel = "SHARE",
            description = "Weight of what is only learnt from, over that of what is scored (${DEFAULT-VALUE}).")
    double lessons = 0.6;

    @Option(names = "--looks", description = "Most looks at a run that are trained on (${DEFAULT-VALUE}).")
    int looks = 60;

    @Option(names = "--seed", description = "Seed of all chance (${DEFAULT-VALUE}).")
    long seed = 1;

    /** Seed of all chance. */
    public long seed() {
        return seed;
    }

    /** The settings in words. */
    @Override
    public String toString() {
        return "rounds " + rounds + ", depth " + depth + ", rate " + rate + ", child weight " + childWeight + ", rows "
                + rows + ", columns " + columns + ", lambda " + lambda + ", models " + models
                + ", lessons " + lessons + ", looks " + looks
                + ", seed " + seed;
    }
}
