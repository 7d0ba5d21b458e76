package io.gradwatch.agent.logs.names;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.names.LossKind;
import io.gradwatch.schema.names.Understood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that stand for the loss of a split where no name is beyond doubt. The first names that are met together decide:
 *
 * <ol>
 *   <li>what is called a total, beside its terms;
 *   <li>the sum of all terms, where one of them is known as a part of a loss; else the first that is called a loss;
 *   <li>what is a loss without the word, such as {@code nll} or {@code mse};
 *   <li>the logarithm of a perplexity;
 *   <li>the negative of a likelihood;
 *   <li>an error;
 *   <li>for the training, the loss of a generator, of a critic, of a policy: not a measure of quality, but it tells of
 *       NaN. Detection knows from the objective that it need not fall.
 * </ol>
 *
 * <p>All of them stay metrics too. A name beyond doubt that comes later takes their place.
 */
final class LossCandidates {

    private static final Set<LossKind> TERMS = EnumSet.of(LossKind.PART, LossKind.OTHER);
    private static final List<LossKind> OPPONENTS =
            List.of(LossKind.GENERATOR, LossKind.CRITIC, LossKind.POLICY, LossKind.DISCRIMINATOR);

    private enum Role {
        NONE,
        LOSS,
        TERM,
        LOGARITHM,
        NEGATIVE
    }

    /** A name, and its role for the loss. */
    static final class Candidate {

        private final String name;
        private final Understood understood;
        private final Split split;
        private Role role = Role.NONE;
        private int terms;

        Candidate(String name, Understood understood) {
            this.name = name;
            this.understood = understood;
            this.split = understood.split().orElse(Split.TRAIN);
        }

        /** Takes part in the loss of the row, where it has a role. */
        void put(RowValues row, double value) {
            switch (role) {
                case LOSS -> LogSignal.loss(split).use().put(row, value);
                case LOGARITHM -> LogSignal.loss(split).use().put(row, Math.log(value));
                case NEGATIVE -> LogSignal.loss(split).use().put(row, -value);
                case TERM -> row.addTerm(split, value, terms);
                case NONE -> {
                    // It is a metric.
                }
            }
        }
    }

    private final Map<Split, List<Candidate>> bySplit = new EnumMap<>(Split.class);
    private final Set<Split> decided = EnumSet.noneOf(Split.class);

    /** True if a name of this meaning may stand for a loss. */
    static boolean mayBe(Understood understood) {
        return understood.kind() == LossKind.WHOLE
                || understood.kind() == LossKind.TOTAL
                || understood.kind() == LossKind.ERROR
                || understood.kind() == LossKind.PERPLEXITY
                || understood.kind() == LossKind.LIKELIHOOD
                || TERMS.contains(understood.kind())
                || OPPONENTS.contains(understood.kind());
    }

    Candidate add(String name, Understood understood) {
        Candidate candidate = new Candidate(name, understood);
        bySplit.computeIfAbsent(candidate.split, ignored -> new ArrayList<>()).add(candidate);
        return candidate;
    }

    /** A name beyond doubt, or a person, says what the loss of the split is. */
    void giveUp(Split split) {
        decided.add(split);
        bySplit.getOrDefault(split, List.of()).forEach(candidate -> candidate.role = Role.NONE);
    }

    /** Decides for the splits of which names were met. */
    void decide() {
        bySplit.forEach((split, candidates) -> {
            if (decided.add(split)) {
                decide(split, candidates);
            }
        });
    }

    private void decide(Split split, List<Candidate> candidates) {
        Optional<Candidate> total = best(candidates, LossKind.TOTAL);
        if (total.isPresent() && (candidates.size() > 1 || isOf(Split.TRAIN, LossKind.TOTAL))) {
            total.get().role = Role.LOSS;
            return;
        }
        List<Candidate> terms = candidates.stream()
                .filter(candidate -> TERMS.contains(candidate.understood.kind()))
                .toList();
        boolean parts = terms.stream().anyMatch(term -> term.understood.kind() == LossKind.PART);
        if (parts && terms.size() > 1) {
            terms.forEach(term -> {
                term.role = Role.TERM;
                term.terms = terms.size();
            });
            return;
        }
        // Losses with words that nobody knows need not belong together: a sum of them would be of no loss.
        if (!terms.isEmpty()) {
            terms.get(0).role = Role.LOSS;
            return;
        }
        Optional<Candidate> whole = best(candidates, LossKind.WHOLE);
        Optional<Candidate> perplexity = best(candidates, LossKind.PERPLEXITY);
        Optional<Candidate> likelihood = best(candidates, LossKind.LIKELIHOOD);
        if (whole.isPresent()) {
            whole.get().role = Role.LOSS;
        } else if (perplexity.isPresent()) {
            perplexity.get().role = Role.LOGARITHM;
        } else if (likelihood.isPresent()) {
            likelihood.get().role = Role.NEGATIVE;
        } else if (split == Split.TRAIN) {
            Stream.concat(OPPONENTS.stream(), Stream.of(LossKind.ERROR))
                    .flatMap(kind -> best(candidates, kind).stream())
                    .findFirst()
                    .ifPresent(candidate -> candidate.role = Role.LOSS);
        } else if (!decided.contains(Split.TRAIN) || isOf(Split.TRAIN, LossKind.ERROR)) {
            // An error is not compared with a loss of another kind.
            best(candidates, LossKind.ERROR).ifPresent(candidate -> candidate.role = Role.LOSS);
        }
    }

    /** True if the loss of the data is one of a kind. */
    private boolean isOf(Split split, LossKind kind) {
        return bySplit.getOrDefault(split, List.of()).stream()
                .anyMatch(candidate -> candidate.role == Role.LOSS && candidate.understood.kind() == kind);
    }

    private static Optional<Candidate> best(List<Candidate> candidates, LossKind kind) {
        return candidates.stream()
                .filter(candidate -> candidate.understood.kind() == kind)
                .min(Comparator.comparingInt(candidate -> candidate.understood.rank()));
    }

    /** True if a loss of the split is made of names. */
    boolean has(Split split) {
        return bySplit.getOrDefault(split, List.of()).stream().anyMatch(candidate -> candidate.role != Role.NONE);
    }

    /** Names that make the loss of each split, for people; splits without are left out. */
    Map<Split, String> shown() {
        Map<Split, String> shown = new EnumMap<>(Split.class);
        bySplit.forEach((split, candidates) -> {
            List<Candidate> taken = candidates.stream()
                    .filter(candidate -> candidate.role != Role.NONE)
                    .toList();
            if (!taken.isEmpty()) {
                String names = taken.stream().map(candidate -> candidate.name).collect(Collectors.joining(" + "));
                shown.put(
                        split,
                        switch (taken.get(0).role) {
                            case LOGARITHM -> "log of " + names;
                            case NEGATIVE -> "negative of " + names;
                            default -> names;
                        });
            }
        });
        return shown;
    }
}
