package io.gradwatch.agent.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.clean.Limits;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of a step grow within the budget of all slots, and give it back. */
class StepTablesTest {

    @Test
    void tensors_areKeptInTheirOrder() {
        TensorRows rows = new TensorRows(new MemoryBudget(1 << 20));
        for (int i = 0; i < 100; i++) {
            assertThat(rows.begin("layer" + i, TensorKind.GRADIENT)).isTrue();
            rows.values(-i, i, 0, Double.NaN, i);
            rows.counts(10, 1, 2, 3, i % 2 == 0 ? -1 : 4);
        }
        List<TensorStatistics> records = rows.toRecords();
        assertThat(records).hasSize(100);
        TensorStatistics last = records.get(99);
        assertThat(last.getLayer()).isEqualTo("layer99");
        assertThat(last.getMinimum()).isEqualTo(-99);
        assertThat(last.getStandardDeviation()).isNaN();
        assertThat(last.getSaturatedCount()).isEqualTo(4);
        assertThat(records.get(98).getSaturatedCount()).as("not counted").isNull();

        rows.clear();
        assertThat(rows.toRecords()).isEmpty();
    }

    @Test
    void histogram_belongsToTheLastRowAndGoesWithIt() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(0.5);
        TensorRows rows = new TensorRows(new MemoryBudget(1 << 20));
        rows.histogram(histogram);
        rows.begin("a", TensorKind.GRADIENT);
        rows.begin("b", TensorKind.GRADIENT);
        rows.histogram(histogram);

        assertThat(rows.toRecords()).extracting(TensorStatistics::getHistogram).containsExactly(null, histogram.pack());
        rows.clear();
        rows.begin("c", TensorKind.GRADIENT);
        rows.begin("d", TensorKind.GRADIENT);
        assertThat(rows.toRecords()).extracting(TensorStatistics::getHistogram).containsOnlyNulls();
    }

    @Test
    void histograms_areWithinTheBudgetAndGiveItBack() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        for (int exponent = -40; exponent < 24; exponent++) {
            histogram.add(false, exponent, Integer.MAX_VALUE);
        }
        MemoryBudget budget = new MemoryBudget(20_000);
        for (int round = 0; round < 20; round++) {
            TensorRows rows = new TensorRows(budget);
            for (int i = 0; i < 100; i++) {
                rows.begin("layer", TensorKind.GRADIENT);
                rows.histogram(histogram);
            }
            assertThat(rows.toRecords())
                    .filteredOn(record -> record.getHistogram() != null)
                    .hasSizeBetween(5, 99);
            rows.shrink();
        }
        assertThat(budget.scarce()).isFalse();
    }

    @Test
    void tensorsBeyondTheLimit_areLeftOut() {
        TensorRows rows = new TensorRows(new MemoryBudget(Long.MAX_VALUE / 2));
        int taken = 0;
        while (rows.begin("layer", TensorKind.PARAMETER)) {
            taken++;
        }
        assertThat(taken).isEqualTo(Limits.TENSORS);
    }

    @Test
    void budgetOfAll_boundsEachTable() {
        MemoryBudget budget = new MemoryBudget(10_000);
        TensorRows greedy = new TensorRows(budget);
        int taken = 0;
        while (greedy.begin("layer", TensorKind.PARAMETER)) {
            taken++;
        }
        assertThat(taken).isPositive().isLessThan(Limits.TENSORS);
        assertThat(budget.refusedRows()).isEqualTo(1);
        assertThat(budget.scarce()).isTrue();

        MetricRow other = new MetricRow(budget);
        for (int i = 0; i < 1_000; i++) {
            other.add("metric" + i, i);
        }
        assertThat(other.toMap()).hasSizeLessThan(1_000).containsEntry("metric0", 0.0);

        greedy.shrink();
        assertThat(budget.scarce()).isFalse();
        assertThat(greedy.toRecords()).isEmpty();
        assertThat(new TensorRows(budget).begin("layer", TensorKind.PARAMETER)).isTrue();
    }

    @Test
    void metrics_areBoundedAndTheLaterOfTwoCounts() {
        MetricRow row = new MetricRow(new MemoryBudget(1 << 20));
        row.add(null, 1);
        row.add("loss", 1);
        row.add("loss", 2);
        assertThat(row.toMap()).containsOnlyKeys("loss").containsEntry("loss", 2.0);
        for (int i = 0; i < 5_000; i++) {
            row.add("metric" + i, i);
        }
        assertThat(row.toMap()).hasSizeLessThanOrEqualTo(Limits.METRICS);
        row.shrink();
        assertThat(row.toMap()).isEmpty();
    }
}
