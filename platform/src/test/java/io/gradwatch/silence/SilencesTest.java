package io.gradwatch.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SilencesTest {

    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(2));

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.ALERTS.codec();
    }

    @Test
    void silence_holdsFromItsStartToBeforeItsEnd() {
        Silences silences = silences(silence("s", matcher(MatcherField.PROJECT, "dig*")));

        assertThat(silences.silencing(alert(), START.minusMillis(1))).isEmpty();
        assertThat(silences.silencing(alert(), START)).isPresent();
        assertThat(silences.silencing(alert(), END.minusMillis(1))).isPresent();
        assertThat(silences.silencing(alert(), END)).isEmpty();
        assertThat(silences.nextChange(START.minusMillis(1))).contains(START);
        assertThat(silences.nextChange(START)).contains(END);
        assertThat(silences.nextChange(END)).isEmpty();
    }

    @Test
    void allMatchersMustMatch_andARunByNameOrId() {
        assertThat(matches(matcher(MatcherField.RUN, "run-1"), matcher(MatcherField.OWNER, "ada")))
                .isTrue();
        assertThat(matches(matcher(MatcherField.RUN, "resnet*"), matcher(MatcherField.DETECTOR, "non-finite-values")))
                .isTrue();
        assertThat(matches(matcher(MatcherField.RUN, "run-1"), matcher(MatcherField.OWNER, "grace")))
                .isFalse();
        assertThat(matches(matcher(MatcherField.CLASS, "/nan|exploding/"), matcher(MatcherField.SEVERITY, "warning")))
                .isTrue();
        assertThat(matches(matcher(MatcherField.SEVERITY, "critical"))).isFalse();
        assertThat(matches(matcher(MatcherField.UNKNOWN, "digits"))).isFalse();
    }

    @Test
    void expired_holdsNoMore() {
        Silence expired = Silence.newBuilder(silence("s", matcher(MatcherField.PROJECT, "digits")))
                .setExpired(true)
                .build();

        assertThat(silences(expired).silencing(alert(), START.plusSeconds(1))).isEmpty();
        assertThat(silences(expired).nextChange(START)).isEmpty();
    }

    @Test
    void acknowledgement_holdsForTheSeverityThatWasSeen_andNotForEver() {
        Silences silences = Silences.of(
                List.of(), List.of(new Acknowledgement("a1", Severity.WARNING, "ada", "", START.toEpochMilli(), "")));
        Alert worse = Alert.newBuilder(alert()).setSeverity(Severity.CRITICAL).build();

        assertThat(silences.acknowledging(alert(), START)).isPresent();
        assertThat(silences.acknowledging(worse, START)).isEmpty();
        assertThat(silences.acknowledging(alert(), START.plus(Silences.ACKNOWLEDGED)))
                .isEmpty();
        assertThat(silences.nextChange(START)).contains(START.plus(Silences.ACKNOWLEDGED));
    }

    @Test
    void whatIsLongOver_isOutdated() {
        Silences silences = Silences.of(
                List.of(silence("s", matcher(MatcherField.PROJECT, "digits"))),
                List.of(new Acknowledgement("a1", Severity.WARNING, "", "", START.toEpochMilli(), "")));

        assertThat(silences.outdated(END.plus(Silences.KEPT)).silences()).isEmpty();
        assertThat(silences.outdated(END.plus(Silences.KEPT).plusMillis(1)).silences())
                .hasSize(1);
        assertThat(silences.outdated(START.plus(Silences.ACKNOWLEDGED)).acknowledgements())
                .hasSize(1);
    }

    @Test
    void whatBreaksARule_isRefusedWithAllThatIsWrong() {
        SilenceMatcher[] many = IntStream.range(0, 21)
                .mapToObj(i -> matcher(MatcherField.PROJECT, "p" + i))
                .toArray(SilenceMatcher[]::new);
        Silence endless = Silence.newBuilder(silence("", matcher(MatcherField.CLASS, "/(/")))
                .setEndsAtMillis(START.plus(Duration.ofDays(31)).toEpochMilli())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> silences(endless))
                .withMessageContaining("id must have")
                .withMessageContaining("class was '/(/'")
                .withMessageContaining("within 30 days");
        assertThatIllegalArgumentException().isThrownBy(() -> silences(silence("s")));
        assertThatIllegalArgumentException().isThrownBy(() -> silences(silence("s", many)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> silences(silence("s", matcher(MatcherField.OWNER, "/.*/"))))
                .withMessageContaining("everything");
    }

    @Test
    void readerKeepsSoManySilences_thoseThatEndLast() {
        SilenceTables tables = new SilenceTables();
        for (int i = 0; i <= SilenceRules.MOST_SILENCES; i++) {
            String id = "s" + i;
            tables.put(
                    id,
                    Silence.newBuilder(silence(id, matcher(MatcherField.PROJECT, "digits")))
                            .setEndsAtMillis(END.toEpochMilli() - i)
                            .build());
        }
        Silences silences = tables.snapshot();

        assertThat(silences.silences()).hasSize(SilenceRules.MOST_SILENCES);
        assertThat(silences.silence("s0")).isPresent();
        assertThat(silences.silence("s" + SilenceRules.MOST_SILENCES)).isEmpty();
    }

    @Test
    void patternThatBacktracksWithoutEnd_matchesNothing() {
        String name = "a".repeat(500);

        assertThat(NamePattern.of("/(a+)+b/").matches(name)).isFalse();
        assertThat(NamePattern.of("*a*a*a*a*a*a*a*b").matches(name)).isFalse();
        assertThat(NamePattern.of("/(" + "(a|b)?".repeat(10) + ")*c/").matches(name))
                .isFalse();
        assertThat(NamePattern.of("a*a*a").matches(name)).isTrue();
    }

    private static boolean matches(SilenceMatcher... matchers) {
        return AlertMatchers.of(List.of(matchers)).match(alert());
    }

    private static Silences silences(Silence... silences) {
        return Silences.of(List.of(silences), List.of());
    }

    private static Silence silence(String id, SilenceMatcher... matchers) {
        return new Silence(id, List.of(matchers), "ada", "", START.toEpochMilli(), END.toEpochMilli(), false);
    }

    private static SilenceMatcher matcher(MatcherField field, String pattern) {
        return new SilenceMatcher(field, pattern);
    }

    private static Alert alert() {
        return Alert.newBuilder()
                .setId("a1")
                .setDetector("non-finite-values")
                .setAlertClass("nan")
                .setSeverity(Severity.WARNING)
                .setState(AlertState.FIRING)
                .setRunId("run-1")
                .setRunName("resnet")
                .setProject("digits")
                .setOwner("ada")
                .setOnsetStep(1)
                .setRaisedStep(2)
                .setRaisedTimeMillis(START.toEpochMilli())
                .setSummary("The loss is NaN.")
                .build();
    }
}
