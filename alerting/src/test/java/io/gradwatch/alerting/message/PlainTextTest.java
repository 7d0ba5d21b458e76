package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTextTest {

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNames_becomeOneShortVisibleLine(String name) {
        String line = PlainText.oneLine(name, 80);

        assertThat(line).hasSizeLessThanOrEqualTo(80);
        assertThat(line.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE))
                .isTrue();
        assertThat(Message.of(Alerts.notification(HostileNames.everywhereIn(name)))
                        .title())
                .hasSizeLessThanOrEqualTo(Message.TITLE_LENGTH);
    }

    @ParameterizedTest
    @CsvSource({"a\tb,a b", "'  a  b ',a b", "straße,straße", "日本,日本", "abcdefghijkl,abcdefghi…"})
    void text_isKept(String text, String line) {
        assertThat(PlainText.oneLine(text, 10)).isEqualTo(line);
    }

    @Test
    void pairs_areNotCut() {
        assertThat(PlainText.shortened("ab😀cd", 4)).isEqualTo("ab…");
        assertThat(PlainText.shortened("ab😀cd", 5)).isEqualTo("ab😀…");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "-1,-1",
        "0.5,0.5",
        "0.012345,0.01235",
        "1234.56,'1,235'",
        "123456.7,'123,457'",
        "1e6,1e6",
        "1.5e308,1.5e308",
        "-2.5e-7,-2.5e-7",
        "NaN,NaN",
        "Infinity,Infinity",
        "-Infinity,-Infinity",
    })
    void numbers_areShort(double value, String text) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Quantities.number(value)).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void evidence_namesTheThreshold() {
        assertThat(Quantities.evidence(new Evidence(EvidenceRole.LEVEL, "", "gap", 0.25, "nats", ">", 0.1)))
                .isEqualTo("gap 0.25 nats (threshold > 0.1 nats)");
        assertThat(Quantities.evidence(new Evidence(EvidenceRole.LEVEL, "loss", "loss", Double.NaN, "", "", null)))
                .isEqualTo("loss NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "nan,FINISHED,'the run ended with it: finished, diverged (nan)'",
        "nan,FAILED,'the run ended with it: crashed, diverged (nan)'",
        "nan,OUT_OF_MEMORY,'the run ended with it: crashed, diverged (nan)'",
        "oscillating,STOPPED,'the run ended with it: stopped, oscillating unrecovered'",
        "overfitting,UNKNOWN,'the run ended with it: stopped, over-fitting unrecovered'",
        "nan,,nothing more was heard of the run: diverged (nan)",
        "crashed,,nothing more was heard of the run: crashed",
    })
    void endOfARun_isWordedAsTheRunEnded(String alertClass, Outcome outcome, String words) {
        Alert ended = Alerts.resolved(
                Alerts.firing("a", alertClass, Severity.CRITICAL).build(), Resolution.RUN_ENDED);
        ended.setOutcome(outcome);

        assertThat(Message.of(Alerts.notification(ended)).entries().get(0).status())
                .contains(words);
    }

    @ParameterizedTest
    @EnumSource
    void endings_areWordedApart(Resolution resolution) {
        Message message = Message.of(Alerts.notification(Alerts.resolved(Alerts.nan("a"), resolution)));

        assertThat(message.entries().get(0).status())
                .contains(
                        switch (resolution) {
                            case CLEARED -> "the fault is no longer seen";
                            case RUN_ENDED -> "the run ended with it: finished, diverged (nan)";
                            case NEW_ATTEMPT -> "the attempt ended with it; a new one began";
                            case SWITCHED_OFF -> "its detector was switched off";
                            case UNKNOWN -> "for a reason that was not given";
                        });
    }
}
