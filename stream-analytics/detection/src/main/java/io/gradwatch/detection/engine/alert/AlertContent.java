package io.gradwatch.detection.engine.alert;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.PrintableText;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Content of alerts: fields of a finding, cleaned and bounded, and evidence that is joined over transitions. */
final class AlertContent {

    private static final int MOST_ENTRIES = 20;

    /** Roles that belong together: a level, its baseline, and the ratio of the two. */
    private static final Set<EvidenceRole> COMPARED =
            EnumSet.of(EvidenceRole.LEVEL, EvidenceRole.BASELINE, EvidenceRole.RATIO);

    private AlertContent() {}

    static Alert of(DetectionState run, DetectorSpec spec, Finding finding, AlertTransitions.Moment moment) {
        RunStarted declared = run.declared();
        Severity severity = finding.severity();
        return Alert.newBuilder()
                .setId(AlertId.of(run, spec.id(), finding))
                .setDetector(spec.id())
                .setAlertClass((finding.alertClass() == null ? spec.alertClass() : finding.alertClass()).label())
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(run.runId)
                .setRunName(declared.getName())
                .setProject(declared.getProject())
                .setOwner(declared.getOwner())
                .setHost(declared.getHost())
                .setAttempt(run.attempt)
                .setRank(finding.rank().isPresent() ? finding.rank().getAsInt() : null)
                .setLayer(finding.layer() == null ? null : PrintableText.name(finding.layer()))
                .setSplit(finding.split() == null ? null : finding.split().name())
                .setOnsetStep(finding.onsetStep())
                .setRaisedStep(moment.step())
                .setRaisedTimeMillis(moment.timeMillis())
                .setFiredTimeMillis(moment.timeMillis())
                .setBacklog(run.backlog)
                .setSummary(PrintableText.sentence(finding.summary()))
                .setEvidence(evidence(finding.evidence()))
                .setCauses(advice(finding.causes()))
                .setRemedies(advice(finding.remedies()))
                .build();
    }

    private static List<Evidence> evidence(List<Evidence> given) {
        return given.stream()
                .limit(MOST_ENTRIES)
                .map(item -> Evidence.newBuilder(item)
                        .setName(PrintableText.name(item.getName()))
                        .setUnit(PrintableText.name(item.getUnit()))
                        .build())
                .toList();
    }

    static List<Advice> advice(List<Advice> given) {
        return given.stream()
                .limit(MOST_ENTRIES)
                .map(item -> new Advice(PrintableText.sentence(item.getText()), item.getKnowledgeItem()))
                .toList();
    }

    /**
     * Evidence seen first is still published, behind the news: a level with its baseline and their ratio as a whole,
     * unless the news have that ratio.
     */
    static List<Evidence> joined(List<Evidence> news, List<Evidence> published) {
        Set<String> names = news.stream().map(Evidence::getName).collect(Collectors.toSet());
        List<Evidence> ratios = published.stream()
                .filter(item -> item.getRole() == EvidenceRole.RATIO)
                .toList();
        List<Evidence> kept = published.stream()
                .filter(item -> ratios.stream()
                        .filter(ratio -> COMPARED.contains(item.getRole())
                                && ratio.getSeries().equals(item.getSeries()))
                        .findFirst()
                        .map(ratio -> !names.contains(ratio.getName()))
                        .orElse(!names.contains(item.getName())))
                .toList();
        return withWholeGroups(news, kept);
    }

    /** Groups that do not fit go as a whole: a ratio says nothing without its level and baseline. */
    private static List<Evidence> withWholeGroups(List<Evidence> news, List<Evidence> kept) {
        List<Evidence> all = new ArrayList<>(news);
        List<Evidence> left = new ArrayList<>(kept);
        while (!left.isEmpty()) {
            Evidence first = left.get(0);
            List<Evidence> group = left.stream()
                    .filter(item -> item == first || areCompared(item, first))
                    .toList();
            if (all.size() + group.size() <= MOST_ENTRIES) {
                all.addAll(group);
            }
            left.removeAll(group);
        }
        return all;
    }

    private static boolean areCompared(Evidence one, Evidence other) {
        return COMPARED.contains(one.getRole())
                && COMPARED.contains(other.getRole())
                && one.getSeries().equals(other.getSeries());
    }
}
