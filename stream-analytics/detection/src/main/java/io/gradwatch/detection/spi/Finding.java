package io.gradwatch.detection.spi;

import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.fault.AlertClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A failure as a detector sees it.
 *
 * @param severity how bad
 * @param onsetStep first step at which it is seen in hindsight; stays the same while the failure lasts
 * @param summary one sentence that a person would say, with numbers, without the name of the run
 * @param evidence named numbers with the thresholds that they passed
 * @param causes probable causes, likeliest first given the evidence
 * @param remedies what to try, first things first
 * @param rank the rank concerned, where it is one
 * @param layer the layer concerned, or null
 * @param split the split concerned, or null
 * @param alertClass class of the alert where it is not that of the detector, or null
 * @param topic tells apart what one detector has open at the same time, or null where that is one at most; a detector
 *     has few of them
 * @param certain whether it is reported without the judge, though the detector is a witness
 */
public record Finding(
        Severity severity,
        long onsetStep,
        String summary,
        List<Evidence> evidence,
        List<Advice> causes,
        List<Advice> remedies,
        OptionalInt rank,
        String layer,
        Split split,
        AlertClass alertClass,
        String topic,
        boolean certain) {

    /** Starts a finding with what every one has. */
    public static Builder builder(Severity severity, long onsetStep, String summary) {
        return new Builder(severity, onsetStep, summary);
    }

    /**
     * The same of a sentence with numbers.
     *
     * @param format of {@link String#format}; numbers are written the same in every locale
     * @param numbers each of them also evidence, a step, or a setting
     */
    public static Builder builder(Severity severity, long onsetStep, String format, Object... numbers) {
        return builder(severity, onsetStep, String.format(Locale.ROOT, format, numbers));
    }

    /** Adds to a finding, in the order in which people shall read it. */
    public static final class Builder {
        private final Severity severity;
        private final long onsetStep;
        private final String summary;
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<Advice> causes = new ArrayList<>();
        private final List<Advice> remedies = new ArrayList<>();
        private OptionalInt rank = OptionalInt.empty();
        private String layer;
        private Split split;
        private AlertClass alertClass;
        private String topic;
        private boolean certain;

        private Builder(Severity severity, long onsetStep, String summary) {
            this.severity = severity;
            this.onsetStep = onsetStep;
            this.summary = summary;
        }

        Severity severity() {
            return severity;
        }

        /** A number on which it rests; one that is not known is left out. */
        public Builder evidence(Reading reading) {
            if (reading.known()) {
                evidence.add(reading.evidence());
            }
            return this;
        }

        /** A probable cause, with its item of the knowledge list. */
        public Builder cause(String text, String knowledgeItem) {
            causes.add(new Advice(text, knowledgeItem));
            return this;
        }

        /** Something to try, with its item of the knowledge list. */
        public Builder remedy(String text, String knowledgeItem) {
            remedies.add(new Advice(text, knowledgeItem));
            return this;
        }

        /** Things to try. */
        public Builder remedies(List<Advice> more) {
            remedies.addAll(more);
            return this;
        }

        /** The causes and remedies that {@link DetectorTexts} has under a name. */
        public Builder advice(String name) {
            causes.addAll(DetectorTexts.causes(name));
            remedies.addAll(DetectorTexts.remedies(name));
            return this;
        }

        /** It concerns one rank. */
        public Builder rank(int concerned) {
            rank = OptionalInt.of(concerned);
            return this;
        }

        /** It concerns one layer. */
        public Builder layer(String concerned) {
            layer = concerned;
            return this;
        }

        /** It concerns one split. */
        public Builder split(Split concerned) {
            split = concerned;
            return this;
        }

        /** It is of another class than the detector's. */
        public Builder alertClass(AlertClass found) {
            alertClass = found;
            return this;
        }

        /** It is one of several that the detector may have open. */
        public Builder topic(String about) {
            topic = about;
            return this;
        }

        /** It leaves no doubt: the judge need not agree. */
        public Builder certain() {
            certain = true;
            return this;
        }

        /** The finding. */
        public Finding build() {
            return new Finding(
                    severity,
                    onsetStep,
                    summary,
                    List.copyOf(evidence),
                    List.copyOf(causes),
                    List.copyOf(remedies),
                    rank,
                    layer,
                    split,
                    alertClass,
                    topic,
                    certain);
        }
    }
}
