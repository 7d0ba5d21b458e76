package io.gradwatch.fleet.history.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTableTest {

    /** Files of earlier versions have these columns, and people ask for them by name. */
    @Test
    void columnsOfSteps_stayAsTheyAre() {
        assertThat(HistoryTable.STEPS.columns()).isEqualToIgnoringWhitespace("""
                        run VARCHAR, attempt INTEGER, rank INTEGER, step BIGINT, time TIMESTAMP, session BIGINT,
                        sequence BIGINT, epoch DOUBLE, loss DOUBLE, learning_rate DOUBLE, gradient_norm DOUBLE,
                        parameter_norm DOUBLE, update_ratio DOUBLE, loss_scale DOUBLE, skipped_by_loss_scaler BOOLEAN,
                        batch_size INTEGER, duration_ms DOUBLE, data_wait_ms DOUBLE, host_memory_bytes BIGINT,
                        device_memory_bytes BIGINT, tokens BIGINT, training_mode BOOLEAN, metrics MAP(VARCHAR, DOUBLE),
                        output_shape INTEGER[], target_shape INTEGER[], loss_elements BIGINT, label_counts BIGINT[],
                        prediction_counts BIGINT[]
                        """);
    }
}
