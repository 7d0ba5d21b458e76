package io.gradwatch.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.note.NoteRules;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.SilenceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that readers keep in memory: a record of 16 MB may stand in a topic, and some dozens would fill the heap. */
class LongTextsTest {

    private static final String LONG = "x".repeat(10_000);

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.ALL.forEach(topic -> topic.codec());
    }

    static Stream<Arguments> texts() {
        RunNote note = RunNote.newBuilder()
                .setRunId("run")
                .setId("1")
                .setText("words")
                .setAtMillis(1)
                .build();
        RunNote removal = RunNote.newBuilder(note).setText("").setRemoved(true).build();
        Acknowledgement acknowledgement = Acknowledgement.newBuilder()
                .setAlertId("a")
                .setSeverity(Severity.WARNING)
                .setAtMillis(1)
                .build();
        AlertAnnotation comment = AlertAnnotation.newBuilder()
                .setAlertId("a")
                .setId("1")
                .setKind(AnnotationKind.COMMENT)
                .setText("words")
                .setAtMillis(1)
                .build();
        return Stream.of(
                        each(note, NoteRules::problems),
                        each(removal, NoteRules::problems),
                        each(acknowledgement, SilenceRules::problems),
                        each(comment, SilenceRules::problems),
                        each(silence("*run*"), SilenceRules::problems))
                .flatMap(List::stream);
    }

    /** A copy of a good record for each of its texts, which is too long there. */
    private static <T extends SpecificRecord> List<Arguments> each(T good, Function<T, List<String>> problems) {
        List<Arguments> copies = new ArrayList<>();
        assertThat(problems.apply(good)).isEmpty();
        for (Schema.Field field : good.getSchema().getFields()) {
            if (field.schema().getType() == Schema.Type.STRING) {
                T copy = SpecificData.get().deepCopy(good.getSchema(), good);
                copy.put(field.pos(), LONG);
                copies.add(Arguments.of(good.getSchema().getName() + "." + field.name(), problems.apply(copy)));
            }
        }
        return copies;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void textThatIsTooLong_isNotKept(String field, List<String> problems) {
        assertThat(problems).anyMatch(problem -> problem.contains("has 10000"));
    }

    @Test
    void patternThatIsTooLong_isNotKept() {
        assertThat(SilenceRules.problems(silence(LONG))).isNotEmpty();
    }

    private static Silence silence(String pattern) {
        return Silence.newBuilder()
                .setId("s")
                .setMatchers(List.of(new SilenceMatcher(MatcherField.RUN, pattern)))
                .setStartsAtMillis(1)
                .setEndsAtMillis(2)
                .build();
    }
}
