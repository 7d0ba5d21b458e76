package io.gradwatch.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.Topics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnnotationsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.ANNOTATIONS.codec();
    }

    private final SilenceTables tables = new SilenceTables();

    @Test
    void anAlertHasOneAssignment_oneVoteOfEachPerson_andAnyNumberOfComments() {
        put(added(AnnotationKind.ASSIGNMENT, "1").setAssignee("ada").build());
        put(added(AnnotationKind.ASSIGNMENT, "2").setAssignee("grace").build());
        put(added(AnnotationKind.USEFULNESS, "3").setUseful(true).build());
        put(added(AnnotationKind.USEFULNESS, "4").setUseful(false).build());
        put(added(AnnotationKind.USEFULNESS, "5").setUseful(true).setBy("bob").build());
        put(added(AnnotationKind.COMMENT, "6").setText("bad batch").build());
        put(added(AnnotationKind.COMMENT, "7").setText("new disk").build());

        Silences known = tables.snapshot();
        assertThat(known.annotations("a1")).extracting(AlertAnnotation::getId).containsExactly("2", "4", "5", "6", "7");
        assertThat(known.assignee("a1")).contains("grace");
        assertThat(known.annotations("a2")).isEmpty();
        assertThat(known.assignee("a2")).isEmpty();
    }

    @Test
    void whatBreaksARule_isRefused_andChangesNothing() {
        for (AlertAnnotation wrong : List.of(
                added(AnnotationKind.COMMENT, "1").setText(" ").build(),
                added(AnnotationKind.COMMENT, "1")
                        .setText("x".repeat(SilenceRules.COMMENT_LENGTH + 1))
                        .build(),
                added(AnnotationKind.COMMENT, "").setText("x").build(),
                added(AnnotationKind.COMMENT, "1").setAlertId("").setText("x").build(),
                added(AnnotationKind.ASSIGNMENT, "1").build(),
                added(AnnotationKind.ASSIGNMENT, "1")
                        .setAssignee("x".repeat(SilenceRules.NAME_LENGTH + 1))
                        .build(),
                added(AnnotationKind.USEFULNESS, "1").build(),
                added(AnnotationKind.USEFULNESS, "1").setUseful(true).setBy("").build())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> put(wrong))
                    .withMessageStartingWith("an annotation: ");
        }
        AlertAnnotation right = added(AnnotationKind.COMMENT, "1").setText("x").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tables.put("a2/comment/1", right))
                .withMessageContaining("is not the id");
        assertThat(tables.snapshot().annotations("a1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(AnnotationKind.class)
    void keys_tellKindsApart(AnnotationKind kind) {
        assertThat(SilenceRules.key(added(kind, "7").build()))
                .isEqualTo(
                        switch (kind) {
                            case ASSIGNMENT -> "a1/assignment";
                            case USEFULNESS -> "a1/usefulness/ada";
                            case COMMENT -> "a1/comment/7";
                            case UNKNOWN -> "a1/unknown/7";
                        });
    }

    @Test
    void ofTooMany_theLatestAreKept() {
        for (int i = 0; i <= SilenceRules.MOST_ANNOTATIONS; i++) {
            put(added(AnnotationKind.COMMENT, "c" + i)
                    .setText("x")
                    .setAtMillis(i)
                    .build());
        }

        assertThat(tables.snapshot().annotations("a1"))
                .hasSize(SilenceRules.MOST_ANNOTATIONS)
                .extracting(AlertAnnotation::getId)
                .doesNotContain("c0");
    }

    @Test
    void whatIsOld_isOutdated() {
        put(added(AnnotationKind.COMMENT, "1").setText("x").build());
        Silences known = tables.snapshot();

        assertThat(known.outdated(NOW.plus(Silences.ANNOTATED).minusMillis(1)).annotated())
                .isEmpty();
        assertThat(known.outdated(NOW.plus(Silences.ANNOTATED)).annotations("a1"))
                .hasSize(1);
    }

    private void put(AlertAnnotation annotation) {
        tables.put(SilenceRules.key(annotation), annotation);
    }

    private static AlertAnnotation.Builder added(AnnotationKind kind, String id) {
        return AlertAnnotation.newBuilder()
                .setAlertId("a1")
                .setId(id)
                .setKind(kind)
                .setBy("ada")
                .setAtMillis(NOW.toEpochMilli());
    }
}
