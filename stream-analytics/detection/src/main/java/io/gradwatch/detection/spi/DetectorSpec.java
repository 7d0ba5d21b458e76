package io.gradwatch.detection.spi;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Identity, needs and settings of a detector.
 *
 * @param id kebab case, unique, the stem of the class: {@code exploding-gradient} of {@code ExplodingGradientDetector}
 * @param alertClass class of its alerts; a finding can say another
 * @param severity the highest severity that it gives
 * @param ranks whose events it sees
 * @param needs any one of these sets of signals is enough for it to judge; a run that sends none makes it abstain
 * @param knowledgeItems items of the knowledge list that it serves, such as K2
 * @param firesWhen the sentence that starts with "Fires when"
 * @param keys its settings, under {@code detectors.<id>} in the configuration
 * @param role whether it is believed by itself
 */
public record DetectorSpec(
        String id,
        AlertClass alertClass,
        Severity severity,
        Ranks ranks,
        List<Set<Signal>> needs,
        List<String> knowledgeItems,
        String firesWhen,
        List<ConfigKey<Double>> keys,
        Role role) {

    /** Trust in what a detector says. */
    public enum Role {
        /** It is certain: reported at once. */
        RULE,
        /** It explains: what it says beyond info waits until the judge finds a fault of its family likely. */
        WITNESS,
        /** It speaks for the judge, of one family: reported at once, where no alert of that family is open. */
        JUDGE
    }

    /**
     * A rule of the product on the rank that speaks for the job, by any record: {@link DetectorTexts} has its
     * sentences.
     */
    public static DetectorSpec of(String id, AlertClass alertClass, Severity severity) {
        DetectorTexts.RuleText text = DetectorTexts.ofDetector(id);
        return new DetectorSpec(
                id, alertClass, severity, Ranks.SPEAKER, List.of(), text.serves(), text.fires(), List.of(), Role.RULE);
    }

    /** The same where all of these are enough to judge by, and so are the others that were said to be before. */
    public DetectorSpec judgesBy(Signal... enough) {
        List<Set<Signal>> all =
                Stream.concat(needs.stream(), Stream.of(Set.of(enough))).toList();
        return new DetectorSpec(id, alertClass, severity, ranks, all, knowledgeItems, firesWhen, keys, role);
    }

    /** The same with settings. */
    @SafeVarargs
    public final DetectorSpec settings(ConfigKey<Double>... of) {
        return new DetectorSpec(id, alertClass, severity, ranks, needs, knowledgeItems, firesWhen, List.of(of), role);
    }

    /** The same on every rank. */
    public DetectorSpec ofAllRanks() {
        return new DetectorSpec(id, alertClass, severity, Ranks.ALL, needs, knowledgeItems, firesWhen, keys, role);
    }

    /** The same in another role. */
    public DetectorSpec as(Role other) {
        return new DetectorSpec(id, alertClass, severity, ranks, needs, knowledgeItems, firesWhen, keys, other);
    }

    /** Whose events a detector sees. */
    public enum Ranks {
        /** Those of the rank that speaks for the job: the lowest that was seen. */
        SPEAKER,
        /** Those of every rank. */
        ALL
    }
}
