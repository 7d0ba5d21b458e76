package io.gradwatch.standalone.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.SilenceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Expectations 10 and 11 of the page: how alerts stand, and how they are silenced. Real runs whose loss becomes NaN, on
 * the page of {@code gradwatch up}, in a real browser; what it changes is read from Kafka.
 */
class SilencesOnThePageIT {

    @RegisterExtension
    static final UpInBrowser BROWSER = new UpInBrowser();

    private final List<TrainingRun> runs = new ArrayList<>();
    private final UpProcess up = BROWSER.up();
    private final Page page = BROWSER.page();

    @AfterEach
    void close() {
        runs.forEach(TrainingRun::close);
    }

    @Test
    void expectation10_statesOfAlertsAreDistinct_withWhoWhenAndUntilWhen() {
        becomesNaN("stands");
        becomesNaN("over").close();
        String looked = becomesNaN("looked").runId();
        becomesNaN("muted");
        page.navigate(up.page("/alerts?state=all"));
        for (String run : List.of("stands", "over", "looked", "muted")) {
            line(run).first().waitFor();
        }
        page.evaluate("window.loadedOnce = true");

        gradwatch("silence", "add", "--run", "muted", "--for", "2h", "--by", "grace", "--comment", "new node");
        gradwatch("acknowledge", alertOf(looked), "--by", "ada");

        assertStands("stands", "firing", "for");
        assertStands("over", "unrecovered", "ago");
        assertStands("looked", "acknowledged", "ago");
        assertStands("muted", "silenced", "until ");
        assertThat(line("looked")).containsText("by ada");
        assertThat(line("muted")).containsText("by grace");
        assertThat(page.locator(".alert-status svg path").all().stream()
                        .map(path -> path.getAttribute("d"))
                        .distinct())
                .as("shapes")
                .hasSize(4);
        assertThat(List.of("firing", "unrecovered", "acknowledged", "silenced").stream()
                        .map(status -> page.locator(".alert-status[data-status=" + status + "] svg")
                                .first()
                                .evaluate("mark => getComputedStyle(mark).color"))
                        .distinct())
                .as("colours")
                .hasSize(4);
        assertThat((Object) page.evaluate("window.loadedOnce")).as("no reload").isEqualTo(true);

        line("muted").locator("a").click();
        assertThat(page.locator(".standing-fact"))
                .hasText(Pattern.compile("silenced by grace, .* ago, until .*new node"));
        page.navigate(up.page("/"));
        assertThat(page.locator(".headline p")).containsText("1 silenced");
    }

    @Test
    void commentAssignmentAndVote_areMadeOnThePage_andSeenInItsLists() {
        becomesNaN("talked");
        page.navigate(up.page("/alerts"));
        line("talked").waitFor();
        page.navigate(up.page(line("talked").locator("a").getAttribute("href") + "?useful=yes"));
        Locator people = page.locator(".people");

        assertThat(people.locator("[aria-pressed=true]")).hasCount(0);
        page.locator(".asked-vote button").first().click();
        assertThat(page.locator(".asked-vote")).hasCount(0);
        assertThat(page).not().hasURL(Pattern.compile("useful"));
        assertThat(people.getByRole(AriaRole.BUTTON, within("Yes"))).hasAttribute("aria-pressed", "true");
        people.getByRole(AriaRole.BUTTON, within("No").setExact(true)).press("Enter");
        assertThat(people.locator("[aria-pressed=true]")).hasText(Pattern.compile("No 1"));
        people.locator("textarea").fill("<b>restarting</b> it");
        people.getByLabel("Who").fill("ada");
        people.locator(".comment-form button").click();
        assertThat(people.locator(".comments li")).containsText("<b>restarting</b> it");
        people.getByLabel("Name of the person to assign").fill("grace");
        page.keyboard().press("Enter");
        assertThat(people).containsText("grace looks after it");
        assertThat(page.locator(".history")).containsText("assigned to grace");
        page.getByRole(AriaRole.BUTTON, named("Acknowledge").setExact(true)).press("Enter");
        assertThat(page.locator(".history")).containsText("acknowledged");
        assertThat(page.locator(".alert-title")).containsText("grace looks after it");

        page.navigate(up.page("/alerts"));
        assertThat(line("talked")).containsText("grace");
        assertThat(line("talked")).containsText("acknowledged");
        assertThat(line("talked")).containsText("1 comment");

        line("talked").locator("a").click();
        page.setViewportSize(375, 800);
        assertThat((Object) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("fits a phone")
                .isEqualTo(true);
        people.getByRole(AriaRole.BUTTON, within("Remove the comment of ada")).press("Enter");
        assertThat(people.locator(".comments li")).hasCount(0);
        page.setViewportSize(1440, 900);
    }

    @Test
    void expectation11_silenceInTwoClicks_prefilled_withAPreview_andAlwaysAnEnd() {
        becomesNaN("noisy-1");
        becomesNaN("noisy-2");
        page.navigate(up.page("/alerts"));
        line("noisy-2").waitFor();

        line("noisy-1").getByRole(AriaRole.BUTTON, within("Silence noisy-1")).click();
        Locator dialog = page.locator("dialog[open]");
        assertThat(dialog.getByLabel("Pattern of run")).hasValue("noisy-1");
        assertThat(dialog.getByLabel("Pattern of class")).hasValue("nan");
        assertThat(dialog.getByLabel("Pattern of project")).hasValue("vision");
        assertThat(dialog.locator(".length [aria-pressed=true]")).hasCount(1);
        assertThat(dialog.locator(".preview")).containsText("Mutes this alert, and no other");
        dialog.getByRole(AriaRole.BUTTON, within("Silence for 2 h")).click();

        assertThat(dialog).hasCount(0);
        assertStands("noisy-1", "silenced", "until ");
        assertStands("noisy-2", "firing", "for");
        Silence silence = silences("noisy-1").get(0);
        assertThat(silence.getEndsAtMillis() - silence.getStartsAtMillis())
                .isEqualTo(Duration.ofHours(2).toMillis());
        assertThat(silence.getCreatedBy()).isEqualTo(System.getProperty("user.name"));

        page.navigate(up.page("/silences"));
        Locator row = page.locator(".silence-line").filter(new Locator.FilterOptions().setHasText("noisy-1"));
        assertThat(row).containsText("mutes 1 alert");
        row.getByRole(AriaRole.BUTTON, within("End now")).click();
        assertThat(page.locator(".silence-line[data-state=active]")
                        .filter(new Locator.FilterOptions().setHasText("noisy-1")))
                .hasCount(0);
        assertThat(silences("noisy-1").get(0).getExpired()).isTrue();
    }

    @Test
    void expectation11_previewNamesWhatElseWouldBeMuted_andTheDialogIsKeptByTheKeyboard() {
        becomesNaN("wide-1");
        becomesNaN("wide-2");
        page.navigate(up.page("/alerts"));
        line("wide-2").waitFor();
        line("wide-1").locator("a").click();
        page.getByRole(AriaRole.BUTTON, named("Silence").setExact(true)).click();
        Locator dialog = page.locator("dialog[open]");
        dialog.getByLabel("Pattern of run").fill("wide-*");

        assertThat(dialog.locator(".preview")).containsText("Mutes this alert and 1 other alert that fires now.");
        assertThat(dialog.locator(".preview li")).containsText("wide-2");
        for (int i = 0; i < 24; i++) {
            page.keyboard().press("Tab");
            assertThat(
                            (Object)
                                    page.evaluate(
                                            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"))
                    .isEqualTo(true);
        }
        dialog.getByLabel("Pattern of run").fill("/(/");
        assertThat(dialog.locator(".preview[data-wrong]")).containsText("run was '/(/' but must be");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        assertThat(silences("wide-1")).isEmpty();
    }

    private void assertStands(String run, String status, String words) {
        Locator mark = line(run).locator(".alert-status");
        assertThat(mark).hasAttribute("data-status", status);
        assertThat(mark).containsText(status + " ");
        assertThat(mark).containsText(words);
    }

    private Locator line(String run) {
        return page.locator(".alert-line")
                .filter(new Locator.FilterOptions().setHasText(run))
                .filter(new Locator.FilterOptions().setHasText("The loss is NaN"));
    }

    /** A run that goes on, and whose loss is NaN from some step on. */
    private TrainingRun becomesNaN(String id) {
        TrainingRun run = TrainingRun.start(
                RunDescription.builder().runId(id).project("vision").name(id).build(), up.agent());
        runs.add(run);
        for (int step = 0; step < 60; step++) {
            run.step(step)
                    .loss(step < 50 ? 2.0 / (1 + 0.01 * step) : Double.NaN)
                    .learningRate(0.01)
                    .publish();
        }
        return run;
    }

    private String alertOf(String run) {
        return up.gradwatch("alerts", "--run", run, "--json")
                .lines()
                .filter(line -> line.contains("\"class\":\"nan\""))
                .map(line -> line.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private List<Silence> silences(String run) {
        return SilenceReader.readAll(Map.of("bootstrap.servers", up.kafka()), errors -> {}).silences().stream()
                .filter(silence -> silence.getMatchers().stream()
                        .anyMatch(matcher -> matcher.getPattern().equals(run)))
                .toList();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions within(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    /** A command that changes what Kafka has, and not through the server of the page. */
    private String gradwatch(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--kafka=" + up.kafka());
        return up.gradwatch(all.toArray(String[]::new));
    }
}
