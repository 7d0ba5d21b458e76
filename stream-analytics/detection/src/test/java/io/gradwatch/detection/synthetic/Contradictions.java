package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Contradictions between the sentence of an alert and its evidence, or within either of them. */
final class Contradictions {

    /** Whose sentences are those of a job, or name what it declares. */
    private static final Set<String> WORDS_OF_THE_JOB = Set.of("failed-run", "job-notice", "sane-defaults");

    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.'-])-?\\d+(?:,\\d{3})*(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?![\\w])");
    private static final Pattern NO_NUMBER = Pattern.compile("\\b(NaN|[+-]?Inf(inity)?)\\b");
    private static final Pattern TWICE = Pattern.compile("\\b([a-z]+) \\1\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_RATIO = Pattern.compile("\\b1(\\.0+)? times\\b");
    private static final Pattern RISES = Pattern.compile("goes up|went up|jump|rose|stepped up|explode");
    /** Names in quotes, shapes and intervals. */
    private static final Pattern NAMES = Pattern.compile("'[^']*'|\\([^)]*, [^)]*\\)|\\[[^\\]]*]|from 0 to 255");

    private static final double ROUNDING = 1e-3;

    private final Alert alert;
    private final List<String> found = new ArrayList<>();

    private Contradictions(Alert alert) {
        this.alert = alert;
    }

    /** All of an alert that fires, in words. */
    static List<String> of(Alert alert) {
        Contradictions contradictions = new Contradictions(alert);
        contradictions.words();
        contradictions.causes();
        contradictions.numbers();
        contradictions.thresholds();
        contradictions.ratios();
        contradictions.rises();
        return contradictions.found.stream()
                .map(what -> alert.getDetector() + ": " + what + ": " + alert.getSummary() + " "
                        + alert.getEvidence().stream().map(Contradictions::text).toList())
                .toList();
    }

    private static String text(Evidence item) {
        return "%s %s '%s' %s %s %s %s"
                .formatted(
                        item.getRole(),
                        item.getSeries(),
                        item.getName(),
                        item.getValue(),
                        item.getUnit(),
                        item.getComparison(),
                        item.getThreshold());
    }

    private boolean isOfJob() {
        return WORDS_OF_THE_JOB.contains(alert.getDetector());
    }

    /** A cause that is told twice, in the same words or in others. */
    private void causes() {
        Set<Object> told = new HashSet<>();
        for (Advice one : alert.getCauses()) {
            Object cause = Cause.named(one.getText()).map(Object.class::cast).orElse(one.getText());
            if (!told.add(cause)) {
                found.add("'" + one.getText() + "' is told twice");
            }
        }
    }

    private void words() {
        String summary = alert.getSummary();
        Matcher twice = TWICE.matcher(summary);
        if (!isOfJob() && twice.find()) {
            found.add("'" + twice.group() + "'");
        }
        boolean bad = evidence().anyMatch(item -> !Double.isFinite(item.getValue()))
                || alert.getAlertClass().equals(AlertClass.NAN.label());
        if (!isOfJob() && NO_NUMBER.matcher(summary).find() && !bad) {
            found.add("no number, though all of the evidence is finite");
        }
        if (NO_RATIO.matcher(summary).find()) {
            found.add("a ratio of one");
        }
    }

    private void numbers() {
        if (isOfJob()) {
            return;
        }
        String sentence = NAMES.matcher(alert.getSummary()).replaceAll("");
        if (alert.getLayer() != null) {
            sentence = sentence.replaceAll("(?<![\\w.-])" + Pattern.quote(alert.getLayer()) + "(?![\\w.])", "");
        }
        Matcher number = NUMBER.matcher(sentence);
        while (number.find()) {
            BigDecimal said = new BigDecimal(number.group().replace(",", ""));
            double margin = said.ulp().doubleValue() / 2 * (1 + ROUNDING) + 1e-9 * Math.abs(said.doubleValue());
            if (known().noneMatch(value -> Math.abs(value - said.doubleValue()) <= margin)) {
                found.add(number.group() + " is in no evidence");
            }
        }
    }

    /** Numbers that a sentence may say. */
    private DoubleStream known() {
        DoubleStream measured = evidence()
                .mapToDouble(Evidence::getValue)
                .filter(Double::isFinite)
                .flatMap(value -> DoubleStream.of(value, 100 * value));
        DoubleStream limits =
                evidence().filter(item -> item.getThreshold() != null).mapToDouble(Evidence::getThreshold);
        DoubleStream rank = alert.getRank() == null ? DoubleStream.empty() : DoubleStream.of(alert.getRank());
        return DoubleStream.concat(measured, DoubleStream.concat(limits, rank));
    }

    private void thresholds() {
        evidence().forEach(item -> {
            boolean level = item.getRole() == EvidenceRole.LEVEL;
            if (!Double.isFinite(item.getValue()) && !level) {
                found.add(item.getName() + " is no number");
            }
            if (item.getThreshold() != null && Double.isFinite(item.getValue()) && !passed(item)) {
                found.add(item.getName() + " is not " + item.getComparison() + " " + item.getThreshold());
            }
        });
    }

    private static boolean passed(Evidence item) {
        double value = item.getValue();
        double limit = item.getThreshold();
        double margin = 1e-9 * Math.abs(limit);
        return switch (item.getComparison()) {
            case ">=" -> value >= limit - margin;
            case ">" -> value > limit - margin;
            case "<=" -> value <= limit + margin;
            case "<" -> value < limit + margin;
            default -> Math.abs(value - limit) <= margin;
        };
    }

    /** A ratio is that of the next level over the next baseline of its series. */
    private void ratios() {
        List<Evidence> all = alert.getEvidence();
        for (int i = 0; i < all.size(); i++) {
            Evidence ratio = all.get(i);
            if (ratio.getRole() == EvidenceRole.RATIO) {
                List<Evidence> then = all.subList(i, all.size());
                Optional<Evidence> level = first(then, EvidenceRole.LEVEL, ratio.getSeries());
                Optional<Evidence> baseline = first(then, EvidenceRole.BASELINE, ratio.getSeries());
                if (level.isEmpty() || baseline.isEmpty()) {
                    found.add(ratio.getName() + " lacks its level or its baseline");
                } else {
                    compare(ratio, level.get().getValue() / baseline.get().getValue());
                }
            }
        }
    }

    private void compare(Evidence ratio, double expected) {
        if (!(Math.abs(ratio.getValue() / expected - 1) <= ROUNDING)) {
            found.add(ratio.getName() + " is not " + expected);
        }
    }

    /** A rising value lies above its baseline, to the digits in the sentence. */
    private void rises() {
        if (isOfJob() || !RISES.matcher(alert.getSummary()).find() || alert.getSeverity() == Severity.INFO) {
            return;
        }
        for (Evidence baseline : evidence()
                .filter(item -> item.getRole() == EvidenceRole.BASELINE)
                .limit(1)
                .toList()) {
            Optional<Evidence> level = evidence()
                    .filter(item -> item.getRole() == EvidenceRole.LEVEL
                            && item.getSeries().equals(baseline.getSeries()))
                    .max((one, other) -> Double.compare(one.getValue(), other.getValue()));
            if (level.isPresent()
                    && !(level.get().getValue() > (1 + ROUNDING) * baseline.getValue())
                    && baseline.getValue() > 0) {
                found.add("no rise from " + baseline.getValue() + " to "
                        + level.get().getValue());
            }
        }
    }

    private static Optional<Evidence> first(List<Evidence> among, EvidenceRole role, String series) {
        return among.stream()
                .filter(item -> item.getRole() == role && item.getSeries().equals(series))
                .findFirst();
    }

    private Stream<Evidence> evidence() {
        return alert.getEvidence().stream();
    }
}
