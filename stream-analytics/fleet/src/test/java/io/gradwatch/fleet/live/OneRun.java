package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.view.RunDetail.Metric;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.testing.Job;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run in tables that are driven by hand. */
abstract class OneRun {

    @TempDir
    Path folder;

    @AutoClose
    TableHarness tables;

    final Job job = new Job("one", 0, 0);

    @BeforeEach
    void open() {
        tables = new TableHarness(folder);
    }

    RunRow row() {
        RunRow row = tables.run("one").row();
        assertThat(tables.index.get(0, "one").row()).isEqualTo(row);
        return row;
    }

    Metric metric(String series) {
        return tables.run("one").metrics().stream()
                .filter(metric -> metric.series().equals(series))
                .findFirst()
                .orElseThrow();
    }
}
