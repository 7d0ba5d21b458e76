package io.gradwatch.schema.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.schema.Step;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class StepFieldTest {

    /** Fields of a step that hold more than one value, and its number. */
    private static final Set<String> OTHERS = Set.of("step", "batch", "metrics", "tensors", "optimizer");

    @Test
    void fields_areAllThatHoldOneValue_inTheOrderOfTheSchema() {
        assertThat(StepField.ALL)
                .extracting(StepField::field)
                .containsExactlyElementsOf(Step.getClassSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .filter(name -> !OTHERS.contains(name))
                        .toList());
    }

    @Test
    void type_isThatOfTheSchema() {
        assertThat(StepField.ALL).allSatisfy(field -> {
            Schema schema = Step.getClassSchema().getField(field.field()).schema();
            assertThat((schema.isUnion() ? schema.getTypes().get(1) : schema).getType())
                    .hasToString(field.type().name());
        });
    }

    @Test
    void countAboveItsType_isLeftOut() {
        Step step = new Step();
        StepField.BATCH_SIZE.putNumber(step, 3e9);
        StepField.TOKENS.putNumber(step, 3e9);
        assertThat(step.getBatchSize()).isNull();
        assertThat(step.getTokens()).isEqualTo(3_000_000_000L);
    }

    @Test
    void series_isTheNameInWords_andMillisAreMs() {
        assertThat(StepField.LOSS_SCALE.series()).isEqualTo("loss_scale");
        assertThat(StepField.DURATION_MILLIS.series()).isEqualTo("duration_ms");
        assertThat(StepField.ALL)
                .filteredOn(field -> !field.isSeries())
                .containsExactly(StepField.EPOCH, StepField.SKIPPED_BY_LOSS_SCALER, StepField.TRAINING_MODE);
    }

    @Test
    void number_becomesOneOfTheFieldsType() {
        Step step = new Step();
        for (StepField field : StepField.ALL) {
            if (field.type() != StepField.Type.BOOLEAN) {
                field.putNumber(step, 3);
                assertThat(((Number) field.of(step)).doubleValue()).isEqualTo(3);
            }
        }
        assertThat(step.getLossScale()).isEqualTo(3.0);
        assertThat(step.getBatchSize()).isEqualTo(3);
        assertThat(step.getTokens()).isEqualTo(3L);
    }

    @Test
    void partOfACount_leavesItEmpty_andNaNOfANumberDoesNot() {
        Step step = new Step();
        for (StepField field : EnumSet.of(StepField.BATCH_SIZE, StepField.TOKENS, StepField.LOSS)) {
            field.putNumber(step, Double.NaN);
        }
        StepField.DEVICE_MEMORY_BYTES.putNumber(step, 0.5);

        assertThat(step.getBatchSize()).isNull();
        assertThat(step.getTokens()).isNull();
        assertThat(step.getDeviceMemoryBytes()).isNull();
        assertThat(step.getLoss()).isNaN();
        assertThatThrownBy(() -> StepField.TRAINING_MODE.putNumber(step, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
