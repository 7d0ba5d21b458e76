package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import io.gradwatch.schema.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ranks and accelerators on the page; numbers are those of the expectations. */
@ExtendWith(OneLiveMonitor.class)
class HardwareExpectationsIT {

    private final LiveMonitor monitor;

    HardwareExpectationsIT(LiveMonitor monitor) {
        this.monitor = monitor;
    }

    @Test
    @DisplayName("19. Per rank: least, median and most over the ranks, and the slowest is named")
    void ranks_areSummedUp_andTheSlowestIsNamed() {
        List<ScriptedRun> ranks = new ArrayList<>();
        for (int rank = 0; rank < 4; rank++) {
            ScriptedRun one = monitor.run("ranks", 0, rank).ago(60_000);
            ranks.add(one.started(one.declaration().setHost("node-" + rank).setWorldSize(4)));
        }
        for (int step = 0; step < 100; step++) {
            for (int rank = 0; rank < 4; rank++) {
                double duration = rank == 2 ? 300 : 100 + 10 * rank;
                ranks.get(rank)
                        .after(100)
                        .step(Step.newBuilder().setStep(step).setLoss(1.0).setDurationMillis(duration));
            }
        }
        ranks.get(0).flush();
        monitor.awaitStep("ranks", 99);
        Page page = monitor.open("/runs/ranks");
        Locator section = page.locator("section").filter(new FilterOptions().setHas(page.locator("table.ranks")));
        assertThat(section)
                .containsText("A step takes 100 ms at least, " + median() + " ms in the median, 300 ms at most.");
        assertThat(section).containsText("The slowest is rank 2 on node-2.");
        assertThat(section.locator("tr[data-slowest]")).containsText("node-2");
        page.locator(".view-bar select").selectOption("2");
        DrawnChart durations = new DrawnChart(page, "duration_ms").shown();
        await().pollInSameThread()
                .untilAsserted(() -> assertThat(durations.valueAt(0, 50)).isEqualTo(300));
    }

    private String median() {
        return monitor.ask("/runs/ranks")
                .at("/rank_spread/step_duration_millis/median")
                .asText()
                .replaceAll("\\.0$", "");
    }

    @Test
    @DisplayName(
            "20. GPU samples stand beside the loss on the same axis: use, memory, temperature, power, throttle, Xid")
    void gpuSamples_standBesideTheLossOnTheSameAxis() {
        ScriptedRun run = monitor.run("gpu").ago(60_000).started();
        for (int step = 0; step < 200; step++) {
            Step.Builder builder = Step.newBuilder().setStep(step).setLoss(2.0 / (1 + step));
            if (step >= 50 && step % 10 == 0) {
                builder.setDeviceMemoryBytes(70_000_000_000L)
                        .setMetrics(Map.of(
                                "gpu_utilization",
                                0.97,
                                "gpu_temperature",
                                60.0 + step / 10.0,
                                "gpu_power_watts",
                                650.0,
                                "gpu_throttle",
                                step == 150 ? 1.0 : 0.0,
                                "gpu_xid",
                                step == 160 ? 79.0 : 0.0));
            }
            run.after(200).step(builder);
        }
        monitor.awaitStep(run.flush().id(), 199);
        Page page = monitor.open("/runs/gpu");
        DrawnChart loss = new DrawnChart(page, "loss").shown();
        Locator sections = page.locator("section.charts");
        assertThat(sections.nth(1)).hasAttribute("aria-label", "GPU");
        for (String series : List.of(
                "device_memory_bytes",
                "gpu_utilization",
                "gpu_temperature",
                "gpu_power_watts",
                "gpu_throttle",
                "gpu_xid")) {
            assertThat(sections.nth(1).locator("[data-series=" + series + "]")).hasCount(1);
            DrawnChart chart = new DrawnChart(page, series).shown();
            assertThat(chart.xs().get(0)).isEqualTo(50);
            await().pollInSameThread()
                    .untilAsserted(() -> assertThat(chart.extent()).as(series).isEqualTo(List.of(0.0, 199.0)));
        }
        assertThat(new DrawnChart(page, "gpu_xid").shown().valueAt(0, 160)).isEqualTo(79);
        assertThat(new DrawnChart(page, "gpu_throttle").shown().valueAt(0, 150)).isEqualTo(1);
        assertThat(loss.shown().extent()).isEqualTo(List.of(0.0, 199.0));
    }
}
