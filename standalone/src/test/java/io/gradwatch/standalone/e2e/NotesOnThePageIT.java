package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Notes on a real run, on the page of {@code gradwatch up} in a real browser, and by the command line. */
class NotesOnThePageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STEPS = 200;
    private static final String HOSTILE = "<img src=x onerror=window.pwned=1> new \u202edata";

    @RegisterExtension
    static final UpInBrowser BROWSER = new UpInBrowser();

    private final UpProcess up = BROWSER.up();
    private final Page page = BROWSER.page();

    @AutoClose
    private TrainingRun run;

    @BeforeEach
    void train() {
        run = TrainingRun.start(
                RunDescription.builder().name("noted").project("vision").build(), up.agent());
        for (int step = 0; step < STEPS; step++) {
            run.step(step).loss(2.0 / (1 + step)).gradientNorm(1.0).publish();
        }
        page.navigate(up.page("/runs/" + run.runId()));
        chart("loss").locator(".u-over").waitFor();
    }

    @Test
    void notes_areWrittenByClickAndByKeyboard_shownOnTheCurves_changedAndRemoved() throws Exception {
        Locator notes = page.locator(".notes");
        notes.getByRole(AriaRole.BUTTON, named("Add a note")).click();
        Locator over = chart("gradient_norm").locator(".u-over");
        over.scrollIntoViewIfNeeded();
        over.click(new Locator.ClickOptions().setPosition(over.boundingBox().width / 2, 40));
        Locator form = notes.getByRole(AriaRole.FORM);
        assertThat(form.getByLabel("Series")).hasValue("gradient_norm");
        assertThat(form.getByLabel("Step", exact())).hasValue(Pattern.compile("9\\d|10\\d"));
        form.locator("textarea").fill(HOSTILE);
        form.getByLabel("Who").fill("ada");
        form.getByRole(AriaRole.BUTTON, named("Add")).click();

        assertThat(notes.locator(".note-list li")).hasCount(1);
        assertThat(notes.locator(".note-said")).hasText(HOSTILE);
        assertThat(notes.locator(".note-place")).containsText("of gradient_norm");
        assertThat(pins("gradient_norm")).hasCount(1);
        assertThat(pins("loss")).hasCount(0);
        Locator words = pins("gradient_norm").locator(".note-words");
        assertThat(words).isHidden();
        pins("gradient_norm").focus();
        page.keyboard().press("Shift");
        assertThat(words).isVisible();
        assertThat(words).containsText("<img src=x");
        assertThat((Object) page.evaluate("window.pwned")).isNull();

        chart("loss").locator(".plot").focus();
        page.keyboard().press("Home");
        page.keyboard().press("n");
        page.keyboard().type("warm-up");
        assertThat(form.getByLabel("Series")).hasValue("loss");
        assertThat(form.getByLabel("Step", exact())).hasValue("0");
        form.getByLabel("to step").fill("20");
        form.getByLabel("Series").selectOption("");
        page.keyboard().press("Tab");
        form.getByRole(AriaRole.BUTTON, named("Add")).press("Enter");
        assertThat(pins("loss")).hasCount(1);
        assertThat(pins("gradient_norm")).hasCount(2);
        assertThat(pins("loss")).hasAttribute("aria-label", "Note at steps 0 to 20: warm-up (ada)");

        Download download = page.waitForDownload(() -> chart("loss")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^Save an SVG")))
                .click());
        assertThat(Files.readString(download.path())).contains("warm-up");

        Locator first = notes.locator(".note-list li").filter(new Locator.FilterOptions().setHasText("warm-up"));
        first.getByRole(AriaRole.BUTTON, named("Edit the note of ada")).press("Enter");
        first.locator("textarea").fill("longer warm-up");
        first.getByRole(AriaRole.BUTTON, named("Save")).press("Enter");
        assertThat(pins("loss")).hasAttribute("aria-label", Pattern.compile("longer warm-up"));
        pins("loss").press("Enter");
        assertThat(notes.locator("li:focus")).containsText("longer warm-up");

        page.setViewportSize(375, 800);
        await("fits a phone, once the charts have taken its width")
                .pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth <= innerWidth")));
        page.setViewportSize(1440, 900);
        notes.getByRole(AriaRole.BUTTON, named("Remove the note of ada"))
                .first()
                .click();
        assertThat(notes.locator(".note-list li")).hasCount(1);
    }

    @Test
    void notesOfTheCommandLine_appearOnThePageByThemselves_andInTheComparison() {
        page.evaluate("window.loadedOnce = true");
        CommandRun added = note("bad shard", "--series", "loss", "--step", "100", "--by", "grace");
        assertThat(added.out()).contains("bad shard", "loss, step 100", "grace");
        String id = added.out().strip().replaceAll("(?s).*\\s", "");

        assertThat(pins("loss")).hasAttribute("aria-label", "Note at step 100: bad shard (grace)");
        assertThat(page.locator(".note-list")).containsText("grace from command");
        assertThat((Object) page.evaluate("window.loadedOnce")).as("no reload").isEqualTo(true);

        assertThat(note("--change", id, "bad shard 12").out()).contains("bad shard 12");
        assertThat(pins("loss")).hasAttribute("aria-label", Pattern.compile("bad shard 12"));

        page.navigate(up.page("/compare?series=loss&run=" + run.runId()));
        assertThat(pins("loss")).hasAttribute("aria-label", Pattern.compile("noted, step 100: bad shard 12"));

        assertThat(note("--remove", id).out()).doesNotContain("bad shard");
        assertThat(pins("loss")).hasCount(0);
        assertThat(note("--remove", id).code()).isEqualTo(1);
    }

    @Test
    void clickWithShift_notesSomethingThere_andADragStillZooms() {
        Locator over = chart("loss").locator(".u-over");
        over.click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(page.locator(".note-form")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel"))
                .click();
        assertThat(page.locator(".note-form")).hasCount(0);
        over.click();
        assertThat(page.locator(".note-form")).hasCount(0);
    }

    private CommandRun note(String... arguments) {
        return CommandRun.of(Stream.concat(
                        Stream.of("note", run.runId()),
                        Stream.concat(Stream.of(arguments), Stream.of("--server=" + up.page(""))))
                .toArray(String[]::new));
    }

    private Locator chart(String series) {
        return page.locator("figure.chart[data-series='" + series + "']");
    }

    private Locator pins(String series) {
        return chart(series).locator(".note-pin");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByLabelOptions exact() {
        return new Locator.GetByLabelOptions().setExact(true);
    }
}
