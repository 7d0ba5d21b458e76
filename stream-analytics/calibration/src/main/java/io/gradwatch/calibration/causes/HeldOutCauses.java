package io.gradwatch.calibration.causes;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.diagnosis.CauseModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ranks the causes of each program's faults by a table that was fitted on the other programs. */
final class HeldOutCauses {

    private HeldOutCauses() {}

    /**
     * The table fitted on all found faults.
     *
     * @param lessons further runs
     */
    static CauseModel fit(List<NamedCauses> scored, List<NamedCauses> lessons) {
        return fit(Stream.concat(scored.stream(), lessons.stream()).toList());
    }

    private static CauseModel fit(List<NamedCauses> named) {
        List<float[]> clues = new ArrayList<>();
        List<Cause> truth = new ArrayList<>();
        for (NamedCauses one : named) {
            Optional<Cause> cause = AcceptedCauses.primary(one.planted().fault());
            if (one.found() && cause.isPresent()) {
                clues.add(one.clues());
                truth.add(cause.get());
            }
        }
        return CauseFit.of(clues, truth);
    }

    /**
     * The same faults, named by tables that know none of their programs.
     *
     * @param lessons runs that are learnt from and not named
     */
    static List<NamedCauses> of(List<NamedCauses> named, List<NamedCauses> lessons) {
        List<String> programs = named.stream()
                .map(one -> one.planted().program())
                .distinct()
                .sorted()
                .toList();
        return programs.parallelStream()
                .flatMap(program -> {
                    CauseModel model = fit(Stream.concat(named.stream(), lessons.stream())
                            .filter(one -> !one.planted().program().equals(program))
                            .toList());
                    return named.stream()
                            .filter(one -> one.planted().program().equals(program))
                            .map(one -> one.rankedBy(model));
                })
                .toList();
    }
}
