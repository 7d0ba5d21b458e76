package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real runs on the real page of {@code gradwatch up}, in a real browser, and the same questions on the command line.
 */
@ExtendWith(SharedUp.class)
class FleetPageIT {

    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";
    private static final int STEPS = 300;
    private static final int NAN_FROM = 250;

    private final UpProcess up;

    FleetPageIT(UpProcess up) {
        this.up = up;
    }

    @Test
    void runWhoseLossBecomesNaN_isToldByTheCommandLine() throws Exception {
        train("digits-1", "digits", STEPS).close();
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("alerts", "--run", "digits-1", "--json"))
                        .contains("\"class\":\"nan\"", "\"severity\":\"critical\""));
        assertThat(up.gradwatch("runs", "--project", "vision"))
                .contains("digits-1", "finished", "NaN")
                .doesNotContain("pulse");
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch(
                                "sql",
                                "--csv",
                                "select count(*), count(*) filter (isnan(loss)) from steps where run = 'digits-1'"))
                        .contains(STEPS + "," + (STEPS - NAN_FROM)));
    }

    @Test
    void runThatGoesOn_isOnThePage_withItsAlert_andNoNameIsMarkup() {
        Chromium.assume();
        List<String> errors = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                Page page = chromium.open(errors);
                TrainingRun run = train("digits-2", HOSTILE, NAN_FROM)) {
            page.navigate(up.page("/runs"));
            page.getByText(HOSTILE).first().click();
            Locator loss = page.locator("figure, section, article, div")
                    .filter(new Locator.FilterOptions().setHas(page.locator("canvas")))
                    .first();
            loss.waitFor();
            step(run, NAN_FROM, Double.NaN);
            step(run, NAN_FROM + 1, Double.NaN);
            assertThat(page.getByText("2 NaN").first()).isVisible();
            page.getByText("The loss is NaN").first().click();
            assertThat(page.getByText("What to try").first()).isVisible();
            assertThat(page.title()).isNotEqualTo("owned");
        }
        assertThat(errors).isEmpty();
    }

    /** A run that made so many steps; those from {@link #NAN_FROM} on have no finite loss. */
    private TrainingRun train(String id, String name, int steps) {
        TrainingRun run = TrainingRun.start(
                RunDescription.builder().runId(id).project("vision").name(name).build(), up.agent());
        for (int step = 0; step < steps; step++) {
            step(run, step, step < NAN_FROM ? 2.0 / (1 + 0.01 * step) : Double.NaN);
        }
        return run;
    }

    private static void step(TrainingRun run, int step, double loss) {
        run.step(step).loss(loss).gradientNorm(1.0).learningRate(0.01).publish();
    }
}
